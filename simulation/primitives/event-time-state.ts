// What becomes of windows when offsets are committed, work is cut off and partitions move. State and
// offsets are saved together. Exactly once: what was not committed is undone with the offsets. At least
// once: the state survives as it was, and records after the commit are counted again. Whoever takes a
// partition over without having its state restores that first, for as long as its size takes.
import { NOW, registers } from "../core/registers.ts";
import { NEVER, streamOf, streamPartitions, streams, windows } from "./event-time-rows.ts";
import { commitWindow, moveWatermark, rollBackWindow } from "./event-time-windows.ts";
import { cursors, groups, members } from "./log-rows.ts";

/** A member commits. */
export function noteCheckpoint(member: number): void {
  const first = groups.firstStream[members.group[member]];
  if (first !== 0) streams.checkpoints[streamPartitions.node[first - 1]]++;
}

/** What a group has finished of a partition is committed, and its windows with it. */
export function saveWindows(cursor: number): void {
  const partition = streamOf(cursor);
  if (partition < 0) return;
  streamPartitions.newestSaved[partition] = streamPartitions.newest[partition];
  streamPartitions.savedTo[partition] = streamPartitions.countedTo[partition];
  streamPartitions.freshCounted[partition] = 0;
  streamPartitions.freshLate[partition] = 0;
  const node = streamPartitions.node[partition];
  let link = streamPartitions.firstDirty[partition];
  while (link !== 0) {
    const window = link - 1;
    link = windows.nextDirty[window];
    commitWindow(window, node);
  }
  streamPartitions.firstDirty[partition] = 0;
}

/** A partition goes on from what was committed. */
export function restoreWindows(cursor: number): void {
  const partition = streamOf(cursor);
  if (partition < 0) return;
  const node = streamPartitions.node[partition];
  if (streams.exactlyOnce[node] === 1) undoWindows(partition, node);
  if (streamPartitions.newest[partition] === streamPartitions.newestSaved[partition]) return;
  streamPartitions.newest[partition] = streamPartitions.newestSaved[partition];
  streams.watermark[node] = NEVER;
  moveWatermark(node);
}

function undoWindows(partition: number, node: number): void {
  let link = streamPartitions.firstDirty[partition];
  while (link !== 0) {
    const window = link - 1;
    link = windows.nextDirty[window];
    rollBackWindow(window, node);
  }
  streamPartitions.firstDirty[partition] = 0;
  streamPartitions.countedTo[partition] = streamPartitions.savedTo[partition];
  streams.counted[node] -= streamPartitions.freshCounted[partition];
  streams.late[node] -= streamPartitions.freshLate[partition];
  streamPartitions.freshCounted[partition] = 0;
  streamPartitions.freshLate[partition] = 0;
}

/** The state that an instance had of a partition is lost with it. */
export function loseHome(cursor: number): void {
  const partition = streamOf(cursor);
  if (partition >= 0) streamPartitions.home[partition] = 0;
}

/** How long a consumer that asks for records of a partition restores its state first, ms. */
export function restoreDelay(cursor: number): number {
  const partition = streamOf(cursor);
  if (partition < 0) return 0;
  const node = streamPartitions.node[partition];
  const consumer = members.consumer[cursors.owner[cursor] - 1] + 1;
  const entries = streamPartitions.entries[partition];
  if (streamPartitions.home[partition] !== consumer) {
    streamPartitions.home[partition] = consumer;
    if (entries > 0) beginRestore(partition, node, entries * streams.restoreMs[node]);
  }
  return Math.max(0, streamPartitions.readyAt[partition] - registers[NOW]);
}

function beginRestore(partition: number, node: number, takes: number): void {
  streamPartitions.readyAt[partition] = registers[NOW] + takes;
  streams.restores[node]++;
  streams.restoreTotal[node] += takes;
  if (takes > streams.restoreMost[node]) streams.restoreMost[node] = takes;
}
