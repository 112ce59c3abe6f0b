// One queue in front of c servers: what arrives, how long the work takes and what the station does
// besides is read from the parameters, and from Kendall's notation where they leave it open.
import { arrivalsOf } from "../arrivals.ts";
import {
  type Arm,
  type Experiment,
  MAIN,
  type Measure,
  onArm,
  timeAverage,
} from "../experiment.ts";
import type { Family } from "../family.ts";
import { notationIn } from "../kendall.ts";
import type { Law } from "../laws.ts";
import { allOf, latency, measuresByName, nodeOf, presentMeasure, told } from "../measures.ts";
import { lawOf, serviceLaw } from "../named-laws.ts";
import type { Parameters } from "../parameters.ts";
import { pooledDeviation } from "../pooled.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import { type StationCase, settleS, stationCase } from "../station-case.ts";
import { classes, hasClasses } from "./classes.ts";

/** The same service without any queue: its latency is the service time itself. */
function aloneArm(law: Law, requestsPerS: number): Arm {
  const document = scenario(
    { clients: client(requestsPerS), service: station(law, null) },
    { "clients->service": call() },
  );
  return { document, requestsPerS, warmupS: (20 * law.meanMs) / 1000 };
}

/** Squared coefficient of variation of a node's latency. */
export function serviceVariability(arm: string, node: string): Measure {
  return onArm(arm, (run) => {
    const { latencyMs, completions } = nodeOf(run, node);
    const reading = pooledDeviation(latencyMs, completions);
    const of = (sums: Float64Array) => (reading.of(sums) / (sums[1]! / sums[0]!)) ** 2;
    return { ...reading, of };
  });
}

/** What a caller with a time-out sees. */
const CALLER_MEASURES: Readonly<Record<string, Measure>> = {
  timeout_fraction: onArm(MAIN, (run) => {
    const { failed, completed } = allOf(run);
    return { value: (failed.timeout ?? 0) / completed, weight: completed };
  }),
  goodput_rps: onArm(MAIN, (run) => timeAverage(allOf(run).goodput)),
  success_sojourn_mean_ms: onArm(MAIN, (run) =>
    latency(allOf(run).latencyMs, "mean", allOf(run).ok),
  ),
  caller_latency_mean_ms: onArm(MAIN, (run) =>
    latency(allOf(run).latencyAllMs, "mean", allOf(run).completed),
  ),
};

/** Values that hang on the station's own parameters. */
function ownMeasures(of: StationCase, law: Law): Record<string, Measure> {
  const level = (read: (run: ReturnType<typeof nodeOf>) => number) =>
    onArm(MAIN, (run) => timeAverage(read(nodeOf(run, "service"))));
  const measures: Record<string, Measure> = {};
  // An idle single server is an empty system, unless it may be idle for another reason.
  const idleIsEmpty = of.servers === 1 && of.availability === 1 && of.memoryS === 0;
  const empty = idleIsEmpty
    ? level(({ utilization }) => 1 - told(utilization, "utilization"))
    : presentMeasure(MAIN, "service", 0);
  for (const name of ["p_empty", "p_idle", "p0", "p_0"]) measures[name] = empty;
  if (of.fields.bulk !== undefined) {
    // Requests done over batches done: the busy time holds one service time a batch.
    measures.batch_size_mean = level(({ throughput, utilization }) => {
      const busy = (of.servers ?? Number.NaN) * told(utilization, "utilization");
      return (throughput * law.meanMs) / 1000 / busy;
    });
  }
  if (of.availability < 1) {
    // Availability: the part of the slots' whole time that slots were there to be used.
    const working = ({ workingRatio }: ReturnType<typeof nodeOf>) => told(workingRatio, "working");
    measures.effective_utilization = level(working);
    measures.availability = level((node) => {
      const workPerS = (node.throughput * law.meanMs) / 1000 / (of.servers ?? Number.NaN);
      return workPerS / working(node);
    });
  }
  return measures;
}

function numberPresent(names: readonly string[]): Record<string, Measure> {
  const measures: Record<string, Measure> = {};
  for (const name of names) {
    const count = /^p_n(?:=|_)?(\d+)$/.exec(name)?.[1];
    if (count === undefined) continue;
    measures[name] = presentMeasure(MAIN, "service", Number(count));
  }
  return measures;
}

/** Where batches are served together, the law is that of the whole batch. */
function lawOfService(params: Parameters, letter: string | undefined): Law {
  const isBulk = params.namesLike(/^batch_(mean|service)\w*_(ms|s)$/).length > 0;
  if (!isBulk) return serviceLaw(params, letter);
  return lawOf(params, "service", ["batch_mean", "batch_service", "batch_service_mean"], letter);
}

function express(params: Parameters, names: readonly string[], model: string): Experiment {
  if (hasClasses(params)) return classes(params, names, model);
  const notation = notationIn(model);
  const arrivals = arrivalsOf(params, notation);
  const law = lawOfService(params, notation?.service);
  const of = stationCase(params, model, law, notation);
  const timeoutMs = params.durationMs("client_timeout") ?? null;
  params.finish();

  const { requestsPerS } = arrivals;
  const document = scenario(
    {
      clients: client(requestsPerS, arrivals.client),
      service: station(law, of.servers, of.fields),
    },
    { "clients->service": call({ timeoutMs }) },
  );
  const settledS = settleS(of, law, requestsPerS, arrivals.scv) + 20 * arrivals.memoryS;
  const arms: Record<string, Arm> = { [MAIN]: { document, requestsPerS, warmupS: settledS } };
  const measures = {
    ...measuresByName(names, { arm: MAIN, stations: ["service"], sojourn: "station" }),
    ...numberPresent(names),
    ...ownMeasures(of, law),
    ...(timeoutMs === null ? {} : CALLER_MEASURES),
  };
  if (!names.includes("service_cv2")) return { arms, measures };
  arms.alone = aloneArm(law, requestsPerS);
  return { arms, measures: { ...measures, service_cv2: serviceVariability("alone", "service") } };
}

export const SINGLE_STATION: Family = {
  model:
    /[A-Z]\w*(\(\d+\))?(\^\[?\w+\]?)?\/[A-Za-z]\w*(\^\[[\w.]+\])?\/(\w+|∞)|\bPS\b|processor sharing/,
  express,
};
