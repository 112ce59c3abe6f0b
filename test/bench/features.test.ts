// What is known of columns falls away in a kernel; features are off where their signs are not set.
import { describe, expect, it } from "vitest";
import { FEATURES, isOff, knownWithout } from "../../simulation/cli/bench/features.ts";
import { featuresOff, type OffCost, offTable } from "../../simulation/cli/bench/off.ts";
import { loadScenario } from "../../simulation/cli/bench/scenario-case.ts";
import { engineMemory } from "../../simulation/core/memory.ts";
import { edges, FALLS_BACK, FLIES } from "../../simulation/primitives/parameters.ts";
import { smallProgram } from "../kernel/small-program.ts";

const PROGRAM = `
  const modes = Int32Array.of(6, 2, 7);
  const limits = Float64Array.of(5, 5, 5);
  function f(x, y) { return (modes[x | 0] & 3) + ((modes[y | 0] & 4) !== 0 ? 100 : 0) + limits[x | 0]; }
`;

function namesOff(scenario: string): readonly string[] {
  return featuresOff(loadScenario(scenario)).map(({ name }) => name);
}

describe("a kernel that takes columns for granted", () => {
  it("computes with what it was told", () => {
    const plain = smallProgram(PROGRAM);
    expect(plain.wasm(0, 2)).toBe(plain.js(0, 2));
    expect(plain.wasm(0, 2)).toBe(107);
    const bits = smallProgram(PROGRAM, { known: { "kernel 0": { bits: 2 } } });
    expect(bits.wasm(2, 2)).toBe(7);
    const whole = smallProgram(PROGRAM, {
      known: { "kernel 0": { is: 5 }, "kernel 16": { is: 40 } },
    });
    expect(whole.wasm(1, 1)).toBe(141);
  });
});

describe("features that are off", () => {
  it("are those that a scenario does not use", () => {
    const [single, three] = [namesOff("mm1"), namesOff("three")];
    expect(single).toEqual(FEATURES.map(({ name }) => name));
    expect(FEATURES.map(({ name }) => name).filter((name) => !three.includes(name))).toEqual([
      "retry",
      "time-out",
    ]);
    const everything = namesOff("everything");
    for (const used of ["retry", "breaker"]) expect(everything).not.toContain(used);
  });

  it("are seen by every sign and taken together by column", () => {
    const [retry, fallback, flies] = ["retry", "fallback", "hedge and pool"].map((wanted) =>
      FEATURES.filter(({ name }) => name === wanted),
    );
    const { regions } = engineMemory();
    const nameOf = (column: Int32Array) =>
      regions.find(({ offset }) => offset === column.byteOffset)?.name ?? "";
    expect(knownWithout([...(fallback ?? []), ...(flies ?? []), ...(retry ?? [])])).toEqual({
      [nameOf(edges.guards)]: { bits: ~(FALLS_BACK | FLIES) },
      [nameOf(edges.maxAttempts)]: { is: 1 },
    });
    featuresOff(loadScenario("mm1"));
    edges.guards[0] = FLIES;
    expect(fallback?.every(isOff)).toBe(true);
    expect(flies?.some(isOff)).toBe(false);
  });

  it("cost what can be told apart from 1, or not", () => {
    const cost = (feature: string, low: number, high: number): OffCost => ({
      scenario: "mm1",
      feature,
      comparison: { first: "a", second: "b", ratio: (low + high) / 2, low, high, pairs: 30 },
    });
    const table = offTable([cost("here", 1.01, 1.03), cost("there", 0.99, 1.03)]);
    expect(table).toMatch(/here +1\.020 +1\.010 to 1\.030 +30 +yes/);
    expect(table).toMatch(/there +1\.010 +0\.990 to 1\.030 +30 +no/);
  });
});
