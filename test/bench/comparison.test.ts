import { describe, expect, it } from "vitest";
import {
  type Contender,
  compareSpeeds,
  runInTurns,
} from "../../simulation/cli/bench/comparison.ts";
import { type Timed, timed } from "../../simulation/cli/bench/measure.ts";
import { missedGates, textReport } from "../../simulation/cli/bench/report.ts";

/** A clock that advances only where work is done, and notes who worked. */
function contender(name: string, costNs: number, clock: { ns: number }, notes: string[]) {
  return {
    clock: { leastNs: 0, cpuNs: async () => clock.ns },
    run: async () => {
      clock.ns += costNs;
      notes.push(name);
      return { requests: 10, events: 20 };
    },
  } satisfies Contender;
}

describe("a comparison", () => {
  it("lets both run in turns, each first in every second pair", async () => {
    const [clock, notes]: [{ ns: number }, string[]] = [{ ns: 0 }, []];
    const [a, b] = [contender("a", 100, clock, notes), contender("b", 300, clock, notes)];
    const runs = await runInTurns(a, b, { pairs: 3, warmUps: 1 });
    expect(notes.join("")).toBe("abab" + "ba" + "ab");
    expect(runs.first.map(({ cpuNs }) => cpuNs)).toEqual([100, 100, 100]);
    expect(runs.second.map(({ cpuNs }) => cpuNs)).toEqual([300, 300, 300]);
    const { ratio, low, high, pairs } = compareSpeeds(["a", "b"], runs);
    for (const value of [ratio, low, high]) expect(value).toBeCloseTo(3, 12);
    expect(pairs).toBe(3);
  });

  it("gives the interval of Student's t over the logarithms of the pairs", () => {
    const run = (cpuNs: number): Timed => ({ requests: 1, events: 1, cpuNs });
    const e = Math.E;
    const runs = { first: [run(1), run(1)], second: [run(1), run(e * e)] };
    const { ratio, low, high } = compareSpeeds(["a", "b"], runs);
    // Logarithms 0 and 2: mean 1, standard error 1, t(0.975; 1) = 12.706.
    expect(Math.log(ratio)).toBeCloseTo(1, 12);
    expect(Math.log(low)).toBeCloseTo(1 - 12.7062, 3);
    expect(Math.log(high)).toBeCloseTo(1 + 12.7062, 3);
  });

  it("repeats a run until a coarse clock can tell", async () => {
    const clock = { ns: 0 };
    const { run } = contender("a", 100, clock, []);
    const result = await timed({ leastNs: 250, cpuNs: async () => clock.ns }, run);
    expect(result).toEqual({ requests: 30, events: 60, cpuNs: 300 });
  });
});

describe("the report", () => {
  const row = {
    name: "three",
    where: "node",
    kernel: "wasm",
    metrics: true,
    mevPerS: 12,
    requestsPerCpuS: 1e6,
    nsPerRequest: 1000,
    bytesPerInFlight: 180,
    kernelRatio: 0.05,
    cpuS: 0.3,
    runs: [1e6],
  } as const;

  it("names what is below its gate, and nothing without one", () => {
    expect(missedGates([row, { ...row, gate: 0.05 }])).toEqual([]);
    expect(missedGates([{ ...row, gate: 0.064 }])).toEqual([
      "three is at 0.050 of the kernel, its gate is 0.064.",
    ]);
    expect(missedGates([{ ...row, kernelRatio: null, gate: 0.064 }])).toHaveLength(1);
  });

  it("has a line for each case and a sentence for each comparison", () => {
    const comparison = {
      first: "Brownout",
      second: "SimJS",
      ratio: 5,
      low: 4.9,
      high: 5.1,
      pairs: 15,
    };
    const lines = textReport({ node: "v1", cases: [row, { ...row, comparison }] }).split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[4]).toBe(
      "three: Brownout is 5.000 times as fast as SimJS (95 % interval 4.900 to 5.100, 15 pairs)",
    );
  });
});
