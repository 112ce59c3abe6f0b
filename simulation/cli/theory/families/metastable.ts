// Metastable failures: a station that stands still for a while, callers that give up and try again
// at once, and work that nobody waits for any more. The reference is a fluid model, so arrivals and
// services are deterministic; outcomes must hold with random ones as well.
import { engine } from "../../../engine/engine.ts";
import { edgeColumn, nodeColumn, rowLengthOf } from "../../../results/series.ts";
import type { ScenarioDocument } from "../../../scenario/document.ts";
import type { Family, Outcome } from "../family.ts";
import type { Metric } from "../judge.ts";
import { constant, exponential } from "../laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { firstSeedOf, resolveForRun, runToEnd } from "../replicate.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import { expectationsOf, type TheoryCase, type Value } from "../theory-case.ts";

const NODE = "service";
const EDGE = "clients->service";
const SLOTS = 10;
const SEEDS = 20;
/** Of twenty random runs, so many must end as the deterministic one. */
const SEEDS_ALIKE = 19;
/** Time to tell recovery from growth, and the stretch at its end over which rates are taken, s. */
const HORIZON_S = 60;
const STRETCH_S = 10;
const WINDOWS = 6000;
/** Outage after which every attempt times out for long, s. */
const LONG_OUTAGE_S = 10;
const BISECTIONS = 12;
/** Relative errors that the rule of the fluid cases names. */
const FLUID = 0.03;
const GROWTH = 0.05;

interface System {
  readonly capacityPerS: number;
  readonly offeredPerS: number;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
}

interface Storm {
  readonly outageS: number;
  readonly horizonS?: number;
  /** From the second `atS` on only so many requests come. */
  readonly shed?: { readonly toPerS: number; readonly atS: number };
  readonly offeredPerS?: number;
  readonly random?: boolean;
}

function stormOf(system: System, storm: Storm): ScenarioDocument {
  const { outageS, shed, random = false } = storm;
  const offeredPerS = storm.offeredPerS ?? system.offeredPerS;
  const serviceMs = (1000 * SLOTS) / system.capacityPerS;
  const law = random ? exponential(serviceMs) : constant(serviceMs);
  const profile = shed && {
    shape: "steps",
    points: [
      [0, 1],
      [shed.atS, shed.toPerS / offeredPerS],
    ],
  };
  const retry = {
    maxAttempts: system.maxAttempts,
    backoff: { type: "none" },
    retryOn: ["timeout"],
  };
  return scenario(
    {
      clients: client(offeredPerS, {
        arrivals: random ? "poisson" : "constant",
        ...(profile ? { profile } : {}),
      }),
      [NODE]: station(law, SLOTS),
    },
    { [EDGE]: call({ timeoutMs: system.timeoutMs, cancel: "none", retry }) },
    { faults: { outage: { kind: "pause", target: NODE, atS: 0, forS: outageS } } },
  );
}

/** What the series of a run tells. */
interface Course {
  /** When the queue was empty for the first time after the outage, s; null: never. */
  readonly emptyAtS: number | null;
  /** It is so at the end, and nobody is tried again. */
  readonly recovered: boolean;
  /** Over the last stretch: attempts per second, per call, and growth of the queue per second. */
  readonly attemptsPerS: number;
  readonly amplification: number;
  readonly growthPerS: number;
}

let requests = 0;

function courseOf(system: System, storm: Storm, seed = 1): Course {
  const horizonS = storm.horizonS ?? HORIZON_S;
  const windowS = horizonS / WINDOWS;
  const document = stormOf(system, storm);
  const options = { warmupS: 0, durationS: horizonS, firstSeed: seed };
  engine.load(resolveForRun(document, options, windowS), seed);
  runToEnd(horizonS * 1000);
  requests += engine.totals().endToEnd.all?.offered ?? 0;
  const layout = engine.layout();
  const rows = engine.rows(0);
  const length = rowLengthOf(layout);
  const count = rows.length / length;
  const at = (row: number, column: number): number => rows[row * length + column] ?? Number.NaN;
  const node = layout.nodeIds.indexOf(NODE);
  const queue = nodeColumn(layout, node, "queueEnd");
  const attempts = edgeColumn(layout, 0, "attempts");
  const calls = edgeColumn(layout, 0, "calls");
  const first = Math.ceil(storm.outageS / windowS);
  let empty: number | null = null;
  for (let row = first; row < count && empty === null; row++) {
    if (at(row, queue) === 0) empty = (at(row, 0) as number) / 1000;
  }
  const from = Math.round(count * (1 - STRETCH_S / horizonS));
  let sent = 0;
  let made = 0;
  for (let row = from; row < count; row++) {
    sent += at(row, attempts);
    made += at(row, calls);
  }
  return {
    emptyAtS: empty,
    recovered: empty !== null && sent <= made,
    attemptsPerS: sent / STRETCH_S,
    amplification: sent / made,
    growthPerS: (at(count - 1, queue) - at(from - 1, queue)) / STRETCH_S,
  };
}

