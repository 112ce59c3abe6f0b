// Rules by which queues lease their messages out instead of pushing them over a connection that
// tells when a consumer is gone: time limits of deliveries, pauses before redeliveries, message
// groups and consumers that ask for messages. A queue without them has `rules.on` 0 and pays one
// look at it. What few messages have stands under their row numbers.
import { Table } from "../core/memory.ts";

const QUEUES = 10_000;
const DELAYS = 20_000;
const CONSUMERS = 100_000;
const GROUPS = 100_000;
const MESSAGES = 1_500_000;

/** `late` of a queue. */
export const NEVER = 0;
export const UNTIL_REDELIVERED = 1;
export const ALWAYS = 2;

class Rules extends Table {
  readonly on = this.uint8();
  /** Until a delivery that is not settled comes back, ms; 0: it never does by itself. */
  readonly leaseMs = this.float64();
  /** In `delays`: lease of the first, second, ... delivery, the last one repeats; 0 = `leaseMs`. */
  readonly firstLease = this.int32();
  readonly leaseCount = this.int32();
  /** Leases end only at multiples of this, ms; 0: at any time. */
  readonly lapseEveryMs = this.float64();
  /** Up to when a consumer that is there has its leases extended, from the delivery on, ms. */
  readonly extendsMs = this.float64();
  /** 1: the end of a lease stops the work on the message. */
  readonly aborts = this.uint8();
  /** 1: what a lost consumer had comes back when its lease ends; 0: at once. */
  readonly keeps = this.uint8();
  /** In `delays`: pause before the first, second, ... redelivery, the last one repeats. */
  readonly firstPause = this.int32();
  readonly pauseCount = this.int32();
  /** Pauses are drawn between 1 - this and 1 + this times their length. */
  readonly pauseJitter = this.float64();
  /** 1: returns are counted by consumers and in the broker's memory, and only what is given back pauses. */
  readonly forgets = this.uint8();
  /** Pause before the first delivery, ms. */
  readonly delayMs = this.float64();
  /** Delivered and unsettled, and how many may be; 0 = any number. */
  readonly inFlight = this.int32();
  readonly inFlightMax = this.int32();
  /** 1: the consumer of a message is drawn; 0: consumers take turns. */
  readonly drawsConsumer = this.uint8();
  /** Rows of `messageGroups`; 0 = no groups. */
  readonly firstGroup = this.int32();
  readonly groupCount = this.int32();
  /** 1: an answer may bring several messages of a group, one to be worked on after the other. */
  readonly groupBatches = this.uint8();
  /** Newest messages that are kept, delivered or not; 0 = all. */
  readonly newestMax = this.int32();
  /** 1: a consumer learns whether its acknowledgement held. */
  readonly confirmsAcks = this.uint8();
  /** Settlements after the end of a lease: NEVER, UNTIL_REDELIVERED, or ALWAYS counted. */
  readonly late = this.uint8();
  /** 1: what is too old is deleted, dead-letter queue or not. */
  readonly expiredAreGone = this.uint8();
  /** When all with room have got theirs: nothing, pushes to nobody fail, or more pollers are called. */
  readonly afterwards = this.uint8();
  /** Pollers that it has, how many of them ask at first, and how many do. */
  readonly pollers = this.int32();
  readonly pollersAtFirst = this.int32();
  readonly pollersNow = this.int32();
  /** From one that joins to the next, ms; 1: one is about to. */
  readonly joinEveryMs = this.float64();
  readonly joins = this.uint8();
  /** 1: while no consumer is connected, messages are lost. */
  readonly needsListener = this.uint8();
  /** Consumers that are connected. */
  readonly listeners = this.int32();
  /** 1: what was delivered too often is left behind, so that the ack floor stays below it. */
  readonly leavesBehind = this.uint8();
  /** Number of the first message left behind; 0 = none. */
  readonly leftBehind = this.int32();
  /** Since the measured period began: leases that ended, requests for messages, and empty answers. */
  readonly lapsed = this.float64();
  readonly receives = this.float64();
  readonly emptyReceives = this.float64();
  readonly pollersMost = this.int32();
  /** And acknowledgements that failed since their time was over, and messages that a replay brought. */
  readonly failedAcks = this.float64();
  readonly replayed = this.float64();
}

class Delays extends Table {
  readonly ms = this.float64();
}

/** The link of the free list, which nobody needs here, is the timer. */
class Leases extends Table {
  /** Timer of the lease or the pause, event + 1. */
  readonly timer = this.next;
  /** Neighbors in a batch of one group, whose turn comes before and after it, message + 1. */
  readonly turnBefore = this.int32();
  readonly turnAfter = this.int32();
  /** Of processing that has lost its message: the message, + 1; 0 = it is done with it. */
  readonly original = this.int32();
}

class MessageGroups extends Table {
  /** Messages of the group that are ready, delivered or pausing. */
  readonly taken = this.int32();
  /** Ends of the list of those behind it, message + 1. */
  readonly first = this.int32();
  readonly last = this.int32();
}

/** `afterwards` of a queue. */
export const PUSHES_BLINDLY = 1;
export const CALLS_POLLERS = 2;

/** Between two requests of a consumer for messages. */
export const IDLE = 0;
/** Its request is on the way to the broker, or due later. */
export const ASKING = 1;
/** Its request waits at the broker for messages. */
export const WAITING = 2;

class Pulls extends Table {
  /** Messages that a request may return, at most; 0: messages are pushed to this consumer. */
  readonly batch = this.int32();
  /** How long a request waits at the broker for a first message, ms. */
  readonly waitMs = this.float64();
  /** Pause after an empty answer, ms. */
  readonly pauseMs = this.float64();
  readonly state = this.uint8();
  /** Messages that the waiting request may still return. */
  readonly asks = this.int32();
  /** Messages on their way to the consumer. */
  readonly onWay = this.int32();
  readonly timer = this.int32();
  /** How the function is invoked that the messages are for: 0: it is none. */
  readonly invokes = this.uint8();
  /** Environment that works on the present batch, + 1; 0: none does yet. */
  readonly environment = this.int32();
}

/** `invokes` of a consumer: a message that failed comes back alone, or fails its batch. */
export const BY_MESSAGE = 1;
export const BY_BATCH = 2;

/** By queue. */
export const rules = new Rules("delivery rules", QUEUES);
export const delays = new Delays("delays of deliveries", DELAYS);
/** By message. */
export const leases = new Leases("leases", MESSAGES);
export const messageGroups = new MessageGroups("message groups", GROUPS);
/** By consumer. */
export const pulls = new Pulls("pulls", CONSUMERS);
