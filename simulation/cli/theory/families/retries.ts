// Retries, back-off, availability, quorum and time-outs, over callees that never queue or that
// reject what does not fit.
import type { EdgeDocument, Json, NodeDocument } from "../../../scenario/document.ts";
import {
  type Arm,
  type Experiment,
  MAIN,
  type Measure,
  onArm,
  perRequest,
  runOf,
  timeAverage,
} from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant, exponential, type Law } from "../laws.ts";
import { allOf, edgeOf, latency, measuresByName, nodeOf } from "../measures.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, client, scenario, station } from "../scenarios.ts";

/** Rate of clients whose requests do not meet each other. */
const RATE_PER_S = 1000;
const AT_ONCE = constant(0);
const FAILURES = ["error", "dependency", "rejected", "timeout"];

function retryAtOnce(maxAttempts: number | null): Json {
  return { maxAttempts, backoff: { type: "none" }, retryOn: FAILURES };
}

/** Share of requests that ended ok. */
export function success(arm: string): Measure {
  return onArm(
    arm,
    (run) => perRequest(allOf(run).ok / allOf(run).completed, allOf(run).completed),
    "proportion",
  );
}

/** Attempts of a call, the first included. */
function attemptsMean(arm: string, edge: string): Measure {
  return onArm(arm, (run) => {
    const { attempts, calls } = edgeOf(run, edge);
    return perRequest(attempts / calls, calls);
  });
}

function oneStation(law: Law, fields: Record<string, Json>, edge: Record<string, Json>): Arm {
  const document = scenario(
    { clients: client(RATE_PER_S), service: station(law, null, fields) },
    { "clients->service": call(edge) },
  );
  return { document, requestsPerS: RATE_PER_S, warmupS: (50 * law.meanMs) / 1000 };
}

function independentFailures(params: Parameters): Experiment {
  const errorRate = params.number("failure_p");
  const maxAttempts = params.number("max_attempts");
  params.finish();
  return {
    arms: { [MAIN]: oneStation(AT_ONCE, { errorRate }, { retry: retryAtOnce(maxAttempts) }) },
    measures: {
      attempts_mean: attemptsMean(MAIN, "clients->service"),
      amplification: attemptsMean(MAIN, "clients->service"),
      success: success(MAIN),
    },
  };
}

/** Retries of a callee that is down, as many as a budget allows. */
function retryBudget(params: Parameters): Experiment {
  const errorRate = params.number("failure_p");
  const maxAttempts = params.number("max_attempts");
  const ratio = params.number("budget_ratio");
  params.finish();
  const retry = { maxAttempts, backoff: { type: "none" }, retryOn: FAILURES };
  const budget = { type: "ratio", ratio, minPerS: 0 };
  return {
    arms: { [MAIN]: oneStation(AT_ONCE, { errorRate }, { retry: { ...retry, budget } }) },
    measures: {
      amplification: attemptsMean(MAIN, "clients->service"),
      success: success(MAIN),
    },
  };
}

/** A dependency that is replaced by a second one where it fails. */
function failover(params: Parameters): Experiment {
  const [gateway, primary, secondary] = ["gateway", "primary", "secondary"].map((name) =>
    station(AT_ONCE, null, { errorRate: 1 - params.number(name) }),
  ) as [NodeDocument, NodeDocument, NodeDocument];
  params.finish();
  const fallback = { type: "call", edge: "gateway->secondary" };
  const document = scenario(
    { clients: client(RATE_PER_S), gateway, primary, secondary },
    {
      "clients->gateway": call(),
      "gateway->primary": call({ fallback }),
      "gateway->secondary": call(),
    },
  );
  return {
    arms: { [MAIN]: { document, requestsPerS: RATE_PER_S, warmupS: 0 } },
    measures: {
      success: success(MAIN),
      secondary_call_fraction: onArm(
        MAIN,
        (run) => {
          const { completed } = allOf(run);
          return perRequest(nodeOf(run, "secondary").arrivals / completed, completed);
        },
        "proportion",
      ),
    },
  };
}

