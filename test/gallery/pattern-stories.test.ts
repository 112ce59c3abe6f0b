// What the scenarios about patterns over brokers promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import {
  failuresOf,
  type GalleryRun,
  player,
  queueOf,
  RUN_TIMEOUT_MS,
  sumOf,
} from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

/** Largest value of a column of a node between two times. */
function most(run: GalleryRun, ...place: Parameters<GalleryRun["node"]>): number {
  return Math.max(...run.node(...place));
}

describe("sharing the work or telling everyone", () => {
  const play = player("competing-consumers");

  it("a queue that two share is worked on once, whichever of them is there", () => {
    const run = play("packer");
    const packing = queueOf(run, "exchange", "packing");
    const packed = run.at("packer-a").completions + run.at("packer-b").completions;
    expect(packed).toBe(packing.endings.acked);
    expect(Math.abs(packed - packing.routed)).toBeLessThan(20);
    expect(packing.lagMs.max).toBeLessThan(1_200);
    expect(run.at("packer-b").completions).toBeGreaterThan(1.5 * run.at("packer-a").completions);
  });

  it("a subscriber's own queue keeps what comes while it is away, and nobody else notices", () => {
    const run = play("audit");
    expect(queueOf(run, "exchange", "audit").backlog.max).toBeGreaterThan(1_850);
    expect(queueOf(run, "exchange", "audit").backlogAtEnd).toBeLessThan(10);
    expect(queueOf(run, "exchange", "packing").lagMs.max).toBe(
      queueOf(play(), "exchange", "packing").lagMs.max,
    );
  });

  it("with a queue each everything is packed twice, and waits for who is away", () => {
    const run = play("packer", "each");
    const { offered } = run.requests("order");
    const packed = run.at("packer-a").completions + run.at("packer-b").completions;
    expect(packed / offered).toBeGreaterThan(1.9);
    expect(queueOf(run, "exchange", "packer-a").lagMs.max).toBeGreaterThan(29_000);
    expect(run.at("packer-b").utilization).toBeLessThan(0.8);
  });

  it("on the packers' queue Audit gets a third of the orders", () => {
    const run = play(undefined, "one");
    expect(run.at("audit").completions / run.requests("order").offered).toBeCloseTo(1 / 3, 1);
  });

  it("tells numbers that are played", () => {
    const told = teller("competing-consumers");
    const packing = queueOf(play("packer"), "exchange", "packing").lagMs.max;
    told("no order waits longer than 1.13 s", packing / 1000);
    told("its copies wait, 1,900 of them", queueOf(play("audit"), "exchange", "audit").backlog.max);
  });
});

describe("a bus inside or a broker between", () => {
  const play = player("in-process-bus");

  it("a slow handler takes the threads of who published", () => {
    const { failed, latencyMs } = play("slow").requests("order");
    expect(failed.timeout).toBeGreaterThan(900);
    expect(failed.rejected).toBeGreaterThan(600);
    expect(latencyMs.max).toBeGreaterThan(2_500);
  });

  it("a handler that crashes takes its process down", () => {
    const failed = failuresOf(play("crash").requests("order").failed);
    // 60 orders a second for 15 s, and a second until callers know.
    expect(failed).toBeGreaterThan(900);
    expect(failed).toBeLessThan(1_050);
  });

  it.each([
    ["slow", 1_500, 30_000],
    ["crash", 850, 15_000],
  ])("behind a broker nobody feels it: %s", (fault, waiting, lateMs) => {
    const run = play(fault, "broker");
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.requests("order").latencyMs.max).toBeLessThan(120);
    expect(queueOf(run, "broker", "mailer").backlog.max).toBeGreaterThan(waiting);
    expect(queueOf(run, "broker", "mailer").lagMs.max).toBeGreaterThan(lateMs);
    expect(queueOf(run, "broker", "mailer").backlogAtEnd).toBeLessThan(20);
  });

  it("an answer comes sooner where nobody waits for the mail", () => {
    const p50 = (variant?: string) => play(undefined, variant).requests("order").latencyMs.p50;
    expect(p50()).toBeGreaterThan(55);
    expect(p50("broker")).toBeLessThan(30);
  });

  it("tells numbers that are played", () => {
    const told = teller("in-process-bus");
    const { failed } = play("slow").requests("order");
    told("950 orders time out and 645 are refused", failed.timeout, failed.rejected);
    told("988 in all", failuresOf(play("crash").requests("order").failed));
    const { backlog, lagMs } = queueOf(play("slow", "broker"), "broker", "mailer");
    told(
      "Up to 1,600 mails wait, and the last of them is sent 30 s late",
      backlog.max,
      lagMs.max / 1000,
    );
    const p50 = (variant?: string) => play(undefined, variant).requests("order").latencyMs.p50;
    told("28 ms instead of 59 ms", p50("broker"), p50());
  });
});

