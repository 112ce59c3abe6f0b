// Laws that hold in any scenario, on scenarios made at random.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { allOf, resolved, simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 1000 : 12;
/** On a busy machine; a property that fails says so much sooner. */
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 120_000;

function total(failed: Readonly<Record<string, number>>): number {
  return Object.values(failed).reduce((sum, n) => sum + n, 0);
}

describe("a run", () => {
  it(
    "conserves requests and obeys Little's and the utilization law in any scenario",
    () => {
      fc.assert(
        fc.property(randomScenario, (document) => {
          const totals = simulate(document);
          expect(totals.endedEarly).toBeNull();
          expect(totals.checks.length).toBeGreaterThan(0);
          expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
          const all = allOf(totals);
          expect(all.inFlightAtStart + all.offered).toBe(all.completed + all.inFlightAtEnd);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "is the same straight, in slices and with the plain heap",
    () => {
      fc.assert(
        fc.property(randomScenario, fc.integer({ min: 1, max: 50 }), (document, slice) => {
          const straight = simulate(document).digest;
          expect(simulate(document, { slice }).digest).toBe(straight);
          expect(simulate(document, { heapOnly: true }).digest).toBe(straight);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "is the same after a reset, whatever the engine did before",
    () => {
      fc.assert(
        fc.property(randomScenario, randomScenario, fc.nat({ max: 5000 }), (one, other, events) => {
          const { digest, seed } = simulate(one);
          engine.load(resolved(other));
          engine.run(Infinity, events);
          engine.load(resolved(one), seed + 1);
          engine.run(Infinity, events);
          engine.reset(seed);
          engine.run(Infinity, Infinity);
          expect(engine.digest()).toBe(digest);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "is not touched by what is not connected to it",
    () => {
      fc.assert(
        fc.property(
          randomScenario,
          fc.constantFrom("aaa", "mid", "zzz"),
          fc.integer({ min: 30, max: 100 }),
          (document, id, ratePerS) => {
            const before = simulate(document);
            const nodes = {
              ...document.nodes,
              [`${id}-users`]: { kind: "client", ratePerS, requests: { apart: {} } },
              [id]: { kind: "service", replicas: 2 },
              [`${id}-idle`]: { kind: "database" },
            };
            const edges = { ...document.edges, [`${id}-users->${id}`]: {} };
            const after = simulate({ ...document, nodes, edges });
            expect(after.nodes[id]?.arrivals).toBeGreaterThan(0);
            for (const node of Object.keys(before.nodes)) {
              expect(after.nodes[node]).toEqual(before.nodes[node]);
            }
            for (const edge of Object.keys(before.edges)) {
              expect(after.edges[edge]).toEqual(before.edges[edge]);
            }
            const { all: _, ...types } = before.endToEnd;
            expect(after.endToEnd).toMatchObject(types);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "that runs dry leaves nothing behind: every attempt has one ending, every request too",
    () => {
      fc.assert(
        fc.property(randomScenario, (document: ScenarioDocument) => {
          const totals = simulate({
            ...document,
            run: { ...document.run, warmupS: 0, drain: true },
          });
          fc.pre(totals.endedEarly === null);
          expect(allOf(totals).completed).toBe(allOf(totals).offered);
          for (const [id, edge] of Object.entries(totals.edges)) {
            // An edge out of a broker counts a redelivery as an attempt, and its loss as none.
            if (id.startsWith("mq->") || id.startsWith("log->")) continue;
            expect(edge.ok + total(edge.failed), id).toBe(edge.attempts + total(edge.unsent));
          }
          expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
          for (const node of Object.values(totals.nodes)) expect(node.inFlightAtEnd).toBe(0);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
