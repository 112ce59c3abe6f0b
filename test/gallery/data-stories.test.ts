// What the scenarios about databases promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, player, queueOf, RUN_TIMEOUT_MS } from "./gallery-runs.ts";
import { teller } from "./told.ts";

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
    // 160 connections of the pools want to be among the 100 that the database takes.
    expect(run.on("catalog->db").failed).toEqual({ connectionRefused: 2_033 });
    const inUse = ["orders", "catalog", "billing"].map((id) => run.on(`${id}->db`).pool?.inUse.max);
    expect(Math.max(...inUse.map((count) => count ?? 0))).toBeGreaterThan(50);
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

  it("shared, invoices are there with their orders; apart, some time after them", () => {
    const { latencyMs, settledMs } = play().requests("order");
    expect(settledMs).toEqual(latencyMs);
    const own = play(undefined, "own").requests("order");
    expect(own.settledMs.p50).toBeGreaterThan((own.latencyMs.p50 ?? 0) + 30);
  });

  it("shared with pools that fit is full for those who wait for rows, and not for pages", () => {
    const run = play("closing", "pools");
    expect(failuresOf(run.requests("browse").failed)).toBe(0);
    expect(run.requests("browse").latencyMs.p99).toBeLessThan(30);
    for (const id of ["orders", "billing"]) {
      expect(Object.keys(run.on(`${id}->db`).unsent)).toEqual(["poolTimeout"]);
    }
    expect(Math.max(...run.node("db", "heldMean", 60, 95))).toBeLessThan(50);
    teller("shared-database")(
      "1,117 closings and 449 orders still do",
      failuresOf(run.requests("close").failed),
      failuresOf(run.requests("order").failed),
    );
  });

  it("shared with a lock timeout loses those that want a locked row, and no page", () => {
    const run = play("closing", "timeout");
    expect(failuresOf(run.requests("browse").failed)).toBe(0);
    expect(run.requests("order").failed).toEqual({ dependency: 354 });
    expect(run.requests("close").failed).toEqual({ dependency: 474 });
    expect(run.at("db").locks?.timeouts).toBe(828);
  });

  it("tells numbers that are played", () => {
    const told = teller("shared-database");
    told("one database at 2 % of its slots", 100 * (play().at("db").utilization ?? 0));
    told("there together after 17 ms", play().requests("order").latencyMs.p50);
    expect(Math.min(...play("closing").node("db", "heldMean", 67, 90))).toBeGreaterThan(56);
    told(
      "2,033 of them are refused a connection, for the pools may open 160 and the database takes 100",
      failuresOf(play("closing").requests("browse").failed),
      null,
      null,
    );
    const own = play("closing", "own");
    const lateS = (own.requests("order").settledMs.max ?? 0) / 1000;
    told(
      "grows to 1,356; the last comes 24 s late",
      queueOf(own, "ordered", "billing").backlog.max,
      lateS,
    );
    const { failed } = play("closing", "timeout").requests("order");
    const closings = failuresOf(play("closing", "timeout").requests("close").failed);
    told("354 orders and 474 closings give up", failuresOf(failed), closings);
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

  it("tells numbers that are played", () => {
    const told = teller("read-replicas");
    const { replication } = play().at("products");
    const perS = (count = 0) => count / 170;
    told(
      "take 500 reads a second, the primary 50 writes",
      perS(replication?.replicaReads),
      perS(replication?.writes),
    );
    told(
      "Of the 85,000 reads some 15,500 are stale: they show a product as it was 0.1 s before",
      replication?.replicaReads,
      replication?.staleReads,
      (replication?.staleMs.mean ?? 0) / 1000,
    );
    const late = play(undefined, "late").at("products").replication;
    told("37,800 reads are stale, by up to 2 s", late?.staleReads, (late?.staleMs.max ?? 0) / 1000);
    told("40,000 requests time out", play("rush", "primary").requests("view").failed.timeout);
  });
});
