// What the scenarios about queues and buses promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import type { BrokerResult } from "../../simulation/results/run-result.ts";
import {
  failuresOf,
  type GalleryRun,
  queueOf,
  RUN_TIMEOUT_MS,
  runGallery,
  sumOf,
} from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

/** Every message that was in a queue or came into it was acknowledged or is in it still. */
function expectAllThere(queue: BrokerResult): void {
  expect(queue.backlogAtStart + queue.routed).toBe(queue.endings.acked + queue.backlogAtEnd);
}

describe("the order exchange", () => {
  const play = (fault: string | readonly string[], variant?: string) =>
    runGallery("order-exchange.brownout.json", {
      fault,
      ...(variant === undefined ? {} : { variant }),
    });
  const shippingOf = (run: GalleryRun) => queueOf(run, "order-exchange", "shipping-queue");

  it("keeps the orders of a service that is down, which nobody else notices", () => {
    const run = play("shipping");
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(shippingOf(run).backlog.max).toBeGreaterThan(2200);
    expect(shippingOf(run).backlogAtEnd).toBeLessThan(30);
    expectAllThere(shippingOf(run));
    expect(queueOf(run, "order-exchange", "inventory-queue").lagMs.max).toBeLessThan(1000);
  });

  it("works off every order once where they are acknowledged when done", () => {
    const run = play(["shipping", "again"]);
    expectAllThere(shippingOf(run));
    expect(run.on("order-exchange->shipping").ok).toBe(shippingOf(run).endings.acked);
  });

  it("loses what it had handed over where they are acknowledged on delivery", () => {
    const run = play(["shipping", "again"], "auto");
    const { routed, endings } = shippingOf(run);
    expect(endings.acked).toBe(routed);
    expect(routed - run.on("order-exchange->shipping").ok).toBeGreaterThan(1000);
  });

  it("survives the broker's restart where its queues are durable", () => {
    const run = play(["shipping", "broker"]);
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(shippingOf(run).endings.lost).toBe(0);
    expectAllThere(shippingOf(run));
    const transient = play(["shipping", "broker"], "transient");
    expect(shippingOf(transient).endings.lost).toBeGreaterThan(1000);
  });

  it("tells numbers that are played", () => {
    const told = teller("order-exchange");
    const grown = play("shipping").node("order-exchange", "backlogEnd", 62, 79);
    const perS = ((grown.at(-1) ?? 0) - (grown[0] ?? 0)) / ((grown.length - 1) * 0.25);
    told("the queue of Shipping grows by 120 a second", perS);
    const after = play("shipping").node("order-exchange", "backlogEnd", 95, 120);
    expect(Math.max(...after)).toBeLessThan(200);
  });
});

describe("e-mail and SMS", () => {
  const play = (variant?: string) =>
    runGallery("order-notifications.brownout.json", {
      fault: "both",
      ...(variant === undefined ? {} : { variant }),
    });

  it("wait in their queues while both services are down, and all arrive", () => {
    const run = play();
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    const usual = runGallery("order-notifications.brownout.json");
    expect(run.requests("order").latencyMs.p99).toBe(usual.requests("order").latencyMs.p99);
    for (const name of ["email", "sms"]) {
      const queue = queueOf(run, "confirmations", name);
      expect(queue.backlog.max).toBeGreaterThan(2300);
      expect(queue.backlogAtEnd).toBeLessThan(40);
      expect(queue.endings).toMatchObject({ lost: 0, dropped: 0, expired: 0, deadLettered: 0 });
      expectAllThere(queue);
    }
    expect(Math.max(...run.node("confirmations", "backlogEnd", 120, 180))).toBeLessThan(60);
  });

  it("take three times as long to catch up with half the capacity", () => {
    const run = play("slow-again");
    expect(Math.max(...run.node("confirmations", "backlogEnd", 140, 142))).toBeGreaterThan(500);
    expect(queueOf(run, "confirmations", "email").backlogAtEnd).toBeLessThan(60);
  });

  it("take every order down with them where they are called directly", () => {
    const failed = failuresOf(play("direct").requests("order").failed);
    // 60 orders a second for 40 s.
    expect(failed).toBeGreaterThan(2300);
  });

  it("tells numbers that are played", () => {
    const told = teller("order-notifications");
    for (const name of ["email", "sms"]) {
      told("to 2,460 each", queueOf(play(), "confirmations", name).backlog.max);
    }
  });
});

