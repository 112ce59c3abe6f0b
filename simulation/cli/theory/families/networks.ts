// Networks of stations: tandem and Jackson networks of one-way messages, feedback, fork-join, and
// nested calls that hold a thread.
import type { EdgeDocument, NodeDocument } from "../../../scenario/document.ts";
import { type Arm, type Experiment, MAIN, type Measure, onArm, perRequest } from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant, exponential, type Law } from "../laws.ts";
import { allOf, edgeOf, latency, measuresByName, nodeOf } from "../measures.ts";
import { serviceLaw, serviceLaws } from "../named-laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, client, scenario, station, warmupS } from "../scenarios.ts";
import { serviceVariability } from "./single-station.ts";

const AT_ONCE = constant(0);

/** Servers of each station: a list, a number for all, or one each. */
function serversOf(params: Parameters, count: number): readonly number[] {
  if (params.isList("servers")) return params.numbers("servers");
  const all = params.numberOr("servers", 1);
  return Array.from({ length: count }, () => all);
}

/** Every station sends on by a one-way message, so no slot is held; the end is "settled". */
function tandem(params: Parameters, names: readonly string[]): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const laws = serviceLaws(params, params.numbers("service_means_ms"));
  const servers = serversOf(params, laws.length);
  params.finish();
  const stations = laws.map((_, i) => `s${i + 1}`);
  const nodes: Record<string, NodeDocument> = { clients: client(requestsPerS) };
  const edges: Record<string, EdgeDocument> = {};
  let before = "clients";
  stations.forEach((id, i) => {
    nodes[id] = station(laws[i]!, servers[i]!);
    edges[`${before}->${id}`] = call({ oneWay: true });
    before = id;
  });
  const warmups = laws.map((law, i) => warmupS(law, requestsPerS, servers[i]!));
  const warmup = warmups.reduce((sum, each) => sum + each, 0);
  const arm: Arm = { document: scenario(nodes, edges), requestsPerS, warmupS: warmup };
  const named = measuresByName(names, { arm: MAIN, stations, sojourn: "settled" });
  return { arms: { [MAIN]: arm }, measures: named };
}

/** Arrival rates of the stations from the traffic equations, by iteration. */
function trafficOf(external: readonly number[], routing: readonly (readonly number[])[]): number[] {
  let rates = [...external];
  for (let round = 0; round < 10_000; round++) {
    rates = external.map(
      (own, to) =>
        own + rates.reduce((sum, rate, from) => sum + rate * (routing[from]?.[to] ?? 0), 0),
    );
  }
  return rates;
}

/** Calls of station `from`, exactly one of them taken: the rest leaves by a station without work. */
function routeFrom(
  from: number,
  row: readonly number[],
  edges: Record<string, EdgeDocument>,
): boolean {
  const total = row.reduce((sum, share) => sum + share, 0);
  if (total === 0) return false;
  row.forEach((weight, to) => {
    if (weight === 0) return;
    edges[`s${from + 1}->s${to + 1}`] = call({
      oneWay: true,
      calls: [{ id: "next", choice: "route", weight }],
    });
  });
  const leaving = 1 - total;
  if (leaving < 1e-9) return false;
  edges[`s${from + 1}->out`] = call({
    oneWay: true,
    calls: [{ id: "next", choice: "route", weight: leaving }],
  });
  return true;
}

function jackson(params: Parameters, names: readonly string[]): Experiment {
  const meansMs = params.numbers("service_means_ms");
  // A single rate is that of the first station.
  const external = params.isNumber("lambda_rps")
    ? meansMs.map((_, i) => (i === 0 ? params.number("lambda_rps") : 0))
    : params.numbers("external_rps");
  const servers = serversOf(params, meansMs.length);
  const routing = params.list("routing") as readonly (readonly number[])[];
  params.finish();
  const nodes: Record<string, NodeDocument> = {};
  const edges: Record<string, EdgeDocument> = {};
  let leaves = false;
  const rates = trafficOf(external, routing);
  let warmup = 0;
  external.forEach((ratePerS, i) => {
    const law = exponential(meansMs[i]!);
    nodes[`s${i + 1}`] = station(law, servers[i]!);
    if (ratePerS > 0) {
      nodes[`clients${i + 1}`] = client(ratePerS);
      edges[`clients${i + 1}->s${i + 1}`] = call({ oneWay: true });
    }
    leaves = routeFrom(i, routing[i] ?? [], edges) || leaves;
    warmup += warmupS(law, rates[i]!, servers[i]!);
  });
  if (leaves) nodes.out = station(AT_ONCE, null);
  const requestsPerS = external.reduce((sum, rate) => sum + rate, 0);
  const arm: Arm = { document: scenario(nodes, edges), requestsPerS, warmupS: warmup };
  const stations = external.map((_, i) => `s${i + 1}`);
  const naming = { arm: MAIN, stations, sojourn: "settled" } as const;
  return {
    arms: { [MAIN]: arm },
    measures: {
      ...measuresByName(names, naming),
      end_to_end_mean_ms: onArm(MAIN, (run) =>
        latency(allOf(run).settledMs, "mean", allOf(run).completed),
      ),
    },
  };
}

