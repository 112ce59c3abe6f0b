// What became of the messages of a flow: what one operation publishes, through one queue or group of
// a broker. Times in fields ending in Ms are milliseconds.
import type { LatencySummary } from "./level.ts";
import type { DeathReason } from "./outcomes.ts";

/** Where messages are lost that nobody asked to be thrown away. */
export const LOSS_CAUSES = [
  /** The broker went down with them. */
  "broker",
  /** Settled on delivery, then their consumer failed or was gone. */
  "consumer",
  /** Nobody was subscribed. */
  "noListener",
  /** They were older than the log keeps, or one too many, before they were read. */
  "retention",
  /** The new leader of a partition did not have them. */
  "election",
  /** Passed over when a group began anew at the end of the log. */
  "offsetReset",
  /** Dead letters that no queue was bound for, or that would have gone in a circle. */
  "deadLetter",
] as const;

export type LossCause = (typeof LOSS_CAUSES)[number];

/** What the settings of a flow promise of every message that the broker has acknowledged. */
export const GUARANTEES = ["none", "atMostOnce", "atLeastOnce", "effectivelyOnce"] as const;

export type Guarantee = (typeof GUARANTEES)[number];

/** How a promise is broken. */
export type Breach = "lost" | "appliedTwice" | "outOfOrder";

export interface FlowPromise {
  readonly guarantee: Guarantee;
  /** Which setting makes it so, a sentence. */
  readonly because: string;
  /** Whether messages of one key are applied in the order in which they were published. */
  readonly ordered: boolean;
  readonly orderedBecause: string;
}

export interface FlowResult {
  readonly broker: string;
  /** What is published; "" for what nobody calls by name. */
  readonly operation: string;
  /** The queue, subscription or group. */
  readonly to: string;
  /** Edges that publish, and edges that deliver; a queue without the former gets dead letters only. */
  readonly publishers: readonly string[];
  readonly consumers: readonly string[];
  /** Copies offered to the queue, dead letters from elsewhere among them; those that it refused. */
  readonly published: number;
  readonly refused: number;
  /** Publishes sent again and recognized, so that nothing was stored twice. */
  readonly deduplicated: number;
  /** Copies whose publisher was told that they are safe. */
  readonly acknowledged: number;
  readonly delivered: number;
  readonly redelivered: number;
  /** Times that a consumer has done the work, and those of them that were not the message's first. */
  readonly applied: number;
  readonly appliedTwice: number;
  /** Deliveries that a consumer passed over, since it had applied the message before. */
  readonly duplicatesSkipped: number;
  /** Applied after a newer one of the same key, message group or, where there are none, queue. */
  readonly outOfOrder: number;
  readonly orderOf: "key" | "group" | "queue";
  /** Ended as they should. */
  readonly completed: number;
  /** Put before the group again by replays. */
  readonly replayed: number;
  /** By reason; reasons that did not occur are left out. */
  readonly deadLettered: Partial<Record<DeathReason, number>>;
  /** Gone by a rule of the queue or of its consumers, without a dead-letter queue. */
  readonly dropped: Partial<Record<DeathReason, number>>;
  /** Passed over by a replay. */
  readonly purged: number;
  /** Dead letters that went back to the queue they had died in. */
  readonly redriven: number;
  readonly lostBy: Partial<Record<LossCause, number>>;
  readonly acknowledgedLost: number;
  readonly waitingAtStart: number;
  readonly waitingAtEnd: number;
  /** From being stored at the broker to being applied for the first time. */
  readonly latencyMs: LatencySummary;
  readonly promise: FlowPromise;
  /** Messages for which the run did not keep the promise; empty: it kept it. */
  readonly broken: Partial<Record<Breach, number>>;
}
