// SQS against its neighbors: polls instead of pushes, visibility instead of connections, a queue
// that all consumers share.
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { endsOf, expectSound, queueOf, type Sketch, scene } from "./messaging.ts";

function sqs(given: Omit<Sketch, "kind">): ScenarioDocument {
  return scene({ kind: "sqs", ...given });
}

describe("SQS", () => {
  it("has one queue: every message goes to one of all its consumers", () => {
    const totals = simulate(
      sqs({
        client: metronome(100, 50),
        consumers: { a: { serviceTime: 5 }, b: { serviceTime: 5 } },
        deliver: { a: { waitTimeMs: 20_000 }, b: { waitTimeMs: 20_000 } },
      }),
    );
    expect(queueOf(totals, "main")).toMatchObject({ published: 100, delivered: 100 });
    expect(edgeOf(totals, "mq->a").attempts + edgeOf(totals, "mq->b").attempts).toBe(100);
    expectSound(totals);
  });

  it("makes a message visible again when its consumer has not deleted it in time", () => {
    // 150 ms of work under a visibility of 100 ms: the second consumer gets it as well.
    const totals = simulate(
      sqs({
        run: { durationS: 1 },
        client: metronome(10_000, 10),
        broker: { visibilityTimeoutMs: 100 },
        consumers: { w: { concurrency: 10, serviceTime: 150 } },
        deliver: { w: { waitTimeMs: 20_000, batchSize: 1 } },
      }),
    );
    const queue = queueOf(totals, "main");
    expect(queue.leases?.lapsed).toBeGreaterThan(1);
    expect(queue.endings.acked).toBe(0);
    expect(queue.duplicates).toBe(nodeOf(totals, "w").completions);
    expectSound(totals);
  });

  it("keeps what a live consumer extends invisible, and brings it back when it is dead", () => {
    const given = (faults: Sketch["faults"]) =>
      sqs({
        run: { durationS: 3 },
        client: metronome(10_000, 10),
        broker: { visibilityTimeoutMs: 100 },
        consumers: { w: { concurrency: 10, serviceTime: 450 } },
        deliver: { w: { waitTimeMs: 20_000, extendMs: 10_000 } },
        ...(faults ? { faults } : {}),
      });
    const alive = queueOf(simulate(given(undefined)), "main");
    expect(alive).toMatchObject({ delivered: 1, duplicates: 0 });
    expect(alive.endings.acked).toBe(1);
    const crashed = simulate(given({ f: { kind: "crash", target: "w", atS: 0.25, forS: 0.2 } }));
    // Extended at 110 and 210 ms, so visible at 310; the consumer is back at 450 ms.
    expect(queueOf(crashed, "main")).toMatchObject({ delivered: 2, redelivered: 1 });
    expect(queueOf(crashed, "main").endings.acked).toBe(1);
    expectSound(crashed);
  });

  it("does not notice a crash: the message comes back when its visibility ends", () => {
    const totals = simulate(
      sqs({
        run: { durationS: 10 },
        client: metronome(100_000, 100),
        broker: { visibilityTimeoutMs: 5000 },
        consumers: { w: { serviceTime: 1000 } },
        deliver: { w: { waitTimeMs: 20_000 } },
        faults: { f: { kind: "crash", target: "w", atS: 0.5, forS: 0.5 } },
      }),
    );
    // Delivered after 0 and 5000 ms; RabbitMQ would have delivered it again at 1000 ms.
    expect(endsOf(totals)[0]).toBeCloseTo(6000, 6);
    expectSound(totals);
  });

  it("counts receives: the one after maxReceiveCount is the dead-letter queue's", () => {
    const totals = simulate(
      sqs({
        run: { durationS: 20 },
        client: metronome(1000, 500),
        broker: { visibilityTimeoutMs: 100, maxReceiveCount: 3 },
        consumers: { w: { serviceTime: 1, errorRate: 1 }, undertaker: { serviceTime: 1 } },
        deliver: { w: { waitTimeMs: 20_000 }, undertaker: { queue: "dead-letters" } },
      }),
    );
    const dead = queueOf(totals, "dead-letters");
    expect(dead.published).toBeGreaterThan(15);
    expect(queueOf(totals, "main").endings.deadLettered).toBe(dead.published);
    expect(queueOf(totals, "main").delivered).toBeLessThanOrEqual(60);
    expect(queueOf(totals, "main").delivered).toBeGreaterThanOrEqual(3 * dead.published);
    expectSound(totals);
  });

  it("a failed message that its consumer releases is visible at once", () => {
    const deliveries = (onFailure: string) =>
      queueOf(
        simulate(
          sqs({
            run: { durationS: 1 },
            client: metronome(10_000, 5),
            consumers: { w: { serviceTime: 10, errorRate: 1 } },
            deliver: { w: { waitTimeMs: 20_000, onFailure } },
          }),
        ),
        "main",
      ).delivered;
    expect(deliveries("wait")).toBe(1);
    expect(deliveries("release")).toBe(100);
  });

  it("short polls find messages late and cost empty receives; long polls wait for them", () => {
    const given = (deliver: object) =>
      simulate(
        sqs({
          client: metronome(1000, 550),
          consumers: { w: { serviceTime: 1 } },
          deliver: { w: deliver },
        }),
      );
    const short = given({ waitTimeMs: 0, pollPauseMs: 100 });
    const long = given({ waitTimeMs: 20_000 });
    expect(queueOf(long, "main").lagMs.max).toBeCloseTo(1, 6);
    expect(queueOf(long, "main").leases?.emptyReceives).toBe(0);
    expect(queueOf(short, "main").lagMs.max).toBeGreaterThan(20);
    expect(queueOf(short, "main").leases?.emptyReceives).toBeGreaterThan(80);
    expectSound(short);
  });

  it("an answer brings a batch, whose messages share the time of one visibility", () => {
    const given = (batchSize: number) =>
      queueOf(
        simulate(
          sqs({
            run: { durationS: 3 },
            client: { ratePerS: 1000, arrivals: "constant", batch: 10, offsetMs: 1000 },
            broker: { visibilityTimeoutMs: 500 },
            consumers: { w: { concurrency: 1, serviceTime: 90 } },
            deliver: { w: { waitTimeMs: 20_000, batchSize } },
          }),
        ),
        "main",
      );
    // Ten in turn take 900 ms: those behind the fifth lapse while they wait in the consumer's hands.
    expect(given(10).leases?.lapsed).toBeGreaterThan(0);
    expect(given(1).leases?.lapsed).toBe(0);
  });

  it("delivers nothing more while as many are in flight as may be", () => {
    const totals = simulate(
      sqs({
        client: metronome(100, 50),
        broker: { inFlightMax: 7 },
        consumers: { w: { concurrency: 100, serviceTime: 60_000 } },
        deliver: { w: { waitTimeMs: 20_000 } },
      }),
    );
    expect(queueOf(totals, "main")).toMatchObject({ delivered: 7, inDeliveryAtEnd: 7 });
  });

  it("hides new messages for the delivery delay and deletes old ones", () => {
    const totals = simulate(
      sqs({
        client: metronome(1000, 500),
        broker: { delayMs: 2000, retentionMs: 5000 },
        consumers: { w: { serviceTime: 1 } },
        deliver: { w: { waitTimeMs: 20_000 } },
      }),
    );
    expect(endsOf(totals)[0]).toBeCloseTo(2001, 6);
    expectSound(totals);
    const unread = simulate(
      sqs({
        client: metronome(1000, 500),
        broker: { retentionMs: 5000, maxReceiveCount: 3 },
        consumers: { w: { serviceTime: 1 } },
        deliver: { w: { waitTimeMs: 20_000 } },
        faults: { f: { kind: "crash", target: "w", atS: 0, forS: 100 } },
      }),
    );
    expect(queueOf(unread, "main").endings).toMatchObject({ expired: 5, deadLettered: 0 });
  });
});
