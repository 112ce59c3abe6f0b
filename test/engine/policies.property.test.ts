// Whatever happens to random scenarios with every policy: what is given out comes back, nobody is
// forgotten in a line, and both kinds of counts agree.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardRows, policyStates } from "../../simulation/primitives/guard-rows.ts";
import { edges } from "../../simulation/primitives/parameters.ts";
import { attempts, calls, requests } from "../../simulation/primitives/rows.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { allOf, run } from "../support/simulate.ts";

/** Rows of a table that are not in its list of free ones. */
function inUse(table: {
  readonly highWater: number;
  readonly marks: Int32Array;
  readonly next: Int32Array;
}): number {
  let free = 0;
  for (let link = table.marks[0] ?? 0; link !== 0; link = table.next[link - 1] ?? 0) {
    free++;
    if (free > table.highWater) throw new Error("a row was given back twice");
  }
  return table.highWater - free;
}

const RUNS = process.env.BROWNOUT_FULL ? 2000 : 30;

describe("a random scenario that runs until it is empty", () => {
  it("has all permits back, nobody in line, and no row of a call left", () => {
    let emptied = 0;
    fc.assert(
      fc.property(randomScenario, (document) => {
        const under = run({ ...document, run: { ...document.run, drain: true } });
        const totals = under.totals();
        expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
        for (let state = 0; state < policyStates.highWater; state++) {
          const { tokens, waiting } = {
            tokens: policyStates.level[state] ?? 0,
            waiting: policyStates.waiting[state] ?? 0,
          };
          expect(tokens).toBeGreaterThanOrEqual(0);
          expect(tokens).toBeLessThanOrEqual(edges.rateBurst[policyStates.edge[state] ?? 0] ?? 0);
          if (waiting > 0) expect(policyStates.head[state]).not.toBe(0);
        }
        if (inUse(requests) > 0 || allOf(totals).inFlightAtEnd > 0) return;
        emptied++;
        // A probe that was swallowed by a dead instance is awaited until its timer runs out.
        const probes = inUse(calls);
        expect(inUse(guardRows)).toBe(probes);
        expect(probes).toBeLessThanOrEqual(policyStates.highWater * 3);
        expect(inUse(attempts)).toBe(0);
        for (let state = 0; state < policyStates.highWater; state++) {
          expect(policyStates.inUse[state]).toBe(0);
          expect(policyStates.waiting[state]).toBe(0);
        }
      }),
      { numRuns: RUNS },
    );
    expect(emptied).toBeGreaterThan(RUNS / 2);
  }, 120_000);
});
