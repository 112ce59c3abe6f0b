// What the designs in the manner of Netflix, Uber and Amazon promise: the property that each is known for.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, player, queueOf, RUN_TIMEOUT_MS } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("Streaming service: events decouple, so parts are deployed on their own", () => {
  const play = player("streaming-service");
  const plays = (fault?: string, variant?: string) => play(fault, variant).requests("play");

  it("nobody notices that Recommendations are deployed", () => {
    expect(plays("deploy").latencyMs).toEqual(plays().latencyMs);
    expect(failuresOf(plays("deploy").failed)).toBe(0);
  });

  it("what was played meanwhile waits and is made up for, some of it twice", () => {
    const group = queueOf(play("deploy"), "events", "recommendations");
    expect(group.backlog.max).toBeGreaterThan(9_000);
    expect(group.lagMs.max).toBeGreaterThan(60_000);
    expect(group.backlogAtEnd).toBeLessThan(1_000);
    expect(group.endings.lost).toBe(0);
    expect(group.duplicates).toBeGreaterThan(200);
    const others = (fault?: string) => queueOf(play(fault), "events", "history").lagMs.max;
    expect(others("deploy")).toBe(others());
  });

  it.each([
    ["deploy", 4_500, 4_900],
    ["slow", 3_400, 4_000],
  ])("called directly, viewers pay for it: %s", (fault, least, most) => {
    expect(failuresOf(plays(fault).failed)).toBe(0);
    const failed = failuresOf(plays(fault, "direct").failed);
    expect(failed).toBeGreaterThan(least);
    expect(failed).toBeLessThan(most);
    expect(plays(undefined, "direct").latencyMs.p50).toBeGreaterThan(
      1.4 * (plays().latencyMs.p50 ?? 0),
    );
  });

  it("tells numbers that are played", () => {
    const told = teller("streaming-service");
    const { backlog, lagMs, duplicates } = queueOf(play("deploy"), "events", "recommendations");
    told("pile up to some 9,400, the last is 65 s old", backlog.max, lagMs.max / 1000);
    told("not one of 25,731 plays fails", plays("deploy").offered);
    told("367 events are handled twice", duplicates);
    const directly = (fault: string) => failuresOf(plays(fault, "direct").failed);
    told("fails 4,720 plays, one in five", directly("deploy"));
    expect(Math.round(plays("deploy", "direct").completed / directly("deploy"))).toBe(5);
    told("93 ms instead of 63", plays(undefined, "direct").latencyMs.p50, plays().latencyMs.p50);
    const late = queueOf(play("slow"), "events", "history").lagMs.max;
    told("its group falls 14 s behind", late / 1000);
    told("Called directly, 3,715 plays fail", directly("slow"));
  });
});

describe("Ride hailing: calls for what is urgent, messages for what is not", () => {
  const play = player("ride-hailing");
  const rides = (fault?: string, variant?: string) => play(fault, variant).requests("ride");

  it("slow background work waits instead of the riders", () => {
    expect(rides("background").latencyMs).toEqual(rides().latencyMs);
    expect(failuresOf(rides("background").failed)).toBe(0);
    const checks = queueOf(play("background"), "after-trip", "fraud");
    expect(checks.backlog.max).toBeGreaterThan(700);
    expect(checks.lagMs.max).toBeGreaterThan(25_000);
    expect(checks.backlogAtEnd).toBeLessThan(20);
    expect(queueOf(play("background"), "after-trip", "receipts").lagMs.max).toBeLessThan(1_000);
  });

  it("what is on the rider's path is felt", () => {
    expect(rides("matching").latencyMs.p99).toBeGreaterThan(2.5 * (rides().latencyMs.p99 ?? 0));
  });

  it("done at once, it is slower on any day and fails with its slowest part", () => {
    expect(rides(undefined, "direct").latencyMs.p50).toBeGreaterThan(
      1.7 * (rides().latencyMs.p50 ?? 0),
    );
    const run = play("background", "direct");
    expect(failuresOf(run.requests("ride").failed)).toBeGreaterThan(1_400);
    expect(failuresOf(run.requests("price").failed)).toBe(0);
    // What is called for a price is what a price needs, in both designs.
    expect(run.requests("price").latencyMs.p99).toBeLessThan(
      1.05 * (play().requests("price").latencyMs.p99 ?? 0),
    );
    expect(run.requests("price").offered / run.requests("ride").offered).toBeCloseTo(3, 1);
  });

  it("tells numbers that are played", () => {
    const told = teller("ride-hailing");
    const checks = queueOf(play("background"), "after-trip", "fraud");
    told("800 trips wait for them, the oldest 30 s", checks.backlog.max, checks.lagMs.max / 1000);
    const { p50, p99 } = rides("background").latencyMs;
    told("in 170 ms as before, 425 ms at the 99th percentile", p50, p99, null);
    told(
      "from 425 ms to 1.3 s",
      rides().latencyMs.p99,
      (rides("matching").latencyMs.p99 ?? 0) / 1000,
    );
    const directly = rides(undefined, "direct").latencyMs.p50;
    told("312 ms instead of 170", directly, rides().latencyMs.p50);
    const { failed, offered } = rides("background", "direct");
    told("1,589 riders of 6,745 get no driver", failuresOf(failed), offered);
  });
});