/** A chain of callers in front of a leaf; each tier tries its callee several times. */
function nestedRetries(params: Parameters): Experiment {
  const errorRate = params.number("leaf_failure_p");
  const attempts = [...params.numbers("max_attempts_bottom_to_top")].reverse();
  params.finish();
  const nodes: Record<string, NodeDocument> = { clients: client(RATE_PER_S) };
  const edges: Record<string, EdgeDocument> = {};
  let before = "clients";
  attempts.forEach((_, i) => {
    nodes[`tier${i + 1}`] = station(AT_ONCE, null);
    const retry = i === 0 ? null : retryAtOnce(attempts[i - 1]!);
    edges[`${before}->tier${i + 1}`] = call({ retry });
    before = `tier${i + 1}`;
  });
  nodes.leaf = station(AT_ONCE, null, { errorRate });
  edges[`${before}->leaf`] = call({ retry: retryAtOnce(attempts.at(-1)!) });
  const arm = { document: scenario(nodes, edges), requestsPerS: RATE_PER_S, warmupS: 0 };
  return {
    arms: { [MAIN]: arm },
    measures: {
      success: success(MAIN),
      leaf_calls_per_user_request: onArm(MAIN, (run) => {
        const { offered } = allOf(run);
        return perRequest(nodeOf(run, "leaf").arrivals / offered, offered);
      }),
    },
  };
}

function series(params: Parameters): Experiment {
  const availabilities = params.numbers("availabilities");
  params.finish();
  const nodes: Record<string, NodeDocument> = {
    clients: client(RATE_PER_S),
    service: station(AT_ONCE, null),
  };
  const edges: Record<string, EdgeDocument> = { "clients->service": call() };
  availabilities.forEach((availability, i) => {
    nodes[`d${i + 1}`] = station(AT_ONCE, null, { errorRate: 1 - availability });
    edges[`service->d${i + 1}`] = call({ stage: i + 1 });
  });
  const arm = { document: scenario(nodes, edges), requestsPerS: RATE_PER_S, warmupS: 0 };
  return { arms: { [MAIN]: arm }, measures: { success: success(MAIN) } };
}

function quorum(params: Parameters): Experiment {
  const needed = params.number("k");
  const count = params.number("n");
  const errorRate = 1 - params.number("a");
  const attempts = params.number("attempts");
  params.finish();
  const arm = (retry: Json): Arm => ({
    document: scenario(
      {
        clients: client(RATE_PER_S),
        coordinator: station(AT_ONCE, null, { requires: { 1: needed } }),
        replicas: station(AT_ONCE, null, { errorRate }),
      },
      {
        "clients->coordinator": call({ retry }),
        "coordinator->replicas": call({ count, parallel: true }),
      },
    ),
    requestsPerS: RATE_PER_S,
    warmupS: 0,
  });
  return {
    arms: { once: arm(null), again: arm(retryAtOnce(attempts)) },
    measures: { quorum_success: success("once"), success_with_retry: success("again") },
  };
}

