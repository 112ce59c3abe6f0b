// Brokers that lease messages out, compiled and with checks, against JavaScript.
import { beforeAll, describe, expect, it } from "vitest";
import { buildKernel } from "../../scripts/kernel/plugin.ts";
import { createEngine } from "../../simulation/engine/engine.ts";
import { kernelOf } from "../../simulation/engine/kernel.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { scene } from "../engine/messaging.ts";
import { resolved } from "../support/simulate.ts";

const js = createEngine({ heapOnly: false, kernel: "js" });
const wasm = createEngine({ heapOnly: false, kernel: "wasm" });

/** Every kind with what makes its rules act: failures, crashes, delays on the wire. */
const BROKERS: Readonly<Record<string, readonly [object, object]>> = {
  sqs: [
    { visibilityTimeoutMs: 300, maxReceiveCount: 3, abortAtVisibility: true },
    { extendMs: 400 },
  ],
  "sqs fifo": [{ type: "fifo", visibilityTimeoutMs: 300, delayMs: 20 }, { onFailure: "release" }],
  sns: [{ latencyMs: 20, deadLetterQueue: true }, { retries: "aws" }],
  eventbridge: [{ latencyMs: 20 }, { retryMinMs: 10, attempts: 4 }],
  pubsub: [{ orderingKeys: 5 }, { ordering: true, ackDeadlineMs: 200, retryMinMs: 20 }],
  activemq: [{ destination: "topic", memoryLimit: 50 }, { redeliveryDelayMs: 30 }],
  nats: [{}, { queue: "q" }],
  "nats stream": [
    { storage: "stream", maxMessages: 100 },
    { backOffMs: [50, 90], maxDeliver: 4 },
  ],
  "redis-streams transient": [{ persistent: false }, { claimIdleMs: 100, claimEveryMs: 50 }],
  "redis-streams": [{ maxLength: 100 }, { claimIdleMs: 200, claimEveryMs: 50, waitTimeMs: 30 }],
};

function documentOf(name: string): ScenarioDocument {
  const [broker, deliver] = BROKERS[name] ?? [{}, {}];
  const edge = { networkMs: 2, ...deliver };
  return scene({
    kind: name.split(" ")[0] ?? name,
    run: { durationS: 6 },
    client: { ratePerS: 60, arrivals: "poisson" },
    broker: { serviceTime: 1, ...broker },
    publish: { networkMs: 2 },
    consumers: {
      a: { concurrency: 4, serviceTime: { type: "exponential", meanMs: 90 }, errorRate: 0.2 },
      b: { concurrency: 4, serviceTime: 30, replicas: 2 },
    },
    deliver: { a: edge, b: edge },
    faults: {
      gone: { kind: "crash", target: "a", atS: 1, forS: 1 },
      down: { kind: "crash", target: "mq", atS: 3, forS: 0.5 },
      cut: { kind: "partition", target: "mq->b", atS: 4, forS: 1 },
    },
  });
}

function digestOf(engine: typeof js, document: ScenarioDocument, slice = Infinity): string {
  engine.load(resolved(document));
  for (;;) {
    const { kind } = engine.run(Infinity, slice);
    if (kind === "end" || kind === "cap") {
      const { checks } = engine.totals();
      expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
      return engine.digest();
    }
  }
}

describe("brokers that lease messages out", () => {
  let checked: typeof js;
  beforeAll(async () => {
    const kernel = kernelOf(await buildKernel({ checked: true }));
    if (typeof kernel === "string") throw new Error(kernel);
    checked = createEngine({ heapOnly: false, kernel });
  }, 600_000);

  it.each(Object.keys(BROKERS))("%s is the same compiled", (name) => {
    const document = documentOf(name);
    const wanted = digestOf(js, document);
    expect(digestOf(wasm, document)).toBe(wanted);
    expect(digestOf(wasm, document, 97)).toBe(wanted);
    expect(digestOf(checked, document)).toBe(wanted);
  });
});
