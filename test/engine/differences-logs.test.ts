// Logs and streams, and a bus that keeps nothing, each against a neighbor on the same drawing.
import { describe, expect, it } from "vitest";
import { edgeOf, metronome, nodeOf } from "../support/simulate.ts";
import {
  AWAY,
  BURST,
  CROWD,
  type Drawing,
  LONG_JOB,
  LOST_WORKER,
  POISON,
  play,
  SENT_AGAIN,
} from "./differences.ts";

/** Two instances, of which one is away for a second. */
const ONE_OF_TWO: Drawing = {
  run: { durationS: 100 },
  client: metronome(50, 25),
  worker: { replicas: 2, concurrency: 4, serviceTime: 20 },
  faults: { f: { kind: "crash", target: "w[0]", atS: 20, forS: 1 } },
};

/** More than is done: a hundred a second, one in 50 ms. */
const BEHIND: Drawing = {
  client: metronome(10, 5),
  worker: { concurrency: 1, serviceTime: 50 },
};

describe("Kafka", () => {
  it("has no use for more readers than partitions; RabbitMQ uses all", () => {
    // Two partitions of ten a second; eight instances of ten.
    const partitions = { broker: { partitions: 2, partitioner: "roundRobin" } };
    expect(play("Kafka", { ...CROWD, ...partitions }).completions).toBe(198);
    expect(play("RabbitMQ", CROWD).completions).toBe(792);
  });

  it("passes a failed record over; RabbitMQ never gets past a message that fails", () => {
    expect(play("Kafka", POISON).queue).toMatchObject({ delivered: 1, backlogAtEnd: 0 });
    expect(play("RabbitMQ", POISON).queue.backlogAtEnd).toBe(1);
  });

  it("stops a whole group until a session is over; with RabbitMQ the other goes on", () => {
    // The one that comes back has to wait for its old self: 45 s.
    const group = play("Kafka", { ...ONE_OF_TWO, broker: { partitions: 2 } });
    expect(group.queue.group?.rebalances).toBeGreaterThanOrEqual(1);
    expect(group.queue.lagMs.max).toBeGreaterThan(40_000);
    expect(play("RabbitMQ", ONE_OF_TWO).queue.lagMs.max).toBeLessThan(1_100);
  });

  it("does again what was done and not committed; RabbitMQ what was not acknowledged", () => {
    const slots = { replicas: 1, concurrency: 1, serviceTime: 20 };
    const crash = { f: { kind: "crash", target: "w", atS: 24, forS: 1 } } as const;
    const drawing = { ...ONE_OF_TWO, worker: slots, faults: crash };
    expect(play("Kafka", drawing).queue.duplicates).toBeGreaterThan(50);
    expect(play("RabbitMQ", drawing).queue.duplicates).toBe(0);
  });

  it("knows a record that is sent again; JetStream stores it twice without an id", () => {
    expect(play("Kafka", SENT_AGAIN).totals.nodes.mq?.log?.deduplicated).toBe(10);
    expect(play("Kafka", SENT_AGAIN).completions).toBe(10);
    expect(play("JetStream", SENT_AGAIN).completions).toBe(20);
  });
});

describe("Redis Streams", () => {
  it("brings nothing back by itself: a claim after a minute; JetStream after its ack wait", () => {
    // Idle for 60 s, looked for every 10 s: at 70 s. Or 30 s after the delivery at 0.1 s.
    expect(play("Redis Streams", LOST_WORKER).settledMs).toBeCloseTo(70_900, 6);
    expect(play("JetStream", LOST_WORKER).settledMs).toBeCloseTo(31_000, 6);
  });

  it("leaves a failure pending; Pub/Sub brings it again at once", () => {
    const pending = play("Redis Streams", POISON).queue;
    expect(pending).toMatchObject({ delivered: 1, inDeliveryAtEnd: 1 });
    expect(play("Pub/Sub", POISON).queue.redelivered).toBe(990);
  });

  it("trims what nobody has read; Kafka keeps it for a week", () => {
    const trimmed = play("Redis Streams", { ...BEHIND, broker: { maxLength: 50 } }).queue;
    expect(trimmed.endings.dropped).toBeGreaterThan(650);
    expect(trimmed.backlogAtEnd).toBeLessThan(70);
    const kept = play("Kafka", BEHIND).queue;
    expect(kept.endings).toMatchObject({ dropped: 0, lost: 0 });
    expect(kept.backlogAtEnd).toBeGreaterThan(750);
  });

  it("shares one stream among all readers of a group; Kafka's partition has one", () => {
    expect(play("Redis Streams", CROWD).completions).toBe(792);
    expect(play("Kafka", CROWD).completions).toBe(99);
  });

  it("is done with what it hands out where told so; a dead reader's entry is gone", () => {
    const lost = play("Redis Streams", { ...LOST_WORKER, deliver: { noAck: true } });
    expect(lost.completions).toBe(0);
    expect(play("RabbitMQ", LOST_WORKER).completions).toBe(1);
  });
});