/** Pauses of a schedule, as differences of the total with one attempt more. */
function backoffSchedule(params: Parameters): Experiment {
  const base = {
    type: "exponential",
    baseMs: params.number("base_ms"),
    capMs: params.number("cap_ms"),
    factor: params.number("factor"),
  };
  const attempts = params.number("attempts");
  params.finish();
  const failing = { errorRate: 1, errorTime: 0 };
  // Longer than any schedule, so that every request that is counted went through all of it.
  const longestS = (base.capMs * attempts) / 1000;
  const arm = (maxAttempts: number, jitter: string, exactS?: number): Arm => ({
    ...oneStation(AT_ONCE, failing, {
      retry: { maxAttempts, backoff: { ...base, jitter }, retryOn: FAILURES },
    }),
    warmupS: longestS,
    ...(exactS === undefined ? { requests: 200_000 } : { exactS }),
  });
  const arms: Record<string, Arm> = {
    full: arm(attempts, "full"),
    equal: arm(attempts, "equal"),
  };
  for (let n = 1; n <= attempts; n++) arms[`none${n}`] = arm(n, "none", 1);
  const total = (name: string, n: "mean" | "std", judgement: "exact" | "mean") =>
    onArm(name, (run) => latency(allOf(run).latencyAllMs, n, allOf(run).completed), judgement);
  const measures: Record<string, Measure> = {
    total_no_jitter_ms: total(`none${attempts}`, "mean", "exact"),
    mean_total_full_jitter_ms: total("full", "mean", "mean"),
    std_total_full_jitter_ms: total("full", "std", "mean"),
    mean_total_equal_jitter_ms: total("equal", "mean", "mean"),
    std_total_equal_jitter_ms: total("equal", "std", "mean"),
  };
  for (let n = 1; n < attempts; n++) {
    const pair = [`none${n}`, `none${n + 1}`] as const;
    measures[`delays_ms.${n - 1}`] = {
      arms: pair,
      judgement: "exact",
      read: (runs) => {
        const [less, more] = pair.map((name) => allOf(runOf(runs, name)).latencyAllMs.mean ?? 0);
        return timeAverage((more ?? 0) - (less ?? 0));
      },
    };
  }
  return { arms, measures };
}

function timeoutAndRetry(params: Parameters): Experiment {
  const law = exponential(params.number("service_mean_ms"));
  const timeoutMs = params.number("timeout_ms");
  const retry = retryAtOnce(params.number("max_attempts"));
  params.finish();
  const arm = (cancel: string) => oneStation(law, {}, { timeoutMs, retry, cancel });
  // All work of a station with slots for everybody is in service: its mean number over the rate.
  const work = (name: string) =>
    onArm(name, (run) => {
      const { calls } = edgeOf(run, "clients->service");
      const { inFlight } = nodeOf(run, "service");
      return perRequest((inFlight.mean * (run.simulatedS - run.warmupS) * 1000) / calls, calls);
    });
  return {
    arms: { [MAIN]: arm("none"), cancelled: arm("interrupt") },
    measures: {
      attempt_timeout_p: onArm(MAIN, (run) => {
        const { failed, attempts } = edgeOf(run, "clients->service");
        return perRequest((failed.timeout ?? 0) / attempts, attempts);
      }),
      success: success(MAIN),
      attempts_mean: attemptsMean(MAIN, "clients->service"),
      latency_mean_success_ms: onArm(MAIN, (run) =>
        latency(allOf(run).latencyMs, "mean", allOf(run).ok),
      ),
      latency_mean_all_ms: onArm(MAIN, (run) =>
        latency(allOf(run).latencyAllMs, "mean", allOf(run).completed),
      ),
      work_per_request_zombie_ms: work(MAIN),
      work_per_request_cancel_ms: work("cancelled"),
    },
  };
}

/** Rejected requests come back after an exponential pause: a retrial queue with an orbit. */
function retrial(params: Parameters, names: readonly string[]): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const law = exponential(params.number("service_mean_ms"));
  const unlimited = params.has("retry_delay_mean_ms");
  const pauseMs = params.number(unlimited ? "retry_delay_mean_ms" : "backoff_mean_ms");
  const maxAttempts = unlimited ? null : params.number("max_attempts");
  const queueLengthMax = params.numberOr("queue_limit", 0);
  const servers = params.numberOr("servers", 1);
  params.finish();
  const retry = {
    maxAttempts,
    backoff: { type: "constant", baseMs: pauseMs, jitter: "exponentialRandom" },
    retryOn: ["rejected"],
  };
  const arm: Arm = {
    document: scenario(
      { clients: client(requestsPerS), service: station(law, servers, { queueLengthMax }) },
      { "clients->service": call({ retry }) },
    ),
    requestsPerS,
    warmupS: (100 * (law.meanMs + pauseMs)) / 1000,
  };
  const orbit = onArm(MAIN, (run) => timeAverage(edgeOf(run, "clients->service").inBackoff.mean));
  return {
    arms: { [MAIN]: arm },
    measures: {
      ...measuresByName(names, { arm: MAIN, stations: ["service"], sojourn: "latency" }),
      p_reject_first_attempt: onArm(MAIN, (run) => {
        // Whoever is rejected comes back, so these are the calls that were retried at all.
        const { retriedCalls, calls } = edgeOf(run, "clients->service");
        return perRequest(retriedCalls / calls, calls);
      }),
      mean_in_orbit: orbit,
      mean_waiting_retry: orbit,
      attempts_mean: attemptsMean(MAIN, "clients->service"),
      success: { ...success(MAIN), judgement: "mean" },
      p_full_time_average: onArm(MAIN, (run) => {
        const share = nodeOf(run, "service").queue.distribution[queueLengthMax];
        return timeAverage(share ?? 0);
      }),
    },
  };
}

