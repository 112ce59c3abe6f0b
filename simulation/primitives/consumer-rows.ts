// Consumers: one row per instance of a consuming node and edge, for queues and logs alike, and what
// they share: which operation of the consumer a message of a publishing operation becomes.
import { Table } from "../core/memory.ts";

const CONSUMERS = 100_000;
const BROKERS = 1_000;
const OPERATIONS = 20_000;
const ROUTES = 1_000_000;

/** What a consumer takes from. */
export const FROM_QUEUE = 0;
export const FROM_LOG = 1;

/** What follows when the processing of a message has failed. */
export const REQUEUE = 0;
export const DEAD_LETTER = 1;
export const DROP = 2;
/** It says nothing: the end of the message's lease brings it back. */
export const LEAVE = 4;

class BrokerRows extends Table {
  /** Mailbox: its queues. */
  readonly firstQueue = this.int32();
  readonly queueCount = this.int32();
  /** Mailbox: publishes handled so far; those that came back to their publishers for want of a queue. */
  readonly publishes = this.int32();
  readonly returned = this.float64();
  /** Mailbox: how long the id of a publish is remembered, ms, 0 = not; and what became of repetitions. */
  readonly rememberMs = this.float64();
  readonly deduplicated = this.float64();
  readonly storedTwice = this.float64();
  /** Mailbox: dead letters that a queue could not take, and times that one waited for that. */
  readonly deadLettersLost = this.float64();
  readonly deadLettersWaited = this.float64();
  /** Mailbox: 1 = keeps what is published for a replay; ends of what it keeps, row + 1. */
  readonly archives = this.uint8();
  readonly archiveHead = this.int32();
  readonly archiveTail = this.int32();
  /** Mailbox: age at which the archive forgets, and time from one message of a replay to the next, ms. */
  readonly archivedMs = this.float64();
  readonly replayEveryMs = this.float64();
  /** Mailbox: distributions of the time to write to disk and of a way between its nodes; -1: none. */
  readonly flush = this.int32();
  readonly link = this.int32();
  /** Mailbox: until a queue of several nodes has another leader, ms. */
  readonly failoverMs = this.float64();
  /** Mailbox: messages in its queues; from how many on it takes no publishes, 0 = any number. */
  readonly stored = this.int32();
  readonly storedMax = this.int32();
  /** Mailbox: publishes that wait for that, attempt + 1. */
  readonly firstBlocked = this.int32();
  readonly lastBlocked = this.int32();
  /** Entries in the log of messages. */
  readonly logged = this.int32();
  /** Log: its partitions and groups. */
  readonly firstPartition = this.int32();
  readonly partitionCount = this.int32();
  readonly firstGroup = this.int32();
  readonly groupCount = this.int32();
  readonly nextPartition = this.int32();
}

class PublishedOperations extends Table {
  /** Number of an operation row among those of its broker. */
  readonly position = this.int32();
  /** Mailbox: what messages of it are published with. */
  readonly envelope = this.int32();
}

class Routes extends Table {
  /** Operation row at the consumer. */
  readonly operation = this.int32();
}

class Consumers extends Table {
  readonly sort = this.uint8();
  /** Queue, or member of a group. */
  readonly home = this.int32();
  readonly edge = this.int32();
  readonly instance = this.int32();
  /** Messages worked on at once; 0 = as many as the instance has slots. */
  readonly concurrency = this.int32();
  readonly onFailure = this.uint8();
  /** 1: it is another broker, for which a delivery is a publish. */
  readonly forwards = this.uint8();
  /** 1: a delivery is settled when it is dispatched. */
  readonly autoAck = this.uint8();
  /** Dispatched and unsettled, at most; 0 = unlimited. */
  readonly prefetch = this.int32();
  /** Mailbox: the highest with room is served first. */
  readonly priority = this.int32();
  /** Mailbox, single active consumer: 1 = it waits until it is its turn. */
  readonly standby = this.uint8();
  /** Mailbox: number of its latest connection among those to the queue. */
  readonly registered = this.int32();
  /** Mailbox: when the last delivery arrives, and when the first of those lost is sent again, ms. */
  readonly arrivesAt = this.float64();
  readonly resentAt = this.float64();
  /** First of the routes of its edge. */
  readonly firstRoute = this.int32();
  /** Next consumer of the same instance, + 1. */
  readonly nextHere = this.int32();
  readonly connected = this.uint8();
  /** 1: its connection is lost just now, and what it has is still to be given up. */
  readonly parting = this.uint8();
  readonly unsettled = this.int32();
  /** Received and not ended yet, and how many of them have not begun. */
  readonly inHand = this.int32();
  readonly buffered = this.int32();
  /** Ends of the client's buffer, attempt + 1. */
  readonly bufferHead = this.int32();
  readonly bufferTail = this.int32();
  /** Ends of the list of messages that were dispatched to it, message + 1. */
  readonly firstOwned = this.int32();
  readonly lastOwned = this.int32();
}

/** By node. */
export const brokers = new BrokerRows("brokers", BROKERS);
/** By operation row. */
export const published = new PublishedOperations("published operations", OPERATIONS);
export const routes = new Routes("routes of messages", ROUTES);
export const consumers = new Consumers("consumers", CONSUMERS);
