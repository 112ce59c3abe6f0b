// Rows of a mailbox broker: its queues, which publishing operations are bound to them, and the
// message copies. A copy stands in the ledger of its queue, in order of publication, until it ends,
// and besides in the queue's ready list or in the list of the consumer it was dispatched to.
import { Table } from "../core/memory.ts";

const QUEUES = 10_000;
const BINDINGS = 1_000_000;
const MESSAGES = 2_000_000;

/** Where a message is. */
export const READY = 0;
/** On the way to its consumer: `held` is the event + 1. */
export const DISPATCHED = 1;
/** Received: `held` is the attempt + 1 that processes it. */
export const RECEIVED = 2;
/** Its settlement is on the way to the broker: `held` is the event + 1. */
export const SETTLING = 3;
export const FREED = 4;

/** Bits of `flags`. */
export const FROM_RETRIED_PUBLISH = 1;
/** Its queue has settled it: at dispatch (auto ack), or given it up with the broker's crash. */
export const SETTLED = 2;
/** The processing of a delivery that its queue has taken back: it will take effect twice. */
export const TAKEN_BACK = 4;

/** How a consumer settles a delivery. */
export const ACK = 0;
export const NACK_REQUEUE = 1;
export const NACK_DEAD_LETTER = 2;
export const NACK_DROP = 3;

class Queues extends Table {
  readonly backlog = this.int32();
  /** Ready messages, at most. */
  readonly readyMax = this.int32();
  /** 1: a publish is refused when the queue is full; 0: the oldest message is dropped. */
  readonly rejects = this.uint8();
  readonly durable = this.uint8();
  /** A message that came back this often is dead-lettered; 0 = no limit. */
  readonly deliveryLimit = this.int32();
  readonly firstBinding = this.int32();
  readonly firstConsumer = this.int32();
  readonly consumerCount = this.int32();
  /** Consumers that may be given one more message. */
  readonly roomy = this.int32();
  /** Consumer that is looked at first, relative to the first. */
  readonly pointer = this.int32();
  /** Ends of the ready list and its length; message + 1. */
  readonly readyHead = this.int32();
  readonly readyTail = this.int32();
  readonly ready = this.int32();
  /** Ends of the ledger, message + 1. */
  readonly oldest = this.int32();
  readonly newest = this.int32();
  /** Number of the last message stored. */
  readonly sequence = this.int32();
  /** Message that came back last, + 1: the next one often belongs right behind it. */
  readonly returned = this.int32();
}

class Bindings extends Table {
  /** 1: what this operation publishes reaches the queue. */
  readonly bound = this.uint8();
}

class Messages extends Table {
  readonly queue = this.int32();
  readonly request = this.int32();
  /** Operation row that published it. */
  readonly operation = this.int32();
  readonly consumer = this.int32();
  readonly held = this.int32();
  /** Neighbors in the ready list or the consumer's list, message + 1. */
  readonly before = this.int32();
  readonly after = this.int32();
  /** Neighbors in the ledger, message + 1. */
  readonly older = this.int32();
  readonly newer = this.int32();
  /** How often it came back to its queue. */
  readonly returns = this.int32();
  readonly sequence = this.int32();
  readonly phase = this.uint8();
  readonly flags = this.uint8();
  readonly publishedAt = this.float64();
  readonly dispatchedAt = this.float64();
}

export const queues = new Queues("queues", QUEUES);
export const bindings = new Bindings("bindings", BINDINGS);
export const messages = new Messages("messages", MESSAGES);

/** Puts a message at the end of its queue's ledger. */
export function enterLedger(queue: number, message: number): void {
  const newest = queues.newest[queue];
  messages.older[message] = newest;
  messages.newer[message] = 0;
  if (newest !== 0) messages.newer[newest - 1] = message + 1;
  else queues.oldest[queue] = message + 1;
  queues.newest[queue] = message + 1;
}

export function leaveLedger(queue: number, message: number): void {
  const older = messages.older[message];
  const newer = messages.newer[message];
  if (older !== 0) messages.newer[older - 1] = newer;
  else queues.oldest[queue] = newer;
  if (newer !== 0) messages.older[newer - 1] = older;
  else queues.newest[queue] = older;
}

/** Links a message into the ready list behind `before` (message + 1, 0 = at the head). */
export function linkReady(queue: number, message: number, before: number): void {
  const after = before === 0 ? queues.readyHead[queue] : messages.after[before - 1];
  messages.before[message] = before;
  messages.after[message] = after;
  if (before !== 0) messages.after[before - 1] = message + 1;
  else queues.readyHead[queue] = message + 1;
  if (after !== 0) messages.before[after - 1] = message + 1;
  else queues.readyTail[queue] = message + 1;
  messages.phase[message] = READY;
  queues.ready[queue]++;
}

/** Takes the message at the head of the ready list off it. */
export function takeReady(queue: number): number {
  const message = queues.readyHead[queue] - 1;
  const after = messages.after[message];
  queues.readyHead[queue] = after;
  if (after !== 0) messages.before[after - 1] = 0;
  else queues.readyTail[queue] = 0;
  queues.ready[queue]--;
  return message;
}

/** Link behind which a message that came back belongs, by its number in the queue. */
export function originalPlace(queue: number, message: number): number {
  const sequence = messages.sequence[message];
  const last = queues.returned[queue];
  let before = 0;
  if (last !== 0 && messages.phase[last - 1] === READY && messages.queue[last - 1] === queue) {
    if (messages.sequence[last - 1] < sequence) before = last;
  }
  let after = before === 0 ? queues.readyHead[queue] : messages.after[before - 1];
  while (after !== 0 && messages.sequence[after - 1] < sequence) {
    before = after;
    after = messages.after[after - 1];
  }
  return before;
}