describe("asking over a queue", () => {
  const play = player("asked-over-a-queue");
  const failed = (run: GalleryRun) => failuresOf(run.requests("quote").failed);
  const failedAfter = (run: GalleryRun, fromS: number, toS: number) =>
    sumOf(run.type("quote", "dependency", fromS, toS)) +
    sumOf(run.type("quote", "timeout", fromS, toS));

  it("goes on failing after the fault, with questions whose askers have gone", () => {
    const run = play("slow");
    expect(failed(run)).toBe(run.on("shop->questions").orphanReplies);
    expect(failed(run)).toBeGreaterThan(1_100);
    expect(queueOf(run, "questions", "pricing").backlog.max).toBeGreaterThan(480);
    expect(failedAfter(run, 82, 90)).toBeGreaterThan(250);
    expect(failedAfter(run, 95, 180)).toBe(0);
  });

  it("has fewer of them where questions expire with their askers", () => {
    const run = play("slow", "expires");
    expect(queueOf(run, "questions", "pricing").endings.expired).toBeGreaterThan(400);
    expect(failed(run)).toBeLessThan(0.65 * failed(play("slow")));
    expect(failedAfter(run, 83, 180)).toBe(0);
  });

  it("never ends where each question is asked three times", () => {
    const run = play("slow", "retry");
    expect(failed(run) / run.requests("quote").completed).toBeGreaterThan(0.65);
    expect(failedAfter(run, 160, 180)).toBeGreaterThan(500);
    expect(queueOf(run, "questions", "pricing").backlogAtEnd).toBeGreaterThan(3_000);
  });

  it("ends with the fault where a short queue is all there is", () => {
    const run = play("slow", "direct");
    expect(failed(run)).toBeLessThan(800);
    expect(failedAfter(run, 84, 180)).toBe(0);
  });

  it("tells numbers that are played", () => {
    const told = teller("asked-over-a-queue");
    told("1,172 users get no quote", failed(play("slow")));
    const { endings } = queueOf(play("slow", "expires"), "questions", "pricing");
    told("432 are never asked", endings.expired);
    told("730 users get no quote", failed(play("slow", "expires")));
    const retry = play("slow", "retry");
    const { completed } = retry.requests("quote");
    // Five in seven of the run, and all of them once the queue is long enough.
    expect(failed(retry) / completed).toBeCloseTo(5 / 7, 1);
    expect(sumOf(retry.type("quote", "ok", 100, 180))).toBe(0);
  });
});

