// The laws of determinism.property.test.ts on the gallery: each file with all of its faults, at drawn
// seeds, by which the tests are named.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { faultyDocument, GALLERY_FILES } from "../gallery/gallery-files.ts";
import { allOf, resolved, simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL === "1" ? 20 : 1;
const DURATION_S = 6;

interface Draw {
  readonly seed: number;
  /** Events of a slice. */
  readonly slice: number;
  /** Id of what stands beside the drawing: before, between and behind the ids of the file. */
  readonly beside: string;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  slice: fc.integer({ min: 1, max: 500 }),
  beside: fc.constantFrom("aaa", "mid", "zzz"),
});

// Drawn for each file anew; the normal run draws the same each time.
const CASES = fc.sample(draw, RUNS * GALLERY_FILES.length).map((drawn, at) => ({
  file: GALLERY_FILES[at % GALLERY_FILES.length] ?? "",
  ...drawn,
}));

describe.each(CASES)(
  "$file with all of its faults, seed $seed",
  ({ file, seed, slice, beside }) => {
    const played = faultyDocument(file, DURATION_S);
    const document: ScenarioDocument = { ...played, run: { ...played.run, seed } };
    let straight: EngineTotals;

    beforeAll(() => {
      straight = simulate(document);
    });

    it("conserves requests and obeys Little's and the utilization law", () => {
      expect(straight.endedEarly).toBeNull();
      expect(straight.checks.length).toBeGreaterThan(Object.keys(straight.nodes).length);
      expect(straight.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
      const all = allOf(straight);
      expect(all.offered).toBeGreaterThan(10);
      expect(all.inFlightAtStart + all.offered).toBe(all.completed + all.inFlightAtEnd);
    });

    it(`is the same straight, in slices of ${slice}, with the plain heap and after a reset`, () => {
      expect(simulate(document, { slice }).digest).toBe(straight.digest);
      expect(simulate(document, { heapOnly: true }).digest).toBe(straight.digest);
      engine.load(resolved(document), seed + 1);
      engine.run(Infinity, 1000 * slice);
      engine.reset(seed);
      engine.run(Infinity, Infinity);
      expect(engine.digest()).toBe(straight.digest);
    });

    it(`is not touched by ${beside}, which is not connected to it`, () => {
      const nodes = {
        ...document.nodes,
        [`${beside}-users`]: { kind: "client", ratePerS: 70, requests: { apart: {} } },
        [beside]: { kind: "service", replicas: 2 },
        [`${beside}-idle`]: { kind: "database" },
      };
      const edges = { ...document.edges, [`${beside}-users->${beside}`]: {} };
      const after = simulate({ ...document, nodes, edges });
      expect(after.nodes[beside]?.arrivals).toBeGreaterThan(0);
      expect(after.nodes).toMatchObject(straight.nodes);
      expect(after.edges).toMatchObject(straight.edges);
      const { all: _, ...types } = straight.endToEnd;
      expect(after.endToEnd).toMatchObject(types);
    });
  },
);
