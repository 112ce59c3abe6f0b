// A run that was saved, put back and run on is the run that was never stopped: gallery and random
// scenarios, at random event numbers, with faults.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { Checkpoint } from "../../simulation/results/engine-port.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { faultyDocument, GALLERY_FILES } from "../gallery/gallery-files.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { resolved, run, simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 500 : 8;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 120_000;
const CHECKPOINTS = process.env.BROWNOUT_FULL ? 20 : 3;

/** Checkpoints at shares of `events` events, made in one run that stays there. */
function savedAt(document: ScenarioDocument, events: number, shares: readonly number[]) {
  engine.load(resolved(document));
  const numbers = shares.map((share) => Math.floor(share * events)).sort((a, b) => a - b);
  return numbers.map((number): Checkpoint => {
    engine.run(Infinity, number - engine.events());
    return engine.saveCheckpoint();
  });
}

const shares = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: length, maxLength: length });

describe.each(GALLERY_FILES)("%s with all of its faults", (file) => {
  const document = faultyDocument(file, 12);

  it(
    `goes on to the same end from each of ${CHECKPOINTS} checkpoints`,
    () => {
      const straight = simulate(document);
      expect(straight.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
      fc.assert(
        fc.property(shares(CHECKPOINTS), (at) => {
          const saved = savedAt(document, straight.events, at);
          // Backwards, so that each is put back over a state later than its own.
          for (const checkpoint of saved.reverse()) {
            engine.restoreCheckpoint(checkpoint);
            expect(engine.events()).toBe(checkpoint.events);
            engine.run(Infinity, Infinity);
            expect(engine.digest()).toBe(straight.digest);
          }
        }),
        { numRuns: 1, endOnFailure: true },
      );
    },
    TIMEOUT_MS,
  );
});

describe("a random scenario", () => {
  it(
    "goes on to the same end from a checkpoint, in slices too",
    () => {
      fc.assert(
        fc.property(
          randomScenario,
          shares(4),
          fc.integer({ min: 1, max: 60 }),
          (document, at, slice) => {
            const { digest, events } = simulate(document);
            const [first, ...rest] = savedAt(document, events, at);
            if (!first) throw new Error("no checkpoint");
            for (const checkpoint of rest) {
              engine.restoreCheckpoint(checkpoint);
              engine.run(Infinity, Infinity);
              expect(engine.digest()).toBe(digest);
            }
            engine.restoreCheckpoint(first);
            while (engine.run(Infinity, slice).kind === "budget");
            expect(engine.digest()).toBe(digest);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "shows the same state at an instant by replay as it did on the way",
    () => {
      fc.assert(
        fc.property(randomScenario, shares(5), (document, at) => {
          const instants = at.map((share) => share * 2000);
          engine.load(resolved(document));
          engine.keepCheckpoints({ everyWindows: 2, maxBytes: 1e9 });
          const seen = [...instants]
            .sort((a, b) => a - b)
            .map((atMs) => {
              engine.run(atMs, Infinity);
              return [atMs, engine.digest()] as const;
            });
          const there = new Map(seen);
          engine.run(Infinity, Infinity);
          const end = engine.digest();
          for (const atMs of instants) {
            engine.replayTo(atMs);
            expect(engine.digest()).toBe(there.get(atMs));
          }
          engine.run(Infinity, Infinity);
          expect(engine.digest()).toBe(end);
          engine.keepCheckpoints(null);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "may be forked where it was changed live, with the same outcome",
    () => {
      fc.assert(
        fc.property(
          randomScenario,
          fc.double({ min: 0, max: 2000, noNaN: true }),
          fc.integer({ min: 1, max: 300 }),
          (document, atMs, ratePerS) => {
            const set = { "nodes.client.ratePerS": ratePerS };
            const other = applySet(document, set);
            if (!other.ok) throw new Error(JSON.stringify(other.problems));
            const recorded = { ...document, changes: { c1: { atMs, set } } };
            const digest = run(recorded).digest();
            engine.load(resolved(document));
            engine.run(atMs, Infinity);
            const checkpoint = engine.saveCheckpoint();
            engine.run(Infinity, Infinity);
            expect(engine.fork(checkpoint, resolved(other.document))).toBeNull();
            engine.run(Infinity, Infinity);
            expect(engine.digest()).toBe(digest);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
