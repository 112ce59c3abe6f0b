// Rows of a log broker: partitions with their replicas and records, consumer groups with their
// members, and one cursor per group and partition. Records are chained by `next` and freed once every
// group has committed them, unless the log keeps them for a replay. The cursors that a member owns are
// chained by their `next`.
import { Table } from "../core/memory.ts";

const PARTITIONS = 20_000;
const CURSORS = 100_000;
const GROUPS = 10_000;
const MEMBERS = 100_000;
const RECORDS = 1_000_000;
const KEYS = 200_000;

/** Bit of an edge's `guards`: it leads to several brokers, of which the partition's leader is meant. */
export const FINDS_LEADER = 1 << 13;

/** Which partition a record goes to: by its key, each in turn, or one for each batch. */
export const BY_KEY = 0;
export const IN_TURN = 1;
export const STICKY_PARTITION = 2;

/** How a group shares partitions out; the last one in two rounds, while the others go on. */
export const ASSIGN_RANGE = 0;
export const ASSIGN_ROUND_ROBIN = 1;
export const ASSIGN_STICKY = 2;
export const ASSIGN_COOPERATIVE = 3;

/** What a publisher waits for: nothing, the leader, or all replicas in sync. */
export const ACKS_NONE = 0;
export const ACKS_LEADER = 1;
export const ACKS_ALL = 2;

/** What follows a failed record, beside dead letters and skipping: its consumer stops. */
export const STOP_CONSUMER = 3;

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

class Logs extends Table {
  readonly partitioner = this.uint8();
  /** Copies of each partition, 0 = one broker is all there is; and how many must be in sync for a publish that wants them all. */
  readonly replicas = this.int32();
  readonly minInSync = this.int32();
  /** Distribution of the time until followers have what was appended. */
  readonly replication = this.int32();
  readonly electionMs = this.float64();
  readonly replicaLagMaxMs = this.float64();
  /** 1: a replica that is behind may lead when no other can. */
  readonly unclean = this.uint8();
  /** Age at which records go, 0 = none reaches it; records a partition keeps at most, 0 = any. */
  readonly retentionMs = this.float64();
  readonly retentionMax = this.float64();
  /** 1: one of these may matter in a run. */
  readonly retains = this.uint8();
  /** 1: committed records stay, since they may be replayed. */
  readonly keeps = this.uint8();
  readonly initialDelayMs = this.float64();
  /** Keys: first row and how many; 0 = every record has a key of its own. */
  readonly firstKey = this.int32();
  readonly keyCount = this.int32();
  /** Publishes that were refused: too few replicas in sync; the broker does not lead the partition. */
  readonly tooFewInSync = this.float64();
  readonly notLeading = this.float64();
  /** Published again after an answer that was lost: not appended twice, or appended twice. */
  readonly deduplicated = this.float64();
  readonly appendedTwice = this.float64();
  /** Records that an election lost, and those of them whose publishers had been told otherwise. */
  readonly truncated = this.float64();
  readonly acknowledgedLost = this.float64();
  readonly elections = this.float64();
  readonly uncleanElections = this.float64();
}

class LogEdges extends Table {
  readonly acks = this.uint8();
  /** 1: its producers number their records, so nothing is appended twice. */
  readonly idempotent = this.uint8();
}

class KeyRows extends Table {
  /** Upper end of its share of requests, and the partition that it hashes to. */
  readonly upTo = this.float64();
  readonly partition = this.int32();
}

class Replicas extends Table {
  readonly partition = this.int32();
  readonly instance = this.int32();
  readonly inSync = this.uint8();
  /** Offset up to which it has records; of the leader this is the partition's end. */
  readonly end = this.float64();
  /** When it was first seen unable to follow, 0 = it is not. */
  readonly stuckAt = this.float64();
}

class Partitions extends Table {
  /** Ends of the chain of records, record + 1, and the offset of its first one. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly start = this.float64();
  /** Offset that the next record gets. */
  readonly end = this.float64();
  /** Offset up to which groups may read: what all replicas in sync have. */
  readonly visible = this.float64();
  /** Broker instance that leads it, or led it last; 1: it does. */
  readonly leader = this.int32();
  readonly isLed = this.uint8();
  readonly firstReplica = this.int32();
  /** Event of the round in which followers fetch, + 1, and how far they come in it. */
  readonly round = this.int32();
  readonly roundTo = this.float64();
  /** Publishes that wait for replicas, in order of their offsets, attempt + 1. */
  readonly waitHead = this.int32();
  readonly waitTail = this.int32();
  /** First record that groups may not read yet, + 1, where there are replicas. */
  readonly hidden = this.int32();
  /** Event of its retention, + 1. */
  readonly retention = this.int32();
  /** First record that not all groups have committed before, + 1, where records are kept. */
  readonly unsettled = this.int32();
  readonly settled = this.float64();
  readonly appended = this.float64();
}

