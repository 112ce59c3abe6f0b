// How a mailbox lets go of messages and gets them back, in the engine's terms: what a kind's model
// says of its queues where they differ from a connection that pushes and tells when a consumer is gone.

/** Rules of one queue. What `PLAIN_RULES` has is what a queue does that says nothing. */
export interface DeliveryRules {
  /** Until a delivery that is not settled comes back, ms; null: it never does by itself. */
  readonly leaseMs: number | null;
  /** The same by delivery, the last one repeats; empty: `leaseMs` for all. */
  readonly leasesMs: readonly number[];
  /** Leases end only at multiples of this, ms; null: at any time. */
  readonly lapseEveryMs: number | null;
  /** Up to when a consumer that is there extends its leases, from the delivery on, ms; null: never. */
  readonly extendMs: number | null;
  /** Whether the end of a lease stops the work. */
  readonly abortAtLapse: boolean;
  /** What a lost consumer had comes back when its lease ends, or at once. */
  readonly keepsLost: boolean;
  /** Pauses before redeliveries, ms, the last one repeats; empty: none. */
  readonly pausesMs: readonly number[];
  /** Pauses are drawn between 1 - this and 1 + this times their length. */
  readonly pauseJitter: number;
  /**
   * Its consumers redeliver: only what they give back pauses, and how often a message came back is
   * forgotten with the broker's memory.
   */
  readonly redeliveredByConsumer: boolean;
  /** Pause before the first delivery, ms. */
  readonly delayMs: number;
  /** Delivered and unsettled, at most; null: any number. */
  readonly inFlightMax: number | null;
  readonly drawsConsumer: boolean;
  /** Message groups that keys are spread over; 0: none. */
  readonly groups: number;
  /** An answer may bring several messages of a group, which are worked on one after the other. */
  readonly groupBatches: boolean;
  /** Newest messages that are kept, delivered or not; older ones are gone. null: all. */
  readonly newestMax: number | null;
  /** Deliveries of a message, at most; null: as the queue says. */
  readonly deliveriesMax: number | null;
  /** What was delivered too often stays where it is, and nobody gets it any more. */
  readonly leavesBehind: boolean;
  /** What is too old is deleted, dead-letter queue or not. */
  readonly expiredAreGone: boolean;
  /** A push to nobody is a delivery that failed; else messages wait for a consumer. */
  readonly pushesBlindly: boolean;
  /** While no consumer is connected messages are lost, those that wait too. */
  readonly needsListener: boolean;
  /** A consumer learns whether its acknowledgement held; where it did not, its work does not count. */
  readonly confirmsAcks: boolean;
  /** Whether a settlement counts that comes after the end of its lease: unless it was handed out again, or always. */
  readonly lateSettlements: "never" | "untilRedelivered" | "always";
  /** A message is done with when it is delivered, whatever becomes of it. */
  readonly settlesAtDelivery: boolean;
}

export const PLAIN_RULES: DeliveryRules = {
  leaseMs: null,
  leasesMs: [],
  lapseEveryMs: null,
  extendMs: null,
  abortAtLapse: false,
  keepsLost: false,
  pausesMs: [],
  pauseJitter: 0,
  redeliveredByConsumer: false,
  delayMs: 0,
  inFlightMax: null,
  drawsConsumer: false,
  groups: 0,
  groupBatches: false,
  newestMax: null,
  deliveriesMax: null,
  leavesBehind: false,
  expiredAreGone: false,
  pushesBlindly: false,
  needsListener: false,
  confirmsAcks: false,
  lateSettlements: "never",
  settlesAtDelivery: false,
};

/** How a consumer asks for messages; null where they are pushed to it. */
export interface PullDescriptor {
  /** Messages of one answer, at most. */
  readonly batch: number;
  /** How long a request waits for a first message, ms. */
  readonly waitMs: number;
  /** Pause after an empty answer, ms. */
  readonly pauseMs: number;
  /** Where messages are for a function: who asks, and what a failure does. */
  readonly invocations?: InvocationDescriptor;
}

/** How a platform invokes a function with messages of a queue. */
export interface InvocationDescriptor {
  /** Pollers at most, each of which has one batch at a time. */
  readonly pollers: number;
  readonly pollersAtFirst: number;
  /** Pollers that join in a minute while messages wait. */
  readonly joinPerMinute: number;
  /** A message that fails brings back its whole batch. */
  readonly failsWhole: boolean;
}
