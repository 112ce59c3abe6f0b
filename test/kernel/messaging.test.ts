// Brokers that lease messages out, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { scene } from "../engine/messaging.ts";
import { compiledAlike } from "./same-compiled.ts";

/** Every kind with what makes its rules act: failures, crashes, delays on the wire. */
const BROKERS: Readonly<Record<string, readonly [object, object, object?]>> = {
  sqs: [
    { visibilityTimeoutMs: 300, maxReceiveCount: 3, abortAtVisibility: true },
    { extendMs: 400 },
  ],
  "sqs fifo": [{ type: "fifo", visibilityTimeoutMs: 300, delayMs: 20 }, { onFailure: "release" }],
  sns: [{ latencyMs: 20, deadLetterQueue: true }, { retries: "aws" }],
  eventbridge: [{ latencyMs: 20 }, { retryMinMs: 10, attempts: 4 }],
  pubsub: [{ orderingKeys: 5 }, { ordering: true, ackDeadlineMs: 200, retryMinMs: 20 }],
  activemq: [{ destination: "topic", memoryLimit: 50 }, { redeliveryDelayMs: 30 }],
  "activemq queue": [{}, { redeliveryDelayMs: 30, maximumRedeliveries: 1 }],
  nats: [{}, { queue: "q" }],
  "nats stream": [
    { storage: "stream", maxMessages: 100 },
    { backOffMs: [50, 90], maxDeliver: 4 },
  ],
  "redis-streams transient": [{ persistent: false }, { claimIdleMs: 100, claimEveryMs: 50 }],
  kafka: [
    { partitions: 2, keyCount: 5, replicas: 3, replicationFactor: 3, electionMs: 100 },
    {},
    { networkMs: 60, timeoutMs: 150, retry: { maxAttempts: 6 } },
  ],
  "redis-streams": [{ maxLength: 100 }, { claimIdleMs: 200, claimEveryMs: 50, waitTimeMs: 30 }],
};

function documentOf(name: string): ScenarioDocument {
  const [broker, deliver, publish] = BROKERS[name] ?? [{}, {}];
  const edge = { networkMs: 2, ...deliver };
  return scene({
    kind: name.split(" ")[0] ?? name,
    run: { durationS: 6 },
    client: { ratePerS: 60, arrivals: "poisson" },
    broker: { serviceTime: 1, ...broker },
    publish: { networkMs: 2, ...publish },
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

describe("brokers that lease messages out", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(BROKERS))("%s is the same compiled", (name) => {
    expectAlike(documentOf(name));
  });
});
