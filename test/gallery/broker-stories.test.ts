// What the scenarios about queues, topics and logs of their own kind promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import {
  failuresOf,
  type GalleryRun,
  player,
  queueOf,
  RUN_TIMEOUT_MS,
  runGallery,
  sumOf,
} from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("a hot partition", () => {
  const play = player("hot-partition");
  const billing = (run: GalleryRun) => queueOf(run, "sales", "billing");
  /** Backlog of each partition at the end of the rush. */
  const partsAt110 = (variant?: string) => {
    const short = runGallery("hot-partition.brownout.json", {
      fault: "rush",
      durationS: 110,
      ...(variant === undefined ? {} : { variant }),
    });
    return billing(short).group?.partitions.map(({ backlog }) => backlog) ?? [];
  };

  it("lags alone, while the readers of the others idle", () => {
    const run = play("rush");
    expect(failuresOf(run.requests("sale").failed)).toBe(0);
    expect(billing(run).lagMs.max).toBeGreaterThan(25_000);
    expect(run.at("billing").utilization).toBeLessThan(0.45);
    const [hot = 0, ...others] = partsAt110().toSorted((left, right) => right - left);
    expect(hot).toBeGreaterThan(1_150);
    for (const backlog of others) expect(backlog).toBeLessThan(60);
  });

  it("is the same to the record with twice as many readers", () => {
    expect(billing(play("rush", "readers")).backlog).toEqual(billing(play("rush")).backlog);
    expect(partsAt110("readers")).toEqual(partsAt110());
  });

  it("stays with one big customer among 24 partitions", () => {
    const [hot = 0, next = 0] = partsAt110("partitions").toSorted((left, right) => right - left);
    expect(hot).toBeGreaterThan(600);
    expect(next).toBeLessThan(60);
    expect(billing(play("rush", "partitions")).lagMs.max).toBeGreaterThan(14_000);
  });

  it("goes away without the customer, or with the order", () => {
    expect(billing(play("rush", "even")).lagMs.max).toBeLessThan(1_000);
    expect(billing(play("rush", "even")).group?.outOfOrder).toBe(0);
    expect(billing(play("rush", "unordered")).lagMs.max).toBeLessThan(1_000);
    expect(billing(play("rush", "unordered")).group?.outOfOrder).toBeGreaterThan(2_500);
  });

  it("tells numbers that are played", () => {
    const told = teller("hot-partition");
    const run = play("rush");
    const hot = Math.max(...partsAt110());
    told("grows to some 1,200 records and 28 s", hot, billing(run).lagMs.max / 1000);
    told("which lags by 15 s", billing(play("rush", "partitions")).lagMs.max / 1000);
    told(
      "some 2,800 sales are billed after a newer one",
      billing(play("rush", "unordered")).group?.outOfOrder,
    );
  });
});

describe("one bad message in a FIFO queue", () => {
  const play = player("fifo-groups");
  const orders = (variant?: string) => play("refused", variant).requests("order").settledMs;

  it("holds up its own group: half of the orders are as fast as ever", () => {
    const { p50, p99, max } = orders();
    expect(p50).toBeLessThan(65);
    expect(p99).toBeLessThan(500);
    expect(max).toBeGreaterThan(35_000);
    expect(max).toBeLessThan(41_000);
  });

  it("holds up nobody in a standard queue, and everybody in one group", () => {
    expect(orders("standard").max).toBe(
      play(undefined, "standard").requests("order").settledMs.max,
    );
    expect(orders("one-group").p50).toBeGreaterThan(10_000);
    // One attempt every five seconds.
    expect(failuresOf(play("refused", "one-group").at("ledger").failed)).toBe(8);
  });

  it("is put aside after three receives, 15 s later", () => {
    expect(orders("dead-letters").max).toBeLessThan(15_500);
    const dead = queueOf(play("refused", "dead-letters"), "queue", "dead-letters");
    expect(dead.backlogAtEnd).toBe(18);
  });

  it("holds up its partition in Kafka, so that most of them stand", () => {
    expect(orders("kafka").p99 ?? 0).toBeGreaterThan(30_000);
    const group = queueOf(play("refused", "kafka"), "queue", "workers");
    // 40 orders a second for 40 s, nearly all of which wait in the end.
    expect(group.backlog.max).toBeGreaterThan(1_300);
    const run = play("refused", "kafka");
    const perS = sumOf(run.node("workers", "completions", 85, 100)) / 15;
    expect(perS).toBeLessThan(3);
  });
});

