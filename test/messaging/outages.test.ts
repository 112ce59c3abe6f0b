// What an outage of the broker itself does to the messages in its queues: how often they came back is
// counted as the product counts it, and whatever is to die meanwhile does so when the broker is up.
import { expect, it } from "vitest";
import { expectSound, queueOf, type Sketch, scene } from "../engine/messaging.ts";
import { metronome, nodeOf, ONCE, simulate } from "../support/simulate.ts";

const DOWN = { kind: "crash", target: "mq", atS: 0.05, forS: 0.45 } as const;

function played(given: Partial<Sketch> & Pick<Sketch, "kind">) {
  const totals = simulate(
    scene({
      run: { durationS: 20, detail: true },
      client: ONCE,
      consumers: { w: { serviceTime: 100 } },
      deliver: { w: {} },
      faults: { f: DOWN },
      ...given,
    }),
  );
  expectSound(totals);
  const steps = nodeOf(totals, "mq").messages ?? [];
  const deaths = steps.filter(({ reason }) => reason !== undefined);
  return { totals, steps, deaths, dead: totals.nodes.mq?.queues?.["dead-letters"] };
}

it("ActiveMQ forgets redeliveries when it starts again: its crash is nobody's rollback", () => {
  const { totals, steps, dead } = played({
    kind: "activemq",
    deliver: { w: { maximumRedeliveries: 0 } },
  });
  expect(steps.filter(({ step }) => step === "delivered").map(({ atMs }) => atMs)).toEqual([
    0, 500,
  ]);
  expect(queueOf(totals, "queue").endings).toMatchObject({ acked: 1, deadLettered: 0 });
  expect(dead?.routed).toBe(0);
});

it("ActiveMQ forgets what was rolled back before its crash", () => {
  const { totals } = played({
    kind: "activemq",
    consumers: { w: { serviceTime: 10 } },
    deliver: { w: { maximumRedeliveries: 1, redeliveryDelayMs: 1000 } },
    faults: {
      f: DOWN,
      failing: { kind: "errors", target: "w", atS: 0, forS: 1.005, ratio: 1 },
    },
  });
  // Failed at 10 ms; delivered at 1010 ms instead of at the restart, for its pause goes on.
  const after = played({
    kind: "activemq",
    consumers: { w: { serviceTime: 10 } },
    deliver: { w: { maximumRedeliveries: 1, redeliveryDelayMs: 1000 } },
    faults: { f: DOWN, failing: { kind: "errors", target: "w", atS: 0, forS: 2, ratio: 1 } },
  });
  expect(queueOf(totals, "queue").endings.acked).toBe(1);
  // Without the restart its second failure would have been one too many.
  expect(queueOf(after.totals, "queue")).toMatchObject({ delivered: 3 });
  expect(after.deaths).toEqual([]);
});

it("a consumer of ActiveMQ that is lost counts, and the next one does not pause", () => {
  const { deaths, dead } = played({
    kind: "activemq",
    consumers: { v: { serviceTime: 1000 }, w: { serviceTime: 1000 } },
    deliver: { v: { maximumRedeliveries: 0 }, w: { maximumRedeliveries: 0 } },
    faults: { f: { kind: "crash", target: "v", atS: 0.05, forS: 20 } },
  });
  expect(deaths).toMatchObject([{ reason: "delivery_limit", atMs: 50 }]);
  expect(dead?.routed).toBe(1);
});

/** A topic whose subscription `v` has one message at work when its consumer there loses its connection. */
function partedTopic(deliver: Sketch["deliver"], consumer: object = {}) {
  const { totals } = played({
    kind: "activemq",
    broker: { destination: "topic" },
    consumers: Object.fromEntries(
      Object.keys(deliver).map((id) => [id, { serviceTime: 100, ...consumer }]),
    ),
    deliver,
    faults: { f: { kind: "partition", target: "mq->v", mode: "refuse", atS: 0.05, forS: 1 } },
  });
  return Object.values(totals.flows ?? {}).find(({ to }) => to === "v");
}

it("who shares a subscription that is not durable gets what another has lost and works on", () => {
  const flow = partedTopic({ v: { queue: "v" }, w: { queue: "v" } });
  // At work from 0 to 100 ms with one, from 50 to 150 ms with the other.
  expect(flow).toMatchObject({ published: 1, delivered: 2, applied: 2, appliedTwice: 1 });
  expect(flow).toMatchObject({ promise: { guarantee: "none" }, lostBy: {}, broken: {} });
});

it("a subscription that is not durable goes with its only consumer: nothing comes twice", () => {
  const flow = partedTopic({ v: {}, w: {} });
  expect(flow).toMatchObject({ published: 1, delivered: 1, applied: 1, appliedTwice: 0 });
  expect(flow).toMatchObject({ promise: { guarantee: "atMostOnce" }, broken: {} });
});

it("instances of one consumer share its subscription as several consumers do", () => {
  const flow = partedTopic({ v: {} }, { replicas: 2 });
  expect(flow?.promise.guarantee).toBe("none");
});

it("a durable subscription keeps what its consumer lost, and gives it out again", () => {
  const flow = partedTopic({ v: { durable: true } });
  expect(flow).toMatchObject({ published: 1, delivered: 2, applied: 2, appliedTwice: 1 });
  expect(flow).toMatchObject({ promise: { guarantee: "atLeastOnce" }, lostBy: {}, broken: {} });
});

