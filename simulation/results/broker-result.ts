// What a run's result says about a broker: its queues, its groups, and its log.
// Times in fields ending in S are seconds, in Ms milliseconds.
import type { Level, Maybe } from "./level.ts";
import type { DeathReason, MessageEnding } from "./outcomes.ts";

export interface BrokerResult {
  readonly published: number;
  readonly routed: number;
  readonly unroutable: number;
  readonly delivered: number;
  readonly redelivered: number;
  /**
   * Effects that came again of what the queue or group had given out before. Consumers with an inbox
   * pass those over, so this stays 0; what slips through is in their `duplicateEffects`.
   */
  readonly duplicates: number;
  /** Only where a consumer has an inbox: what it passed over, since it was applied before. */
  readonly duplicatesSkipped?: number;
  readonly endings: Record<MessageEnding, number>;
  /** Messages that the queue gave up, by reason; reasons that did not occur are left out. */
  readonly deaths: Partial<Record<DeathReason, number>>;
  /** Messages not settled, or records not committed: finished ones count until their group commits. */
  readonly backlog: Level;
  readonly backlogAtStart: number;
  readonly backlogAtEnd: number;
  readonly inDeliveryAtEnd: number;
  readonly lagMs: Level;
  /** Only of a log's groups. */
  readonly group?: GroupResult;
  /** Only of queues that lease their messages out, or whose consumers ask for them. */
  readonly leases?: LeaseResult;
}

/** How a queue fared whose deliveries come back unless they are settled in time. */
export interface LeaseResult {
  /** Deliveries whose time ended before they were settled. */
  readonly lapsed: number;
  /** Requests for messages, and those of them that were answered without one. */
  readonly receives?: number;
  readonly emptyReceives?: number;
  /** Pollers that ask for a function: the most of them, and those at the end. */
  readonly pollers?: { readonly max: number; readonly atEnd: number };
  /** Number of the last message up to which all are acknowledged. */
  readonly ackFloor?: number;
  /** Acknowledgements that came too late, where their consumers learn of it. */
  readonly failedAcks?: number;
  /** Messages that a replay of the archive brought again. */
  readonly replayed?: number;
}

/** A group of a log. */
export interface GroupResult {
  readonly rebalances: number;
  /** Records that were applied after a newer one of their key. */
  readonly outOfOrder: number;
  /** Records lost to it: too old, without a replica, or passed over when its position was gone. */
  readonly lostBy: {
    readonly retention: number;
    readonly election: number;
    readonly offsetReset: number;
  };
  /** Replays, and the records that they put before it again. */
  readonly replays: number;
  readonly replayed: number;
  /** Longest time from a replay to where the log ended then, s. */
  readonly catchUpS: Maybe;
  /** At the end: number of the member that owns it, -1 = none; records and age of the oldest. */
  readonly partitions: readonly {
    readonly owner: number;
    readonly backlog: number;
    readonly lagMs: number;
  }[];
}

/** A log: its partitions, and what its brokers did to records. */
export interface LogResult {
  readonly partitions: readonly {
    readonly appended: number;
    /** Number of the broker that leads it at the end, and replicas in sync then. */
    readonly leader: number;
    readonly inSync: number;
  }[];
  readonly elections: number;
  readonly uncleanElections: number;
  /** Records that elections lost, and those of them that had been acknowledged. */
  readonly truncated: number;
  readonly acknowledgedLost: number;
  /** Publishes that a broker refused. */
  readonly refused: { readonly notLeader: number; readonly notEnoughReplicas: number };
  /** Publishes sent again though the record was there: passed over, or appended twice. */
  readonly deduplicated: number;
  readonly appendedTwice: number;
}

/** Publishes that a broker with exchanges has handled. */
export interface PublishCounts {
  /** Those that reached a queue, those that led to none, and the latter that were mandatory. */
  readonly routed: number;
  readonly unroutable: number;
  readonly returned: number;
  /** Repetitions of one that was stored: passed over by their id, or stored once more. */
  readonly deduplicated: number;
  readonly storedTwice: number;
  /** Dead letters lost to a queue that could not take them, and how often one waited for a queue. */
  readonly deadLettersLost: number;
  readonly deadLettersWaited: number;
}

/** A step in the life of one message at a broker. */
export interface MessageStep {
  readonly atMs: number;
  /** Queue or group; empty: the record of a log has come into it, or is lost to it. */
  readonly queue: string;
  /**
   * Number of the publish at this broker; all copies of a message have it, dead letters too. Of a
   * record its offset in its partition.
   */
  readonly message: number;
  /** Only of records. */
  readonly partition?: number;
  /** Only of messages in a queue that keeps order in groups: which of them, from 0 on. */
  readonly group?: number;
  /** Operation of the publishing call. */
  readonly operation: string;
  readonly step:
    | "routed"
    | "refused"
    | "delivered"
    | "returned"
    | "applied"
    | "passedOver"
    | MessageEnding;
  /**
   * Of a delivery and of its work's having been done or passed over, which its queue may never come to know: by whom
   * (a push to nobody has none), and how often the message had come back before. Of an end that came
   * late, whose delivery brought it about.
   */
  readonly consumer?: string;
  readonly returns?: number;
  /** Of a death: why, and how often it has died of this in this queue. */
  readonly reason?: DeathReason;
  readonly deaths?: number;
}
