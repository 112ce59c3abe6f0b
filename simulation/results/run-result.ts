// The result of a run as `brownout run --json` prints it. Field names are stable.
// Times in fields ending in S are seconds, in Ms milliseconds; rates are per second.

import type { AccessResult } from "./access-result.ts";
import type { AlertResult } from "./alert-result.ts";
import type { BrokerResult, LogResult, MessageStep, PublishCounts } from "./broker-result.ts";
import type { CacheResult } from "./cache-result.ts";
import type { Coupling } from "./coupling.ts";
import type { ChangesResult, LocksResult, ReplicationResult, UndoResult } from "./data-result.ts";
import type { EnvironmentResult } from "./environment-result.ts";
import type { ReadModelResult, SchemasResult, StreamsResult } from "./event-store-result.ts";
import type { EventTimeResult } from "./event-time-result.ts";
import type { Blame, FailurePlace } from "./failure-place.ts";
import type { FlowResult } from "./flow-result.ts";
import type { HubResult } from "./hub-result.ts";
import type { BatchMeans, IntervalTree, WarmupAdvice } from "./interval-result.ts";
import type { LatencySummary, Level, Maybe, QueueLevel } from "./level.ts";
import type { MeshResult } from "./mesh-result.ts";
import type { Outcome } from "./outcomes.ts";
import type { QuotaResult } from "./quota-result.ts";
import type { RunSample } from "./run-sample.ts";
import type { ScheduleResult } from "./schedule-result.ts";
import type { SessionResult } from "./session-result.ts";
import type { StorySentence } from "./snapshot.ts";
import type { CollectorResult, ExporterResult } from "./span-result.ts";
import type { CascadeStep, RecoveryResult } from "./story.ts";
import type { StreamResult } from "./stream-result.ts";

export type {
  BrokerResult,
  GroupResult,
  LogResult,
  MessageStep,
  PublishCounts,
} from "./broker-result.ts";
export type { CacheResult, WritesBehind } from "./cache-result.ts";
export type { ChangesResult, LocksResult, UndoResult } from "./data-result.ts";
export type { FlowPromise, FlowResult, Guarantee, LossCause } from "./flow-result.ts";
export type {
  BatchInterval,
  BatchMeans,
  BatchTree,
  Interval,
  IntervalTree,
  WarmupAdvice,
} from "./interval-result.ts";
export type { LatencySummary, Level, Maybe, QueueLevel } from "./level.ts";

export type Failures = Partial<Record<Outcome, number>>;

export interface EndToEndResult {
  readonly offered: number;
  readonly completed: number;
  readonly ok: number;
  readonly degraded: number;
  readonly failed: Failures;
  readonly throughput: number;
  readonly goodput: number;
  readonly errorRate: Maybe;
  readonly retryAmplification: Maybe;
  readonly inFlightAtStart: number;
  readonly inFlightAtEnd: number;
  readonly latencyMs: LatencySummary;
  readonly latencyAllMs: LatencySummary;
  readonly settledMs: LatencySummary;
  /** From the first to the last change of data of a request; where something undoes such changes. */
  readonly inconsistentMs?: ChangesResult;
}

/** One instance of a node. Null: arrivals and queue of a queue that all instances share. */
export interface InstanceResult {
  readonly arrivals: Maybe;
  readonly utilization: Maybe;
  readonly queue: { readonly mean: Maybe };
  readonly inFlight: { readonly mean: number };
}

/** How load spreads over the instances of a node. */
export interface InstanceLoad {
  /**
   * Share of time, averaged over the instances, of an instance having exactly 0, 1, 2, ... requests
   * waiting, in service or at their calls; entry 64 holds all larger numbers. Who waits in a queue
   * that all instances share counts at none of them.
   */
  readonly distribution: readonly number[];
  readonly instances: readonly InstanceResult[];
}

/** One operation of a node. */
export interface OperationResult {
  readonly arrivals: number;
  readonly completions: number;
  readonly ok: number;
  readonly degraded: number;
  readonly failed: Failures;
  /** Completions per second; of these, those that were a success somebody waited for. */
  readonly throughput: number;
  readonly goodput: number;
  /**
   * Share of the attempts that left which failed for their callers: by their ending, or because the
   * caller had given up before. What was cancelled or thrown away counts neither way.
   */
  readonly errorRate: Maybe;
  readonly inFlightAtStart: number;
  readonly inFlightAtEnd: number;
  /** From arrival to completion. */
  readonly latencyMs: LatencySummary;
}

/** Concurrency limit over the measured period, as an instance has it; of several their mean. */
export interface LimitResult {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly atEnd: number;
}