class Records extends Table {
  readonly request = this.int32();
  /** Operation row that published it. */
  readonly operation = this.int32();
  /** 1: its publish was, or descended from, a retry. */
  readonly retried = this.uint8();
  readonly appendedAt = this.float64();
  /** When its publisher is told that it is there: see ACKS_NONE. */
  readonly acks = this.uint8();
  /** The row of effects of its publish, + 1, until no retry can follow it any more. */
  readonly effect = this.int32();
  /** Bit g: it has taken effect in the g-th group of its log, as far as there are bits. */
  readonly applied = this.int32();
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
  readonly assignor = this.uint8();
  /** 1: a position that is gone begins anew at the oldest record, 0: at the end. */
  readonly fromEarliest = this.uint8();
  readonly rebalances = this.float64();
  /** First of its rows of keys. */
  readonly firstKey = this.int32();
  /** First of its partitions that are read into windows, + 1; 0 = none is. */
  readonly firstStream = this.int32();
  readonly outOfOrder = this.float64();
  /** Records that were lost to it: by an election, and by beginning anew at the end. */
  readonly truncated = this.float64();
  readonly skipped = this.float64();
  /** Replays: how many, records read again, the last one's beginning + 1, cursors still behind it. */
  readonly replays = this.float64();
  readonly replayed = this.float64();
  readonly replayMark = this.float64();
  readonly replayOpen = this.int32();
  /** Longest time that a replay has taken so far, ms. */
  readonly catchUpMs = this.float64();
}

class SeenKeys extends Table {
  /** When the request of the newest record of a key that was applied had been offered. */
  readonly offeredAt = this.float64();
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
  /** Its first cursor + 1, and how many it owns. */
  readonly firstCursor = this.int32();
  readonly partitionCount = this.int32();
  /** Of a new assignment in the making: partitions it will own. */
  readonly share = this.int32();
  /** 1: one that comes back within its session is the same member. */
  readonly isStatic = this.uint8();
  readonly pollIntervalMs = this.float64();
  /** Event that looks for late polls, + 1. */
  readonly pollCheck = this.int32();
  /** 1: it has stopped for good at a failed record; it left since it polled too late. */
  readonly stopped = this.uint8();
  readonly overdue = this.uint8();
  readonly retriesMax = this.int32();
  readonly retryBackoffMs = this.float64();
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
  /** End of what has taken effect, where keys are not known: what does below comes late. */
  readonly everApplied = this.float64();
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
  /** Member that is to own it, + 1, while a new assignment is made. */
  readonly target = this.int32();
  /** When its batch was handed out. */
  readonly polledAt = this.float64();
  /** Failures of the record in hand, and the event of its next try, + 1. */
  readonly tries = this.int32();
  readonly pause = this.int32();
  /** 1: what it would read next is gone. */
  readonly outOfRange = this.uint8();
  /** Records below `replayedTo` are in the backlog since `replayedAt`. */
  readonly replayedAt = this.float64();
  readonly replayedTo = this.float64();
  /** Where its replay ends, + 1; 0 = there is none. */
  readonly catchUpTo = this.float64();
  /** Stray work on its records. */
  readonly strays = this.int32();
}

/** Records that a consumer still works on though their partition has been taken from it. */
class StrayWork extends Table {
  readonly attempt = this.int32();
  readonly cursor = this.int32();
  /** Offset, -1 = it is of no account any more. */
  readonly offset = this.float64();
  /** 1: somebody has applied its record. */
  readonly done = this.uint8();
  /** Its flow, when it was appended, and 1: its publisher was told that it is safe. */
  readonly flow = this.int32();
  readonly appendedAt = this.float64();
  readonly acked = this.uint8();
}

/** By node. */
export const logs = new Logs("logs", 1_000);
/** By edge. */
export const logEdges = new LogEdges("edges into logs", 5_000);
export const keyRows = new KeyRows("keys of logs", KEYS);
export const seenKeys = new SeenKeys("keys seen", KEYS);
export const replicas = new Replicas("replicas", 3 * PARTITIONS);
export const strays = new StrayWork("stray records", 20_000);
export const partitions = new Partitions("partitions", PARTITIONS);
export const records = new Records("records", RECORDS);
export const groups = new Groups("consumer groups", GROUPS);
export const members = new Members("group members", MEMBERS);
export const cursors = new Cursors("group partitions", CURSORS);
