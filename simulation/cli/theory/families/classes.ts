// Several classes of requests at one station: priorities, and processor sharing among different work.
import type { EdgeDocument, NodeDocument } from "../../../scenario/document.ts";
import {
  type Experiment,
  MAIN,
  type Measure,
  onArm,
  perRequest,
  timeAverage,
} from "../experiment.ts";
import { notationIn } from "../kendall.ts";
import { hyperexponential, type Law } from "../laws.ts";
import { allOf, latency, measuresByName, periodS } from "../measures.ts";
import { lawOf, serviceLaw, serviceLaws } from "../named-laws.ts";
import { Parameters, Unsupported } from "../parameters.ts";
import { call, client, literalOf, scenario, station } from "../scenarios.ts";
import { settleS, stationCase } from "../station-case.ts";
import { type Reading, scaled } from "../statistics.ts";
import type { Value } from "../theory-case.ts";

interface RequestClass {
  /** Name of the operation and of the clients: "class1" is served first. */
  readonly id: string;
  readonly ratePerS: number;
  readonly law: Law;
}

const SERVICE_MEANS = ["service_mean", "mean", "service", "mean_service"];

export function hasClasses(params: Parameters): boolean {
  return params.namesLike(/^classes$|^class_?1$|^lambda_?1_rps$|^lambdas_rps$/).length > 0;
}

function classOf(value: Value, index: number, shared: Law | undefined): RequestClass {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Unsupported("a class of requests is not an object");
  }
  const own = new Parameters(value as Readonly<Record<string, Value>>);
  own.ignore("name", "class", "priority", "id");
  const ratePerS = own.firstNumber("lambda_rps", "rate_rps", "lambda_per_s");
  if (ratePerS === undefined) throw new Unsupported("a class of requests has no rate");
  const hasLaw = own.namesLike(/^(mean_)?service|^mean_/).length > 0;
  if (!hasLaw && shared === undefined) throw new Unsupported("a class has no service time");
  const law = hasLaw ? lawOf(own, "service", SERVICE_MEANS) : shared!;
  own.finish();
  return { id: `class${index + 1}`, ratePerS, law };
}

/** `lambda1_rps`, `lambda2_rps`, ... with a common service law or one each. */
function numberedClasses(params: Parameters, letter: string | undefined): RequestClass[] {
  const listed = params.isList("lambdas_rps");
  const rates = listed
    ? params.numbers("lambdas_rps")
    : params.namesLike(/^lambda_?\d+_rps$/).map((name) => params.number(name));
  if (params.isList("service_means_ms")) {
    const means = params.numbers("service_means_ms");
    const laws = serviceLaws(params, means, letter);
    return rates.map((ratePerS, i) => ({ id: `class${i + 1}`, ratePerS, law: laws[i]! }));
  }
  return rates.map((ratePerS, i) => {
    const stem = `service${i + 1}`;
    const hasOwn = params.namesLike(new RegExp(`^${stem}_|^mean_?${i + 1}_|^service_mean${i + 1}`));
    const means = [`${stem}_mean`, stem, `service_mean${i + 1}`, `mean${i + 1}`, `mean_${i + 1}`];
    const law = hasOwn.length > 0 ? lawOf(params, stem, means, letter) : serviceLaw(params, letter);
    return { id: `class${i + 1}`, ratePerS, law };
  });
}

function classesOf(params: Parameters, letter: string | undefined): RequestClass[] {
  const hasShared = params.namesLike(/^service_(mean_)?m?s$/).length > 0;
  const shared = hasShared ? serviceLaw(params, letter) : undefined;
  if (params.has("classes")) {
    return params.list("classes").map((value, i) => classOf(value, i, shared));
  }
  const named = params.namesLike(/^class_?\d+$/);
  if (named.length > 0) return named.map((name, i) => classOf(params.value(name), i, shared));
  return numberedClasses(params, letter);
}

/** All work together, for how long the start shows. */
function mixed(classList: readonly RequestClass[]): Law {
  const rates = classList.map(({ ratePerS }) => ratePerS);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const means = classList.map(({ law }) => law.meanMs);
  const { meanMs } = hyperexponential(rates, means);
  const second = classList.reduce((sum, { ratePerS, law }) => {
    return sum + (ratePerS / total) * law.meanMs ** 2 * (1 + Math.min(law.scv, 20));
  }, 0);
  return { literal: meanMs, meanMs, scv: Math.max(0, second / meanMs ** 2 - 1) };
}

/** Time at the station less the work itself: what a class waits, interruptions included. */
function waitOf({ id, law }: RequestClass): Measure {
  return onArm(MAIN, (run) => {
    const { latencyMs, completed } = allOf(run, id);
    return perRequest(latencyMs.mean === null ? null : latencyMs.mean - law.meanMs, completed);
  });
}

