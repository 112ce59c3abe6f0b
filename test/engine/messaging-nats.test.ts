// NATS against its neighbors: core keeps nothing and draws who gets a message; JetStream asks again
// after each ack wait and gives up without a word.
import { describe, expect, it } from "vitest";
import { edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { endsOf, expectSound, queueOf, type Sketch, scene } from "./messaging.ts";

function nats(given: Omit<Sketch, "kind">) {
  return simulate(scene({ kind: "nats", ...given }));
}

const STREAM = { storage: "stream" } as const;

describe("NATS core", () => {
  it("loses what is published while nobody listens, for good", () => {
    const totals = nats({
      client: metronome(1000, 500),
      consumers: { w: { serviceTime: 1 } },
      deliver: { w: {} },
      faults: { f: { kind: "crash", target: "w", atS: 0, forS: 5 } },
    });
    expect(queueOf(totals, "w").endings).toMatchObject({ acked: 5, dropped: 5 });
    expectSound(totals);
  });

  it("tells the publisher at once that nobody listens, where it asks", () => {
    const totals = nats({
      client: metronome(1000, 500),
      broker: { whenNobody: "refuse" },
      consumers: { w: { serviceTime: 1 } },
      deliver: { w: {} },
      faults: { f: { kind: "crash", target: "w", atS: 0, forS: 5 } },
    });
    expect(edgeOf(totals, "users->mq").failed).toEqual({ rejected: 5 });
    expect(edgeOf(totals, "users->mq").latencyMs.max).toBe(0);
  });

  it("loses what a crashed subscriber had received", () => {
    const totals = nats({
      run: { durationS: 5 },
      client: { ...metronome(10_000, 100), batch: 5 },
      consumers: { w: { concurrency: 1, serviceTime: 100 } },
      deliver: { w: {} },
      faults: { f: { kind: "crash", target: "w", atS: 0.35, forS: 0.1 } },
    });
    expect(nodeOf(totals, "w").completions).toBe(2);
    expect(queueOf(totals, "w").redelivered).toBe(0);
  });

  it("draws the member of a queue group: shares vary, as those of turns do not", () => {
    const totals = nats({
      client: metronome(10, 5),
      consumers: { a: { serviceTime: 1 }, b: { serviceTime: 1 }, c: { serviceTime: 1 } },
      deliver: { a: { queue: "q" }, b: { queue: "q" }, c: { queue: "q" } },
    });
    const shares = ["a", "b", "c"].map((id) => edgeOf(totals, `mq->${id}`).attempts);
    expect(shares.reduce((sum, share) => sum + share)).toBe(1000);
    expect(new Set(shares).size).toBeGreaterThan(1);
    for (const share of shares) expect(Math.abs(share - 333)).toBeLessThan(75);
  });
});

describe("JetStream", () => {
  const failing = (deliver: object) =>
    nats({
      run: { durationS: 5 },
      client: metronome(10_000, 100),
      broker: STREAM,
      consumers: { w: { serviceTime: 0, errorRate: 1 } },
      deliver: { w: deliver },
    });

  it("keeps messages for a consumer that is away", () => {
    const totals = nats({
      client: metronome(1000, 500),
      broker: STREAM,
      consumers: { w: { serviceTime: 1 } },
      deliver: { w: {} },
      faults: { f: { kind: "crash", target: "w", atS: 0, forS: 5 } },
    });
    expect(queueOf(totals, "w").endings).toMatchObject({ acked: 10, dropped: 0 });
    expect(queueOf(totals, "w").leases?.ackFloor).toBe(10);
  });

  it("delivers again after each ack wait, and gives up after the last", () => {
    const totals = failing({ ackWaitMs: 300, maxDeliver: 4 });
    expect(queueOf(totals, "w")).toMatchObject({ delivered: 4, redelivered: 3, backlogAtEnd: 0 });
    expect(queueOf(totals, "w").endings.dropped).toBe(1);
    expect(queueOf(totals, "w").leases?.ackFloor).toBe(0);
    // Given up when the fourth wait ends.
    expect(endsOf(totals)[0]).toBeCloseTo(1200, 6);
    expectSound(totals);
  });

  it("follows a list of ack waits, of which the last one repeats", () => {
    const totals = failing({ backOffMs: [100, 200, 400], maxDeliver: 5 });
    expect(queueOf(totals, "w").delivered).toBe(5);
    expect(endsOf(totals)[0]).toBeCloseTo(100 + 200 + 400 + 400 + 400, 6);
  });

  it("brings a nak back at once, and a term never", () => {
    const nak = failing({ onFailure: "nak", maxDeliver: 4, backOffMs: [100, 200] });
    expect(queueOf(nak, "w").delivered).toBe(4);
    expect(endsOf(nak)[0]).toBe(0);
    expect(queueOf(failing({ onFailure: "term" }), "w").delivered).toBe(1);
  });

  it("stops delivering at max ack pending", () => {
    const totals = nats({
      client: metronome(100, 50),
      broker: STREAM,
      consumers: { w: { concurrency: 50, serviceTime: 60_000 } },
      deliver: { w: { maxAckPending: 3 } },
    });
    expect(queueOf(totals, "w")).toMatchObject({ delivered: 3, inDeliveryAtEnd: 3 });
  });

  it("keeps the newest messages only, so that a slow reader loses what it has not read", () => {
    const totals = nats({
      client: metronome(10, 5),
      broker: { ...STREAM, maxMessages: 50 },
      consumers: { w: { concurrency: 1, serviceTime: 20 } },
      deliver: { w: { maxAckPending: 1 } },
    });
    expect(queueOf(totals, "w").endings).toMatchObject({ dropped: 450 });
    expectSound(totals);
  });
});
