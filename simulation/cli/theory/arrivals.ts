// How a case says that requests arrive: Poisson, renewal, in batches or modulated by a Markov chain.
import type { Json } from "../../scenario/document.ts";
import type { Notation } from "./kendall.ts";
import { constant, type Law } from "./laws.ts";
import { lawNamed } from "./named-laws.ts";
import { type Parameters, Unsupported } from "./parameters.ts";

export interface Arrivals {
  readonly requestsPerS: number;
  /** Fields of the client, its rate included. */
  readonly client: Readonly<Record<string, Json>>;
  /** Squared coefficient of variation of a renewal process that is as bursty in the long run. */
  readonly scv: number;
  /** Time in which the process forgets its state, s. */
  readonly memoryS: number;
}

function poisson(ratePerS: number): Arrivals {
  return { requestsPerS: ratePerS, client: { ratePerS }, scv: 1, memoryS: 0 };
}

function renewal(law: Law): Arrivals {
  const requestsPerS = 1000 / law.meanMs;
  const arrivals = law.scv === 0 ? "constant" : (law.literal as Json);
  return {
    requestsPerS,
    client: { ratePerS: requestsPerS, arrivals },
    scv: law.scv,
    memoryS: law.meanMs / 1000,
  };
}

interface BatchLaw {
  readonly literal: Json;
  readonly mean: number;
  /** Second moment. */
  readonly square: number;
}

/** A batch law with a probability for each size. */
function sizes(probabilities: ReadonlyMap<number, number>): BatchLaw {
  const values = [...probabilities.keys()];
  const weights = [...probabilities.values()];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (power: number) =>
    values.reduce((sum, value, i) => sum + (weights[i]! / total) * value ** power, 0);
  return { literal: { type: "empirical", values, weights }, mean: moment(1), square: moment(2) };
}

/** Sizes 1, 2, ...: an exponential rounded up, for the client rounds half a request more. */
function geometric(success: number): BatchLaw {
  if (!(success > 0 && success <= 1)) throw new Unsupported("a batch law without its probability");
  if (success === 1) return { literal: 1, mean: 1, square: 1 };
  const mean = -1 / Math.log(1 - success);
  return {
    literal: { type: "exponential", mean, shift: 0.5 },
    mean: 1 / success,
    square: (2 - success) / success ** 2,
  };
}

const POISSON_TAIL = 1e-15;

function poissonSizes(mean: number): BatchLaw {
  const probabilities = new Map<number, number>();
  let probability = Math.exp(-mean);
  for (let size = 0; size < mean || probability > POISSON_TAIL; size++) {
    probabilities.set(size, probability);
    probability *= mean / (size + 1);
  }
  return sizes(probabilities);
}

function batchOfText(text: string, mean: number | undefined): BatchLaw {
  const success = /\bp\s*=\s*([\d.]+)/.exec(text)?.[1];
  const [, low, high] = /(\d+)\s*(?:,?\s*\.\.\.?,?|-|,|to)\s*(\d+)/.exec(text) ?? [];
  const stated = Number(/\bmean\s*=?\s*([\d.]+)/.exec(text)?.[1] ?? mean ?? Number.NaN);
  if (/^geom/i.test(text)) {
    return geometric(success === undefined ? 1 / stated : Number(success));
  }
  if (/^unif/i.test(text) && low !== undefined && high !== undefined) {
    const span = Array.from({ length: Number(high) - Number(low) + 1 }, (_, i) => Number(low) + i);
    return sizes(new Map(span.map((size) => [size, 1])));
  }
  if (/^poisson/i.test(text) && stated > 0) return poissonSizes(stated);
  throw new Unsupported(`no mapping for the batch law "${text}"`);
}

function batchLaw(params: Parameters): BatchLaw {
  const fixed = params.firstNumber("batch_size", "batch");
  if (fixed !== undefined) return { literal: fixed, mean: fixed, square: fixed ** 2 };
  const mean = params.firstNumber("batch_mean", "batch_size_mean", "mean_batch");
  const text = ["batch", "batch_size", "batch_law"].find((name) => params.isText(name));
  if (text !== undefined) return batchOfText(params.text(text), mean);
  if (params.has("batch") && !params.isList("batch")) {
    const named = params.record("batch");
    const pairs = named
      .namesLike(/^\d+$/)
      .map((size) => [Number(size), named.number(size)] as const);
    named.finish();
    return sizes(new Map(pairs));
  }
  const pmf = ["batch_pmf", "batch_probabilities"].find((name) => params.isList(name));
  if (pmf !== undefined) {
    // Probabilities of 1, 2, ... unless the sizes are listed too.
    const listed = ["batch_sizes", "batch_values"].find((name) => params.isList(name));
    const weights = params.numbers(pmf);
    const values = listed === undefined ? weights.map((_, i) => i + 1) : params.numbers(listed);
    return sizes(new Map(values.map((size, i) => [size, weights[i] ?? 0])));
  }
  throw new Unsupported("the case has no law of the batch sizes");
}

function inBatches(params: Parameters): Arrivals {
  const batch = batchLaw(params);
  const perS = params.firstNumber(
    "batch_rate_per_s",
    "batch_rate_rps",
    "lambda_rps",
    "lambda_per_s",
  );
  if (perS === undefined) throw new Unsupported("the case has no rate of batches");
  return {
    requestsPerS: perS * batch.mean,
    client: { ratePerS: perS, batch: batch.literal },
    // Asymptotic dispersion of a compound Poisson process: E[X^2] / E[X].
    scv: batch.square / batch.mean,
    memoryS: 1 / perS,
  };
}

