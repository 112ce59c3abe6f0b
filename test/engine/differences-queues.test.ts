// Queues, each against a neighbor on the same drawing: what another product would do instead.
import { describe, expect, it } from "vitest";
import { edgeOf, metronome, nodeOf } from "../support/simulate.ts";
import {
  AWAY,
  BURST,
  CROWD,
  type Drawing,
  LONG_JOB,
  LOST_WORKER,
  ONE,
  POISON,
  play,
  SENT_AGAIN,
  TWO_SERVICES,
} from "./differences.ts";

/** Two instances, the second ten times as slow; 40 messages a second are no trouble for the first. */
const SLOW_HALF: Drawing = {
  client: metronome(25, 5),
  worker: { replicas: 2, concurrency: 1, serviceTime: 20, instanceSpeed: [1, 0.1] },
};

/** Two sorts of messages for one key; the work of the bad ones fails each time. */
const BAD_AMONG_GOOD: Drawing = {
  client: { ...metronome(100, 50), requests: { good: { weight: 9 }, bad: { weight: 1 } } },
  worker: { serviceTime: 1, operations: { bad: { errorRate: 1 } } },
};

function share(product: "RabbitMQ" | "NATS core"): readonly number[] {
  const { totals } = play(product, {
    client: metronome(10, 5),
    worker: { serviceTime: 1 },
    others: { x: { serviceTime: 1 }, y: { serviceTime: 1 } },
    deliver: { queue: "w" },
  });
  return ["w", "x", "y"].map((id) => edgeOf(totals, `mq->${id}`).attempts);
}

