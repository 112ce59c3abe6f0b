// FIFO queues of SQS: order within a message group, groups that are locked while they are out, and
// sends that are made once more.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeOf, metronome, nodeOf, resolved, simulate } from "../support/simulate.ts";
import { expectSound, queueOf, type Sketch, scene } from "./messaging.ts";

function sqs(given: Omit<Sketch, "kind">): ScenarioDocument {
  return scene({ kind: "sqs", ...given });
}

/** Totals with the steps of single messages. */
function stepsOf(document: ScenarioDocument): EngineTotals {
  engine.load({ ...resolved(document), detail: true });
  expect(engine.run(Infinity, Infinity).kind).toBe("end");
  return engine.totals();
}

describe("SQS FIFO", () => {
  const fifo = (more: object, deliver: object, groups: number) =>
    simulate(
      sqs({
        client: { ratePerS: 50, arrivals: "constant", ...more },
        broker: { type: "fifo", messageGroups: groups, visibilityTimeoutMs: 2000 },
        consumers: { w: { concurrency: 20, serviceTime: 100 } },
        deliver: { w: { waitTimeMs: 20_000, ...deliver } },
      }),
    );

  it("has one message of a group worked on at a time", () => {
    const totals = fifo({}, {}, 1);
    expect(nodeOf(totals, "w").inFlight.max).toBe(1);
    expect(queueOf(totals, "main").endings.acked).toBe(99);
    expectSound(totals);
    expect(nodeOf(fifo({}, {}, 50), "w").inFlight.max).toBeGreaterThan(3);
  });

  it("brings as many of a group as there are in one answer, which saves receives", () => {
    const [batches, single] = [fifo({}, {}, 1), fifo({}, { batchSize: 1 }, 1)];
    const receives = (totals: typeof batches) => queueOf(totals, "main").leases?.receives ?? 0;
    expect(receives(single)).toBeGreaterThan(90);
    expect(receives(batches)).toBeLessThan(25);
    expect(nodeOf(batches, "w").completions).toBe(nodeOf(single, "w").completions);
    expectSound(single);
  });

  it("locks a group until all of an answer are deleted: nobody else works on it", () => {
    const totals = simulate(
      sqs({
        run: { durationS: 3 },
        client: { ratePerS: 1, arrivals: "constant", batch: 5, offsetMs: 100 },
        broker: { type: "fifo", messageGroups: 1 },
        consumers: { a: { serviceTime: 100 }, b: { serviceTime: 100 } },
        deliver: { a: { waitTimeMs: 20_000 }, b: { waitTimeMs: 20_000 } },
      }),
    );
    // The first is delivered alone, the other four in one answer.
    expect(edgeOf(totals, "mq->a").attempts + edgeOf(totals, "mq->b").attempts).toBe(15);
    expect(queueOf(totals, "main").endings.acked).toBeGreaterThanOrEqual(13);
    const busy = nodeOf(totals, "a").inFlight.mean + nodeOf(totals, "b").inFlight.mean;
    expect(busy).toBeLessThanOrEqual(1);
    expectSound(totals);
  });

  it("works on nothing of a group after a failure: the rest of the answer comes back with it", () => {
    const totals = simulate(
      sqs({
        client: { ratePerS: 50, arrivals: "constant" },
        broker: { type: "fifo", messageGroups: 1, visibilityTimeoutMs: 2000 },
        consumers: { w: { concurrency: 20, serviceTime: 1, errorRate: 1 } },
        deliver: { w: { waitTimeMs: 20_000 } },
      }),
    );
    // One message at first, ten every two seconds after that, of which the first alone is tried.
    expect(queueOf(totals, "main").delivered).toBe(41);
    expect(nodeOf(totals, "w").arrivals).toBe(5);
    expect(edgeOf(totals, "mq->w").failed).toMatchObject({ error: 5, cancelled: 36 });
    expectSound(totals);
  });

  it("keeps the order of a group over failures and lapses", () => {
    const totals = stepsOf(
      sqs({
        run: { durationS: 60, drain: true },
        client: { ratePerS: 5, arrivals: "constant" },
        broker: { type: "fifo", messageGroups: 1, visibilityTimeoutMs: 300 },
        consumers: { w: { concurrency: 5, serviceTime: 20, errorRate: 0.2 } },
        deliver: { w: { waitTimeMs: 20_000 } },
      }),
    );
    const acked = (totals.nodes.mq?.messages ?? []).filter(({ step }) => step === "acked");
    expect(acked.length).toBeGreaterThan(200);
    const numbers = acked.map(({ message }) => message);
    expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    expectSound(totals);
  });

  it("gives a crashed consumer's whole answer back when its visibility ends", () => {
    const totals = simulate(
      sqs({
        run: { durationS: 5 },
        client: { ratePerS: 0.01, arrivals: "constant", batch: 10, offsetMs: 100 },
        broker: { type: "fifo", messageGroups: 1, visibilityTimeoutMs: 1000 },
        consumers: { w: { serviceTime: 100 } },
        deliver: { w: { waitTimeMs: 20_000 } },
        faults: { f: { kind: "crash", target: "w", atS: 0.35, forS: 0.1 } },
      }),
    );
    // Settled by then: the first alone, and the first of the nine that came together.
    expect(queueOf(totals, "main")).toMatchObject({ delivered: 18, redelivered: 8 });
    expect(queueOf(totals, "main").endings.acked).toBe(10);
    expectSound(totals);
  });

  it("throttles sends beyond its rate", () => {
    const totals = simulate(
      sqs({
        run: { durationS: 20 },
        client: { ratePerS: 500, arrivals: "constant" },
        broker: { type: "fifo" },
        consumers: { w: { concurrency: 100, serviceTime: 1 } },
        deliver: { w: { waitTimeMs: 20_000 } },
      }),
    );
    const { failed } = edgeOf(totals, "users->mq");
    expect(failed.rateLimited).toBeGreaterThan(3600);
    expect(queueOf(totals, "main").published / 20).toBeCloseTo(315, 0);
  });
});

