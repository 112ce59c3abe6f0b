// A run is the same whatever way it is executed.
import { expect } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, simulate } from "./simulate.ts";

/**
 * Slices of `slice` events, the plain heap, and going on from a checkpoint after the `share` (0 to 1) of
 * its events give the same digest.
 */
export function expectSameAnyWay(document: ScenarioDocument, slice: number, share: number): void {
  const { digest, events } = simulate(document, { slice });
  expect(simulate(document, { heapOnly: true }).digest).toBe(digest);
  engine.load(resolved(document));
  engine.run(Infinity, Math.floor(share * events));
  const checkpoint = engine.saveCheckpoint();
  engine.run(Infinity, Infinity);
  expect(engine.digest()).toBe(digest);
  engine.restoreCheckpoint(checkpoint);
  engine.run(Infinity, Infinity);
  expect(engine.digest()).toBe(digest);
}
