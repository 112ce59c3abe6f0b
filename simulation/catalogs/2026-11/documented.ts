// Defaults that the documentation or source of a real product states, as of November 2026. Published
// catalogs are frozen: a new value is a new catalog, this table is never edited again.

import { DOCUMENTED_ACCESS } from "./documented-access.ts";
import { DOCUMENTED_BALANCING } from "./documented-balancing.ts";
import { DOCUMENTED_LOG } from "./documented-log.ts";
import { DOCUMENTED_MESSAGING } from "./documented-messaging.ts";
import { DOCUMENTED_SCALING } from "./documented-scaling.ts";
import { DOCUMENTED_SERVERLESS } from "./documented-serverless.ts";
import { DOCUMENTED_TRACING } from "./documented-tracing.ts";
import { DOCUMENTED_WIRE } from "./documented-wire.ts";

/** A documented value and where it stands. */
export interface Documented<V> {
  /** In the unit and words of this product's own parameter. */
  readonly value: V;
  /** Product, setting, and the page or file that states it. */
  readonly source: string;
  /** The row of the reference table that it was taken from. */
  readonly row: { readonly system: string; readonly setting: string };
  /** The row's number times this is `value` (units, round trip to one way). */
  readonly factor?: number;
  /** What the row says where it is not a number; `value` is our word for it. */
  readonly says?: string | number | boolean | null;
  /** Words of the row's explanation that state it, where its number is another. */
  readonly meaning?: string;
}

const RABBITMQ_SOURCE = "RabbitMQ documentation (2026-08)";
const BREAKER_SOURCE = "resilience4j (2026-05), CircuitBreakerConfig.java";
const BULKHEAD_SOURCE = "resilience4j (2026-05), BulkheadConfig.java";
const HIKARI_SOURCE = "HikariCP (2026), HikariConfig.java";
const POLLY_SOURCE = "Polly v8 (2026-08), documentation of the hedging strategy";
const UNDICI_SOURCE = "undici (2026), documentation of Client and Pool";
const AWS_SOURCE = "AWS SDK standard retry (2026)";

