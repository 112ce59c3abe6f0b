// Clients that come back after an outage, keys that stay with their server, and writers that want the
// same row, as measured.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { instanceLoad } from "../../simulation/primitives/instance-load.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved } from "../support/simulate.ts";
import { meanOf, measuredOf, play, scenarioOf, withValues } from "./measured.ts";

/** Windows of 100 ms from the restart on. */
const RESTART_WINDOW = 25;
const WINDOW_MS = 100;

/** How many are back in each window after the restart. */
function returnsOf(id: string, seed: number): readonly number[] {
  const run = play(scenarioOf(id), seed);
  expect(run.totals.endToEnd.all?.ok).toBe(measuredOf(id, "accepted_total").mean);
  return run.type("ok").slice(RESTART_WINDOW);
}

function msToShare(returns: readonly number[], share: number): number {
  const all = returns.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  const window = returns.findIndex((count) => {
    sum += count;
    return sum >= share * all;
  });
  return (window + 1) * WINDOW_MS;
}

describe.each(["E3-ws-exp", "E3-ws-fixed1000"])("%s", (id) => {
  it("brings the whole herd back at once, 500 ms after the restart", () => {
    const returns = returnsOf(id, 1);
    expect(returns[5]).toBe(500);
    // The real machine took up to three windows to accept them.
    const { mean } = measuredOf(id, "time_to_95pct_ms");
    expect(Math.abs(msToShare(returns, 0.95) - mean)).toBeLessThan(0.1 * mean);
    expect(Math.abs(measuredOf(id, "peak_bucket_index").mean - 5)).toBeLessThan(0.5);
  });
});

describe("E3-ws-fulljitter", () => {
  const id = "E3-ws-fulljitter";
  const runs = Array.from({ length: 10 }, (_, before) => returnsOf(id, before + 1));

  it("spreads the herd over seconds, with the measured peak", () => {
    const peak = meanOf(runs.map((returns) => Math.max(...returns)));
    const measured = measuredOf(id, "peak_accepts_per_100ms").mean;
    expect(Math.abs(peak - measured)).toBeLessThan(0.15 * measured);
  });

  it("has 95 % of them back as late as measured", () => {
    const lateMs = meanOf(runs.map((returns) => msToShare(returns, 0.95)));
    const { mean } = measuredOf(id, "time_to_95pct_ms");
    expect(Math.abs(lateMs - mean)).toBeLessThan(0.1 * mean);
  });
});

describe("D8", () => {
  const KEYS = 1000;
  const OFF = 1;

  /** Which instance gets each of a thousand requests, of which each has a key of its own. */
  function placesOf(document: ScenarioDocument): readonly number[] {
    engine.load(resolved(document));
    const places: number[] = [];
    let before = [0, 0, 0, 0, 0];
    for (let at = 1; at <= KEYS; at++) {
      engine.run(at + 0.5, Infinity);
      const now = before.map((_, instance) => instanceLoad.arrivals[instance] ?? 0);
      places.push(now.findIndex((count, instance) => count > (before[instance] ?? 0)));
      before = now;
    }
    return places;
  }

  function withoutOne(id: string): readonly number[] {
    const off = { kind: "crash", target: `backend[${OFF}]`, atS: 0 };
    return placesOf(withValues(scenarioOf(id), { "faults.off": off }));
  }

  function sharesOf(places: readonly number[]): readonly number[] {
    return [0, 1, 2, 3, 4].map((one) => places.filter((place) => place === one).length / KEYS);
  }

  describe("D8-hash-consistent", () => {
    const id = "D8-hash-consistent";
    const whole = placesOf(scenarioOf(id));
    const without = withoutOne(id);

    it("moves the keys of the server that is gone and no others", () => {
      const moved = whole.filter((place, key) => place !== without[key]);
      expect(moved.length).toBeGreaterThan(0);
      expect(moved.every((place) => place === OFF)).toBe(true);
      expect(whole.filter((place) => place === OFF)).toHaveLength(moved.length);
      expect(measuredOf(id, "keys_moved_although_their_server_is_up_frac").mean).toBe(0);
      const measured = measuredOf(id, "keys_moved_frac").mean;
      expect(Math.abs(moved.length / KEYS - measured)).toBeLessThan(0.05);
    });

    it("spreads keys unevenly, and the same way each time", () => {
      const shares = sharesOf(whole);
      expect(Math.min(...shares)).toBeLessThan(0.19);
      expect(Math.max(...shares)).toBeGreaterThan(0.21);
      expect(Math.min(...shares)).toBeGreaterThan(measuredOf(id, "min_share").mean - 0.05);
      expect(Math.max(...shares)).toBeLessThan(measuredOf(id, "max_share").mean + 0.05);
      expect(placesOf(scenarioOf(id))).toEqual(whole);
    });
  });

  describe("D8-hash-map-based", () => {
    const id = "D8-hash-map-based";
    const whole = placesOf(scenarioOf(id));
    const without = withoutOne(id);
    // A thousand keys fall on five places by chance; the measured ones were numbered.
    const sigma = Math.sqrt((0.2 * 0.8) / KEYS);

    it("moves nearly all keys, most of them although their server is up", () => {
      const moved = whole.filter((place, key) => place !== without[key]).length / KEYS;
      expect(Math.abs(moved - measuredOf(id, "keys_moved_frac").mean)).toBeLessThan(3 * sigma);
      const inVain = whole.filter((place, key) => place !== OFF && place !== without[key]);
      const measured = measuredOf(id, "keys_moved_although_their_server_is_up_frac").mean;
      const off = Math.abs(inVain.length / KEYS - measured);
      expect(off).toBeLessThan(3 * Math.sqrt((0.6 * 0.4) / KEYS));
    });

    it("spreads keys evenly, and the same way each time", () => {
      for (const name of ["min_share", "max_share"]) {
        expect(measuredOf(id, name).mean).toBe(0.2);
      }
      for (const share of sharesOf(whole)) expect(Math.abs(share - 0.2)).toBeLessThan(3 * sigma);
      expect(placesOf(scenarioOf(id))).toEqual(whole);
    });
  });
});

describe.each(["C2-hot-row-w1", "C2-hot-row-w4", "C2-hot-row-w16", "C2-8rows-w16"])("%s", (id) => {
  const all = play(scenarioOf(id)).totals.endToEnd.all;
  const told = (value: number | null | undefined): number => value ?? Number.NaN;

  it("has the measured throughput and mean", () => {
    const throughput = measuredOf(id, "throughput_per_s");
    const off = Math.abs(told(all?.throughput) - throughput.mean);
    expect(off).toBeLessThan(0.05 * throughput.mean + (3 * throughput.sd) / Math.sqrt(5));
    const mean = measuredOf(id, "tx_mean_ms");
    const late = Math.abs(told(all?.latencyMs.mean) - mean.mean);
    expect(late).toBeLessThan(0.05 * mean.mean + (3 * mean.sd) / Math.sqrt(5));
  });

  if (id === "C2-hot-row-w16") {
    it("is no queue in order of arrival: most wait less than in one, some far longer", () => {
      const inTurn = 16 * 20;
      for (const [name, least, most] of [
        ["p50", 0.6, 0.85],
        ["p95", 2, 4],
      ] as const) {
        const measured = measuredOf(id, `tx_${name}_ms`).mean / inTurn;
        const simulated = told(all?.latencyMs[name]) / inTurn;
        for (const value of [measured, simulated]) {
          expect(value).toBeGreaterThan(least);
          expect(value).toBeLessThan(most);
        }
      }
    });
  }
});
