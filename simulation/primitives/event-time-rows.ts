// Rows of stream processors with windows: settings and accounts by node, one row for each partition
// that is read into windows, and one for each key and window that is kept. All empty without windows.

import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { cursors, groups } from "./log-rows.ts";

/** How records are put into windows of their event time. */
export const TUMBLING = 0;
export const SLIDING = 1;
export const SESSION = 2;

/** No time yet: before every event. */
export const NEVER = -1e15;
/** After every event. */
export const FAR = 1e15;

/** Bits of a window's `flags`: a result of it was made; that has been committed. */
export const FIRED = 1;
export const FIRED_BEFORE = 2;
/** Changed since the last commit. */
export const DIRTY = 4;
/** It takes no records any more, and is no state. */
export const CLOSED = 8;
/** A result of it was given out before its state went back. */
export const REPEATED = 16;
/** A late record has changed its result. */
export const UPDATED = 32;
/** Gone; the row stays in its node's list until that is walked. */
export const DEAD = 64;

/** By node. Times in ms. */
class Streams extends Table {
  readonly windowed = this.uint8();
  readonly type = this.uint8();
  /** Length of a window, of sessions the gap; distance of their beginnings. */
  readonly sizeMs = this.float64();
  readonly slideMs = this.float64();
  /** The watermark stays so far behind the newest event of a partition. */
  readonly boundMs = this.float64();
  readonly latenessMs = this.float64();
  /** 0 = a partition without records holds the watermark back for ever. */
  readonly idleMs = this.float64();
  readonly exactlyOnce = this.uint8();
  readonly restoreMs = this.float64();
  /** Operation of late records, + 1; 0 = they are worked on like others. */
  readonly lateOperation = this.int32();
  readonly watermark = this.float64();
  /** Partition that decides the watermark, + 1; 0 = not known. */
  readonly slowest = this.int32();
  readonly firstPartition = this.int32();
  readonly firstWindow = this.int32();
  /** The first watermark at which something is to be done with a window. */
  readonly dueAt = this.float64();
  /** Keys and windows kept: now, at most, and integral over time up to `since`. */
  readonly entries = this.int32();
  readonly entriesMost = this.int32();
  readonly entriesTime = this.float64();
  readonly since = this.float64();
  readonly counted = this.float64();
  readonly countedTwice = this.float64();
  readonly late = this.float64();
  readonly results = this.float64();
  readonly updates = this.float64();
  readonly repeated = this.float64();
  /** From the ends of windows to their results. */
  readonly delayTotal = this.float64();
  readonly delayMost = this.float64();
  readonly checkpoints = this.float64();
  readonly restores = this.float64();
  readonly restoreTotal = this.float64();
  readonly restoreMost = this.float64();
}

/** By group and partition, as the cursors of the group; those of one node are chained by `next`. */
class StreamPartitions extends Table {
  readonly node = this.int32();
  /** Newest event seen: now, and at the last commit. */
  readonly newest = this.float64();
  readonly newestSaved = this.float64();
  readonly lastAt = this.float64();
  /** Offset up to which records are in the state: now, and at the last commit. */
  readonly countedTo = this.float64();
  readonly savedTo = this.float64();
  /** Records since the last commit: counted, and late. */
  readonly freshCounted = this.int32();
  readonly freshLate = this.int32();
  /** Windows that have changed since the last commit, + 1. */
  readonly firstDirty = this.int32();
  readonly entries = this.int32();
  /** Consumer that has the state, + 1; 0 = nobody. */
  readonly home = this.int32();
  /** When its state will have been restored. */
  readonly readyAt = this.float64();
  /** 1: the record in hand was late as its work began. */
  readonly late = this.uint8();
}

/** One key and window; `next` links those of one place in the hash table. */
class Windows extends Table {
  readonly partition = this.int32();
  readonly key = this.int32();
  readonly from = this.float64();
  readonly to = this.float64();
  /** Records: now, and at the last commit. */
  readonly count = this.int32();
  readonly saved = this.int32();
  readonly flags = this.uint8();
  /** Next of the node's list, and of those changed since the last commit. */
  readonly nextOfNode = this.int32();
  readonly nextDirty = this.int32();
}

class WindowPlaces extends Table {
  readonly first = this.int32();
}

const PARTITIONS = 20_000;
const WINDOWS = 1 << 16;

export const streams = new Streams("windows of nodes", 1_000);
export const streamPartitions = new StreamPartitions("partitions read into windows", PARTITIONS);
export const windows = new Windows("keys and windows", WINDOWS);
export const windowPlaces = new WindowPlaces("places of windows", WINDOWS);

/** Row of a group's partition, -1 where nothing is read into windows. */
export function streamOf(cursor: number): number {
  const group = cursors.group[cursor];
  const first = groups.firstStream[group];
  return first === 0 ? -1 : first - 1 + cursor - groups.firstCursor[group];
}

/** The state of a partition grows or shrinks by one key and window. */
export function changeEntries(partition: number, by: number): void {
  const node = streamPartitions.node[partition];
  touchEntries(node);
  streamPartitions.entries[partition] += by;
  streams.entries[node] += by;
  if (streams.entries[node] > streams.entriesMost[node]) {
    streams.entriesMost[node] = streams.entries[node];
  }
}

function touchEntries(node: number): void {
  const elapsed = registers[NOW] - streams.since[node];
  streams.entriesTime[node] += elapsed * streams.entries[node];
  streams.since[node] = registers[NOW];
}

/** A measured period begins. */
export function restartEventTime(): void {
  // What was counted before is not taken back from what is counted now.
  for (let partition = 0; partition < streamPartitions.highWater; partition++) {
    streamPartitions.freshCounted[partition] = 0;
    streamPartitions.freshLate[partition] = 0;
  }
  for (let node = 0; node < streams.highWater; node++) {
    touchEntries(node);
    streams.entriesTime[node] = 0;
    streams.entriesMost[node] = streams.entries[node];
    streams.counted[node] = 0;
    streams.countedTwice[node] = 0;
    streams.late[node] = 0;
    streams.results[node] = 0;
    streams.updates[node] = 0;
    streams.repeated[node] = 0;
    streams.delayTotal[node] = 0;
    streams.delayMost[node] = 0;
    streams.checkpoints[node] = 0;
    streams.restores[node] = 0;
    streams.restoreTotal[node] = 0;
    streams.restoreMost[node] = 0;
  }
}
