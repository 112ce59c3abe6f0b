import { expect, test } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { REHEARSAL, REHEARSED_MS } from "../../src/worker/rehearsal.ts";

test("the rehearsal is a scenario without problems, in which much happens", () => {
  const resolved = resolveScenario(REHEARSAL);
  expect(resolved.problems).toEqual([]);
  if (!resolved.ok) return;
  engine.load(resolved.scenario);
  engine.run(REHEARSED_MS, Number.POSITIVE_INFINITY);
  expect(engine.events()).toBeGreaterThan(500);
});
