// What the scenarios about databases promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, player, queueOf, RUN_TIMEOUT_MS } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("one database or one each", () => {
  const play = player("shared-database");

  it("shared is quick and far from busy while nobody locks much", () => {
    const run = play();
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.requests("order").latencyMs.p50).toBeCloseTo(17, 0);
    expect(run.at("db").utilization).toBeLessThan(0.03);
  });

  it("shared, one service's locks take the slots of all", () => {
    const run = play("closing");
    expect(run.requests("browse").failed).toEqual({ dependency: 2_033 });
    expect(failuresOf(run.requests("order").failed)).toBeGreaterThan(800);
    expect(Math.max(...run.node("db", "heldMean", 65, 90))).toBeGreaterThan(59);
    expect(JSON.stringify(run.result.story)).toContain("Shared database");
  });

  it("apart, orders and pages are safe and invoices late", () => {
    const run = play("closing", "own");
    expect(failuresOf(run.requests("browse").failed)).toBe(0);
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(queueOf(run, "ordered", "billing").backlog.max).toBe(1_356);
    expect(run.requests("order").settledMs.max).toBeGreaterThan(23_000);
    expect(play(undefined, "own").requests("order").settledMs.max).toBeLessThan(1_000);
  });

  it("shared with a lock timeout loses those that want a locked row, and no page", () => {
    const run = play("closing", "timeout");
    expect(failuresOf(run.requests("browse").failed)).toBe(0);
    expect(run.requests("order").failed).toEqual({ dependency: 354 });
    expect(run.requests("close").failed).toEqual({ dependency: 474 });
    expect(run.at("db").locks?.timeouts).toBe(828);
  });
});

describe("reads from replicas", () => {
  const play = player("read-replicas");

  it("spare the primary and are stale now and then", () => {
    const { replication } = play().at("products");
    expect(replication?.staleReads).toBeGreaterThan(15_000);
    expect(replication?.staleReads).toBeLessThan(16_000);
    expect(replication?.staleMs.mean).toBeCloseTo(113, -1);
  });

  it("go on without the primary; edits wait for another, and a few are lost", () => {
    const run = play("primary");
    expect(failuresOf(run.requests("view").failed)).toBe(0);
    // 50 a second for 20 s.
    expect(failuresOf(run.requests("edit").failed)).toBeCloseTo(1_000, -1);
    expect(run.at("products").replication).toMatchObject({ failovers: 1, lostWrites: 9 });
  });

  it("at the primary alone are current, and more than it can serve in a rush", () => {
    const calm = play(undefined, "primary");
    expect(calm.at("products").replication?.staleReads).toBe(0);
    expect(failuresOf(calm.requests("view").failed)).toBe(0);
    const rush = play("rush", "primary");
    expect(rush.requests("view").failed.timeout).toBeGreaterThan(40_000);
    expect(failuresOf(play("rush").requests("view").failed)).toBe(0);
  });

  it("are as old as their lag, which nothing else tells", () => {
    const run = play(undefined, "late");
    expect(run.at("products").replication?.staleReads).toBe(37_797);
    expect(run.at("products").replication?.staleMs.max).toBeLessThanOrEqual(2_000);
    expect(run.requests("view").latencyMs.p99).toBe(play().requests("view").latencyMs.p99);
  });

  it("of shards are current; what is lost is one's rows, reads and edits", () => {
    expect(failuresOf(play("rush", "shards").requests("all").failed)).toBe(0);
    const run = play("primary", "shards");
    for (const type of ["view", "edit"]) {
      const { failed, offered } = run.requests(type);
      // A minute of three, of the shard with the most popular product.
      expect(failuresOf(failed) / (offered * (60 / 170))).toBeGreaterThan(0.3);
      expect(failuresOf(failed) / (offered * (60 / 170))).toBeLessThan(0.5);
    }
  });
});