/** Solves pi Q = 0 with sum 1 by elimination; `rates[i][j]` from state i to j. */
export function stationary(rates: readonly (readonly number[])[]): readonly number[] {
  const n = rates.length;
  // Grassmann, Taksar and Heyman (1985): no subtraction, so no cancellation.
  const a = rates.map((row) => [...row]);
  for (let k = n - 1; k > 0; k--) {
    const out = a[k]!.slice(0, k).reduce((sum, rate) => sum + rate, 0);
    for (let i = 0; i < k; i++) {
      a[i]![k]! /= out;
      for (let j = 0; j < k; j++) if (i !== j) a[i]![j]! += a[i]![k]! * a[k]![j]!;
    }
  }
  const weights = [1];
  for (let k = 1; k < n; k++) {
    weights.push(weights.reduce((sum, weight, i) => sum + weight * a[i]![k]!, 0));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function modulated(ratesPerS: readonly number[], switchPerS: readonly number[][]): Arrivals {
  const shares = stationary(switchPerS);
  const requestsPerS = shares.reduce((sum, share, i) => sum + share * ratesPerS[i]!, 0);
  const leaving = switchPerS.map((row) => row.reduce((sum, rate) => sum + rate, 0));
  const variance = shares.reduce((sum, share, i) => {
    return sum + share * (ratesPerS[i]! - requestsPerS) ** 2;
  }, 0);
  // Exact for two states; for more, the slowest way of leaving a state stands for the memory.
  const memoryS =
    ratesPerS.length === 2 ? 1 / (leaving[0]! + leaving[1]!) : 1 / Math.min(...leaving);
  return {
    requestsPerS,
    client: { ratePerS: requestsPerS, arrivals: { type: "mmpp", ratesPerS, switchPerS } },
    scv: 1 + (2 * variance * memoryS) / requestsPerS,
    memoryS,
  };
}

/** `rate1_rps`, `switch12_per_s`, ...; lists; or mean times in the states of an on-off source. */
function modulatedArrivals(params: Parameters): Arrivals {
  const listed = ["rates_rps", "rates_per_s", "state_rates_rps"].find((name) =>
    params.isList(name),
  );
  const numbered = params.namesLike(/^(?:rate|lambda)_?\d+_(?:rps|per_s)$/);
  const rates =
    listed === undefined
      ? numbered.map((name) => params.number(name))
      : [...params.numbers(listed)];
  const on = params.firstNumber("rate_on_rps", "on_rate_rps", "lambda_on_rps");
  if (on !== undefined) {
    rates.push(on, params.firstNumber("rate_off_rps", "off_rate_rps", "lambda_off_rps") ?? 0);
    const onMs = params.durationMs("on_mean", "mean_on", "on");
    const offMs = params.durationMs("off_mean", "mean_off", "off");
    if (onMs === undefined || offMs === undefined)
      throw new Unsupported("an on-off source's times");
    return modulated(rates, [
      [0, 1000 / onMs],
      [1000 / offMs, 0],
    ]);
  }
  const matrix = ["switch_per_s", "switching_per_s", "generator_per_s", "Q", "generator"].find(
    (name) => params.isList(name),
  );
  const holding = ["sojourns_s", "mean_sojourn_s", "holding_s"].find((name) => params.isList(name));
  const between = (from: number, to: number): number => {
    if (from === to) return 0;
    const pair = `switch_?${from + 1}_?${to + 1}_per_s`;
    const name = params.namesLike(new RegExp(`^${pair}$`))[0];
    return name === undefined ? 0 : params.number(name);
  };
  if (matrix !== undefined) {
    const rows = params.list(matrix) as readonly (readonly number[])[];
    return modulated(
      rates,
      rows.map((row, i) => row.map((rate, j) => (i === j ? 0 : rate))),
    );
  }
  if (holding !== undefined && rates.length === 2) {
    const [first = 1, second = 1] = params.numbers(holding);
    return modulated(rates, [
      [0, 1 / first],
      [1 / second, 0],
    ]);
  }
  const switches = rates.map((_, from) => rates.map((_rate, to) => between(from, to)));
  return modulated(rates, switches);
}

const RENEWAL_TEXTS = ["interarrival", "interarrival_law", "arrivals", "arrival", "arrival_law"];

function renewalArrivals(params: Parameters, letter: string): Arrivals {
  const rate = params.firstNumber("lambda_rps", "lambda_per_s", "arrival_rps", "rate_rps");
  const gapMs =
    params.durationMs("interarrival", "interarrival_mean", "mean_interarrival") ??
    (rate === undefined ? undefined : 1000 / rate);
  const name = RENEWAL_TEXTS.find((each) => params.isText(each));
  const text = name === undefined ? letter : params.text(name);
  // A bare gap without any law is a metronome.
  const isMetronome =
    name === undefined && (letter === "D" || (letter === "" && rate === undefined));
  if (isMetronome && gapMs !== undefined) return renewal(constant(gapMs));
  if (/^(poisson|M$|$)/i.test(text)) {
    if (gapMs === undefined) throw new Unsupported("the case has no rate of arrivals");
    return poisson(1000 / gapMs);
  }
  return renewal(lawNamed(params, text, gapMs, "interarrival"));
}

export function arrivalsOf(params: Parameters, notation?: Notation): Arrivals {
  const batches = params.namesLike(/^(?:mean_)?batch/).filter((name) => !/mean_ms|_ms$/.test(name));
  if (batches.length > 0 && notation?.bulk === undefined) return inBatches(params);
  const isModulated =
    notation?.arrival === "MMPP" || params.namesLike(/^switch|^rate_?1_|^(?:rate_)?on_/).length > 0;
  if (isModulated) return modulatedArrivals(params);
  return renewalArrivals(params, notation?.arrival ?? "");
}