/** An error after service, retried at once and without limit, is another visit. */
function feedback(params: Parameters, names: readonly string[]): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const again = params.number("feedback_p");
  const law = exponential(params.number("service_mean_ms"));
  const servers = params.numberOr("servers", 1);
  params.finish();
  const retry = { maxAttempts: null, backoff: { type: "none" }, retryOn: ["error"] };
  const document = scenario(
    { clients: client(requestsPerS), service: station(law, servers, { errorRate: again }) },
    { "clients->service": call({ retry }) },
  );
  const visits = requestsPerS / (1 - again);
  const arm: Arm = { document, requestsPerS, warmupS: warmupS(law, visits, servers) / (1 - again) };
  const naming = { arm: MAIN, stations: ["service"], sojourn: "latency" } as const;
  const measures: Record<string, Measure> = {
    visits_mean: onArm(MAIN, (run) => {
      const { attempts, calls } = edgeOf(run, "clients->service");
      return perRequest(attempts / calls, calls);
    }),
    per_visit_sojourn_ms: onArm(MAIN, (run) => {
      const { latencyMs, completions } = nodeOf(run, "service");
      return latency(latencyMs, "mean", completions);
    }),
    total_sojourn_mean_ms: onArm(MAIN, (run) =>
      latency(allOf(run).latencyMs, "mean", allOf(run).completed),
    ),
  };
  return { arms: { [MAIN]: arm }, measures: { ...measuresByName(names, naming), ...measures } };
}

/** Laws of the branches: all alike, or one each. */
function branchLaws(params: Parameters): readonly Law[] {
  if (params.isList("service_means_ms")) {
    params.ignore("branches", "n");
    return serviceLaws(params, params.numbers("service_means_ms"));
  }
  const count = params.firstNumber("branches", "n", "k_total", "N");
  if (count === undefined) throw new Unsupported("the case has no number of branches");
  const law = serviceLaw(params);
  return Array.from({ length: count }, () => law);
}

function forkJoin(params: Parameters, names: readonly string[], model: string): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const laws = branchLaws(params);
  const needed = params.firstNumber("k", "wait_for", "required", "quorum") ?? laws.length;
  const purges = params.has("cancel") || params.has("purging");
  const cancel = purges
    ? params.value(params.has("cancel") ? "cancel" : "purging") !== false
    : /(?<!non-)purging|cancel(s|led|ling)? the (rest|others)/i.test(model);
  params.finish();
  const root = needed === laws.length ? {} : { requires: { 1: needed } };
  const nodes: Record<string, NodeDocument> = {
    clients: client(requestsPerS),
    fork: station(AT_ONCE, null, root),
  };
  const edges: Record<string, EdgeDocument> = { "clients->fork": call() };
  const stations = laws.map((_, i) => `s${i + 1}`);
  let warmup = 0;
  laws.forEach((law, i) => {
    const id = stations[i]!;
    nodes[id] = station(law, 1);
    edges[`fork->${id}`] = call({ stage: 1, ...(cancel ? { cancel: "interrupt" } : {}) });
    warmup = Math.max(warmup, 1.5 * warmupS(law, requestsPerS, 1));
  });
  const arm: Arm = { document: scenario(nodes, edges), requestsPerS, warmupS: warmup };
  const measures: Record<string, Measure> = {
    ...measuresByName(names, { arm: MAIN, stations, sojourn: "latency" }),
  };
  for (const name of ["mean", "std", "p50", "p90", "p95", "p99"]) {
    measures[`join_sojourn_${name}_ms`] = onArm(MAIN, (run) =>
      latency(allOf(run).latencyMs, name, allOf(run).completed),
    );
    measures[`branch_sojourn_${name}_ms`] = onArm(MAIN, (run) => {
      const { latencyMs, completions } = nodeOf(run, "s1");
      return latency(latencyMs, name, completions);
    });
  }
  return { arms: { [MAIN]: arm }, measures };
}