describe("pushes that are tried again", () => {
  const play = player("push-retries");
  const topic = (run: GalleryRun, name: string) => queueOf(run, "topic", name);

  it("are given up after a minute over HTTP, and not within AWS", () => {
    const run = play("away");
    // Ten orders a second of the first 30 s: 60 s later the outage is not over.
    expect(topic(run, "partner").endings.dropped).toBeGreaterThan(260);
    expect(topic(run, "partner").endings.dropped).toBeLessThan(340);
    expect(topic(run, "function").endings.dropped).toBe(0);
    expect(topic(run, "function").redelivered).toBeGreaterThan(11_000);
    expect(Math.max(...run.node("topic", "backlogEnd", 151, 240))).toBeLessThan(20);
  });

  it("are kept by a dead-letter queue, or never fail into a queue", () => {
    const kept = play("away", "dead-letters");
    expect(topic(kept, "dead-letters").backlogAtEnd).toBe(
      topic(play("away"), "partner").endings.dropped,
    );
    const buffered = play("away", "buffered");
    expect(topic(buffered, "buffer").redelivered).toBe(0);
    expect(queueOf(buffered, "buffer", "main").lagMs.max).toBeGreaterThan(88_000);
    expect(buffered.at("partner").completions).toBe(play().at("partner").completions);
  });

  it("come late from EventBridge, whose pauses double", () => {
    const run = play("away", "eventbridge");
    for (const name of ["partner", "function"]) {
      expect(topic(run, name).endings).toMatchObject({ dropped: 0, deadLettered: 0 });
      expect(topic(run, name).lagMs.max).toBeGreaterThan(150_000);
    }
  });

  it("tells numbers that are played", () => {
    const told = teller("push-retries");
    told("nearly 290 are lost", topic(play("away"), "partner").endings.dropped);
    told("That took 12,000 attempts in vain", topic(play("away"), "function").redelivered);
  });
});

describe("a slow worker without a prefetch limit", () => {
  const play = player("prefetch-hoarding");
  const jobs = (variant?: string) => queueOf(play("slow", variant), "queue", "workers");

  it("hoards what the others have time for", () => {
    expect(jobs().lagMs.max).toBeGreaterThan(45_000);
    // Ten a second come, two are done, for a minute.
    expect(jobs().backlog.max).toBeGreaterThan(450);
    expect(jobs().backlog.max).toBeLessThan(560);
    const { settledMs } = play("slow").requests("job");
    expect(settledMs.p50).toBeLessThan(1.2 * (play().requests("job").settledMs.p50 ?? 0));
  });

  it("holds no more than it may with a limit", () => {
    expect(jobs("four").lagMs.max).toBeLessThan(6_000);
    expect(jobs("eight").lagMs.max).toBeLessThan(10_000);
    expect(jobs("eight").backlog.max).toBeLessThan(40);
  });

  it("and with too low a limit nobody is busy, and everything waits", () => {
    const run = play(undefined, "one");
    expect(run.at("workers").utilization).toBeCloseTo(0.25, 2);
    expect(queueOf(run, "queue", "workers").lagMs.max).toBeGreaterThan(60_000);
  });

  it("tells numbers that are played", () => {
    const told = teller("prefetch-hoarding");
    const done = sumOf(play("slow").node("workers", "completions", 61, 119)) / 58;
    // Three workers do thirty a second between them, of the forty that come.
    expect(done).toBeGreaterThan(31);
    expect(done).toBeLessThan(33);
    told(
      "500 wait in its hands, the oldest for nearly 50 s",
      jobs().backlog.max,
      jobs().lagMs.max / 1000,
    );
  });
});