describe("sends that are made once more", () => {
  /** The first answer takes 60 ms, longer than its sender waits: it sends again. */
  const sent = (broker: object, publish: object = {}, pauseMs = 100) =>
    simulate(
      sqs({
        client: metronome(1000, 100),
        broker: { serviceTime: 60, ...broker },
        publish: {
          timeoutMs: 50,
          retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: pauseMs, jitter: "none" } },
          ...publish,
        },
        consumers: { w: { serviceTime: 1 } },
        deliver: { w: { waitTimeMs: 20_000 } },
      }),
    );

  it("a FIFO queue accepts a repetition by its deduplication id and does not store it", () => {
    const totals = sent({ type: "fifo" });
    expect(queueOf(totals, "main")).toMatchObject({ published: 10, delivered: 10 });
    expect(nodeOf(totals, "mq").publishes).toMatchObject({ deduplicated: 10, storedTwice: 0 });
    expectSound(totals);
  });

  it("stores it twice where each attempt has an id of its own, and in a standard queue", () => {
    for (const totals of [sent({ type: "fifo" }, { keepsId: false }), sent({})]) {
      expect(queueOf(totals, "main")).toMatchObject({ published: 20, delivered: 20 });
      expect(nodeOf(totals, "mq").publishes).toMatchObject({ deduplicated: 0, storedTwice: 10 });
      expect(nodeOf(totals, "mq").duplicateEffects).toBe(10);
      expectSound(totals);
    }
  });

  it("forgets an id when its time is over", () => {
    const window = { type: "fifo", dedupWindowMs: 400 };
    expect(nodeOf(sent(window, {}, 300), "mq").publishes?.deduplicated).toBe(10);
    expect(nodeOf(sent(window, {}, 500), "mq").publishes?.storedTwice).toBe(10);
  });
});