export interface NodeResult {
  readonly kind: string;
  readonly arrivals: number;
  readonly completions: number;
  readonly failed: Failures;
  readonly throughput: number;
  readonly goodput: number;
  readonly utilization: Maybe;
  readonly workingRatio: Maybe;
  readonly waitProbability: Maybe;
  readonly queue: QueueLevel;
  readonly inFlight: Level;
  readonly inFlightAtStart: number;
  readonly inFlightAtEnd: number;
  readonly waitMs: LatencySummary;
  readonly latencyMs: LatencySummary;
  readonly wastedWork: Maybe;
  readonly wastedRatio: Maybe;
  readonly retryAmplification: Maybe;
  /** Executions beyond the first of a call to an operation that is not idempotent. */
  readonly duplicateEffects: number;
  /** Sojourn at the shared cores / service, only where cores are shared. */
  readonly stretch?: Maybe;
  /** Share of attempts sent to it that failed for their callers. Added by analysis. */
  readonly failureRatio?: Maybe;
  /** Instances that serve or start, only where their number changes by itself. */
  readonly replicas?: {
    readonly mean: number;
    readonly min: number;
    readonly max: number;
    readonly atEnd: number;
    readonly added: number;
    readonly removed: number;
  };
  /** Only where versions are exchanged: how many instances were, and when the last one was. */
  readonly rollout?: { readonly replaced: number; readonly doneAtS: Maybe };
  /** Only where admission is by a concurrency limit. */
  readonly limit?: LimitResult;
  /** Only for caches. */
  readonly cache?: CacheResult;
  /** Only for databases with replicas. */
  readonly replication?: ReplicationResult;
  /** Only for event stores. */
  readonly streams?: StreamsResult;
  /** Where an event store is followed and reads are answered. */
  readonly readModel?: ReadModelResult;
  /** Where a fault changes what the events look like that it reads. */
  readonly schemas?: SchemasResult;
  /** Where rows are locked. */
  readonly locks?: LocksResult;
  /** Where operations are undone when they fail. */
  readonly undo?: UndoResult;
  /** Per queue (mailbox) or per group (log), only for brokers. */
  readonly queues?: Readonly<Record<string, BrokerResult>>;
  /** Present at functions. */
  readonly environments?: EnvironmentResult;
  /** Present at load balancers that keep sessions together. */
  readonly sessions?: SessionResult;
  /** Present where callers are checked. */
  readonly access?: AccessResult;
  /** Present at hubs of held connections. */
  readonly hub?: HubResult;
  /** Of a collector of spans. */
  readonly collector?: CollectorResult;
  /** Present at providers with a quota. */
  readonly quota?: QuotaResult;
  /** Present at schedulers. */
  readonly schedule?: ScheduleResult;
  /** Present at stream processors with windows. */
  readonly stream?: EventTimeResult;
  /** What a broker with exchanges was asked to publish. */
  readonly publishes?: PublishCounts;
  /** The first steps of a broker's messages in order of time; present with `run.detail`. */
  readonly messages?: readonly MessageStep[];
  /** Only for logs. */
  readonly log?: LogResult;
  /** Present where the run records it (`run.detail`). */
  readonly instanceLoad?: InstanceLoad;
  /** By operation; present where the run records it (`run.detail`, or an SLO on `node/operation`). */
  readonly operations?: Readonly<Record<string, OperationResult>>;
}

/** What the connection pools of an edge did, over all its caller instances. */
export interface PoolResult {
  /** Requests that got a connection, and those of them that had to wait for it. */
  readonly acquired: number;
  readonly waited: number;
  /** Requests that gave up waiting (poolTimeout). */
  readonly timeouts: number;
  /** Connections that were opened, and refused by the callee. */
  readonly opened: number;
  readonly refused: number;
  /** Closed for idleness; closed because a request was given up or the other end went down. */
  readonly closedIdle: number;
  readonly closedBroken: number;
  /** Requests that never gave their connection back. */
  readonly leaked: number;
  /**
   * Present where the work of TLS is modeled: full handshakes and resumed sessions, and the time of
   * slots that the full ones take of the callee, ms at speed 1.
   */
  readonly tls?: { readonly full: number; readonly resumed: number; readonly calleeMs: number };
  /** From asking for a connection until it can be used, over all that got one. */
  readonly waitMs: { readonly mean: Maybe; readonly max: number };
  readonly inUse: Level;
  readonly idle: { readonly mean: number };
  readonly waiting: Level;
}

/** Whom the callers of an edge used, where it judges instances. Ratios are shares of time. */
export interface BalancingResult {
  /** How often a caller left an instance out because attempts had failed. */
  readonly ejections: number;
  /** Share of the instances that were left out for that, averaged over callers and time. */
  readonly ejectedRatio: number;
  /** Instances in good health, averaged over callers and time. */
  readonly healthyMembers: number;
  /** Share of callers that used all instances since too few were healthy. */
  readonly panicRatio: number;
}

/** Calls that were sent together. */
export interface BatchResult {
  readonly sent: number;
  readonly sizeMean: Maybe;
  /** Times of a fixed grid at which there was nothing to send, and their share. */
  readonly empty: number;
  readonly emptyRatio: Maybe;
  /** From a call's being ready until its batch was sent. */
  readonly waitMs: LatencySummary;
}

