// What calls take for their retries is given back: after a run that was drained nothing is left, and
// counts of the same thing made in different places agree all the way.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Table } from "../../simulation/core/memory.ts";
import { guardRows } from "../../simulation/primitives/guard-rows.ts";
import { effects } from "../../simulation/primitives/keyed-work.ts";
import { edgeState } from "../../simulation/primitives/network.ts";
import { edges } from "../../simulation/primitives/parameters.ts";
import { budgets } from "../../simulation/primitives/retry-budget.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { run } from "../support/simulate.ts";

/** Rows of a table that are in use. */
function rowsInUse({ marks, next }: Table): number {
  let free = 0;
  for (let link = marks[0] ?? 0; link !== 0; link = next[link - 1] ?? 0) free++;
  return (marks[1] ?? 0) - free;
}

function sum(column: Int32Array, rows: number): number {
  return column.slice(0, rows).reduce((total, value) => total + value, 0);
}

/** Its edges with retries that repeat what may have taken effect, after a short while. */
function repeated({ edges: all }: ScenarioDocument): ScenarioDocument["edges"] {
  const entries = Object.entries(all).map(([id, edge]) => {
    const retry = edge.retry as Readonly<Record<string, Json>> | null | undefined;
    if (!retry) return [id, edge] as const;
    const again = { ...retry, maxAttempts: 3, retryNonIdempotent: true };
    return [id, { ...edge, timeoutMs: 20, cancel: "none", retry: again }] as const;
  });
  return Object.fromEntries(entries);
}

describe("random designs with budgets, keys, fallbacks and conditional writes", () => {
  it("leave nothing behind once they are drained", () => {
    let retried = 0;
    let denied = 0;
    let duplicates = 0;
    let conflicts = 0;
    let fallbacks = 0;
    fc.assert(
      fc.property(randomScenario, (document) => {
        const drained = { ...document.run, warmupS: 0, drain: true };
        const under = run({ ...document, run: drained, edges: repeated(document) });
        const totals = under.totals();
        for (const { difference } of totals.checks) expect(difference).toBeLessThanOrEqual(1e-9);
        for (const edge of Object.values(totals.edges)) {
          expect(edge.retriedCalls).toBeLessThanOrEqual(edge.retries);
          expect(edge.attempts).toBeGreaterThanOrEqual(edge.retries);
          expect(edge.conflictsGivenUp).toBeLessThanOrEqual(edge.failed.conflict ?? 0);
          retried += edge.retries;
          denied += edge.retriesDenied;
          conflicts += edge.failed.conflict ?? 0;
          fallbacks += edge.fallbacks;
        }
        for (const node of Object.values(totals.nodes)) duplicates += node.duplicateEffects;
        if (totals.endedEarly !== null) return;
        expect(sum(edgeState.pausing, edges.highWater)).toBe(0);
        expect(sum(edgeState.pending, edges.highWater)).toBe(0);
        expect(sum(budgets.active, budgets.highWater)).toBe(0);
        expect(sum(budgets.retries, budgets.highWater)).toBe(0);
        expect(rowsInUse(effects)).toBe(0);
        expect(rowsInUse(guardRows)).toBe(0);
      }),
      // A seed of its own: what is counted below must have happened in these very runs.
      { numRuns: 80, seed: 1 },
    );
    for (const seen of [retried, denied, duplicates, conflicts, fallbacks]) {
      expect(seen).toBeGreaterThan(0);
    }
  }, 120_000);
});