describe("a direct call or a message bus", () => {
  const play = (fault: string, variant?: string) =>
    runGallery("direct-or-bus.brownout.json", {
      fault,
      ...(variant === undefined ? {} : { variant }),
    });

  it("called directly, B's outage is A's, and a slow B fills A", () => {
    // 80 requests a second for 20 s, and as many until the callers know better.
    expect(failuresOf(play("down").requests("request").failed)).toBeGreaterThan(1500);
    const slow = play("slow");
    expect(slow.at("service-a").queue.max).toBe(120);
    expect(slow.requests("request").failed.rejected).toBeGreaterThan(300);
  });

  it.each(["down", "slow"])("over the bus nobody feels it when B is %s", (fault) => {
    const run = play(fault, "bus");
    expect(failuresOf(run.requests("request").failed)).toBe(0);
    expect(run.requests("request").latencyMs.p99).toBeLessThan(100);
    expect(run.requests("request").settledMs.p99).toBeGreaterThan(9_000);
    expectAllThere(queueOf(run, "bus", "service-b"));
  });
});

describe("RabbitMQ and Kafka under the same rising load", () => {
  const play = (variant?: string) =>
    runGallery("rabbitmq-or-kafka.brownout.json", {
      fault: "rise",
      ...(variant === undefined ? {} : { variant }),
    });

  it("RabbitMQ is full first and fails its publishers, with readers to spare", () => {
    const run = play();
    expect(failuresOf(run.requests("left").failed)).toBeGreaterThan(40_000);
    const perS = (from: number, to: number) =>
      sumOf(run.node("readers-left", "completions", from, to)) / (to - from);
    expect(perS(90, 130) / 380).toBeCloseTo(1, 1);
    expect(run.at("readers-left").utilization).toBeLessThan(0.5);
    expect(run.at("rabbit").wastedRatio).toBeGreaterThan(0.5);
  });

  it("Kafka takes everything, and its group falls behind at six partitions", () => {
    const run = play();
    expect(failuresOf(run.requests("right").failed)).toBe(0);
    expect(run.at("kafka").utilization).toBeLessThan(0.1);
    expect(queueOf(run, "kafka", "readers").lagMs.max).toBeGreaterThan(10_000);
    const perS = sumOf(run.node("readers-right", "completions", 110, 130)) / 20;
    expect(perS).toBeGreaterThan(580);
    expect(perS).toBeLessThan(605);
  });

  it("nine partitions keep nine readers busy", () => {
    const run = play("partitions");
    expect(queueOf(run, "kafka", "readers").lagMs.max).toBeLessThan(4_000);
  });

  it("small documents leave RabbitMQ far from its limit", () => {
    const run = play("small");
    expect(failuresOf(run.requests("left").failed)).toBe(0);
    expect(queueOf(run, "rabbit", "readers-left").lagMs.max).toBeLessThan(1_000);
  });

  it("small documents keep all of RabbitMQ's readers busy, and six of nine of Kafka's", () => {
    const held = (node: string) => {
      const values = play("small").node(node, "heldMean", 120, 139);
      return sumOf(values) / values.length;
    };
    // Nine readers of one slot: as many as the load needs, and as many as there are partitions.
    expect(held("readers-left")).toBeGreaterThan(6.2);
    expect(held("readers-right")).toBeGreaterThan(5.8);
    expect(held("readers-right")).toBeLessThanOrEqual(6);
  });
});

describe("a worker that dies", () => {
  const play = (variant?: string) =>
    runGallery("lost-worker.brownout.json", {
      fault: "dies",
      ...(variant === undefined ? {} : { variant }),
    });
  const sqsOf = (run: GalleryRun) => queueOf(run, "sqs", "main");

  it("gives its jobs back at once to RabbitMQ, and to SQS when they are visible again", () => {
    const run = play();
    const rabbit = queueOf(run, "rabbit", "workers-left");
    expect(rabbit.redelivered).toBeGreaterThan(0);
    expect(rabbit.lagMs.max).toBeLessThan(6_000);
    expect(sqsOf(run).redelivered).toBeGreaterThan(0);
    expect(sqsOf(run).lagMs.max).toBeGreaterThan(30_000);
    expect(sqsOf(run).duplicates).toBe(0);
  });

  it("has its jobs done twice where they are visible too soon", () => {
    const { duplicates, routed } = sqsOf(play("short"));
    expect(duplicates / routed).toBeGreaterThan(0.2);
  });

  it("loses nobody any time where those who are alive extend a short visibility", () => {
    const queue = sqsOf(play("extended"));
    expect(queue.duplicates).toBe(0);
    expect(queue.lagMs.max).toBeLessThan(6_000);
  });
});