function measuresOf(each: RequestClass, index: number): Record<string, Measure> {
  const { id } = each;
  const n = index + 1;
  const sojourn = (name: string) =>
    onArm(MAIN, (run) => latency(allOf(run, id).latencyMs, name, allOf(run, id).ok));
  const present = onArm(MAIN, (run) => {
    const { latencyMs, ok } = allOf(run, id);
    return timeAverage(((latencyMs.mean ?? 0) * ok) / (periodS(run) * 1000));
  });
  const waiting = onArm(MAIN, (run) => {
    const { latencyMs, ok } = allOf(run, id);
    const waitMs = (latencyMs.mean ?? each.law.meanMs) - each.law.meanMs;
    return timeAverage((waitMs * ok) / (periodS(run) * 1000));
  });
  const measures: Record<string, Measure> = {};
  const say = (measure: Measure, ...names: string[]) => {
    for (const name of names) measures[name] = measure;
  };
  say(waitOf(each), `wait${n}_mean_ms`, `wait_class${n}_mean_ms`, `class${n}_wait_mean_ms`);
  for (const name of ["mean", "std", "p50", "p90", "p95", "p99"]) {
    const names = [`sojourn${n}`, `sojourn_class${n}`, `class${n}_sojourn`, `response${n}`];
    say(sojourn(name), ...names.map((stem) => `${stem}_${name}_ms`));
  }
  say(present, `mean_class${n}`, `mean_in_system${n}`, `mean_in_system_class${n}`, `L${n}`);
  say(waiting, `mean_queue_len${n}`, `mean_queue_len_class${n}`, `Lq${n}`);
  const share = (read: (run: ReturnType<typeof allOf>) => number): Measure =>
    onArm(MAIN, (run) => perRequest(read(allOf(run, id)), allOf(run, id).completed));
  say(
    share(({ failed, completed }) => (failed.rejected ?? 0) / completed),
    `p_block${n}`,
    `p_block_class${n}`,
    `p_loss${n}`,
  );
  say(
    onArm(MAIN, (run) => timeAverage(allOf(run, id).throughput)),
    `throughput${n}_rps`,
    `throughput_class${n}_rps`,
  );
  return measures;
}

/** Sum over the classes of load times mean wait, which no order of service can change. */
function conservation(classList: readonly RequestClass[]): Measure {
  return onArm(MAIN, (run): Reading => {
    const sums: number[] = [];
    for (const { id } of classList) {
      const { latencyMs, ok } = allOf(run, id);
      sums.push(ok, ok * (latencyMs.mean ?? 0));
    }
    const of = (all: Float64Array) =>
      classList.reduce((sum, { ratePerS, law }, i) => {
        const waitMs = all[2 * i + 1]! / all[2 * i]! - law.meanMs;
        return sum + ((ratePerS * law.meanMs) / 1000) * waitMs;
      }, 0);
    return scaled({ sums, of, weight: 1 }, 1);
  });
}

function preemptionOf(params: Parameters, model: string): string {
  const stated = params.has("preemptive") ? params.value("preemptive") : undefined;
  if (stated !== undefined) return stated === false || stated === "none" ? "none" : "resume";
  if (/preemptive[- ]repeat/i.test(model)) throw new Unsupported("interrupted work is resumed");
  return /preempti/i.test(model) && !/non-?\s?preempti/i.test(model) ? "resume" : "none";
}

export function classes(params: Parameters, names: readonly string[], model: string): Experiment {
  const notation = notationIn(model);
  const classList = classesOf(params, notation?.service);
  const preemptive = preemptionOf(params, model);
  const all = mixed(classList);
  const of = stationCase(params, model, all, notation);
  params.ignore("service");
  params.finish();
  const hasPriorities = of.fields.discipline === "priority";
  const nodes: Record<string, NodeDocument> = {};
  const edges: Record<string, EdgeDocument> = {};
  const operations: Record<string, NonNullable<NodeDocument[string]>> = {};
  classList.forEach(({ id, ratePerS, law }, i) => {
    nodes[`clients${i + 1}`] = client(ratePerS, { requests: { [id]: {} } });
    edges[`clients${i + 1}->service`] = call();
    const priority = hasPriorities ? { priority: i } : {};
    operations[id] = { serviceTime: literalOf(law), ...priority };
  });
  nodes.service = station(all, of.servers, {
    ...of.fields,
    ...(preemptive === "none" ? {} : { preemptive }),
    operations,
  });
  const requestsPerS = classList.reduce((sum, { ratePerS }) => sum + ratePerS, 0);
  const load = (requestsPerS * all.meanMs) / 1000 / (of.servers ?? Number.POSITIVE_INFINITY);
  // The last class waits for all others: its memory is longer than that of the whole queue.
  const stretch = hasPriorities && load < 1 ? 2 : 1;
  const warmupS = stretch * settleS(of, all, requestsPerS, 1);
  let measures = measuresByName(names, { arm: MAIN, stations: ["service"], sojourn: "station" });
  classList.forEach((each, i) => {
    measures = { ...measures, ...measuresOf(each, i) };
  });
  const conserved = { conservation_sum_rho_wait: conservation(classList) };
  return {
    arms: { [MAIN]: { document: scenario(nodes, edges), requestsPerS, warmupS } },
    measures: { ...measures, ...conserved },
  };
}