describe("delays of two lengths in one queue", () => {
  const play = player("mixed-delays");
  const settled = (type: string, variant?: string) =>
    play(undefined, variant).requests(type).settledMs.p50 ?? 0;

  it("are as long as the longer one, for what is behind it", () => {
    expect(settled("retry")).toBeGreaterThan(28_000);
    expect(settled("reminder") / 30_000).toBeCloseTo(1, 2);
    expect(queueOf(play(), "rabbit", "delays").backlog.mean).toBeGreaterThan(80);
    expect(queueOf(play(), "rabbit", "delays").backlog.mean).toBeLessThan(90);
  });

  it("are right in a queue of their own", () => {
    expect(settled("retry", "apart") / 5_000).toBeCloseTo(1, 1);
    expect(settled("reminder", "apart") / 30_000).toBeCloseTo(1, 1);
    const apart = play(undefined, "apart");
    const held = ["delays", "short"].map((name) => queueOf(apart, "rabbit", name).backlog.mean);
    // Little's law: 1 a second for 30 s, 2 a second for 5 s.
    expect(sumOf(held)).toBeGreaterThan(36);
    expect(sumOf(held)).toBeLessThan(44);
  });

  it("lose nothing while the workers are away", () => {
    const due = queueOf(play("away"), "rabbit", "due");
    expect(due.lagMs.max).toBeGreaterThan(14_000);
    expect(due.endings).toMatchObject({ lost: 0, dropped: 0 });
    expect(due.backlogAtEnd).toBeLessThan(20);
  });

  it("tells numbers that are played", () => {
    const told = teller("mixed-delays");
    told(
      "settled after some 29 s instead of 5 s",
      settled("retry") / 1000,
      settled("retry", "apart") / 1000,
    );
    told("holds some 86 messages", queueOf(play(), "rabbit", "delays").backlog.mean);
  });
});

describe("poison messages", () => {
  const play = player("poison-message");
  const queue = (variant?: string) => queueOf(play("refused", variant), "queue", "workers");
  const orders = (variant?: string) => play("refused", variant).requests("order").settledMs;

  it("that go back to the head keep every worker busy in the end", () => {
    expect(queue().redelivered).toBeGreaterThan(3_000);
    expect(queue().backlog.max).toBeGreaterThan(1_200);
    expect(orders().max).toBeGreaterThan(30_000);
    expect(sumOf(play("refused").node("workers", "completions", 75, 100)) / 25).toBeGreaterThan(60);
    expect(play("refused").at("queue").queues?.workers?.endings.acked).toBeGreaterThan(6_780);
  });

  it("that are rejected wait elsewhere, and orders notice nothing", () => {
    expect(queue("reject").endings.deadLettered).toBe(46);
    expect(queueOf(play("refused", "reject"), "queue", "dead").backlogAtEnd).toBe(46);
    expect(orders("reject").max).toBe(play().requests("order").settledMs.max);
  });

  it("of a quorum queue go to its tail and end after twenty returns", () => {
    expect(queue("quorum").deaths.delivery_limit).toBeGreaterThan(40);
    expect(queue("quorum").redelivered).toBeLessThan(1_000);
    expect(orders("quorum").max).toBeLessThan(1_000);
  });

  it("that are thrown away leave no trace", () => {
    expect(queue("drop").endings.dropped).toBe(46);
    expect(orders("drop").max).toBe(orders("reject").max);
  });

  it("tells numbers that are played", () => {
    const told = teller("poison-message");
    told("1,300 messages wait at 1:40", queue().backlog.max, null, null);
    told("tried 3,300 times in vain", queue().redelivered);
    told(
      "46 refunds wait there at the end",
      queueOf(play("refused", "reject"), "queue", "dead").backlogAtEnd,
    );
  });
});

