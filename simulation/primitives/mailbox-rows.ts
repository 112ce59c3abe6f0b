// Rows of a mailbox broker: its queues and the message copies. A copy stands in the ledger of its
// queue, in order of publication, until it ends, and besides in the queue's ready list or in the
// list of the consumer it was dispatched to.
import { Table } from "../core/memory.ts";
import { consumers, DEAD_LETTER, REQUEUE } from "./consumer-rows.ts";

const QUEUES = 10_000;
const MESSAGES = 1_000_000;
const LEVELS = 100_000;

/** Where a message is. */
export const READY = 0;
/** On the way to its consumer: `held` is the event + 1. */
export const DISPATCHED = 1;
/** Received: `held` is the attempt + 1 that processes it. */
export const RECEIVED = 2;
/** Its settlement is on the way to the broker: `held` is the event + 1. */
export const SETTLING = 3;
export const FREED = 4;
/** It has ended for its queue and is about to be published anew. */
export const DEAD = 5;
/** Delivered, and left unsettled by its consumer: only the end of its lease brings it back. */
export const LEFT = 6;
/** Not to be delivered before a timer ends. */
export const DELAYED = 7;
/** Another message of its group is ready or delivered. */
export const BEHIND = 8;
/** Delivered together with another of its group, whose end its consumer awaits first. */
export const IN_TURN = 9;
/** Its end was decided while its queue has no leader, and waits for one: `held` is the reason + 1. */
export const DYING = 10;

/** Worked on by a function, which settles it when its batch ends: `held` is 0. */
export const KEPT = 11;

/** Bits of `flags`. */
export const FROM_RETRIED_PUBLISH = 1;
/** Its queue has settled it: at dispatch (auto ack), or given it up with the broker's crash. */
export const SETTLED = 2;
/** The processing of a delivery that its queue has taken back: it will take effect twice. */
export const TAKEN_BACK = 4;
/** Its publisher was told that it is safe. */
export const ACKNOWLEDGED = 8;
/** A consumer has done the work on it. */
export const APPLIED = 16;
/** It is one of its group whose turn it is: not behind them, and not yet to join. */
export const HAS_TURN = 32;

/** `overflow` of a queue: the oldest message is dropped, or a publish is refused and perhaps dies. */
export const DROP_HEAD = 0;
export const REFUSE = 1;
export const REFUSE_DEAD = 2;

/** How a consumer settles a delivery. */
export const ACK = 0;
export const NACK_REQUEUE = 1;
export const NACK_DEAD_LETTER = 2;
export const NACK_DROP = 3;

