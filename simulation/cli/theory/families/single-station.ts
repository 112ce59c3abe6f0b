// One queue in front of c servers: M/M/c, M/G/c, D/M/1, with bounds, loss, batches, queue and caller
// time-outs. Kendall's notation of the model is not parsed: the parameters say it all.
import type { Json } from "../../../scenario/document.ts";
import { type Arm, type Experiment, MAIN, type Measure, onArm, perRequest } from "../experiment.ts";
import type { Family } from "../family.ts";
import { type Law, serviceLaw } from "../laws.ts";
import { allOf, latency, measuresByName, nodeOf } from "../measures.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, client, scenario, station, warmupS } from "../scenarios.ts";

type Fields = Readonly<Record<string, Json>>;

interface Arrivals {
  readonly requestsPerS: number;
  readonly client: Fields;
}

function batchArrivals(params: Parameters): Arrivals {
  const batchesPerS = params.number("batch_rate_per_s");
  if (params.has("batch_size")) {
    const batch = params.number("batch_size");
    return { requestsPerS: batchesPerS * batch, client: { ratePerS: batchesPerS, batch } };
  }
  const law = params.text("batch");
  const success = Number(/^geometric p=([\d.]+) on \{1,2,\.\.\.\}$/.exec(law)?.[1]);
  if (!(success > 0)) throw new Unsupported(`no mapping for the batch law "${law}"`);
  throw new Unsupported("a client's batches have a fixed size in this version");
}

function arrivalsOf(params: Parameters): Arrivals {
  if (params.has("batch_rate_per_s")) return batchArrivals(params);
  if (params.has("interarrival_ms")) {
    const requestsPerS = 1000 / params.number("interarrival_ms");
    return { requestsPerS, client: { arrivals: "constant" } };
  }
  return { requestsPerS: params.number("lambda_rps"), client: {} };
}

function queueBound(params: Parameters, servers: number): number | null {
  if (!params.has("capacity_total")) {
    return params.has("queue_limit") ? params.number("queue_limit") : null;
  }
  const places = params.number("capacity_total") - servers;
  params.ignore("queue_limit");
  return places;
}

function queueTimeout(params: Parameters): Json {
  if (params.has("queue_timeout_ms")) return params.number("queue_timeout_ms");
  if (!params.has("patience_mean_ms")) return null;
  const law = params.text("patience");
  if (law !== "exp") throw new Unsupported(`no mapping for the patience law "${law}"`);
  return { type: "exponential", meanMs: params.number("patience_mean_ms") };
}

function discipline(params: Parameters): string {
  const name = params.textOr("discipline", "FIFO").toLowerCase();
  if (name === "fifo" || name === "lifo") return name;
  throw new Unsupported(`stations have no "${name}" discipline in this version`);
}

/** The same service without any queue: its latency is the service time itself. */
function aloneArm(law: Law, requestsPerS: number): Arm {
  const document = scenario(
    { clients: client(requestsPerS), service: station(law, null) },
    { "clients->service": call() },
  );
  return { document, requestsPerS, warmupS: (20 * law.meanMs) / 1000 };
}

export function serviceVariability(arm: string, node: string): Measure {
  return onArm(arm, (run) => {
    const { latencyMs, completions } = nodeOf(run, node);
    const ratio = (latencyMs.stdMs ?? Number.NaN) / (latencyMs.mean ?? Number.NaN);
    return perRequest(ratio * ratio, completions);
  });
}

/** What a caller with a time-out sees. */
const CALLER_MEASURES: Readonly<Record<string, Measure>> = {
  timeout_fraction: onArm(MAIN, (run) => {
    const { failed, completed } = allOf(run);
    return perRequest((failed.timeout ?? 0) / completed, completed);
  }),
  goodput_rps: onArm(MAIN, (run) => ({ value: allOf(run).goodput, weight: 1 })),
  success_sojourn_mean_ms: onArm(MAIN, (run) =>
    latency(allOf(run).latencyMs, "mean", allOf(run).ok),
  ),
  caller_latency_mean_ms: onArm(MAIN, (run) =>
    latency(allOf(run).latencyAllMs, "mean", allOf(run).completed),
  ),
};

/** Time after which the start no longer shows: longer where nothing but a limit holds the queue. */
function settleS(law: Law, requestsPerS: number, servers: number, limited: boolean): number {
  const load = (requestsPerS * law.meanMs) / 1000 / servers;
  if (!limited) return warmupS(law, requestsPerS, servers);
  return Math.max(
    load < 0.95 ? warmupS(law, requestsPerS, servers) : 0,
    (1000 * law.meanMs) / 1000,
  );
}

function express(params: Parameters, names: readonly string[]): Experiment {
  const arrivals = arrivalsOf(params);
  const law = serviceLaw(params);
  const servers = params.numberOr("servers", 1);
  const queueLengthMax = queueBound(params, servers);
  const queueTimeoutMs = queueTimeout(params);
  const order = discipline(params);
  const timeoutMs = params.has("client_timeout_ms") ? params.number("client_timeout_ms") : null;
  params.finish();

  const { requestsPerS } = arrivals;
  const limited = queueLengthMax !== null || queueTimeoutMs !== null;
  const document = scenario(
    {
      clients: client(requestsPerS, arrivals.client),
      service: station(law, servers, { queueLengthMax, queueTimeoutMs, discipline: order }),
    },
    { "clients->service": call({ timeoutMs }) },
  );
  const warmup = settleS(law, requestsPerS, servers, limited);
  const arms: Record<string, Arm> = { [MAIN]: { document, requestsPerS, warmupS: warmup } };
  const named = measuresByName(names, { arm: MAIN, stations: ["service"], sojourn: "station" });
  const measures = { ...named, ...(timeoutMs === null ? {} : CALLER_MEASURES) };
  if (!names.includes("service_cv2")) return { arms, measures };
  arms.alone = aloneArm(law, requestsPerS);
  return { arms, measures: { ...measures, service_cv2: serviceVariability("alone", "service") } };
}

export const SINGLE_STATION: Family = {
  model: /^(M|M\^\[\w+\]|D)\/[\w\s]+(\/[\d/]+|\+\w+)?/,
  express,
};
