// SNS, EventBridge, Pub/Sub and ActiveMQ against each other: what each does with a message that its
// consumer does not take, or is not there to take.
import { describe, expect, it } from "vitest";
import { edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { endsOf, expectSound, queueOf, type Sketch, scene } from "./messaging.ts";

function run(kind: string, given: Omit<Sketch, "kind">) {
  return simulate(scene({ kind, ...given }));
}

/** One message at 100 ms to a consumer that always fails, in 0 ms. */
function poisoned(kind: string, deliver: object, broker: object = {}, durationS = 100) {
  return run(kind, {
    run: { durationS },
    client: metronome(10_000_000, 100),
    broker,
    consumers: { w: { serviceTime: 0, errorRate: 1 }, undertaker: { serviceTime: 0 } },
    deliver: { w: deliver, undertaker: { queue: "dead-letters" } },
  });
}

/** One message at 100 ms to a consumer that is away until then. */
function away(kind: string, untilS: number, deliver: object, broker: object = {}) {
  return run(kind, {
    run: { durationS: 200 },
    client: metronome(10_000_000, 100),
    broker,
    consumers: { w: { serviceTime: 0 } },
    deliver: { w: deliver },
    faults: { f: { kind: "crash", target: "w", atS: 0, forS: untilS } },
  });
}

describe("SNS", () => {
  const NOW = { latencyMs: 0 };

  it("pushes to every subscription whose filter lets a message through", () => {
    const totals = run("sns", {
      client: { ...metronome(100, 50), requests: { order: {}, refund: {} } },
      broker: NOW,
      consumers: { audit: { serviceTime: 0 }, orders: { serviceTime: 0 } },
      deliver: { audit: {}, orders: { routingKey: "order" } },
    });
    expect(queueOf(totals, "audit").delivered).toBe(100);
    const orders = totals.endToEnd.order?.offered ?? 0;
    expect(orders).toBeGreaterThan(30);
    expect(queueOf(totals, "orders").delivered).toBe(orders);
    expectSound(totals);
  });

  it("retries in phases: three times at once, twice after a second, then ever more slowly", () => {
    expect(queueOf(poisoned("sns", {}, NOW, 1), "w").delivered).toBe(4);
    expect(queueOf(poisoned("sns", {}, NOW, 3), "w").delivered).toBe(6);
    // The ten that follow take 1, 1.39, 1.95, ... 20 s.
    expect(queueOf(poisoned("sns", {}, NOW, 4), "w").delivered).toBe(7);
    expect(queueOf(poisoned("sns", {}, NOW, 200), "w").delivered).toBeGreaterThan(16);
  });

  it("gives an HTTP endpoint four attempts, then drops or dead-letters", () => {
    const dropped = poisoned("sns", { retries: "http" }, NOW);
    expect(queueOf(dropped, "w")).toMatchObject({ delivered: 4 });
    expect(queueOf(dropped, "w").endings.dropped).toBe(1);
    const kept = poisoned("sns", { retries: "http" }, { ...NOW, deadLetterQueue: true });
    expect(queueOf(kept, "w").endings.deadLettered).toBe(1);
    expect(queueOf(kept, "dead-letters").endings.acked).toBe(1);
    expectSound(kept);
  });

  it("uses up attempts on an endpoint that is away: nothing waits for it", () => {
    const short = away("sns", 50, { retries: "http" }, NOW);
    expect(queueOf(short, "w").endings.acked).toBe(1);
    expect(endsOf(short)[0]).toBeCloseTo(60_000, 6);
    const long = away("sns", 70, { retries: "http" }, NOW);
    expect(queueOf(long, "w").endings).toMatchObject({ acked: 0, dropped: 1 });
    expectSound(long);
  });
});

describe("EventBridge", () => {
  it("delivers late: its first push comes after its latency", () => {
    const totals = away("eventbridge", 0.01, {});
    expect(endsOf(totals)[0]).toBeCloseTo(148, 6);
  });

  it("doubles its pauses with jitter up to the longest, as often as it may", () => {
    const plain = { retryMinMs: 1000, retryMaxMs: 4000, retryJitter: 0, attempts: 5 };
    const totals = poisoned("eventbridge", plain, { latencyMs: 0 });
    expect(queueOf(totals, "w").delivered).toBe(5);
    expect(endsOf(totals)[0]).toBeCloseTo(1000 + 2000 + 4000 + 4000, 6);
    const drawn = poisoned("eventbridge", { ...plain, retryJitter: 0.5 }, { latencyMs: 0 });
    expect(endsOf(drawn)[0]).not.toBe(endsOf(totals)[0]);
  });

  it("outlives an outage that an HTTP subscription of SNS does not", () => {
    expect(queueOf(away("eventbridge", 100, {}), "w").endings.acked).toBe(1);
    expect(queueOf(away("sns", 100, { retries: "http" }), "w").endings.acked).toBe(0);
  });

  it("gives up what is too old, to its dead-letter queue where it has one", () => {
    const policy = { retryMinMs: 1000, retryMaxMs: 1000, retryJitter: 0 };
    const bus = { latencyMs: 0, maxAgeMs: 60_000, deadLetterQueue: true };
    const totals = poisoned("eventbridge", policy, bus);
    expect(queueOf(totals, "w").delivered).toBeGreaterThanOrEqual(60);
    expect(queueOf(totals, "w").delivered).toBeLessThanOrEqual(61);
    expect(queueOf(totals, "dead-letters").published).toBe(1);
  });

  it("throttles publishers beyond its rate", () => {
    const totals = run("eventbridge", {
      client: { ratePerS: 100 },
      broker: { putRatePerS: 50 },
      consumers: { w: { serviceTime: 0 } },
      deliver: { w: {} },
    });
    expect(edgeOf(totals, "users->mq").failed.rateLimited).toBeGreaterThan(400);
  });
});

describe("Pub/Sub", () => {
  it("brings a nack back at once without a retry policy: a hot loop", () => {
    const totals = run("pubsub", {
      run: { durationS: 1 },
      client: metronome(10_000, 5),
      consumers: { w: { serviceTime: 10, errorRate: 1 } },
      deliver: { w: {} },
    });
    expect(queueOf(totals, "w").delivered).toBeGreaterThan(95);
  });

  it("pauses by its retry policy, doubling up to the longest", () => {
    const totals = poisoned("pubsub", { retryMinMs: 1000, retryMaxMs: 3000, deliveryAttempts: 5 });
    expect(endsOf(totals)[0]).toBeCloseTo(1000 + 2000 + 3000 + 3000, 6);
    expect(queueOf(totals, "dead-letters").published).toBe(1);
    expectSound(totals);
  });

  it("a live consumer's deadline is extended, a dead one's ends", () => {
    const given = (deliver: object, crashes: boolean) =>
      queueOf(
        run("pubsub", {
          run: { durationS: 60 },
          client: metronome(10_000_000, 100),
          consumers: { w: { serviceTime: 25_000 } },
          deliver: { w: deliver },
          ...(crashes ? { faults: { f: { kind: "crash", target: "w", atS: 15, forS: 0.5 } } } : {}),
        }),
        "w",
      );
    expect(given({}, false)).toMatchObject({ delivered: 1, duplicates: 0 });
    expect(given({ extendMs: null }, false).delivered).toBeGreaterThan(1);
    expect(given({}, true)).toMatchObject({ delivered: 2, duplicates: 0 });
  });

  it("with ordering one message of a key is out at a time", () => {
    const most = (ordering: boolean) =>
      nodeOf(
        run("pubsub", {
          client: { ratePerS: 50 },
          broker: { orderingKeys: 1 },
          consumers: { w: { concurrency: 20, serviceTime: 100 } },
          deliver: { w: { ordering } },
        }),
        "w",
      ).inFlight.max;
    expect(most(true)).toBe(1);
    expect(most(false)).toBeGreaterThan(3);
  });

  it("deletes what nobody acknowledged for longer than the retention", () => {
    const totals = run("pubsub", {
      run: { durationS: 20 },
      client: metronome(1000, 500),
      broker: { retentionMs: 5000 },
      consumers: { w: { serviceTime: 0 } },
      deliver: { w: {} },
      faults: { f: { kind: "crash", target: "w", atS: 0, forS: 100 } },
    });
    expect(queueOf(totals, "w").endings.expired).toBe(15);
  });
});

describe("ActiveMQ", () => {
  it("a queue is shared by all its consumers, a topic copies to each", () => {
    const given = (destination: string) =>
      run("activemq", {
        client: metronome(100, 50),
        broker: { destination },
        consumers: { a: { serviceTime: 1 }, b: { serviceTime: 1 } },
        deliver: { a: {}, b: {} },
      });
    expect(queueOf(given("queue"), "queue").delivered).toBe(100);
    expect(queueOf(given("topic"), "a").delivered).toBe(100);
    expect(queueOf(given("topic"), "b").delivered).toBe(100);
  });

  it("redelivers six times a second apart, then dead-letters", () => {
    const totals = poisoned("activemq", {});
    expect(queueOf(totals, "queue")).toMatchObject({ delivered: 7, redelivered: 6 });
    expect(endsOf(totals)[0]).toBeCloseTo(6000, 6);
    expect(queueOf(totals, "dead-letters").endings.acked).toBe(1);
    expectSound(totals);
  });

  it("waits five times as long each time where back-off is exponential", () => {
    const totals = poisoned("activemq", { exponentialBackOff: true, maximumRedeliveries: 3 });
    expect(endsOf(totals)[0]).toBeCloseTo(1000 + 5000 + 25_000, 6);
  });

  it("keeps for a durable subscriber what it loses to another that is away", () => {
    const topic = { destination: "topic" };
    expect(queueOf(away("activemq", 5, { durable: true }, topic), "w").endings.acked).toBe(1);
    expect(queueOf(away("activemq", 5, {}, topic), "w").endings).toMatchObject({ lost: 1 });
    // A queue keeps it for whoever comes.
    expect(queueOf(away("activemq", 5, {}), "queue").endings.acked).toBe(1);
  });

  it("makes producers wait at its memory limit", () => {
    const totals = run("activemq", {
      client: metronome(100, 50),
      broker: { memoryLimit: 10 },
      publish: { timeoutMs: null },
      consumers: { w: { concurrency: 1, serviceTime: 1000 } },
      deliver: { w: {} },
    });
    expect(totals.endToEnd.all?.failed).toEqual({});
    expect(totals.endToEnd.all?.inFlightAtEnd).toBeGreaterThan(70);
    expect(queueOf(totals, "queue").backlog.max).toBeLessThanOrEqual(11);
  });

  it("gives a consumer's connection back at once what it had when it crashed", () => {
    const totals = run("activemq", {
      run: { durationS: 3 },
      client: metronome(10_000, 100),
      consumers: { a: { serviceTime: 1000 }, b: { serviceTime: 10 } },
      deliver: { a: {}, b: {} },
      faults: { f: { kind: "crash", target: "a", atS: 0.5, forS: 10 } },
    });
    // The policy's pause is that of a client which rolls back: the one that is left gets it at once.
    expect(endsOf(totals)[0]).toBeCloseTo(400 + 10, 6);
    expect(nodeOf(totals, "b").completions).toBe(1);
  });
});