it("a visibility that ends while SQS is down moves the message when SQS is up", () => {
  const { totals, deaths, dead } = played({
    kind: "sqs",
    broker: { visibilityTimeoutMs: 100, maxReceiveCount: 1 },
    consumers: { w: { serviceTime: 1000 } },
    deliver: { w: { waitTimeMs: 20_000 } },
  });
  expect(deaths).toMatchObject([{ reason: "delivery_limit", atMs: 500 }]);
  expect(queueOf(totals, "main").endings).toMatchObject({ deadLettered: 1, lost: 0 });
  expect(dead).toMatchObject({ routed: 1, backlogAtEnd: 1 });
});

it("a deadline that ends while Pub/Sub is down is an attempt, buried when Pub/Sub is up", () => {
  const { deaths, dead } = played({
    kind: "pubsub",
    consumers: { w: { serviceTime: 1000, errorRate: 1 } },
    deliver: { w: { deliveryAttempts: 5, ackDeadlineMs: 200, extendMs: null } },
    faults: { f: { ...DOWN, atS: 0.85 } },
  });
  // Delivered every 200 ms from 0 on; the fifth, of 800 ms, is over at 1000 ms, in the outage.
  expect(deaths).toMatchObject([{ reason: "delivery_limit", atMs: 1300 }]);
  expect(dead?.routed).toBe(1);
});

it("a quorum queue of RabbitMQ counts what its own crash gives back, and buries it once it is led", () => {
  const { deaths, dead } = played({
    kind: "rabbitmq",
    broker: {
      queueType: "quorum",
      deliveryLimit: 0,
      queues: {
        w: { deadLetter: { routingKey: "dead-letters" } },
        "dead-letters": { bindings: {} },
      },
    },
  });
  expect(deaths).toMatchObject([{ reason: "delivery_limit", atMs: 500 }]);
  expect(dead).toMatchObject({ routed: 1, backlogAtEnd: 1 });
});

it("messages that are too old when their queue is down expire when it is up", () => {
  const { deaths, dead } = played({
    kind: "rabbitmq",
    consumers: { w: { concurrency: 1, serviceTime: 100 } },
    broker: {
      queues: {
        w: { deadLetter: { routingKey: "dead-letters" }, ttlMs: 200 },
        "dead-letters": { bindings: {} },
      },
    },
    client: {
      ...metronome(30, 4),
      profile: {
        shape: "steps",
        points: [
          [0, 1],
          [0.13, 0],
        ],
      },
    },
    deliver: { w: { prefetch: 1 } },
    faults: { f: { ...DOWN, atS: 0.1 } },
  });
  expect(deaths.map(({ atMs }) => atMs)).toEqual(deaths.map(() => 550));
  expect(deaths.length).toBeGreaterThan(0);
  expect(dead?.routed).toBe(deaths.length);
});

it("a redrive waits for a broker that is down", () => {
  const { steps } = played({
    kind: "sqs",
    broker: { visibilityTimeoutMs: 100, maxReceiveCount: 1 },
    consumers: { w: { serviceTime: 10, errorRate: 1 } },
    deliver: { w: { waitTimeMs: 20_000, onFailure: "release" } },
    faults: {
      f: { ...DOWN, atS: 1 },
      back: { kind: "redrive", target: "mq", atS: 0.999, ratePerS: 500 },
    },
  });
  const redriven = steps.filter(({ step }) => step === "redriven");
  expect(redriven.length).toBe(1);
  expect(redriven[0]?.atMs).toBeGreaterThanOrEqual(1450);
});

it("a dead letter of ActiveMQ is stored before its message is removed: a crash in between loses none", () => {
  const atOnce = { networkMs: 0, prefetch: 1, redeliveryDelayMs: 0, exponentialBackOff: true };
  const totals = simulate({
    format: 1,
    catalog: "2026-11",
    name: "dead while down",
    run: { durationS: 10, warmupS: 0, seed: 0, detail: true },
    nodes: {
      users: {
        kind: "client",
        ratePerS: 8,
        requests: { order: { weight: 3 }, look: {} },
        profile: {
          shape: "steps",
          points: [
            [0, 1],
            [3, 0],
          ],
        },
      },
      mq: { kind: "activemq", serviceTime: 0 },
      a: { kind: "service", concurrency: 1, serviceTime: 0 },
      b: { kind: "service", concurrency: 1, serviceTime: 0 },
    },
    edges: {
      "users->mq": { networkMs: 0, timeoutMs: 25 },
      "mq->a": { ...atOnce, maximumRedeliveries: 0 },
      "mq->b": { ...atOnce, maximumRedeliveries: null },
    },
    // What the hung consumer had dies at the instant at which the broker crashes.
    faults: {
      hung: { kind: "hang", target: "b", atS: 1.6, forS: 1.4 },
      down: { kind: "crash", target: "mq", atS: 3, forS: 0.05 },
    },
  });
  expectSound(totals);
  const died = (nodeOf(totals, "mq").messages ?? []).filter(({ reason }) => reason !== undefined);
  expect(died).toMatchObject([{ atMs: 3000, reason: "delivery_limit" }]);
  expect(queueOf(totals, "queue").endings).toMatchObject({ deadLettered: 1, lost: 0 });
  expect(totals.nodes.mq?.queues?.["dead-letters"]).toMatchObject({ routed: 1, backlogAtEnd: 1 });
});