describe("RabbitMQ", () => {
  it("sees a dead worker by its connection; SQS waits for the visibility timeout", () => {
    // Back half a second later, a second of work; or visible after 30 s, a second of work.
    expect(play("RabbitMQ", LOST_WORKER).settledMs).toBeCloseTo(2_000, 6);
    expect(play("SQS", LOST_WORKER).settledMs).toBeCloseTo(31_000, 6);
  });

  it("requeues a failure at once and for ever; ActiveMQ waits a second and gives up after six", () => {
    expect(play("RabbitMQ", POISON).queue.delivered).toBe(991);
    expect(play("ActiveMQ", POISON).queue).toMatchObject({ delivered: 7, backlogAtEnd: 0 });
  });

  it("pushes without a limit, so that a slow instance hoards; from SQS it takes what it can do", () => {
    const hoarded = play("RabbitMQ", SLOW_HALF).queue;
    // Half of 40 a second, of which it does 5: 15 a second for 10 s.
    expect(hoarded.backlogAtEnd).toBeGreaterThan(140);
    expect(hoarded.lagMs.max).toBeGreaterThan(7_000);
    const fetched = play("SQS", { ...SLOW_HALF, deliver: { batchSize: 1 } }).queue;
    expect(fetched.backlogAtEnd).toBeLessThan(5);
    expect(fetched.lagMs.max).toBeLessThan(300);
  });

  it("hands messages to its consumers in turn; NATS draws who gets one", () => {
    expect(share("RabbitMQ")).toEqual([334, 333, 333]);
    const drawn = share("NATS core");
    expect(drawn.reduce((sum, part) => sum + part)).toBe(1_000);
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it("takes away what is acknowledged; Kafka keeps it, so that it can be read again", () => {
    const drawing = { client: metronome(100, 50), worker: { serviceTime: 1 } };
    expect(play("RabbitMQ", drawing).queue).toMatchObject({ delivered: 100, backlogAtEnd: 0 });
    const faults = { f: { kind: "replay", target: "mq->w", atS: 5, toOffset: 0 } } as const;
    const { queue } = play("Kafka", { ...drawing, faults });
    expect(queue.group?.replayed).toBe(50);
    expect(queue.delivered).toBe(150);
  });
});

describe("ActiveMQ", () => {
  it("has one queue that two services share; RabbitMQ's fanout copies to each", () => {
    const [shared, copied] = [play("ActiveMQ", TWO_SERVICES), play("RabbitMQ", TWO_SERVICES)];
    expect(shared.completions + nodeOf(shared.totals, "x").completions).toBe(100);
    expect(copied.completions + nodeOf(copied.totals, "x").completions).toBe(200);
  });

  it("tries a failure again by the second; SQS when it is visible again", () => {
    const { queue } = play("ActiveMQ", POISON);
    expect(queue.lagMs.max).toBeCloseTo(6 * 1000 + 7 * 10, 6);
    expect(queue.endings.deadLettered).toBe(1);
    expect(play("SQS", POISON).queue).toMatchObject({ delivered: 1, backlogAtEnd: 1 });
  });

  it("hands out a thousand at most; RabbitMQ everything", () => {
    expect(play("ActiveMQ", BURST).queue.inDeliveryAtEnd).toBe(1_000);
    expect(play("RabbitMQ", BURST).queue.inDeliveryAtEnd).toBe(5_000);
  });

  it("forgets what a topic's subscriber misses; a queue of RabbitMQ's exchange keeps it", () => {
    expect(play("ActiveMQ topic", AWAY).completions).toBe(5);
    expect(play("RabbitMQ", AWAY).completions).toBe(10);
  });

  it("makes producers wait at its limit; SQS takes everything", () => {
    const full = { ...CROWD, worker: { concurrency: 1, serviceTime: 200 } };
    const held = play("ActiveMQ", { ...full, broker: { memoryLimit: 50 } });
    expect(held.queue.backlog.max).toBe(50);
    expect(edgeOf(held.totals, "users->mq").latencyMs.max).toBeGreaterThan(5_000);
    const taken = play("SQS", full);
    expect(taken.queue.backlog.max).toBeGreaterThan(900);
    expect(edgeOf(taken.totals, "users->mq").latencyMs.max).toBe(0);
  });
});

describe("SQS", () => {
  it("gives away what takes longer than its visibility; Pub/Sub's clients extend theirs", () => {
    // 40 s of work under 30 s: at 0, 30, 60, ... 180 s of 200.
    const lapsed = play("SQS", LONG_JOB).queue;
    expect(lapsed).toMatchObject({ delivered: 7, duplicates: 6 });
    expect(lapsed.endings.acked).toBe(0);
    expect(play("Pub/Sub", LONG_JOB).queue).toMatchObject({ delivered: 1, duplicates: 0 });
  });

  it("has one queue for all services; a topic of SNS has a copy for each", () => {
    expect(play("SQS", TWO_SERVICES).completions).toBe(50);
    expect(play("SNS", TWO_SERVICES).completions).toBe(100);
  });

  it("is asked, by default with short polls that find nothing; RabbitMQ pushes at once", () => {
    const drawing = { client: metronome(1000, 550), worker: { serviceTime: 1 } };
    const polled = play("SQS", { ...drawing, deliver: { waitTimeMs: 0 } }).queue;
    expect(polled.leases?.emptyReceives).toBeGreaterThan(80);
    expect(polled.lagMs.max).toBeGreaterThan(20);
    expect(play("RabbitMQ", drawing).queue.lagMs.max).toBeCloseTo(1, 6);
  });

  it("stores a send once more that is made once more; a FIFO queue knows it", () => {
    expect(play("SQS", SENT_AGAIN).completions).toBe(20);
    expect(play("SQS FIFO", SENT_AGAIN).completions).toBe(10);
  });

  it("loses nothing that a dead worker had read; NATS core does", () => {
    expect(play("SQS", LOST_WORKER).completions).toBe(1);
    expect(play("NATS core", LOST_WORKER).completions).toBe(0);
  });
});

describe("SQS FIFO", () => {
  const inOneGroup = { broker: { type: "fifo", messageGroups: 1 } };

  it("has one message of a group worked on at a time; a standard queue as many as there are", () => {
    const drawing = { client: metronome(20, 10), worker: { concurrency: 20, serviceTime: 100 } };
    const fifo = play("SQS FIFO", { ...drawing, ...inOneGroup });
    expect(nodeOf(fifo.totals, "w").utilization).toBeLessThanOrEqual(1 / 20);
    expect(fifo.completions).toBe(99);
    const standard = play("SQS", drawing);
    expect(nodeOf(standard.totals, "w").inFlight.max).toBeGreaterThan(4);
    expect(standard.completions).toBeGreaterThan(490);
  });

  it("stops a group at a failure; in a standard queue the others pass", () => {
    const stopped = play("SQS FIFO", { ...BAD_AMONG_GOOD, ...inOneGroup });
    const passed = play("SQS", BAD_AMONG_GOOD);
    const bad = passed.queue.inDeliveryAtEnd;
    expect(bad).toBeGreaterThan(3);
    expect(passed.queue.endings.acked).toBe(100 - bad);
    expect(stopped.queue.endings.acked).toBeLessThan(0.6 * passed.queue.endings.acked);
    // Nothing is acknowledged after the first bad one.
    const groups = play("SQS FIFO", { ...BAD_AMONG_GOOD, broker: { messageGroups: 1_000 } });
    expect(groups.queue.endings.acked).toBeGreaterThan(passed.queue.endings.acked - 3);
  });

  it("takes 300 sends a second; a standard queue takes all", () => {
    const drawing = { client: { ...metronome(10_000_000, 100), batch: 1000 }, worker: {} };
    const failed = (product: "SQS" | "SQS FIFO") =>
      edgeOf(play(product, drawing).totals, "users->mq").failed;
    expect(failed("SQS FIFO")).toEqual({ rateLimited: 700 });
    expect(failed("SQS")).toEqual({});
  });

  it("works on as many groups as there are at once; Kafka on as many partitions", () => {
    // 80 a second with a hundred groups; one partition does ten.
    expect(play("SQS FIFO", CROWD).completions).toBe(792);
    expect(play("Kafka", CROWD).completions).toBe(99);
  });

  it("knows a repeated send for five minutes; RabbitMQ does not know it at all", () => {
    const sentAfter = (baseMs: number) => ({
      ...SENT_AGAIN,
      run: { durationS: 400 },
      client: ONE,
      publish: {
        timeoutMs: 50,
        retry: {
          maxAttempts: 2,
          backoff: { type: "constant", baseMs, capMs: 400_000, jitter: "none" },
        },
      },
    });
    expect(play("SQS FIFO", sentAfter(299_000)).completions).toBe(1);
    expect(play("SQS FIFO", sentAfter(301_000)).completions).toBe(2);
    expect(play("RabbitMQ", sentAfter(100)).completions).toBe(2);
  });
});