/** A thread at A is held over a call to B and, at times, over work after it. */
function nestedOneThread(params: Parameters, names: readonly string[]): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const before = exponential(params.number("A_pre_mean_ms"));
  const inner = exponential(params.number("B_mean_ms"));
  const afterMs = params.numberOr("A_post_mean_ms", 0);
  const afterProbability = params.numberOr("post_probability", afterMs > 0 ? 1 : 0);
  const threads = params.number("A_threads");
  params.finish();
  const after =
    afterProbability === 0
      ? {}
      : { afterTime: { type: "exponential", meanMs: afterMs }, afterProbability };
  const document = (concurrency: number | null) =>
    scenario(
      {
        clients: client(requestsPerS),
        a: station(before, concurrency, { ...after, blocking: true }),
        b: station(inner, concurrency === null ? null : 1),
      },
      { "clients->a": call(), "a->b": call() },
    );
  const held = exponential(before.meanMs + inner.meanMs + afterMs * afterProbability);
  const warmup = warmupS(held, requestsPerS, threads);
  const measures = {
    ...measuresByName(names, { arm: MAIN, stations: ["a"], sojourn: "station" }),
    util_B: onArm(MAIN, (run) => ({
      value: nodeOf(run, "b").utilization ?? Number.NaN,
      weight: 1,
    })),
    service_cv2: serviceVariability("alone", "a"),
  };
  return {
    arms: {
      [MAIN]: { document: document(threads), requestsPerS, warmupS: warmup },
      alone: { document: document(null), requestsPerS, warmupS: (20 * held.meanMs) / 1000 },
    },
    measures,
  };
}

/** A pool of threads at A, each held while it waits for the single server B. */
function nestedPool(params: Parameters): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const threads = params.number("A_threads");
  const own = exponential(params.number("A_cpu_mean_ms"));
  const inner = exponential(params.number("B_mean_ms"));
  const innerServers = params.number("B_servers");
  params.finish();
  const document = (clients: NodeDocument) =>
    scenario(
      { clients, a: station(own, threads, { blocking: true }), b: station(inner, innerServers) },
      { "clients->a": call(), "a->b": call() },
    );
  // Twice as many users as threads, none of whom thinks: a thread never waits for work.
  const users = { users: 2 * threads, thinkTime: 0 };
  const full = (1000 * threads) / (own.meanMs + inner.meanMs);
  const warmup = 5 * warmupS(exponential(own.meanMs + 2 * inner.meanMs), requestsPerS, threads);
  const ofNode = (id: string, read: "utilization" | "waitMs" | "latencyMs") =>
    onArm(MAIN, (run) => {
      const node = nodeOf(run, id);
      if (read === "utilization") return { value: node.utilization ?? Number.NaN, weight: 1 };
      return latency(node[read], "mean", node.completions);
    });
  return {
    arms: {
      [MAIN]: { document: document(client(requestsPerS)), requestsPerS, warmupS: warmup },
      full: {
        document: document({ kind: "client", closed: users }),
        requestsPerS: full,
        warmupS: warmup,
      },
    },
    measures: {
      A_wait_mean_ms: ofNode("a", "waitMs"),
      A_cpu_mean_ms: onArm(MAIN, (run) => {
        const { workingRatio, throughput, completions } = nodeOf(run, "a");
        return perRequest(
          ((workingRatio ?? Number.NaN) * threads * 1000) / throughput,
          completions,
        );
      }),
      B_sojourn_mean_ms: ofNode("b", "latencyMs"),
      end_to_end_mean_ms: onArm(MAIN, (run) =>
        latency(allOf(run).latencyMs, "mean", allOf(run).completed),
      ),
      A_thread_utilization: ofNode("a", "utilization"),
      B_utilization: ofNode("b", "utilization"),
      max_throughput_rps: onArm("full", (run) => ({ value: allOf(run).throughput, weight: 1 })),
    },
  };
}

export const NETWORKS: readonly Family[] = [
  { model: /\b[Tt]andem\b/, express: tandem },
  { model: /Jackson/, express: jackson },
  { model: /[Bb]ernoulli feedback|M\/M\/\d+ with feedback/, express: feedback },
  { model: /[Ff]ork-join(?!.*no queue)/, express: forkJoin },
  { model: /holds its single thread during call/, express: nestedOneThread },
  { model: /held during synchronous call/, express: nestedPool },
];
