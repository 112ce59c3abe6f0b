// Results of runs made by hand, for tests of what is done with results.
import type {
  BrokerResult,
  EdgeResult,
  EndToEndResult,
  LatencySummary,
  NodeResult,
  RunResult,
} from "../../simulation/results/run-result.ts";

export function latency(p99: number): LatencySummary {
  const [p50, p90, p95] = [p99 / 10, p99 / 4, p99 / 2];
  return { mean: p50, stdMs: p50, min: 1, p50, p90, p95, p99, p999: 2 * p99, max: 3 * p99 };
}

export function endToEnd(more: Partial<EndToEndResult> = {}): EndToEndResult {
  return {
    offered: 1000,
    completed: 1000,
    ok: 980,
    degraded: 0,
    failed: { timeout: 20 },
    throughput: 98,
    goodput: 90,
    errorRate: 0.02,
    retryAmplification: 1,
    inFlightAtStart: 1,
    inFlightAtEnd: 2,
    latencyMs: latency(400),
    latencyAllMs: latency(500),
    settledMs: latency(600),
    ...more,
  };
}

export function nodeResult(more: Partial<NodeResult> = {}): NodeResult {
  return {
    kind: "service",
    arrivals: 1000,
    completions: 1000,
    failed: {},
    throughput: 100,
    goodput: 95,
    utilization: 0.6,
    workingRatio: 0.5,
    waitProbability: 0.1,
    queue: { mean: 1, max: 7, distribution: [0.9, 0.1] },
    inFlight: { mean: 2, max: 9 },
    inFlightAtStart: 0,
    inFlightAtEnd: 0,
    waitMs: latency(10),
    latencyMs: latency(80),
    wastedWork: 0.1,
    wastedRatio: 0.1,
    retryAmplification: 1,
    duplicateEffects: 0,
    ...more,
  };
}

export function brokerResult(more: Partial<BrokerResult> = {}): BrokerResult {
  const endings = {
    acked: 90,
    deadLettered: 0,
    expired: 0,
    dropped: 0,
    lost: 3,
    purged: 0,
    redriven: 0,
  };
  return {
    published: 100,
    routed: 100,
    unroutable: 0,
    delivered: 95,
    redelivered: 5,
    duplicates: 4,
    endings,
    deaths: {},
    backlog: { mean: 3, max: 50 },
    backlogAtStart: 0,
    backlogAtEnd: 7,
    inDeliveryAtEnd: 0,
    lagMs: { mean: 10, max: 12_000 },
    ...more,
  };
}

export function edgeResult(more: Partial<EdgeResult> = {}): EdgeResult {
  return {
    calls: 100,
    attempts: 110,
    ok: 90,
    failed: { timeout: 8, error: 2, cancelled: 10 },
    unsent: {},
    retries: 10,
    retriedCalls: 9,
    retriesDenied: 0,
    inBackoff: { mean: 0.5 },
    conflictsGivenUp: 0,
    hedges: 0,
    fallbacks: 0,
    policyWaits: 0,
    breaker: { openS: 0, opens: 0 },
    retryAmplification: 1.1,
    latencyMs: latency(200),
    ...more,
  };
}

export function runResult(more: Partial<RunResult> = {}): RunResult {
  return {
    scenario: "Synthetic",
    format: 1,
    seed: 1,
    replications: 1,
    simulatedS: 12,
    warmupS: 2,
    events: 1000,
    wallMs: 10,
    eventsPerSecond: 100_000,
    digest: "0".repeat(32),
    endedEarly: null,
    endToEnd: { all: endToEnd(), buy: endToEnd({ errorRate: 0.01, latencyMs: latency(300) }) },
    nodes: {
      shop: nodeResult(),
      mail: nodeResult({ kind: "rabbitmq", utilization: 0.2, queues: { email: brokerResult() } }),
    },
    edges: { "users->shop": edgeResult(), "shop->mail": edgeResult({ failed: {}, ok: 100 }) },
    slos: [],
    cascade: [],
    failedAt: [],
    checks: [],
    warnings: [],
    ...more,
  };
}
