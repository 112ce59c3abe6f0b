import { describe, expect, it } from "vitest";
import { seedStream } from "../../simulation/core/random.ts";
import { NORMAL, registers } from "../../simulation/core/registers.ts";
import { nextNormal } from "../../simulation/core/ziggurat.ts";
import { mser5 } from "../../simulation/metrics/warm-up.ts";

function noisy(count: number, seed: number, level: (at: number) => number): number[] {
  seedStream(0, seed, "warm-up", "check");
  return Array.from({ length: count }, (_, at) => {
    nextNormal(0);
    return level(at) + (registers[NORMAL] ?? Number.NaN);
  });
}

/** The rule as it is defined, without any cleverness. */
function plain(series: readonly number[]): { readonly cut: number; readonly settled: boolean } {
  const batches: number[] = [];
  for (let at = 0; at + 5 <= series.length; at += 5) {
    batches.push(series.slice(at, at + 5).reduce((sum, value) => sum + value, 0) / 5);
  }
  const last = Math.floor(batches.length / 2);
  let best = 0;
  let least = Infinity;
  for (let cut = 0; cut <= last; cut++) {
    const kept = batches.slice(cut);
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    const error = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length ** 2;
    if (error >= least) continue;
    least = error;
    best = cut;
  }
  return { cut: best * 5, settled: best < last };
}

describe("MSER-5", () => {
  it("equals its definition on noisy series", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const series = noisy(403, seed, (at) => 5 * (1 - Math.exp(-at / (3 * seed))));
      expect(mser5(series)).toEqual(plain(series));
    }
  });

  it("cuts a start that differs and nothing of a series without one", () => {
    const step = mser5(noisy(600, 41, (at) => (at < 60 ? 0 : 10)));
    expect(step).toEqual({ cut: 60, settled: true });
    const cuts = Array.from({ length: 50 }, (_, i) => mser5(noisy(600, 50 + i, () => 3))?.cut ?? 0);
    const median = cuts.sort((a, b) => a - b)[25];
    expect(median).toBeLessThan(60);
  });

  it("finds nothing settled in a series that grows to its end", () => {
    expect(mser5(noisy(600, 42, (at) => at / 10))?.settled).toBe(false);
  });

  it("cuts nothing of a constant series and says nothing of a short one", () => {
    expect(mser5(new Float64Array(200).fill(7))).toEqual({ cut: 0, settled: true });
    expect(mser5([1, 2, 3])).toBeNull();
  });
});
