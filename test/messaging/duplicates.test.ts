// When work that took effect is counted as a duplicate, and when the message is lost instead: an
// acknowledgement that comes to nothing means that the queue gives the message out once more, unless
// the queue has lost it as well.
import { describe, expect, it } from "vitest";
import { expectSound, queueOf, type Sketch, scene } from "../engine/messaging.ts";
import { metronome, ONCE, simulate } from "../support/simulate.ts";

/** A message at 0 that takes 100 ms of work; a broker that is down from 50 to 250 ms. */
function crashed(given: Partial<Sketch> & Pick<Sketch, "kind">) {
  const totals = simulate(
    scene({
      client: ONCE,
      consumers: { w: { serviceTime: 100 } },
      deliver: { w: {} },
      faults: { f: { kind: "crash", target: "mq", atS: 0.05, forS: 0.2 } },
      ...given,
    }),
  );
  expectSound(totals);
  return totals;
}

describe("an acknowledgement that does not reach its queue", () => {
  it("is a duplicate to be where the lease runs on: SQS is down when it comes", () => {
    const totals = crashed({
      kind: "sqs",
      broker: { visibilityTimeoutMs: 1000 },
      deliver: { w: { waitTimeMs: 20_000 } },
    });
    // Worked until 100 ms, visible again at 1000 ms, worked once more.
    expect(queueOf(totals, "main")).toMatchObject({ delivered: 2, duplicates: 1 });
    expect(totals.nodes.w?.completions).toBe(2);
  });

  it("is one where SQS goes down while it is on its way", () => {
    const totals = crashed({
      kind: "sqs",
      broker: { visibilityTimeoutMs: 1000 },
      consumers: { w: { serviceTime: 15 } },
      deliver: { w: { networkMs: 20, waitTimeMs: 20_000 } },
    });
    expect(queueOf(totals, "main")).toMatchObject({ delivered: 2, duplicates: 1 });
  });

  it("is one in a stream that no restart has touched, though none would leave it whole", () => {
    const totals = simulate(
      scene({
        kind: "redis-streams",
        client: ONCE,
        broker: { persistent: false },
        consumers: { w: { replicas: 2, serviceTime: 300 } },
        deliver: { w: { claimIdleMs: 200, claimEveryMs: 100, waitTimeMs: 50 } },
        run: { durationS: 1 },
      }),
    );
    expectSound(totals);
    expect(queueOf(totals, "w").duplicates).toBeGreaterThan(0);
  });
});

describe("a message that its queue has lost while a consumer works on it", () => {
  it("is no duplicate and no dead letter: a queue that does not survive its broker", () => {
    const totals = crashed({
      kind: "activemq",
      broker: { persistent: false },
      deliver: { w: { maximumRedeliveries: 0 } },
    });
    const queue = queueOf(totals, "queue");
    expect(queue).toMatchObject({ delivered: 1, duplicates: 0 });
    expect(queue.endings).toMatchObject({ lost: 1, deadLettered: 0, acked: 0 });
    expect(queueOf(totals, "dead-letters").routed).toBe(0);
  });

  it("is none: a subscription that is not durable and has nobody left", () => {
    const totals = crashed({
      kind: "activemq",
      broker: { destination: "topic" },
      deliver: { w: { maximumRedeliveries: 0 } },
    });
    const queue = queueOf(totals, "w");
    expect(queue).toMatchObject({ delivered: 1, duplicates: 0 });
    expect(queue.endings).toMatchObject({ lost: 1, deadLettered: 0, acked: 0 });
  });

  it("is none: RabbitMQ had not written it to disk, and its publisher was not told otherwise", () => {
    const totals = crashed({ kind: "rabbitmq", broker: { flushTime: 500 } });
    const queue = queueOf(totals, "w");
    expect(queue).toMatchObject({ delivered: 1, duplicates: 0 });
    expect(queue.endings).toMatchObject({ lost: 1, acked: 0 });
    expect(totals.endToEnd.all?.ok).toBe(0);
  });

  it("is a duplicate where it was on disk", () => {
    const totals = crashed({ kind: "rabbitmq" });
    expect(queueOf(totals, "w")).toMatchObject({ delivered: 2, duplicates: 1 });
  });
});

it("redelivery without a pause does not grow, exponential or not", () => {
  const totals = simulate(
    scene({
      kind: "activemq",
      client: metronome(100, 50),
      consumers: { w: { serviceTime: 1, errorRate: 1 } },
      deliver: { w: { redeliveryDelayMs: 0, exponentialBackOff: true } },
    }),
  );
  expect(queueOf(totals, "queue")).toMatchObject({ routed: 100, delivered: 700 });
});
