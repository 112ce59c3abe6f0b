// The chain of three servers behind a client that may retry, as measured: fed with the arrivals and
// service times of each measured run, slowed down for ten seconds.
import { expect } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { arrivalTimes, exponentials, meanOf, play, scenarioOf, withValues } from "./measured.ts";

const CHAIN_SEEDS = [500, 501, 502, 503, 504];

/** What the measurements report of a run of 50 s that is slowed down from 10 to 20 s. */
export interface ChainRun {
  readonly during: number;
  readonly last: number;
  readonly attempts: number;
  readonly failed: number;
  readonly rejected: number;
  readonly gatewayQueue: number;
  readonly ordersQueue: number;
  readonly paymentQueue: number;
  /** Seconds after the slow-down until three good ones in a row; NaN if there are none. */
  readonly recoveredAfterS: number;
}

function chainRun(document: ScenarioDocument, seed: number, ratePerS: number): ChainRun {
  const timesMs = arrivalTimes(seed, ratePerS, 50_000);
  const set = {
    "nodes.client.arrivals": { type: "trace", timesMs },
    "nodes.orders.serviceTime": {
      type: "trace",
      valuesMs: exponentials(10 * seed + 2, 20, 20_000),
    },
    "nodes.payment.serviceTime": {
      type: "trace",
      valuesMs: exponentials(10 * seed + 3, 50, 20_000),
    },
  };
  const calm = play(withValues(document, { ...set, "run.durationS": 10 })).totals.endToEnd.all;
  const before = calm?.latencyMs.p99 ?? Number.NaN;
  const run = play(withValues(document, set));
  const { edges, endToEnd, nodes } = run.totals;
  const ok = run.type("ok");
  const offered = run.type("offered");
  const p99 = run.type("p99Ms");
  const good = ok.map(
    (count, s) => count >= 0.85 * (offered[s] ?? 0) && (p99[s] ?? Infinity) <= 2 * before,
  );
  const first = good.findIndex((_, s) => s >= 20 && good[s] && good[s + 1] && good[s + 2]);
  const all = endToEnd.all;
  const gateway = nodes.gateway;
  if (all === undefined || gateway === undefined) throw new Error("no result");
  return {
    during: meanOf(ok.slice(12, 20)),
    last: meanOf(ok.slice(40, 50)),
    attempts: (edges["client->gateway"]?.attempts ?? Number.NaN) / all.offered,
    failed: Object.values(all.failed).reduce((sum, count) => sum + count, 0),
    rejected: gateway.failed.rejected ?? 0,
    gatewayQueue: gateway.queue.max,
    ordersQueue: nodes.orders?.queue.max ?? Number.NaN,
    paymentQueue: nodes.payment?.queue.max ?? Number.NaN,
    recoveredAfterS: first < 0 ? Number.NaN : first - 20,
  };
}

const chainRuns = new Map<string, readonly ChainRun[]>();

/** The five runs of a chain, made once. */
export function chains(id: string, ratePerS = 100): readonly ChainRun[] {
  const known = chainRuns.get(id);
  if (known !== undefined) return known;
  const runs = CHAIN_SEEDS.map((seed) => chainRun(scenarioOf(id), seed, ratePerS));
  chainRuns.set(id, runs);
  return runs;
}

/** Mean of a field over the five runs. */
export function average(runs: readonly ChainRun[], field: keyof ChainRun): number {
  return meanOf(runs.map((run) => run[field]));
}

export function expectWithin(
  value: number,
  measured: { readonly mean: number },
  share: number,
): void {
  expect(Math.abs(value - measured.mean)).toBeLessThanOrEqual(share * measured.mean);
}
