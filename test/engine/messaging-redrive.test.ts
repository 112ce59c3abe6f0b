// Redrive: dead letters go back to the queue they died in, as new messages.
import { describe, expect, it } from "vitest";
import { nodeOf, simulate } from "../support/simulate.ts";
import { expectSound, queueOf, scene } from "./messaging.ts";

/** Until 5 s the consumer fails everything; ten messages are dead by then. */
const redriven = (ratePerS: number, more: object = {}, deliver: object = {}) =>
  simulate(
    scene({
      kind: "sqs",
      run: { durationS: 20 },
      client: { ratePerS: 0.01, arrivals: "constant", batch: 10, offsetMs: 100 },
      broker: { visibilityTimeoutMs: 500, maxReceiveCount: 2, ...more },
      consumers: { w: { concurrency: 10, serviceTime: 10 } },
      deliver: { w: { waitTimeMs: 20_000, ...deliver } },
      faults: {
        bug: { kind: "errors", target: "w", atS: 0, forS: 5, ratio: 1 },
        f: { kind: "redrive", target: "mq", atS: 6, ratePerS },
      },
    }),
  );

describe("redrive", () => {
  it("moves the dead letters back to their queue, at its rate, with a clean slate", () => {
    const totals = redriven(2);
    const dead = queueOf(totals, "dead-letters");
    expect(dead.endings).toMatchObject({ redriven: 10, purged: 0, dropped: 0 });
    expect(dead.backlogAtEnd).toBe(0);
    const main = queueOf(totals, "main");
    expect(main).toMatchObject({ published: 20, delivered: 30, redelivered: 10 });
    expect(main.endings).toMatchObject({ acked: 10, deadLettered: 10 });
    expectSound(totals);
    // The last of ten comes 5 s after the beginning; the requests have ended with it.
    expect(totals.endToEnd.all?.settledMs?.max).toBeCloseTo(6000 + 5000 + 10 - 100, 6);
    expect(redriven(500).endToEnd.all?.settledMs?.max).toBeCloseTo(6000 + 20 + 10 - 100, 6);
  });

  it("moves each of them once: what dies again stays dead", () => {
    const totals = simulate(
      scene({
        kind: "sqs",
        run: { durationS: 20 },
        client: { ratePerS: 0.01, arrivals: "constant", batch: 10, offsetMs: 100 },
        broker: { visibilityTimeoutMs: 100, maxReceiveCount: 1 },
        consumers: { w: { concurrency: 10, serviceTime: 10, errorRate: 1 } },
        deliver: { w: { waitTimeMs: 20_000 } },
        faults: { f: { kind: "redrive", target: "mq", atS: 6, ratePerS: 2 } },
      }),
    );
    expect(queueOf(totals, "dead-letters").endings.redriven).toBe(10);
    expect(queueOf(totals, "dead-letters")).toMatchObject({ published: 20, backlogAtEnd: 10 });
    expectSound(totals);
  });

  it("works for FIFO queues, and does nothing where nothing is dead", () => {
    const totals = redriven(5, { type: "fifo", messageGroups: 2 }, { onFailure: "release" });
    expect(queueOf(totals, "dead-letters").endings.redriven).toBe(10);
    expect(queueOf(totals, "main").endings.acked).toBe(10);
    // The rest of an answer is not worked on after a failure, yet it was received and dies with it.
    expect(nodeOf(totals, "w").completions).toBeLessThan(20);
    expectSound(totals);
    const none = redriven(5, { maxReceiveCount: null });
    expect(queueOf(none, "dead-letters").published).toBe(0);
    expectSound(none);
  });
});
