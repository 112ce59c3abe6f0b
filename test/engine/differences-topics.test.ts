// Topics and buses, each against a neighbor on the same drawing.
import { describe, expect, it } from "vitest";
import { DOCUMENTED } from "../../simulation/catalogs/2026-11/documented.ts";
import { edgeOf, metronome, nodeOf } from "../support/simulate.ts";
import {
  AWAY,
  type Drawing,
  LONG_JOB,
  LOST_WORKER,
  POISON,
  play,
  TWO_SERVICES,
} from "./differences.ts";

/** One message for an endpoint that is away for the first `untilS`. */
function gone(untilS: number): Drawing {
  return {
    run: { durationS: 250 },
    worker: { serviceTime: 1 },
    faults: { f: { kind: "crash", target: "w", atS: 0, forS: untilS } },
  };
}

const HTTP = { deliver: { retries: "http" } };
const FAILS_AT_ONCE: Drawing = { ...POISON, worker: { serviceTime: 0, errorRate: 1 } };

function deliveries(product: "SNS" | "EventBridge", durationS: number): number {
  return play(product, { ...FAILS_AT_ONCE, run: { durationS } }).queue.delivered;
}

describe("SNS", () => {
  it("tries again in phases, three times at once; EventBridge doubles a second", () => {
    // At 0.1 s, three times more, after 1 and 2 s; or after 1 and 3 s.
    expect([deliveries("SNS", 1), deliveries("SNS", 3)]).toEqual([4, 6]);
    expect([deliveries("EventBridge", 1), deliveries("EventBridge", 3)]).toEqual([1, 2]);
  });

  it("gives an HTTP endpoint up after a minute; EventBridge goes on for a day", () => {
    expect(play("SNS", { ...gone(100), ...HTTP }).queue.endings.dropped).toBe(1);
    expect(play("EventBridge", gone(100)).queue.endings.acked).toBe(1);
  });

  it("uses up attempts on who is away; a subscription of Pub/Sub waits", () => {
    expect(play("SNS", AWAY).queue).toMatchObject({ delivered: 40, redelivered: 30 });
    expect(play("Pub/Sub", AWAY).queue).toMatchObject({ delivered: 10, redelivered: 0 });
  });

  it("copies to every subscription; a queue of SQS has one copy for all", () => {
    expect(nodeOf(play("SNS", TWO_SERVICES).totals, "x").completions).toBe(100);
    expect(nodeOf(play("SQS", TWO_SERVICES).totals, "x").completions).toBe(50);
  });

  it("pushes however much is there; from SQS a consumer takes what it can do", () => {
    const drawing = {
      client: { ...metronome(10_000_000, 100), batch: 100 },
      worker: { concurrency: 1, serviceTime: 1000 },
    };
    expect(play("SNS", drawing).queue.inDeliveryAtEnd).toBe(91);
    expect(play("SQS", { ...drawing, deliver: { batchSize: 1 } }).queue.inDeliveryAtEnd).toBe(1);
  });
});

describe("EventBridge", () => {
  it("comes after 148 ms at first; SNS after half of that", () => {
    const first = (product: "SNS" | "EventBridge", { value }: { readonly value: number }) =>
      play(product, { worker: { serviceTime: 0 }, broker: { latencyMs: value } }).settledMs;
    expect(first("EventBridge", DOCUMENTED.eventbridgeLatencyMs)).toBeCloseTo(148, 6);
    expect(first("SNS", DOCUMENTED.snsLatencyMs)).toBeCloseTo(73, 6);
  });

  it("pauses ever longer after an outage, SNS 20 s at most", () => {
    // After 1, 3, 7, ... 127 s; or within 20 s of the return.
    expect(play("EventBridge", gone(90)).settledMs).toBeCloseTo(127_001, 6);
    expect(play("SNS", gone(90)).settledMs).toBeLessThan(110_000);
  });

  it("throttles who publishes too fast; SNS takes all", () => {
    const drawing = { client: metronome(10, 5), worker: {} };
    const bus = play("EventBridge", { ...drawing, broker: { putRatePerS: 50 } });
    expect(edgeOf(bus.totals, "users->mq").failed.rateLimited).toBeGreaterThan(400);
    expect(edgeOf(play("SNS", drawing).totals, "users->mq").failed).toEqual({});
  });

  it("sends its archive to a rule again; of SNS nothing is left to send", () => {
    const drawing = { client: metronome(100, 50), worker: { serviceTime: 1 } };
    const faults = { f: { kind: "replay", target: "mq->w", atS: 5, toTimeS: 0 } } as const;
    const bus = play("EventBridge", { ...drawing, faults, broker: { archiveS: 3600 } });
    expect(bus.queue.leases?.replayed).toBe(50);
    expect(bus.completions).toBe(150);
    expect(play("SNS", drawing).completions).toBe(100);
  });

  it("brings an event again whose target died; NATS core does not", () => {
    expect(play("EventBridge", LOST_WORKER).completions).toBe(1);
    expect(play("NATS core", LOST_WORKER).completions).toBe(0);
  });
});

describe("Pub/Sub", () => {
  it("waits ten seconds for an ack of the dead; SQS thirty", () => {
    expect(play("Pub/Sub", LOST_WORKER).settledMs).toBeCloseTo(11_000, 6);
    expect(play("SQS", LOST_WORKER).settledMs).toBeCloseTo(31_000, 6);
  });

  it("extends the deadline of the living; JetStream's ack wait ends", () => {
    expect(play("Pub/Sub", LONG_JOB).queue.duplicates).toBe(0);
    expect(play("JetStream", LONG_JOB).queue.duplicates).toBe(1);
  });

  it("brings a nack back at once; EventBridge pauses, and doubles its pauses", () => {
    expect(play("Pub/Sub", POISON).queue.delivered).toBe(991);
    expect(play("EventBridge", POISON).queue.delivered).toBe(4);
  });

  it("keeps what comes while nobody is there; NATS core does not", () => {
    expect(play("Pub/Sub", AWAY).completions).toBe(10);
    expect(play("NATS core", AWAY).completions).toBe(5);
  });

  it("has one of a key out at a time where asked; RabbitMQ hands out all", () => {
    const drawing = { client: metronome(20, 10), worker: { concurrency: 20, serviceTime: 100 } };
    const ordered = play("Pub/Sub", {
      ...drawing,
      broker: { orderingKeys: 1 },
      deliver: { ordering: true },
    });
    expect(nodeOf(ordered.totals, "w").inFlight.max).toBe(1);
    expect(nodeOf(play("RabbitMQ", drawing).totals, "w").inFlight.max).toBeGreaterThan(4);
  });
});