export interface EdgeResult {
  readonly calls: number;
  readonly attempts: number;
  readonly ok: number;
  readonly failed: Failures;
  /** Of those, what a policy or the pool of the caller ended before it was sent; no attempt. */
  readonly unsent: Failures;
  readonly retries: number;
  /** Calls that were retried at least once. */
  readonly retriedCalls: number;
  /** Retries that the budget did not allow. */
  readonly retriesDenied: number;
  /** Calls that pause before a retry, on average over time. */
  readonly inBackoff: { readonly mean: number };
  /** Calls given up because their last conditional write found another version. */
  readonly conflictsGivenUp: number;
  readonly hedges: number;
  readonly fallbacks: number;
  /** How often a call had to wait for a policy of its caller: a permit, a token, a probe's verdict. */
  readonly policyWaits: number;
  readonly breaker: { readonly openS: number; readonly opens: number };
  /** Present where instances may be left out or preferred. */
  readonly balancing?: BalancingResult;
  /** Where calls wait for replies: those that came too late, and those that were lost on the way. */
  readonly orphanReplies?: number;
  readonly lostReplies?: number;
  /** Where a publish follows a query: messages that nobody published, and that came once more. */
  readonly dualWrite?: { readonly lost: number; readonly doubled: number };
  /** Of an outbox; lag: from an entry's being written until its publish is confirmed, at most. */
  readonly outbox?: {
    readonly written: number;
    readonly published: number;
    readonly backlog: Level;
    readonly backlogAtEnd: number;
    readonly lagMs: { readonly max: number };
  };
  /** Of a job that publishes what is missing: the same, from the failure on. */
  readonly reconciliation?: EdgeResult["outbox"];
  readonly retryAmplification: Maybe;
  readonly latencyMs: LatencySummary;
  /** Through a mesh: `retries` by who made them, and what the caller saw of its own attempts. */
  readonly retriesBy?: { readonly library: number; readonly mesh: number };
  readonly library?: Pick<EdgeResult, "attempts" | "ok" | "failed" | "unsent" | "latencyMs">;
  /** Present where the edge collects calls. */
  readonly batches?: BatchResult;
  /** Present where it takes spans in batches. */
  readonly exporter?: ExporterResult;
  /** Present where the edge has connections. */
  readonly pool?: PoolResult;
  /** Present where it has a payload: bytes of all requests that were sent, and of good answers. */
  readonly bytes?: { readonly requests: number; readonly answers: number };
  /** Present where its calls are streams of messages. */
  readonly stream?: StreamResult;
  /** Successful attempts per second, and the share of sent ones that failed. Added by analysis. */
  readonly throughput?: number;
  readonly failureRatio?: Maybe;
}

export interface SloResult {
  readonly name: string;
  readonly expr: string;
  readonly value: Maybe;
  readonly met: boolean;
  /** Half-width of the value's 95 % interval, where it has one. */
  readonly halfWidth?: number;
}

/** Two independent counts of the same thing; `difference` is relative and must stay below 1e-9. */
export interface IdentityCheck {
  readonly entity: string;
  readonly law: "little" | "utilization" | "conservation";
  readonly left: number;
  readonly right: number;
  readonly difference: number;
}

export interface RunResult {
  readonly scenario: string;
  readonly format: number;
  readonly seed: number;
  readonly replications: number;
  readonly simulatedS: number;
  readonly warmupS: number;
  readonly events: number;
  readonly wallMs: number;
  readonly eventsPerSecond: number;
  readonly digest: string;
  readonly endedEarly: string | null;
  /** Id of the edge that was busiest in an instant that did not end; left out if none was. */
  readonly endedOver?: string;
  readonly endToEnd: Readonly<Record<string, EndToEndResult>>;
  readonly nodes: Readonly<Record<string, NodeResult>>;
  readonly edges: Readonly<Record<string, EdgeResult>>;
  /** By id; present where a mesh is on. */
  readonly meshes?: Readonly<Record<string, MeshResult>>;
  /** By `broker/operation->queue or group`; present where the scenario has brokers. */
  readonly flows?: Readonly<Record<string, FlowResult>>;
  /** Of several replications: Student's t over their values. */
  readonly ci95?: IntervalTree;
  /** Of one run whose load and system stay as they are. */
  readonly batchMeans?: BatchMeans;
  /** Present where the scenario asks for values at instants (`run.sampleAtS`). */
  readonly samples?: readonly RunSample[];
  readonly warmup?: WarmupAdvice;
  readonly slos: readonly SloResult[];
  readonly cascade: readonly CascadeStep[];
  /** The cascade in sentences, and its times; present where the run was watched. */
  readonly story?: readonly StorySentence[];
  readonly recovery?: RecoveryResult;
  /** What became of the alert rules; of several replications that of the first. */
  readonly alerts?: readonly AlertResult[];
  /** Where failed requests failed, most first. */
  readonly failedAt: readonly FailurePlace[];
  /** What they are due to, most first; present where the run was watched. */
  readonly blame?: readonly Blame[];
  /** How journeys hang on nodes, as drawn; the command adds it. */
  readonly coupling?: Coupling;
  readonly checks: readonly IdentityCheck[];
  readonly warnings: readonly string[];
}
