// The result of a run as `brownout run --json` prints it. Field names are stable.
// Times in fields ending in S are seconds, in Ms milliseconds; rates are per second.
import type { MessageEnding, Outcome } from "./outcomes.ts";
import type { CascadeStep } from "./story.ts";

/** A value that does not exist (a quantile of nothing, say) is null in JSON. */
export type Maybe = number | null;

export interface LatencySummary {
  readonly mean: Maybe;
  readonly stdMs: Maybe;
  readonly min: Maybe;
  readonly p50: Maybe;
  readonly p90: Maybe;
  readonly p95: Maybe;
  readonly p99: Maybe;
  readonly p999: Maybe;
  readonly max: Maybe;
}

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
}

export interface Level {
  readonly mean: number;
  readonly max: number;
}

export interface QueueLevel extends Level {
  /** Time share of queue length 0, 1, 2, ...; the last entry holds everything longer. */
  readonly distribution: readonly number[];
}

export interface BrokerResult {
  readonly published: number;
  readonly routed: number;
  readonly unroutable: number;
  readonly delivered: number;
  readonly redelivered: number;
  readonly duplicates: number;
  readonly endings: Record<MessageEnding, number>;
  readonly backlog: Level;
  readonly backlogAtStart: number;
  readonly backlogAtEnd: number;
  readonly inDeliveryAtEnd: number;
  readonly lagMs: Level;
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
  /** Per queue (mailbox) or per group (log), only for brokers. */
  readonly queues?: Readonly<Record<string, BrokerResult>>;
}

export interface EdgeResult {
  readonly calls: number;
  readonly attempts: number;
  readonly ok: number;
  readonly failed: Failures;
  readonly retries: number;
  readonly hedges: number;
  readonly fallbacks: number;
  readonly breaker: { readonly openS: number; readonly opens: number };
  readonly retryAmplification: Maybe;
  readonly latencyMs: LatencySummary;
}

export interface SloResult {
  readonly name: string;
  readonly expr: string;
  readonly value: Maybe;
  readonly met: boolean;
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
  readonly endToEnd: Readonly<Record<string, EndToEndResult>>;
  readonly nodes: Readonly<Record<string, NodeResult>>;
  readonly edges: Readonly<Record<string, EdgeResult>>;
  readonly ci95?: Readonly<Record<string, unknown>>;
  readonly slos: readonly SloResult[];
  readonly cascade: readonly CascadeStep[];
  readonly checks: readonly IdentityCheck[];
  readonly warnings: readonly string[];
}