describe("a dual write", () => {
  const play = player("dual-write");
  const writes = (run: GalleryRun) => run.on("orders->placed").dualWrite;

  it("stores orders that Shipping never hears of while the broker is away", () => {
    const run = play("broker");
    const failed = failuresOf(run.requests("order").failed);
    expect(writes(run)).toEqual({ lost: failed, doubled: 0 });
    // 50 a second for 20 s.
    expect(failed).toBeGreaterThan(940);
    expect(failed).toBeLessThan(1_060);
    expect(run.at("orders-db").completions - run.at("placed").completions).toBe(failed);
  });

  it("loses a handful to processes that die between the two", () => {
    const { lost = 0 } = writes(play("instance")) ?? {};
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(20);
  });

  it.each(["broker", "instance", "database"])("loses nothing with an outbox: %s", (fault) => {
    const run = play(fault, "outbox");
    const { outbox } = run.on("orders->placed");
    expect(writes(run)).toMatchObject({ lost: 0 });
    expect(Math.abs((outbox?.written ?? 0) - (outbox?.published ?? 0))).toBeLessThan(30);
    if (fault !== "broker") return;
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(outbox?.backlog.max).toBeGreaterThan(950);
    expect(outbox?.lagMs.max).toBeGreaterThan(19_000);
  });

  it("with the message first there are parcels for orders that do not exist", () => {
    const run = play("database", "event-first");
    const phantoms = run.at("shipping").completions - run.at("orders-db").completions;
    expect(phantoms).toBeGreaterThan(1_000);
    expect(writes(play("database"))).toEqual({ lost: 0, doubled: 0 });
  });

  it("publishes again behind an outbox what has arrived, which an inbox passes over", () => {
    const told = teller("dual-write");
    const { failed } = play("deaf").requests("order");
    told("236 customers get an error", failuresOf(failed));
    // Of those nothing is missing: what was sent has arrived.
    expect(writes(play("deaf"))).toEqual({ lost: 0, doubled: 0 });
    const doubled = (variant: string) => writes(play("deaf", variant))?.doubled;
    const harm = (variant: string) => play("deaf", variant).at("shipping").duplicateEffects;
    expect(failuresOf(play("deaf", "outbox").requests("order").failed)).toBe(0);
    expect(harm("outbox")).toBe(doubled("outbox"));
    told("publishes again what has arrived, 366 times", doubled("both"));
    expect(queueOf(play("deaf", "both"), "placed", "shipping").duplicatesSkipped).toBe(366);
    expect(harm("both")).toBe(0);
  });

  it("is made good by a job that compares, late and after the customer was told of a failure", () => {
    const told = teller("dual-write");
    const run = play("broker", "reconciled");
    const { reconciliation, dualWrite } = run.on("orders->placed");
    expect(dualWrite).toEqual({ lost: 0, doubled: 0 });
    expect(failuresOf(run.requests("order").failed)).toBe(reconciliation?.written);
    expect(run.at("shipping").completions).toBeGreaterThan(
      play("broker").at("shipping").completions + 950,
    );
    told(
      "All 987 orders come to Shipping after all, up to 40 s late",
      reconciliation?.published,
      (reconciliation?.lagMs.max ?? 0) / 1000,
    );
  });

  it("tells numbers that are played", () => {
    const told = teller("dual-write");
    const { failed } = play("broker").requests("order");
    told(
      "987 customers get an error, and 987 orders are stored",
      failuresOf(failed),
      writes(play("broker"))?.lost,
    );
    const { outbox } = play("broker", "outbox").on("orders->placed");
    told("up to 20 s later", (outbox?.lagMs.max ?? 0) / 1000);
  });
});

describe("work that outlives its visibility", () => {
  const play = player("booked-twice");
  const queue = (run: GalleryRun) => queueOf(run, "queue", "main");

  it("is done twice, and no error tells of it", () => {
    const run = play("slow");
    expect(queue(run).duplicates).toBeGreaterThan(40);
    expect(queue(run).duplicates).toBe(queue(run).redelivered);
    expect(queue(run).leases?.lapsed).toBeGreaterThan(2.5 * queue(run).duplicates);
    expect(failuresOf(run.at("loyalty").failed)).toBe(0);
  });

  it("is passed over by an inbox, unless that forgets too soon", () => {
    const known = play("slow", "inbox");
    expect(queue(known).duplicatesSkipped).toBe(queue(known).redelivered);
    expect(queue(known).duplicatesSkipped).toBeGreaterThan(40);
    expect(known.at("loyalty").duplicateEffects + queue(known).duplicates).toBe(0);
    const forgotten = play("slow", "forgetful");
    expect(forgotten.at("loyalty").duplicateEffects).toBeGreaterThan(25);
    expect(queue(forgotten).duplicatesSkipped).toBeGreaterThan(0);
  });

  it("is done once where it is visible again late", () => {
    expect(queue(play("slow", "patient"))).toMatchObject({ duplicates: 0, redelivered: 0 });
  });

  it("tells numbers that are played", () => {
    const told = teller("booked-twice");
    const slow = queue(play("slow"));
    told("49 of some 6,750 bookings are made twice", slow.duplicates, slow.routed);
    expect((slow.leases?.lapsed ?? 0) - slow.duplicates).toBeGreaterThan(85);
    expect((slow.leases?.lapsed ?? 0) - slow.duplicates).toBeLessThan(125);
    told("it finds 48 messages", queue(play("slow", "inbox")).duplicatesSkipped);
    told("33 are booked twice", play("slow", "forgetful").at("loyalty").duplicateEffects);
  });
});