describe("writing in batches", () => {
  const play = player("batch-writes");
  const readings = (variant?: string, fault: string | undefined = "rush") =>
    play(fault, variant).requests("reading").settledMs;

  it("spares a store what it cannot do one by one", () => {
    expect(play("rush").at("store").utilization).toBeGreaterThan(0.75);
    expect(queueOf(play("rush"), "queue", "writer").lagMs.max).toBeGreaterThan(18_000);
    const batched = play("rush", "batches");
    expect(batched.at("store").utilization).toBeLessThan(0.1);
    expect(queueOf(batched, "queue", "writer").lagMs.max).toBeLessThan(100);
    expect(batched.on("writer->store").batches?.sizeMean).toBeGreaterThan(15);
  });

  it("costs the time that a reading waits for its batch", () => {
    expect(readings(undefined, "rush").p99).toBeGreaterThan(10_000);
    expect(play().requests("reading").settledMs.p50).toBeLessThan(20);
    expect(readings("batches").p50).toBeGreaterThan(40);
    expect(readings("batches").p99).toBeLessThan(100);
    expect(readings("patient").p50).toBeGreaterThan(400);
    expect(play("rush", "patient").at("store").completions).toBeLessThan(
      play("rush").at("store").completions / 100,
    );
  });

  it("is slower than without where the prefetch is smaller than a batch", () => {
    const starved = play(undefined, "starved");
    expect(starved.on("writer->store").batches?.sizeMean).toBe(10);
    expect(starved.at("writer").throughput / 133).toBeCloseTo(1, 2);
    expect(queueOf(starved, "queue", "writer").backlogAtEnd).toBeGreaterThan(5_000);
  });

  it("tells numbers that are played", () => {
    const told = teller("batch-writes");
    const { backlog, lagMs } = queueOf(play("rush"), "queue", "writer");
    told("7,800 wait at the end, 20 s long", backlog.max, lagMs.max / 1000);
    const calm = (variant?: string) => play(undefined, variant).requests("reading").settledMs.p50;
    told("after some 53 ms instead of 16 ms", calm("batches"), calm());
    told("133 readings a second", play(undefined, "starved").at("writer").throughput);
  });
});

describe("a full queue", () => {
  const play = player("backpressure");
  const failed = (variant?: string) => failuresOf(play("slow", variant).requests("upload").failed);
  const queue = (variant?: string) => queueOf(play("slow", variant), "queue", "workers");

  it("makes publishers wait, whose callers give up; their messages are stored all the same", () => {
    expect(queue().backlog.max).toBe(600);
    expect(failed()).toBeGreaterThan(1_900);
    expect(Math.min(...play("slow").node("queue", "backlogEnd", 76, 120))).toBeGreaterThan(590);
    expect(play("slow").requests("upload").latencyMs.max).toBeGreaterThan(3_000);
    expect(queue().endings.acked).toBeGreaterThan(play("slow").requests("upload").ok + 1_900);
  });

  it("that has no limit only makes everything late", () => {
    expect(failed("unbounded")).toBe(0);
    expect(queue("unbounded").backlog.max).toBeGreaterThan(1_600);
    expect(queue("unbounded").lagMs.max).toBeGreaterThan(30_000);
    expect(
      Math.max(...play("slow", "unbounded").node("queue", "backlogEnd", 140, 180)),
    ).toBeLessThan(40);
  });

  it("tells those whom it refuses, and nobody of what it drops", () => {
    expect(failed("reject")).toBeGreaterThan(1_300);
    expect(play("slow", "reject").at("queue").failed.rejected).toBe(failed("reject"));
    expect(failed("drop")).toBe(0);
    expect(queue("drop").deaths.maxlen).toBe(failed("reject"));
    expect(queue("drop").lagMs.max).toBeLessThan(queue("reject").lagMs.max);
  });

  it("tells numbers that are played", () => {
    const told = teller("backpressure");
    told("some 2,050 users see an error", failed());
    told("nobody sees an error, 1,700 uploads wait", queue("unbounded").backlog.max);
    told("1,373 users are told at once", failed("reject"));
    told("1,373 uploads are gone", queue("drop").deaths.maxlen);
  });
});
