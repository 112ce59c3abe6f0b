// Acknowledgements that come after the end of their lease: some products take them as long as nobody
// else has the message, some whoever has it, some not at all.
import { describe, expect, it } from "vitest";
import { expectSound, queueOf, type Sketch, scene } from "../engine/messaging.ts";
import { nodeOf, ONCE, simulate } from "../support/simulate.ts";
import { livesOf, recountOf } from "./message-lives.ts";

/** A message at 0, whose lease ends at 100 ms. */
function played(
  queue: string,
  given: Partial<Sketch> & Pick<Sketch, "kind" | "consumers" | "deliver">,
) {
  const totals = simulate(scene({ run: { durationS: 5, detail: true }, client: ONCE, ...given }));
  expectSound(totals);
  const steps = nodeOf(totals, "mq").messages ?? [];
  const lives = livesOf(steps);
  expect(lives.broken).toEqual([]);
  const own = lives.queues[queue];
  if (own === undefined) throw new Error(`no queue ${queue}`);
  expect(queueOf(totals, queue)).toMatchObject(recountOf(own));
  const acked = steps.find(({ step }) => step === "acked");
  const delivered = steps.filter(({ step }) => step === "delivered");
  return { totals, steps, acked, delivered, result: queueOf(totals, queue) };
}

const STREAM = { kind: "nats", broker: { storage: "stream" } } as const;
const JETSTREAM = { queue: "q", ackWaitMs: 100, onFailure: "nak" };
const REDIS = { group: "q", claimIdleMs: 100, claimEveryMs: 50, waitTimeMs: 20_000 };
const SQS = { kind: "sqs", broker: { visibilityTimeoutMs: 100 } } as const;

describe("JetStream", () => {
  it("takes an ack whoever has the message by now, whose work is in vain then", () => {
    const { acked, delivered, result, totals } = played("q", {
      ...STREAM,
      consumers: { a: { serviceTime: 150 }, b: { serviceTime: 90 } },
      deliver: { a: JETSTREAM, b: JETSTREAM },
    });
    expect(delivered.map(({ atMs, consumer }) => [atMs, consumer])).toEqual([
      [0, "a[0]"],
      [100, "b[0]"],
    ]);
    expect(acked).toMatchObject({ atMs: 150, consumer: "a[0]", returns: 0 });
    expect(result).toMatchObject({ redelivered: 1, duplicates: 1, backlogAtEnd: 0 });
    expect(nodeOf(totals, "b").completions).toBe(1);
  });

  it("gives a message out again for a nak that comes late, though another has it", () => {
    const { acked, delivered } = played("q", {
      ...STREAM,
      consumers: { a: { serviceTime: 150, errorRate: 1 }, b: { serviceTime: 90 } },
      deliver: { a: JETSTREAM, b: JETSTREAM },
    });
    // The second ends at 190 ms, which ends the message though it was given out again at 150 ms.
    expect(delivered.map(({ atMs }) => atMs)).toEqual([0, 100, 150]);
    expect(acked).toMatchObject({ atMs: 190, consumer: "b[0]", returns: 1 });
  });

  it("does not get what its connection loses", () => {
    const { delivered, result } = played("q", {
      ...STREAM,
      consumers: { a: { serviceTime: 150 }, b: { serviceTime: 1000 } },
      deliver: { a: { ...JETSTREAM, networkMs: 20 }, b: JETSTREAM },
      faults: { f: { kind: "crash", target: "mq", atS: 0.18, forS: 0.001 } },
    });
    expect(delivered.length).toBeGreaterThan(2);
    expect(result.duplicates).toBeGreaterThan(0);
  });
});

describe("Redis Streams", () => {
  it("takes an XACK of an entry that another has claimed", () => {
    const { acked, result } = played("q", {
      kind: "redis-streams",
      consumers: { a: { serviceTime: 160 }, b: { serviceTime: 160 } },
      deliver: { a: REDIS, b: REDIS },
    });
    expect(acked).toMatchObject({ atMs: 160, returns: 0 });
    expect(result).toMatchObject({ delivered: 2, duplicates: 1 });
  });

  it("takes one of an entry that nobody has claimed: it is not given out again", () => {
    const { acked, result } = played("q", {
      kind: "redis-streams",
      consumers: { a: { concurrency: 1, serviceTime: 160 } },
      deliver: { a: { ...REDIS, concurrency: 1 } },
    });
    expect(acked).toMatchObject({ atMs: 160, consumer: "a[0]" });
    expect(result).toMatchObject({ delivered: 1, duplicates: 0 });
  });
});

describe("SQS", () => {
  it("deletes by the latest receipt handle though the message is visible again", () => {
    const { acked, result } = played("main", {
      ...SQS,
      consumers: { a: { concurrency: 1, serviceTime: 160 } },
      deliver: { a: { concurrency: 1, waitTimeMs: 20_000 } },
    });
    expect(acked).toMatchObject({ atMs: 160 });
    expect(result).toMatchObject({ delivered: 1, duplicates: 0 });
  });

  it("does not by that of an earlier delivery", () => {
    const { acked, result } = played("main", {
      ...SQS,
      consumers: { a: { serviceTime: 160 }, b: { serviceTime: 90 } },
      deliver: { a: { waitTimeMs: 20_000 }, b: { waitTimeMs: 20_000 } },
    });
    expect(acked).toMatchObject({ atMs: 190 });
    expect(acked?.consumer).toBeUndefined();
    expect(result).toMatchObject({ delivered: 2, duplicates: 1 });
  });

  it("does not where the queue is FIFO", () => {
    const { result } = played("main", {
      ...SQS,
      broker: { ...SQS.broker, type: "fifo" },
      run: { durationS: 0.3, detail: true },
      consumers: { a: { concurrency: 1, serviceTime: 160 } },
      deliver: { a: { concurrency: 1, waitTimeMs: 20_000 } },
    });
    expect(result).toMatchObject({ delivered: 2, duplicates: 1 });
  });
});
