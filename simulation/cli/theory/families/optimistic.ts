// Clients that compete for one row by optimistic concurrency, compared with a published simulator of
// the same thing: how many writes it takes until everybody has written once, and how long.
import type { EngineTotals } from "../../../results/engine-port.ts";
import type { Json, ScenarioDocument } from "../../../scenario/document.ts";
import type { Family, Outcome } from "../family.ts";
import type { Metric } from "../judge.ts";
import { allOf, edgeOf } from "../measures.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { firstSeedOf, replicate } from "../replicate.ts";
import { call, client, scenario } from "../scenarios.ts";
import { type Estimate, estimateOf } from "../statistics.ts";
import type { TheoryCase, Value } from "../theory-case.ts";

/** As many as the rule of the cases asks for at least. */
const RUNS = 200;
/** Later than the last write of any run; everybody starts at 0 and nobody after that. */
const DURATION_S = 900;
const SEEDS_APART = 10_000;
const DEFAULT_Z = 4;

/** The published simulator's first pause is twice its base, except where it is decorrelated. */
function backoffOf(variant: string, baseMs: number, capMs: number): Json {
  const grown = { type: "exponential", baseMs: 2 * baseMs, factor: 2, capMs };
  switch (variant) {
    case "None":
      return { type: "none" };
    case "Exponential":
      return { ...grown, jitter: "none" };
    case "EqualJitter":
      return { ...grown, jitter: "equal" };
    case "FullJitter":
      return { ...grown, jitter: "full" };
    case "Decorr":
      return { ...grown, baseMs, jitter: "decorrelated" };
    default:
      throw new Unsupported(`no mapping for the back-off "${variant}"`);
  }
}

function contention(clients: number, networkMs: Json, backoff: Json): ScenarioDocument {
  const users = { arrivals: "constant", offsetMs: 0, batch: clients };
  const row = { serviceTime: 0, concurrency: null, queueLengthMax: null, keyCount: 1 };
  const retry = { maxAttempts: null, backoff, retryOn: ["conflict"] };
  return scenario(
    {
      clients: client(0.5 / DURATION_S, users),
      row: { kind: "database", ...row, operations: { request: { conditional: true } } },
    },
    { "clients->row": call({ protocol: "sql", networkMs, retry }) },
  );
}

function networkOf(text: string): Json {
  const [, meanMs, std] = /^\|Normal\(([\d.]+),\s*([\d.]+)\)\| ms per message$/.exec(text) ?? [];
  if (meanMs === undefined) throw new Unsupported(`no mapping for the network "${text}"`);
  return { type: "normal", meanMs: Number(meanMs), stdMs: Number(std) };
}

function meanOf(runs: readonly EngineTotals[], read: (run: EngineTotals) => number): Estimate {
  return estimateOf(runs.map((run) => ({ value: read(run), weight: 1 })));
}

function compare(name: string, of: Reference, { mean, se }: Estimate, z: number): Metric {
  const error = Math.sqrt(se * se + of.se * of.se);
  const off = (mean - of.mean) / error;
  const metric = { name, reference: of.mean, estimate: mean, se: error, z: off };
  const pass = Math.abs(off) <= z;
  return pass
    ? { ...metric, pass }
    : { ...metric, pass, why: `more than ${z} standard errors off` };
}

interface Reference {
  readonly mean: number;
  readonly se: number;
}

function referenceOf(expected: Readonly<Record<string, Value>>, stem: string): Reference {
  const mean = expected[`${stem}_mean`];
  const se = expected[`${stem}_se`];
  if (typeof mean !== "number" || typeof se !== "number") {
    throw new Unsupported(`the case has no "${stem}_mean" with its error`);
  }
  return { mean, se };
}

interface Means {
  readonly calls: number;
  readonly completionMs: number;
}

/** Orders that the rule of the cases wants kept, for numbers of clients between two limits. */
const ORDERS = [
  {
    name: "order of calls",
    clients: [50, Number.POSITIVE_INFINITY],
    of: ({ calls }: Means) => calls,
    rising: ["FullJitter", "EqualJitter", "Decorr", "Exponential", "None"],
  },
  {
    name: "order of completion times",
    clients: [20, 100],
    of: ({ completionMs }: Means) => completionMs,
    rising: ["None", "Decorr", "FullJitter", "EqualJitter", "Exponential"],
  },
] as const;

function orders(clients: number, means: Readonly<Record<string, Means>>): Metric[] {
  return ORDERS.filter(({ clients: [least, most] }) => clients >= least && clients <= most).map(
    ({ name, of, rising }) => {
      const values = rising.flatMap((variant) => (means[variant] ? [of(means[variant])] : []));
      const pass = values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0));
      const metric = { name, reference: 1, estimate: pass ? 1 : 0, se: null, z: null, pass };
      return pass ? metric : { ...metric, why: "another order" };
    },
  );
}

function occ(theory: TheoryCase, params: Parameters): Outcome {
  const clients = params.number("clients");
  const baseMs = params.number("base_ms");
  const capMs = params.number("cap_ms");
  const networkMs = networkOf(params.text("network"));
  const note = params.textOr("note", "");
  if (!/first wait 2\*base/.test(note)) throw new Unsupported("another back-off index is meant");
  params.finish();
  const z = theory.tolerance_rule.z ?? DEFAULT_Z;
  const metrics: Metric[] = [];
  const means: Record<string, Means> = {};
  Object.entries(theory.expected).forEach(([variant, value], i) => {
    const expected = value as Readonly<Record<string, Value>>;
    const document = contention(clients, networkMs, backoffOf(variant, baseMs, capMs));
    const firstSeed = firstSeedOf(theory) + i * SEEDS_APART;
    const options = { warmupS: 0, durationS: DURATION_S, seeds: RUNS, firstSeed };
    const runs = replicate(document, options);
    if (runs.some((run) => allOf(run).ok !== clients)) throw new Error("a run was too short");
    const calls = meanOf(runs, (run) => edgeOf(run, "clients->row").attempts);
    const completion = meanOf(runs, (run) => allOf(run).latencyMs.max ?? Number.NaN);
    metrics.push(compare(`${variant}.calls_mean`, referenceOf(expected, "calls"), calls, z));
    const reference = referenceOf(expected, "completion_ms");
    metrics.push(compare(`${variant}.completion_ms_mean`, reference, completion, z));
    means[variant] = { calls: calls.mean, completionMs: completion.mean };
  });
  metrics.push(...orders(clients, means));
  const count = RUNS * Object.keys(means).length;
  return { metrics, missing: [], replications: RUNS, requests: count * clients };
}

export const OPTIMISTIC: readonly Family[] = [
  { model: /OCC contention, \d+ clients$/, check: occ },
];