export const DOCUMENTED = {
  ...DOCUMENTED_ACCESS,
  ...DOCUMENTED_BALANCING,
  ...DOCUMENTED_LOG,
  ...DOCUMENTED_MESSAGING,
  ...DOCUMENTED_SCALING,
  ...DOCUMENTED_TRACING,
  ...DOCUMENTED_SERVERLESS,
  ...DOCUMENTED_WIRE,
  networkMs: {
    value: 0.02,
    source: "Azure, same zone: 0.04 ms round trip measured (blog.cloud63.fr); half of it one way",
    row: { system: "Cloud RTT", setting: "Azure same zone" },
    factor: 0.5,
  },
  grpcBalancing: {
    value: "pickFirst",
    source: "gRPC documentation, custom load balancing: pick_first is the default policy",
    row: { system: "gRPC", setting: "lb policy" },
    says: "pick_first",
  },
  grpcPropagateDeadline: {
    value: true,
    source: "gRPC documentation, deadlines: what remains is sent along; automatic in Java and Go",
    row: { system: "gRPC", setting: "deadline propagation" },
    says:
      "remaining time sent as timeout (grpc-timeout header), elapsed time deducted; automatic in " +
      "Java and Go, opt-in in C++",
  },
  grpcTimeoutMs: {
    value: null,
    source: "gRPC documentation, deadlines: none is set by default",
    row: { system: "gRPC", setting: "deadline" },
    says: null,
  },
  rabbitmqPrefetch: {
    value: null,
    source: `${RABBITMQ_SOURCE}, confirms: basic.qos 0 is unlimited`,
    row: { system: "RabbitMQ", setting: "prefetch" },
  },
  rabbitmqQuorumSize: {
    value: 3,
    source: `${RABBITMQ_SOURCE}, quorum queues: initial group size`,
    row: { system: "RabbitMQ", setting: "quorum group size" },
  },
  rabbitmqWatermark: {
    value: 0.6,
    source: `${RABBITMQ_SOURCE}, memory: vm_memory_high_watermark`,
    row: { system: "RabbitMQ", setting: "vm_memory_high_watermark" },
  },
  rabbitmqTtl: {
    value: null,
    source: `${RABBITMQ_SOURCE}, ttl: none unless set`,
    row: { system: "RabbitMQ", setting: "message TTL" },
    says: null,
  },
  rabbitmqOverflow: {
    value: "drop-head",
    source: `${RABBITMQ_SOURCE}, maxlength: overflow behavior`,
    row: { system: "RabbitMQ", setting: "max-length overflow" },
    says: "drop-head",
  },
  breakerWindowType: {
    value: "count",
    source: `${BREAKER_SOURCE}: slidingWindowType`,
    row: { system: "resilience4j CircuitBreaker", setting: "slidingWindowType" },
    says: "COUNT_BASED",
  },
  breakerWindowSize: {
    value: 100,
    source: `${BREAKER_SOURCE}: slidingWindowSize`,
    row: { system: "resilience4j CircuitBreaker", setting: "slidingWindowSize" },
  },
  breakerFailureRate: {
    value: 0.5,
    source: `${BREAKER_SOURCE}: failureRateThreshold`,
    row: { system: "resilience4j CircuitBreaker", setting: "failureRateThreshold" },
    factor: 0.01,
  },
  breakerSlowCallRate: {
    value: 1,
    source: `${BREAKER_SOURCE}: slowCallRateThreshold`,
    row: { system: "resilience4j CircuitBreaker", setting: "slowCallRateThreshold" },
    factor: 0.01,
  },
  breakerMinimumCalls: {
    value: 100,
    source: `${BREAKER_SOURCE}: minimumNumberOfCalls`,
    row: { system: "resilience4j CircuitBreaker", setting: "minimumNumberOfCalls" },
  },
  breakerOpenMs: {
    value: 60_000,
    source: `${BREAKER_SOURCE}: waitDurationInOpenState`,
    row: { system: "resilience4j CircuitBreaker", setting: "waitDurationInOpenState" },
    factor: 1000,
  },
  breakerProbes: {
    value: 10,
    source: `${BREAKER_SOURCE}: permittedNumberOfCallsInHalfOpenState`,
    row: {
      system: "resilience4j CircuitBreaker",
      setting: "permittedNumberOfCallsInHalfOpenState",
    },
  },
  bulkheadMaxConcurrent: {
    value: 25,
    source: `${BULKHEAD_SOURCE}: maxConcurrentCalls`,
    row: { system: "resilience4j other", setting: "Bulkhead.maxConcurrentCalls" },
  },
  bulkheadMaxWaitMs: {
    value: 0,
    source: `${BULKHEAD_SOURCE}: maxWaitDuration`,
    row: { system: "resilience4j other", setting: "Bulkhead.maxWaitDuration" },
  },
  retryMaxAttempts: {
    value: 3,
    source: `${AWS_SOURCE}: max attempts, the first included`,
    row: { system: AWS_SOURCE, setting: "max attempts" },
  },
  retryBaseMs: {
    value: 50,
    source: `${AWS_SOURCE}: base delay of transient errors`,
    row: { system: AWS_SOURCE, setting: "base delay transient" },
  },
  retryFormula: {
    value: { factor: 2, capMs: 20_000, jitter: "full" },
    source: `${AWS_SOURCE}: rand(0, 1) x min(20 s, base x 2^i)`,
    row: { system: AWS_SOURCE, setting: "formula" },
    says: "rand(0,1)*min(20 s, base*2^i)",
  },
  poolMax: {
    value: 10,
    source: `${HIKARI_SOURCE}: maximumPoolSize`,
    row: { system: "HikariCP", setting: "maximumPoolSize" },
  },
  poolTimeoutMs: {
    value: 30_000,
    source: `${HIKARI_SOURCE}: connectionTimeout`,
    row: { system: "HikariCP", setting: "connectionTimeout" },
  },
  poolIdleMs: {
    value: 600_000,
    source: `${HIKARI_SOURCE}: idleTimeout`,
    row: { system: "HikariCP", setting: "idleTimeout" },
  },
  poolPipelining: {
    value: 1,
    source: `${UNDICI_SOURCE}: pipelining`,
    row: { system: "Node undici", setting: "pipelining" },
  },
  poolStreams: {
    value: 100,
    source: "gRPC-Go, internal/transport/defaults.go: streams before the peer says otherwise",
    row: { system: "gRPC", setting: "client max concurrent streams before SETTINGS" },
  },
  hedgeDelayMs: {
    value: 2000,
    source: `${POLLY_SOURCE}: Delay`,
    row: { system: "Polly v8", setting: "Hedging.Delay" },
    factor: 1000,
  },
  hedgeMax: {
    value: 1,
    source: `${POLLY_SOURCE}: MaxHedgedAttempts`,
    row: { system: "Polly v8", setting: "Hedging.MaxHedgedAttempts" },
  },
  podStartS: {
    value: 5,
    source: "Kubernetes, pod startup latency SLO: 99 % within 5 s, images pulled",
    row: { system: "Kubernetes pod start", setting: "pod_startup_p99" },
  },
  grpcJitter: {
    value: { ratio: 0.2 },
    source: "gRPC proposal A6: the back-off times uniform(0.8, 1.2)",
    row: { system: "gRPC", setting: "retryPolicy.backoff" },
    says: "min(initialBackoff*multiplier^(n-1), maxBackoff) * uniform(0.8,1.2)",
  },
  linkerdBudget: {
    value: 0.2,
    source: "Linkerd, ServiceProfile: retryBudget.retryRatio",
    row: { system: "Linkerd", setting: "ServiceProfile.retryBudget.retryRatio" },
  },
  linkerdBudgetMin: {
    value: 10,
    source: "Linkerd, ServiceProfile: retryBudget.minRetriesPerSecond",
    row: { system: "Linkerd", setting: "ServiceProfile.retryBudget.minRetriesPerSecond" },
  },
  linkerdBudgetTtl: {
    value: 10_000,
    source: "Linkerd, ServiceProfile: retryBudget.ttl",
    row: { system: "Linkerd", setting: "ServiceProfile.retryBudget.ttl" },
  },
  envoyBudgetMin: {
    value: 3,
    source: "Envoy, circuit breakers: retry_budget.min_retry_concurrency",
    row: { system: "Envoy", setting: "circuit_breakers.retry_budget.min_retry_concurrency" },
  },
  grpcThrottling: {
    value: { maxTokens: 10, tokenRatio: 0.1 },
    source: "gRPC proposal A6: example of retryThrottling",
    row: { system: "gRPC", setting: "retryThrottling" },
    says:
      "token_count starts at maxTokens; failure -1, success +tokenRatio; retry only while " +
      "token_count > maxTokens/2",
  },
  awsQuota: {
    value: { quota: 500, retryCost: 14, throttledCost: 5 },
    source: `${AWS_SOURCE}: 500 tokens, a retry costs 14, after throttling 5`,
    row: { system: AWS_SOURCE, setting: "quota tokens" },
    says: 500,
  },
  awsQuotaRefund: {
    value: { refund: 1 },
    source: "AWS SDK standard retry: success without retry returns 1, after a retry its cost",
    row: { system: "AWS SDK standard retry (pre-2026)", setting: "retry quota tokens" },
    says: 500,
  },
} as const satisfies Record<string, Documented<unknown>>;