describe("Order fulfilment: calls to the buyer, queues to the stock, and each order applied", () => {
  const play = player("order-fulfilment");
  const orders = (fault?: string, variant?: string) => play(fault, variant).requests("order");

  it.each(["inventory", "queue"])("takes orders and applies all of them: %s", (fault) => {
    expect(failuresOf(orders(fault).failed)).toBe(0);
    const run = play(fault);
    const { written, published, backlogAtEnd } = run.on("orders->placed").outbox ?? {
      written: 0,
      published: 0,
      backlogAtEnd: Number.NaN,
    };
    const queue = queueOf(run, "placed", "main");
    // Before the measured period a second's orders were written that were published in it.
    expect(Math.abs(written - published)).toBeLessThan(110);
    expect(backlogAtEnd).toBeLessThan(110);
    expect(queue.endings.acked).toBe(run.at("inventory").completions);
    expect(queue.endings.lost + queue.endings.dropped).toBe(0);
    expect(queue.backlogAtEnd).toBe(0);
    expect(run.on("orders->placed").dualWrite).toEqual({ lost: 0, doubled: 0 });
    expect(queue.backlog.max).toBeGreaterThan(2_000);
  });

  it("without the outbox buyers are refused what was written and paid", () => {
    const run = play("queue", "no-outbox");
    const failed = failuresOf(run.requests("order").failed);
    expect(failed).toBeGreaterThan(2_200);
    expect(run.on("orders->placed").dualWrite).toEqual({ lost: failed, doubled: 0 });
  });

  it("updating the stock by a call fails orders with it, and is slower on any day", () => {
    const run = play("inventory", "direct");
    expect(failuresOf(run.requests("order").failed)).toBeGreaterThan(2_200);
    expect(run.at("orders-db").completions - run.at("stock-db").completions).toBeGreaterThan(2_200);
    expect(orders(undefined, "direct").latencyMs.p50).toBeGreaterThan(
      1.5 * (orders().latencyMs.p50 ?? 0),
    );
  });

  it("tells numbers that are played", () => {
    const told = teller("order-fulfilment");
    told("in the queue, 2,422 of them", queueOf(play("inventory"), "placed", "main").backlog.max);
    const after = play("inventory").node("placed", "backlogEnd", 120, 180);
    expect(Math.max(...after)).toBeLessThan(150);
    const { outbox } = play("queue").on("orders->placed");
    told("the last message leaves 32 s late", (outbox?.lagMs.max ?? 0) / 1000);
    // The relay looks once a second: half a second on average, and the work of Inventory after it.
    const { settledMs, latencyMs } = orders();
    const behind = (settledMs.mean ?? 0) - (latencyMs.mean ?? 0);
    expect(behind).toBeGreaterThan(450);
    expect(behind).toBeLessThan(800);
    const refused = failuresOf(orders("queue", "no-outbox").failed);
    told("2,356 buyers are told that their order failed", refused);
    told("fails 2,442 orders", failuresOf(orders("inventory", "direct").failed));
    const directly = orders(undefined, "direct").latencyMs.p50;
    told("162 ms instead of 101", directly, orders().latencyMs.p50);
  });
});
