// Rows of a log broker: partitions with their records, consumer groups with their members, and one
// cursor per group and partition. Records are chained by `next` and freed once every group has
// committed them; what retention keeps beyond that is not stored.
import { Table } from "../core/memory.ts";

const PARTITIONS = 20_000;
const CURSORS = 100_000;
const GROUPS = 10_000;
const MEMBERS = 100_000;
const RECORDS = 2_000_000;

/** State of a group. */
export const STABLE = 0;
/** Members stop at their next poll. */
export const PREPARING = 1;
/** All have stopped; the new assignment is on its way. */
export const SYNCING = 2;

/** Where the next fetch of a cursor is. */
export const NO_FETCH = 0;
/** The request is on the way to the broker. */
export const ASKING = 1;
/** It waits at the broker for records (long poll). */
export const PARKED = 2;
/** Records are on the way to the consumer. */
export const SENT = 3;

class Partitions extends Table {
  /** Ends of the chain of records, record + 1, and the offset of its first one. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly start = this.float64();
  /** Offset that the next record gets. */
  readonly end = this.float64();
}

class Records extends Table {
  readonly request = this.int32();
  /** Operation row that published it. */
  readonly operation = this.int32();
  /** 1: its publish was, or descended from, a retry. */
  readonly retried = this.uint8();
  readonly appendedAt = this.float64();
}

class Groups extends Table {
  readonly node = this.int32();
  readonly backlog = this.int32();
  /** Cursor of the first partition. */
  readonly firstCursor = this.int32();
  readonly firstMember = this.int32();
  readonly memberCount = this.int32();
  readonly state = this.uint8();
  /** When the new assignment arrives, while SYNCING. */
  readonly syncAt = this.float64();
}

class Members extends Table {
  readonly group = this.int32();
  readonly consumer = this.int32();
  /** 1: the group counts on it. */
  readonly joined = this.uint8();
  /** When the group gives up its crashed incarnation; 0 = there is none. */
  readonly expiresAt = this.float64();
  readonly sessionTimeoutMs = this.float64();
  readonly commitIntervalMs = this.float64();
  readonly pollRecordsMax = this.int32();
  readonly committedAt = this.float64();
  /** Commit event + 1. */
  readonly tick = this.int32();
  /** 1: commits at its next poll. */
  readonly due = this.uint8();
  /** Its partitions. */
  readonly firstPartition = this.int32();
  readonly partitionCount = this.int32();
}

class Cursors extends Table {
  readonly group = this.int32();
  readonly partition = this.int32();
  /** Member that owns the partition, + 1. */
  readonly owner = this.int32();
  /** First offset that is not committed, and its record + 1. */
  readonly committed = this.float64();
  readonly committedRecord = this.int32();
  /** First offset that is not finished, and its record + 1; that record is in hand or next. */
  readonly finished = this.float64();
  readonly finishedRecord = this.int32();
  /** Everything below was finished before, if perhaps forgotten since. */
  readonly everFinished = this.float64();
  readonly everDelivered = this.float64();
  /** End of the batch that the last poll handed out, and of what the client has fetched. */
  readonly batchEnd = this.float64();
  readonly fetchedTo = this.float64();
  /** End of what is on the way. */
  readonly sentTo = this.float64();
  readonly fetch = this.uint8();
  /** Fetch event + 1. */
  readonly fetchEvent = this.int32();
  /** Attempt that processes a record, + 1. */
  readonly attempt = this.int32();
  /** Finished records that are not committed, by how they ended. */
  readonly okCount = this.int32();
  readonly droppedCount = this.int32();
  readonly deadCount = this.int32();
}

export const partitions = new Partitions("partitions", PARTITIONS);
export const records = new Records("records", RECORDS);
export const groups = new Groups("consumer groups", GROUPS);
export const members = new Members("group members", MEMBERS);
export const cursors = new Cursors("group partitions", CURSORS);
