// Traces of random designs under random faults: whatever happens, each is a tree whose times nest and
// whose critical path adds up to the request's latency; making them changes nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { randomBalancing } from "../support/random-balancing.ts";
import { withRandomFaults } from "../support/random-faults.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { randomServing } from "../support/random-serving.ts";
import { run } from "../support/simulate.ts";
import { faultsOfTrace } from "../support/trace-checks.ts";

const FULL = process.env.BROWNOUT_FULL === "1";
const RUNS = FULL ? 60 : 8;
const TIMEOUT_MS = 600_000;

function traceAll(document: ScenarioDocument): void {
  const under = run(document);
  const digest = under.digest();
  const list = under.traceList();
  const traces = under.traces(list);
  expect(traces.map(({ id }) => id)).toEqual(list.map(({ id }) => id));
  for (const trace of traces) expect(faultsOfTrace(trace), trace.id).toEqual([]);
  engine.run(Infinity, Infinity);
  expect(engine.digest()).toBe(digest);
}

describe("traces of random designs", () => {
  it.each([
    ["services and brokers", randomScenario],
    ["services under faults", withRandomFaults(randomScenario)],
    ["balancing", randomBalancing],
    ["serving", randomServing],
  ])(
    "%s",
    (_, documents) => {
      fc.assert(fc.property(documents, traceAll), { numRuns: RUNS, endOnFailure: true });
    },
    TIMEOUT_MS,
  );

  // Drawing that many designs takes seconds.
  it.runIf(FULL).each([
    ["a breaker's probe goes on for nobody", 65],
    ["a request's second record has the row of its first", 149],
  ])("as found before: %s", (_, at) => {
    const drawn = fc.sample(withRandomFaults(randomScenario), { seed: 22, numRuns: at + 1 });
    const document = drawn[at];
    if (!document) throw new Error("nothing drawn");
    traceAll(document);
  });
});
