// Event stores as columns: what loading a stream takes, how far each stream has come, and which nodes
// are read models that follow one.
import { Table } from "../core/memory.ts";

/** Bit of a node's `mode`: it keeps streams of events, or refuses reads of them while it is behind. */
export const KEEPS_STREAMS = 1 << 16;

/** By node. Times in ms. */
class EventStores extends Table {
  /** 1: it is one. */
  readonly isOne = this.uint8();
  readonly firstStream = this.int32();
  readonly eventsBefore = this.float64();
  readonly eventMs = this.float64();
  /** 0 = no snapshots. */
  readonly snapshotEvery = this.float64();
  readonly snapshotMs = this.float64();
  readonly loads = this.float64();
  /** Events that loads have read. */
  readonly eventsRead = this.float64();
  readonly appends = this.float64();
  readonly conflicts = this.float64();
  readonly snapshots = this.float64();
}

/** By operation. */
class StreamOperations extends Table {
  /** 1: it reads a stream, 0: it appends to one. */
  readonly loads = this.uint8();
  /** 1: a read model refuses it while it is behind. */
  readonly needsCurrent = this.uint8();
}

class Streams extends Table {
  /** Offset behind its newest event in the partition that it is in; 0 = none in this run. */
  readonly end = this.float64();
  /** When that was appended. */
  readonly appendedAt = this.float64();
}

/** By node: what it follows, and who has read what was behind. Times in ms. */
class ReadModels extends Table {
  /** Its group at an event store, + 1; 0 = it follows none. */
  readonly group = this.int32();
  readonly reads = this.float64();
  readonly staleReads = this.float64();
  readonly staleTotal = this.float64();
  readonly staleMost = this.float64();
}

export const eventStores = new EventStores("event stores", 1_000);
export const streamOperations = new StreamOperations("operations on streams", 20_000);
export const streams = new Streams("streams of events", 400_000);
export const readModels = new ReadModels("read models", 1_000);
