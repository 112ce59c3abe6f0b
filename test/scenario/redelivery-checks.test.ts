// Messages that come back at once and fail for good: what a file is told, and what happens to a run.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Given {
  readonly broker: object;
  readonly edge?: object;
  readonly worker?: object;
  readonly maxEvents?: number;
}

function drawing({ broker, edge, worker, maxEvents = 1_000_000 }: Given): ScenarioDocument {
  return sketch({
    run: { durationS: 10, maxEvents },
    nodes: {
      users: metronome(1000, 500),
      mq: broker,
      worker: { serviceTime: 10, errorRate: 1, ...worker },
    },
    edges: { "users->mq": {}, "mq->worker": { networkMs: 1, ...edge } },
  });
}

const told = (given: Given) =>
  checkDocument(drawing(given))
    .problems.filter(({ code }) => code === "endless-redelivery")
    .map(({ path }) => path);

const RABBITMQ = { kind: "rabbitmq" };
const QUORUM = { ...RABBITMQ, queueType: "quorum" };

describe("what fails for good and comes back at once", () => {
  it.each<[string, Given]>([
    ["a classic queue", { broker: RABBITMQ }],
    ["a quorum queue without a limit", { broker: { ...QUORUM, deliveryLimit: -1 } }],
    [
      "a quorum queue of 4.3, which does not count nacks",
      { broker: { ...QUORUM, version: "4.3" } },
    ],
    ["SQS, released", { broker: { kind: "sqs" }, edge: { onFailure: "release" } }],
    ["Pub/Sub without a retry policy", { broker: { kind: "pubsub" } }],
    [
      "JetStream, given back",
      { broker: { kind: "nats", storage: "stream" }, edge: { onFailure: "nak" } },
    ],
    [
      "one operation of many",
      { broker: RABBITMQ, worker: { errorRate: 0, operations: { request: { errorRate: 1 } } } },
    ],
  ])("is told of %s", (_, given) => {
    expect(told(given)).toEqual(["edges.mq->worker.onFailure"]);
  });

  it.each<[string, Given]>([
    ["is dead-lettered", { broker: RABBITMQ, edge: { onFailure: "deadLetter" } }],
    ["is counted", { broker: QUORUM }],
    ["fails by chance", { broker: RABBITMQ, worker: { errorRate: 0.5 } }],
    ["waits for its visibility timeout", { broker: { kind: "sqs" } }],
    [
      "is received so often",
      { broker: { kind: "sqs", maxReceiveCount: 3 }, edge: { onFailure: "release" } },
    ],
    ["pauses", { broker: { kind: "pubsub" }, edge: { retryMinMs: 1000 } }],
  ])("is not told of what %s", (_, given) => {
    expect(told(given)).toEqual([]);
  });

  it("keeps a worker busy as fast as it works, as it would RabbitMQ", () => {
    const totals = simulate(drawing({ broker: RABBITMQ, maxEvents: 10_000_000 }));
    expect(totals.endedEarly).toBeNull();
    // Ten messages, each in a circle of 12 ms from its coming at half past each second on.
    const rounds = Array.from({ length: 10 }, (_, at) => (10_000 - 500 - 1000 * at) / 12);
    const expected = rounds.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(nodeOf(totals, "worker").arrivals - expected)).toBeLessThanOrEqual(20);
  });

  it("ends a run by its limit of events where a round takes no time", () => {
    const given = { broker: RABBITMQ, edge: { networkMs: 0 }, worker: { serviceTime: 0 } };
    const totals = simulate(drawing({ ...given, maxEvents: 20_000 }));
    expect(totals.endedEarly).toBe("events");
    expect(told(given)).toHaveLength(1);
  });
});