/** The point between two where an answer turns from false to true. */
function turningPoint(low: number, high: number, holds: (value: number) => boolean): number {
  let [below, above] = [low, high];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return (below + above) / 2;
}

/** Load from which the backlog grows while every attempt times out, requests per second. */
function vulnerableLoad(system: System): number {
  return turningPoint(0, system.capacityPerS, (offeredPerS) => {
    const storm = { outageS: LONG_OUTAGE_S, horizonS: 3 * LONG_OUTAGE_S, offeredPerS };
    return courseOf(system, storm).growthPerS > 0;
  });
}

function metric(name: string, reference: number, estimate: number, allowed: number): Metric {
  const pass = Math.abs(estimate - reference) <= allowed;
  const judged = { name, reference, estimate, se: null, z: null, pass };
  return pass ? judged : { ...judged, why: `more than ${allowed} off` };
}

/** The course that a group of expected values is about, by the group's name. */
function stormNamed(name: string, outages: readonly number[]): Storm {
  const [, outage] = /^outage_([\d.]+)s$/.exec(name) ?? [];
  if (outage !== undefined) return { outageS: Number(outage) };
  const [, toPerS, atS] = /^shed_to_([\d.]+)rps_at_([\d.]+)s$/.exec(name) ?? [];
  if (toPerS === undefined) throw new Unsupported(`no mapping for "${name}"`);
  const shed = { toPerS: Number(toPerS), atS: Number(atS) };
  return { outageS: Math.max(...outages), shed, horizonS: 2.5 * HORIZON_S };
}

/** Every number of a course, and its outcome: in one deterministic run, and in most random ones. */
function judgeCourse(
  name: string,
  expected: Readonly<Record<string, Value>>,
  system: System,
  storm: Storm,
  firstSeed: number,
): Metric[] {
  const course = courseOf(system, storm);
  const metrics: Metric[] = [];
  for (const [key, value] of Object.entries(expected)) {
    const path = `${name}.${key}`;
    if (key === "outcome") {
      const recovers = value === "recovers" ? 1 : 0;
      metrics.push(metric(path, recovers, course.recovered ? 1 : 0, 0));
      let alike = 0;
      for (let seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
        const { recovered } = courseOf(system, { ...storm, random: true }, seed);
        if (recovered === (recovers === 1)) alike++;
      }
      metrics.push(metric(`${path} (random)`, SEEDS, alike, SEEDS - SEEDS_ALIKE));
    } else if (key === "recovered_at_s") {
      if (typeof value !== "number") continue;
      const allowed = Math.max(FLUID * value, (2 * system.timeoutMs) / 100_000);
      metrics.push(metric(path, value, course.emptyAtS ?? Number.NaN, allowed));
    } else if (key === "arrival_rate_at_end_rps" && typeof value === "number") {
      metrics.push(metric(path, value, course.attemptsPerS, FLUID * value));
    } else if (key === "backlog_growth_rps" && typeof value === "number") {
      metrics.push(metric(path, value, course.growthPerS, GROWTH * Math.max(1, value)));
    } else {
      throw new Unsupported(`no mapping for "${path}"`);
    }
  }
  return metrics;
}

function metastable(theory: TheoryCase, params: Parameters): Outcome {
  const system: System = {
    capacityPerS: params.number("capacity_rps"),
    offeredPerS: params.number("offered_rps"),
    maxAttempts: params.number("max_attempts"),
    timeoutMs: 1000 * params.number("timeout_s"),
  };
  const outages = params.numbers("outages_s");
  if (!/^capacity 0 on \[0,D\)$/.test(params.text("trigger"))) {
    throw new Unsupported("the trigger is not a standstill");
  }
  params.finish();
  requests = 0;
  const firstSeed = firstSeedOf(theory);
  const long = { outageS: LONG_OUTAGE_S, horizonS: 30 * LONG_OUTAGE_S };
  const whole = { outageS: HORIZON_S, horizonS: HORIZON_S };
  const wanted: Readonly<Record<string, () => number>> = {
    vulnerable_load_threshold_rps: () => vulnerableLoad(system),
    amplification_in_metastable_state: () => courseOf(system, whole).amplification,
    metastable_state_possible: () => (courseOf(system, long).recovered ? 0 : 1),
    critical_outage_s: () =>
      turningPoint(0, LONG_OUTAGE_S / 2, (outageS) => !courseOf(system, { outageS }).recovered),
  };
  const metrics: Metric[] = [];
  const missing: string[] = [];
  for (const { name, reference } of expectationsOf(theory)) {
    if (name.includes(".")) continue;
    const measure = wanted[name];
    if (measure === undefined) missing.push(name);
    else metrics.push(metric(name, reference, measure(), FLUID * reference));
  }
  for (const [name, value] of Object.entries(theory.expected)) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    const storm = stormNamed(name, outages);
    const expected = value as Readonly<Record<string, Value>>;
    metrics.push(...judgeCourse(name, expected, system, storm, firstSeed));
  }
  return { metrics, missing, replications: SEEDS, requests };
}

export const METASTABLE: readonly Family[] = [
  { model: /^Metastable retry storm/, check: metastable },
];