describe("retrying later", () => {
  const play = player("retry-later");
  const inVain = (variant?: string) => failuresOf(play("errors", variant).at("provider").failed);

  it("asks a provider that is down a quarter as often as retrying at once", () => {
    expect(inVain()).toBeGreaterThan(7_000);
    expect(inVain("delay")).toBeLessThan(1_900);
    expect(inVain("sqs")).toBeLessThan(1_900);
    for (const variant of [undefined, "delay", "sqs"]) {
      const { endings, routed } =
        Object.values(play("errors", variant).at("queue").queues ?? {}).toSorted(
          (left, right) => right.endings.acked - left.endings.acked,
        )[0] ?? expect.fail();
      expect(endings.acked).toBeGreaterThan(5_200);
      expect(routed).toBeGreaterThanOrEqual(endings.acked - 20);
    }
  });

  it("has all done within the delay after the recovery", () => {
    expect(most(play("errors", "sqs"), "queue", "backlogEnd", 102, 180)).toBeLessThan(30);
    expect(most(play("errors"), "queue", "backlogEnd", 96, 180)).toBeLessThan(30);
  });

  it("gives up too soon where it gives up after six seconds", () => {
    const dead = queueOf(play("errors", "activemq"), "queue", "dead-letters");
    expect(dead.routed).toBeGreaterThan(650);
    expect(inVain("activemq")).toBeLessThan(inVain());
  });

  it("tells numbers that are played", () => {
    const told = teller("retry-later");
    told("the provider fails 7,200 times", inVain());
    told("1,780 failures", inVain("delay"));
    const dead = queueOf(play("errors", "activemq"), "queue", "dead-letters");
    told("nearly 700 charges end in its dead-letter queue", dead.routed);
  });
});

describe("scaling by the length of a queue", () => {
  const play = player("queue-scaling");
  const lagMs = (variant?: string) =>
    queueOf(play("campaign", variant), "queue", "workers").lagMs.max;

  it("follows the load half a minute behind, and shrinks five minutes after it", () => {
    const run = play("campaign");
    expect(run.at("workers").replicas).toMatchObject({ min: 2, max: 12, atEnd: 2 });
    expect(lagMs()).toBeGreaterThan(20_000);
    expect(lagMs()).toBeLessThan(30_000);
    expect(most(run, "workers", "instancesUp", 100, 139)).toBe(2);
    expect(most(run, "workers", "instancesUp", 156, 169)).toBe(6);
    expect(Math.min(...run.node("workers", "instancesUp", 177, 478))).toBe(12);
    expect(most(run, "workers", "instancesUp", 485, 900)).toBe(2);
    expect(most(run, "queue", "backlogEnd", 160, 180)).toBeGreaterThan(1_400);
    expect(most(run, "queue", "backlogEnd", 201, 900)).toBeLessThan(100);
  });

  it("is what the pictures need", () => {
    expect(lagMs("fixed")).toBeGreaterThan(470_000);
    expect(queueOf(play("campaign", "fixed"), "queue", "workers").backlogAtEnd).toBeGreaterThan(
      5_000,
    );
    expect(lagMs("slots")).toBeGreaterThan(1.8 * lagMs());
    expect(lagMs("slow")).toBeGreaterThan(3.5 * lagMs());
  });

  it("down to none waits for KEDA to look and a worker to start", () => {
    const run = play(undefined, "zero");
    expect(run.at("workers").replicas?.min).toBe(0);
    expect(queueOf(run, "queue", "workers").lagMs.max).toBeGreaterThan(45_000);
    expect(queueOf(run, "queue", "workers").lagMs.max).toBeLessThan(51_000);
    expect(run.at("workers").replicas?.mean).toBeLessThan(0.6);
  });

  it("tells numbers that are played", () => {
    const told = teller("queue-scaling");
    const waiting = most(play("campaign"), "queue", "backlogEnd", 120, 300);
    told("By then 1,440 pictures wait, the oldest for 24 s", waiting, lagMs() / 1000);
    told("pictures wait for 50 s", lagMs("slots") / 1000);
    told("Starting takes two minutes: 92 s", lagMs("slow") / 1000);
  });
});
