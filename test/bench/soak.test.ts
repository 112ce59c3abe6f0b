import { describe, expect, it } from "vitest";
import { growthMb, type SoakSample, soak } from "../../simulation/cli/bench/soak.ts";

describe("a soak", () => {
  it("executes as many events as asked for, obeys the laws, and repeats itself", () => {
    const told: SoakSample[] = [];
    const first = soak(300_000, (sample) => told.push(sample));
    expect(told).toEqual(first.samples);
    expect(told.map(({ events }) => events)).toEqual(
      Array.from({ length: 10 }, (_, at) => (at + 1) * 30_000),
    );
    for (const { residentMb } of told) expect(residentMb).toBeGreaterThan(10);
    expect(first.worstCheck).toBeLessThanOrEqual(1e-9);
    expect(soak(300_000, () => {}).digest).toBe(first.digest);
  });

  it("finds what a leak adds in 10^8 events, after the first sample", () => {
    const sample = (events: number, residentMb: number): SoakSample => ({
      events,
      residentMb,
      simulatedS: 1,
      eventsPerCpuS: 1,
    });
    expect(growthMb([sample(1e8, 100), sample(5e8, 103), sample(1e9, 118)])).toBe(2);
    expect(growthMb([sample(1e7, 100), sample(1e8, 100)])).toBe(0);
    expect(growthMb([sample(1e7, 100)])).toBeNaN();
    // What is given back once after the start hides nothing.
    const falling = [84, 69, 71, 73, 75].map((mb, at) => sample((at + 1) * 1e8, mb));
    expect(growthMb(falling)).toBe(2);
  });
});
