// A queue that holds messages up until they expire into another one does what it is there for.
import { expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { nodeOf, resolved } from "../support/simulate.ts";

/** Messages wait 0.5 s in a queue without consumers, then `worker` gets them; most of them fail for 10 s. */
function delayed(faults: ScenarioDocument["faults"]): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "Delay queue",
    run: { durationS: 40, warmupS: 0, seed: 3, windowS: 1 },
    nodes: {
      shop: { kind: "client", ratePerS: 100 },
      mq: {
        kind: "rabbitmq",
        exchange: "direct",
        queues: {
          wait: {
            bindings: { each: { routingKey: "request" } },
            ttlMs: 500,
            deadLetter: { routingKey: "work" },
          },
          work: { bindings: {} },
        },
      },
      worker: { kind: "service", concurrency: 4, serviceTime: 5 },
    },
    edges: { "shop->mq": {}, "mq->worker": { queue: "work", onFailure: "deadLetter" } },
    faults,
  } as unknown as ScenarioDocument;
}

function cascadeOf(faults: ScenarioDocument["faults"]) {
  const result = runScenario(resolved(delayed(faults)), {}, engine);
  const { wait, work } = nodeOf(result, "mq").queues ?? {};
  expect(wait?.endings.deadLettered).toBeGreaterThan(3000);
  expect(work?.endings.acked).toBeGreaterThan(2000);
  return result.cascade.map(({ node }) => node);
}

it("expiry into a dead-letter exchange is no failure of the queue, failed deliveries are", () => {
  expect(cascadeOf({})).toEqual([]);
  const failing = { kind: "errors", target: "worker", atS: 20, forS: 10, ratio: 0.9 } as const;
  expect(cascadeOf({ failing })).toContain("mq");
});