/** Consecutive failures are a full window of failures. */
function breakerOutage(params: Parameters): Experiment {
  const gapMs = params.number("arrival_interval_ms");
  const offsetMs = params.number("first_arrival_ms");
  const [startMs = 0, endMs = 0] = params.numbers("outage_ms");
  const size = params.number("consecutive_failures");
  const openMs = params.number("open_ms");
  const probes = params.number("half_open_probes");
  if (params.number("dependency_latency_ms") !== 0) {
    throw new Unsupported("the breaker case is exact only for a dependency that answers at once");
  }
  params.finish();
  const breaker = {
    window: { type: "count", size },
    failureRateThreshold: 1,
    minimumCalls: size,
    openMs,
    probes,
  };
  const fault = { kind: "errors", target: "dependency", atS: startMs / 1000, ratio: 1 };
  const arm = (untilMs: number): Arm => ({
    document: scenario(
      {
        clients: client(1000 / gapMs, { arrivals: "constant", offsetMs }),
        service: station(AT_ONCE, null),
        dependency: station(AT_ONCE, null),
      },
      { "clients->service": call(), "service->dependency": call({ breaker }) },
      { faults: { outage: { ...fault, forS: (endMs - startMs) / 1000 } } },
    ),
    requestsPerS: 1000 / gapMs,
    warmupS: 0,
    exactS: untilMs / 1000,
  });
  const afterMs = endMs + 2 * openMs;
  const edge = "service->dependency";
  return {
    arms: { outage: arm(endMs), after: arm(afterMs) },
    measures: {
      calls_reaching_dependency_during_outage: onArm("outage", (run) =>
        timeAverage(nodeOf(run, "dependency").arrivals),
      ),
      rejected_fast_total: onArm("after", (run) => {
        // Without retries, a call that made no attempt was stopped by the breaker.
        const { calls, attempts } = edgeOf(run, edge);
        return timeAverage(calls - attempts);
      }),
      times_opened: onArm("after", (run) => timeAverage(edgeOf(run, edge).breaker.opens)),
      first_success_ms: onArm("after", (run) => {
        // After the first success nothing fails any more, so the number of successes dates it.
        const last = offsetMs + Math.floor((afterMs - offsetMs) / gapMs) * gapMs;
        return timeAverage(last - (allOf(run).ok - 1) * gapMs);
      }),
    },
  };
}

export const RETRIES: readonly Family[] = [
  { model: /^Immediate retry, independent failures/, express: independentFailures },
  { model: /^Retry budget \d+%/, express: retryBudget },
  { model: /^Primary [\d.]+ with failover to secondary/, express: failover },
  { model: /nested retries over a leaf/, express: nestedRetries },
  { model: /^Series of \d+ required dependencies/, express: series },
  { model: /^Quorum \d+-of-\d+/, express: quorum },
  { model: /backoff schedule/, express: backoffSchedule },
  { model: /^Timeout [\d.]+ m?s, \d+ attempts/, express: timeoutAndRetry },
  { model: /retrial queue|overload with rejects and up to/, express: retrial },
  { model: /^Circuit breaker, deterministic arrivals/, express: breakerOutage },
];
