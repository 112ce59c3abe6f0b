// What brokers do so that nothing counts twice, or is there again on purpose: exactly-once
// subscriptions, windows of duplicates, retention, archives.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { metronome, nodeOf, simulate } from "../support/simulate.ts";
import { endsOf, expectSound, queueOf, type Sketch, scene } from "./messaging.ts";

function run(kind: string, given: Omit<Sketch, "kind">) {
  return simulate(scene({ kind, ...given }));
}

describe("Pub/Sub, exactly once", () => {
  const late = (exactlyOnce: boolean, serviceTime: object | number) =>
    run("pubsub", {
      run: { durationS: 30, drain: true },
      client: metronome(1000, 100),
      consumers: { w: { concurrency: 20, serviceTime } },
      deliver: { w: { ackDeadlineMs: 200, extendMs: null, exactlyOnce } },
    });
  const MIXED = { type: "exponential", meanMs: 100 };

  it("an ack that comes after the deadline fails, and its work does not count", () => {
    const plain = queueOf(late(false, MIXED), "w");
    const once = queueOf(late(true, MIXED), "w");
    expect(plain.duplicates).toBeGreaterThan(3);
    expect(once.duplicates).toBe(0);
    expect(once.leases?.failedAcks).toBe(plain.duplicates);
    expect(once.endings.acked).toBe(plain.endings.acked);
    expectSound(late(true, MIXED));
  });

  it("an acknowledged message never comes again", () => {
    const totals = late(true, 150);
    expect(queueOf(totals, "w")).toMatchObject({ redelivered: 0, duplicates: 0 });
    expect(queueOf(totals, "w").leases).toMatchObject({ lapsed: 0, failedAcks: 0 });
  });

  it("does not tell of failed acks where it does not confirm them", () => {
    expect(queueOf(late(false, 150), "w").leases).not.toHaveProperty("failedAcks");
  });
});

describe("JetStream", () => {
  const twice = (publish: object, broker: object = {}) =>
    run("nats", {
      client: metronome(1000, 100),
      broker: { storage: "stream", serviceTime: 60, ...broker },
      publish: {
        timeoutMs: 50,
        retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 100, jitter: "none" } },
        ...publish,
      },
      consumers: { w: { serviceTime: 1 } },
      deliver: { w: {} },
    });

  it("stores a publish with a known message id once, for as long as its window", () => {
    const known = twice({ keepsId: true });
    expect(queueOf(known, "w").published).toBe(10);
    expect(nodeOf(known, "mq").publishes).toMatchObject({ deduplicated: 10, storedTwice: 0 });
    expectSound(known);
    expect(nodeOf(twice({}), "mq").publishes?.storedTwice).toBe(10);
    const short = twice({ keepsId: true }, { dedupWindowMs: 100 });
    expect(nodeOf(short, "mq").publishes).toMatchObject({ deduplicated: 0, storedTwice: 10 });
  });

  it("by limits counts what is acknowledged as well: what comes back late is gone", () => {
    const given = (retention: string) =>
      run("nats", {
        client: metronome(50, 20),
        broker: { storage: "stream", retention, maxMessages: 5 },
        consumers: { w: { concurrency: 20, serviceTime: 10, errorRate: 0.1 } },
        deliver: { w: { ackWaitMs: 400 } },
      });
    const [limits, interest] = [queueOf(given("limits"), "w"), queueOf(given("interest"), "w")];
    // Eight newer ones have come when the ack wait of a failed message ends.
    expect(limits.redelivered).toBe(0);
    expect(limits.endings.dropped).toBeGreaterThan(10);
    expect(interest.redelivered).toBeGreaterThan(10);
    expect(interest.endings.dropped).toBe(0);
    expectSound(given("interest"));
  });

  it("by interest drops the oldest of too many that wait", () => {
    const totals = run("nats", {
      client: metronome(10, 5),
      broker: { storage: "stream", retention: "interest", maxMessages: 50 },
      consumers: { w: { concurrency: 1, serviceTime: 20 } },
      deliver: { w: { maxAckPending: 1 } },
    });
    expect(queueOf(totals, "w").endings.dropped).toBe(450);
    expect(queueOf(totals, "w").backlog.max).toBe(51);
    expectSound(totals);
  });

  it("as a work queue has one consumer, whose messages all edges share", () => {
    const given = (retention: string) =>
      run("nats", {
        client: metronome(100, 50),
        broker: { storage: "stream", retention },
        consumers: { a: { serviceTime: 10 }, b: { serviceTime: 10 } },
        deliver: { a: {}, b: {} },
      });
    const work = given("workqueue");
    expect(queueOf(work, "stream")).toMatchObject({ published: 100, delivered: 100 });
    expect(nodeOf(work, "a").completions + nodeOf(work, "b").completions).toBe(100);
    const both = given("interest");
    expect(nodeOf(both, "a").completions + nodeOf(both, "b").completions).toBe(200);
    expectSound(work);
  });
});

describe("EventBridge's archive", () => {
  const given = (fault: object, broker: object = {}) =>
    scene({
      kind: "eventbridge",
      run: { durationS: 20 },
      client: {
        ...metronome(100, 50),
        requests: { order: {}, refund: {} },
        profile: {
          shape: "steps",
          points: [
            [0, 1],
            [5, 0],
          ],
        },
      },
      broker: { latencyMs: 5, archiveS: 1000, ...broker },
      consumers: { w: { serviceTime: 0 }, refunds: { serviceTime: 0 } },
      deliver: { w: {}, refunds: { routingKey: "refund" } },
      faults: { f: { kind: "replay", target: "mq->refunds", atS: 10, ...fault } } as never,
    });

  it("sends what matches a rule to it again, from a time on, and to no other", () => {
    const totals = simulate(given({ toTimeS: 2 }));
    const refunds = queueOf(totals, "refunds");
    const all = totals.endToEnd.refund?.offered ?? 0;
    expect(refunds.leases?.replayed).toBeGreaterThan(all / 3);
    expect(refunds.leases?.replayed).toBeLessThan(all);
    expect(refunds.published).toBe(all + (refunds.leases?.replayed ?? 0));
    expect(refunds.endings.acked).toBe(refunds.published);
    expect(queueOf(totals, "w")).toMatchObject({ published: 50 });
    // What is replayed has settled long ago.
    expect(endsOf(totals)[1]).toBeCloseTo(5, 6);
    expectSound(totals);
  });

  it("sends all from the first on by number, no faster than events may be put", () => {
    const totals = simulate(given({ toOffset: 0 }, { putRatePerS: 20 }));
    expect(queueOf(totals, "refunds").leases?.replayed).toBe(totals.endToEnd.refund?.offered);
    const slow = simulate(given({ toOffset: 0 }, { putRatePerS: 2 }));
    expect(queueOf(slow, "refunds").leases?.replayed).toBeLessThanOrEqual(20);
  });

  it("forgets what is older than it keeps", () => {
    const totals = simulate(given({ toOffset: 0 }, { archiveS: 6 }));
    const replayed = queueOf(totals, "refunds").leases?.replayed ?? 0;
    expect(replayed).toBeGreaterThan(0);
    // Of five seconds the last one.
    expect(replayed).toBeLessThanOrEqual(10);
  });

  it("does not exist unless it is asked for", () => {
    const { problems } = checkDocument(given({ toOffset: 0 }, { archiveS: null }));
    expect(problems.map(({ message }) => message).join()).toMatch(/archive can be replayed/);
  });
});
