// The laws of determinism.property.test.ts on the gallery: each file with all of its faults, at
// drawn seeds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { faultyDocument, GALLERY_FILES } from "../gallery/gallery-files.ts";
import { allOf, resolved, simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 20 : 1;
const DURATION_S = 6;
const TIMEOUT_MS = 120_000;

const seed = fc.integer({ min: 1, max: 1_000_000 });

describe.each(GALLERY_FILES)("%s with all of its faults", (file) => {
  const at = (ownSeed: number): ScenarioDocument => {
    const document = faultyDocument(file, DURATION_S);
    return { ...document, run: { ...document.run, seed: ownSeed } };
  };

  it(
    "conserves requests and obeys Little's and the utilization law",
    () => {
      fc.assert(
        fc.property(seed, (own) => {
          const totals = simulate(at(own));
          expect(totals.endedEarly).toBeNull();
          expect(totals.checks.length).toBeGreaterThan(Object.keys(totals.nodes).length);
          expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
          const all = allOf(totals);
          expect(all.offered).toBeGreaterThan(10);
          expect(all.inFlightAtStart + all.offered).toBe(all.completed + all.inFlightAtEnd);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "is the same straight, in slices, with the plain heap and after a reset",
    () => {
      fc.assert(
        fc.property(seed, fc.integer({ min: 1, max: 500 }), (own, slice) => {
          const straight = simulate(at(own)).digest;
          expect(simulate(at(own), { slice }).digest).toBe(straight);
          expect(simulate(at(own), { heapOnly: true }).digest).toBe(straight);
          engine.load(resolved(at(own)), own + 1);
          engine.run(Infinity, 1000 * slice);
          engine.reset(own);
          engine.run(Infinity, Infinity);
          expect(engine.digest()).toBe(straight);
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
        fc.property(seed, fc.constantFrom("aaa", "mid", "zzz"), (own, id) => {
          const document = at(own);
          const before = simulate(document);
          const nodes = {
            ...document.nodes,
            [`${id}-users`]: { kind: "client", ratePerS: 70, requests: { apart: {} } },
            [id]: { kind: "service", replicas: 2 },
            [`${id}-idle`]: { kind: "database" },
          };
          const edges = { ...document.edges, [`${id}-users->${id}`]: {} };
          const after = simulate({ ...document, nodes, edges });
          expect(after.nodes[id]?.arrivals).toBeGreaterThan(0);
          expect(after.nodes).toMatchObject(before.nodes);
          expect(after.edges).toMatchObject(before.edges);
          const { all: _, ...types } = before.endToEnd;
          expect(after.endToEnd).toMatchObject(types);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