describe("NATS core", () => {
  it("drops what nobody listens to; a stream keeps it", () => {
    expect(play("NATS core", AWAY).queue.endings).toMatchObject({ acked: 5, dropped: 5 });
    expect(play("JetStream", AWAY).queue.endings).toMatchObject({ acked: 10, dropped: 0 });
  });

  it("loses what a dead subscriber had; JetStream brings it after 30 s", () => {
    expect(play("NATS core", LOST_WORKER).completions).toBe(0);
    expect(play("JetStream", LOST_WORKER).completions).toBe(1);
  });

  it("never delivers twice; RabbitMQ until it succeeds", () => {
    expect(play("NATS core", POISON).queue.delivered).toBe(1);
    expect(play("RabbitMQ", POISON).queue.delivered).toBe(991);
  });

  it("is done when it has delivered; SNS when the endpoint has", () => {
    const long = { ...LONG_JOB, run: { durationS: 20 } };
    expect(play("NATS core", long).queue).toMatchObject({ backlogAtEnd: 0, inDeliveryAtEnd: 0 });
    expect(play("SNS", long).queue).toMatchObject({ backlogAtEnd: 1, inDeliveryAtEnd: 1 });
  });

  it("tells a publisher that nobody is there where it asks; RabbitMQ stores the message", () => {
    const told = play("NATS core", { ...AWAY, broker: { whenNobody: "refuse" } });
    expect(edgeOf(told.totals, "users->mq").failed).toEqual({ rejected: 5 });
    expect(edgeOf(play("RabbitMQ", AWAY).totals, "users->mq").failed).toEqual({});
  });
});

describe("JetStream", () => {
  it("waits 30 s for the dead; RabbitMQ sees the connection break", () => {
    expect(play("JetStream", LOST_WORKER).settledMs).toBeCloseTo(31_000, 6);
    expect(play("RabbitMQ", LOST_WORKER).settledMs).toBeCloseTo(2_000, 6);
  });

  it("delivers long work again; Kafka's member has five minutes between polls", () => {
    expect(play("JetStream", LONG_JOB).queue.delivered).toBe(2);
    expect(play("Kafka", LONG_JOB).queue.delivered).toBe(1);
  });

  it("hands out a thousand unacknowledged; RabbitMQ has no such limit", () => {
    expect(play("JetStream", BURST).queue.inDeliveryAtEnd).toBe(1_000);
    expect(play("RabbitMQ", BURST).queue.inDeliveryAtEnd).toBe(5_000);
  });

  it("stores a message id once; SQS has no such thing for a standard queue", () => {
    const named = { ...SENT_AGAIN, publish: { ...SENT_AGAIN.publish, keepsId: true } };
    expect(play("JetStream", named).completions).toBe(10);
    expect(play("SQS", SENT_AGAIN).completions).toBe(20);
  });

  it("gives up without a word; ActiveMQ keeps a dead letter", () => {
    const often = { ...POISON, deliver: { ackWaitMs: 500, maxDeliver: 5 } };
    const silent = play("JetStream", often);
    expect(silent.queue).toMatchObject({ delivered: 5, backlogAtEnd: 0 });
    expect(silent.queue.endings).toMatchObject({ dropped: 1, deadLettered: 0 });
    expect(play("ActiveMQ", POISON).queue.endings.deadLettered).toBe(1);
    expect(nodeOf(silent.totals, "w").completions).toBe(5);
  });
});