class Queues extends Table {
  readonly backlog = this.int32();
  /** Ready messages, at most. */
  readonly readyMax = this.int32();
  /** What happens when it is full. */
  readonly overflow = this.uint8();
  readonly durable = this.uint8();
  /** Instance that leads it, whether it does, and when it last went down, ms. */
  readonly leader = this.int32();
  readonly isLed = this.uint8();
  readonly downAt = this.float64();
  /** Messages that are to die once it is led again. */
  readonly dying = this.int32();
  /** First of the instances that keep it, which follow each other in a ring, and how many they are. */
  readonly firstMember = this.int32();
  readonly memberCount = this.int32();
  /** 1: a message is in it once most of its members have it, whoever leads. */
  readonly replicated = this.uint8();
  /** A message that came back more often than this is dead. */
  readonly returnsMax = this.int32();
  /** 1: what its consumer gives back goes to the tail instead of its old place. */
  readonly returnsToTail = this.uint8();
  /** 1: what its consumer gives back counts towards that limit, 0: only what it loses. */
  readonly countsGivenBack = this.uint8();
  /** 1: its consumers differ in priority. */
  readonly ranked = this.uint8();
  /** 1: only one of its consumers gets messages; how often one has connected. */
  readonly singleActive = this.uint8();
  readonly connections = this.int32();
  /** Age at which a message at the head is dead, ms; 0 = none, negative = at once. */
  readonly ttlMs = this.float64();
  /** 1: some of its messages may expire. */
  readonly expires = this.uint8();
  /** Timer of the message at the head, event + 1. */
  readonly expiry = this.int32();
  /** Highest priority of a message, 0 = all are alike; and the first of its levels. */
  readonly priorityMax = this.int32();
  readonly firstLevel = this.int32();
  /** Two levels: so many of the higher go for each other message, 0 = strictly; and have gone. */
  readonly favors = this.uint8();
  readonly favored = this.int32();
  readonly highAbove = this.int32();
  /** 1: dead messages wait until all that they are routed to can take them. */
  readonly deadWait = this.uint8();
  /** 1: dead messages are published anew; the first of its routes, by position of the envelope. */
  readonly deadLetters = this.uint8();
  readonly firstDeadRoute = this.int32();
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

/** Levels of queues with priorities, from 0 up. */
class Levels extends Table {
  /** Last message of the level in the ready list, + 1; 0 = the level is empty. */
  readonly last = this.int32();
}

class Messages extends Table {
  readonly queue = this.int32();
  readonly request = this.int32();
  /** What it was published with: see envelopes. */
  readonly envelope = this.int32();
  /** Number of the publish among those of its broker; all copies have it. */
  readonly number = this.int32();
  /** Its deaths, the latest first: row + 1. */
  readonly deaths = this.int32();
  /** Row of effects that it shares with processing it has lost, + 1; the copy before it of a publish. */
  readonly effect = this.int32();
  readonly copyBefore = this.int32();
  readonly consumer = this.int32();
  readonly held = this.int32();
  /** Neighbors in the ready list or the consumer's list, message + 1. */
  readonly before = this.int32();
  readonly after = this.int32();
  /** Neighbors in the ledger, message + 1. */
  readonly older = this.int32();
  readonly newer = this.int32();
  /** How often it came back to its queue, and how often in a way that counts towards its limit. */
  readonly returns = this.int32();
  readonly strikes = this.int32();
  readonly sequence = this.int32();
  readonly phase = this.uint8();
  readonly flags = this.uint8();
  readonly priority = this.uint8();
  /** When it is dead at the head of its queue, ms; Infinity: never. */
  readonly expiresAt = this.float64();
  /** From when on it survives the loss of its queue's leader, ms; Infinity: never. */
  readonly safeAt = this.float64();
  readonly publishedAt = this.float64();
  readonly dispatchedAt = this.float64();
}

export const queues = new Queues("queues", QUEUES);
export const levels = new Levels("priorities of queues", LEVELS);
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

/** Takes a message out of the middle of the ready list. */
export function unlinkReady(queue: number, message: number): void {
  const before = messages.before[message];
  const after = messages.after[message];
  if (before === 0) {
    takeReady(queue);
    return;
  }
  messages.after[before - 1] = after;
  if (after !== 0) messages.before[after - 1] = before;
  else queues.readyTail[queue] = before;
  queues.ready[queue]--;
  if (queues.priorityMax[queue] === 0) return;
  const level = queues.firstLevel[queue] + messages.priority[message];
  if (levels.last[level] !== message + 1) return;
  const same = messages.priority[before - 1] === messages.priority[message];
  levels.last[level] = same ? before : 0;
}

/** Puts a message at the end of the ready list, behind all of its priority. */
export function linkLast(queue: number, message: number): void {
  linkReady(queue, message, lastOf(queue, messages.priority[message]));
}

/** Last ready message of a priority or of the next higher one that has any, + 1. */
function lastOf(queue: number, priority: number): number {
  const highest = queues.priorityMax[queue];
  if (highest === 0) return queues.readyTail[queue];
  const first = queues.firstLevel[queue];
  for (let level = priority; level <= highest; level++) {
    const last = levels.last[first + level];
    if (last !== 0) return last;
  }
  return 0;
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
  if (queues.priorityMax[queue] === 0) return;
  const level = queues.firstLevel[queue] + messages.priority[message];
  if (after === 0 || messages.priority[after - 1] !== messages.priority[message]) {
    levels.last[level] = message + 1;
  }
}

/** Takes the message at the head of the ready list off it. */
export function takeReady(queue: number): number {
  const message = queues.readyHead[queue] - 1;
  const after = messages.after[message];
  queues.readyHead[queue] = after;
  if (after !== 0) messages.before[after - 1] = 0;
  else queues.readyTail[queue] = 0;
  queues.ready[queue]--;
  if (queues.priorityMax[queue] !== 0) {
    const level = queues.firstLevel[queue] + messages.priority[message];
    if (levels.last[level] === message + 1) levels.last[level] = 0;
  }
  return message;
}

/** Takes the message whose turn it is where two levels share: mostly the head, else the first low one. */
export function takeFairly(queue: number): number {
  const lastHigh = levels.last[queues.firstLevel[queue] + 1];
  const low = lastHigh === 0 ? 0 : messages.after[lastHigh - 1];
  if (low !== 0 && queues.favored[queue] === queues.favors[queue]) {
    queues.favored[queue] = 0;
    unlinkReady(queue, low - 1);
    return low - 1;
  }
  if (lastHigh === 0) queues.favored[queue] = 0;
  else queues.favored[queue] = Math.min(queues.favored[queue] + 1, queues.favors[queue]);
  return takeReady(queue);
}

/** True when one message comes before another in its queue, both being where they belong. */
function isBefore(left: number, right: number): boolean {
  const ahead = messages.priority[left] - messages.priority[right];
  return ahead === 0 ? messages.sequence[left] < messages.sequence[right] : ahead > 0;
}

/** Link behind which a message that came back belongs, by its priority and number in the queue. */
export function originalPlace(queue: number, message: number): number {
  const last = queues.returned[queue];
  let before = 0;
  if (last !== 0 && messages.phase[last - 1] === READY && messages.queue[last - 1] === queue) {
    if (isBefore(last - 1, message)) before = last;
  }
  let after = before === 0 ? queues.readyHead[queue] : messages.after[before - 1];
  while (after !== 0 && isBefore(after - 1, message)) {
    before = after;
    after = messages.after[after - 1];
  }
  return before;
}

/** Forgets a queue's ready list. */
export function clearReady(queue: number): void {
  queues.readyHead[queue] = 0;
  queues.readyTail[queue] = 0;
  queues.ready[queue] = 0;
  const first = queues.firstLevel[queue];
  if (queues.priorityMax[queue] === 0) return;
  for (let level = 0; level <= queues.priorityMax[queue]; level++) levels.last[first + level] = 0;
}

/** Puts a message at the end of its consumer's list. */
export function own(consumer: number, message: number): void {
  const last = consumers.lastOwned[consumer];
  messages.consumer[message] = consumer;
  messages.before[message] = last;
  messages.after[message] = 0;
  if (last !== 0) messages.after[last - 1] = message + 1;
  else consumers.firstOwned[consumer] = message + 1;
  consumers.lastOwned[consumer] = message + 1;
}

/** How a consumer settles a message that it has failed to process, unless it leaves it. */
export function settlementAfterFailure(consumer: number): number {
  const onFailure = consumers.onFailure[consumer];
  if (onFailure === REQUEUE) return NACK_REQUEUE;
  return onFailure === DEAD_LETTER ? NACK_DEAD_LETTER : NACK_DROP;
}
