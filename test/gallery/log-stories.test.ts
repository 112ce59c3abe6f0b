// What the scenarios about logs promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, RUN_TIMEOUT_MS, runGallery } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("order events", () => {
  const play = (options: { readonly fault?: string; readonly variant?: string } = {}) =>
    runGallery("order-events.brownout.json", options);
  const logOf = (run: ReturnType<typeof play>) => run.at("order-events");

  it("are applied by both services within their commit interval while nothing happens", () => {
    const run = play();
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(Math.max(...run.node("order-events", "oldestMs", 20, 150))).toBeLessThan(1_500);
    expect(run.on("orders->order-events").batches?.sizeMean).toBeGreaterThan(1);
  });

  it("rebuild the state of one service from the first one on, which nobody else notices", () => {
    const run = play({ fault: "rebuild" });
    const { inventory, payment } = logOf(run).queues ?? {};
    expect(inventory?.group?.replayed).toBeGreaterThan(11_500);
    expect(inventory?.group?.replays).toBe(1);
    // 12,000 events at 12 slots of 12 ms beside 200 new ones a second: 15 s, and skewed partitions.
    expect(inventory?.group?.catchUpS).toBeGreaterThan(10);
    expect(inventory?.group?.catchUpS).toBeLessThan(45);
    expect(payment?.group?.replayed).toBe(0);
    expect(payment?.backlog.mean ?? 0).toBeCloseTo(
      logOf(play()).queues?.payment?.backlog.mean ?? 0,
      6,
    );
    expect(failuresOf(run.requests("order").failed)).toBe(0);
  });

  it("take a minute to rebuild with a third of the capacity, which leaves little for it", () => {
    const { inventory } = logOf(play({ fault: "rebuild", variant: "one-slot" })).queues ?? {};
    const usual = logOf(play({ fault: "rebuild" })).queues?.inventory?.group?.catchUpS ?? 0;
    expect(inventory?.group?.catchUpS).toBeGreaterThan(45);
    expect(inventory?.group?.catchUpS).toBeGreaterThan(2 * usual);
  });

  it("survive a broker: nothing that was acknowledged is lost, nothing is there twice", () => {
    const run = play({ fault: "broker" });
    const { log } = logOf(run);
    expect(log?.elections).toBe(4);
    expect(log?.acknowledgedLost).toBe(0);
    expect(log?.appendedTwice).toBe(0);
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    // A third of the orders waits for an election.
    expect(run.requests("order").latencyMs.max).toBeGreaterThan(8_000);
  });

  it("are lost with it where the leader's word is enough", () => {
    const run = play({ fault: "broker", variant: "careless" });
    expect(failuresOf(run.requests("order").failed)).toBeGreaterThan(400);
  });
});

describe("the rebalance pause", () => {
  const play = (fault?: string, variant?: string) =>
    runGallery("rebalance-pause.brownout.json", {
      ...(fault === undefined ? {} : { fault }),
      ...(variant === undefined ? {} : { variant }),
    });
  const groupOf = (run: ReturnType<typeof play>) => run.at("readings").queues?.alerts;
  /** Windows in which nothing at all was finished, s. */
  const silentS = (run: ReturnType<typeof play>) =>
    run.node("alerts", "completions", 60, 170).filter((count) => count === 0).length * 0.3;

  it("is as long as the session of the member that restarted, for the whole group", () => {
    const run = play("restart");
    expect(groupOf(run)?.group?.rebalances).toBe(1);
    expect(silentS(run)).toBeGreaterThan(35);
    expect(groupOf(run)?.lagMs.max).toBeGreaterThan(45_000);
    expect(groupOf(run)?.duplicates).toBeGreaterThan(0);
  });

  it("does not happen to a static member", () => {
    const run = play("restart", "static");
    expect(groupOf(run)?.group?.rebalances).toBe(0);
    expect(silentS(run)).toBe(0);
    expect(groupOf(run)?.lagMs.max).toBeLessThan(20_000);
  });

  it("is one of a sixth of the partitions where the others need not stop", () => {
    const run = play("restart", "cooperative");
    expect(silentS(run)).toBe(0);
    expect(groupOf(run)?.group?.rebalances).toBeGreaterThanOrEqual(1);
  });

  it("is as short as the session", () => {
    expect(silentS(play("restart", "short"))).toBeLessThan(8);
    expect(groupOf(play("restart", "short"))?.lagMs.max).toBeLessThan(25_000);
  });
});
