// What the scenarios about events as the truth promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, player, queueOf, RUN_TIMEOUT_MS, runGallery } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("accounts from events", () => {
  const play = player("account-events");

  it("load all that has happened before they append, and try conflicts again", () => {
    const run = play();
    const { streams } = run.at("accounts");
    expect(streams?.conflicts).toBe(26);
    expect(streams?.eventsPerLoad).toBeCloseTo(1_249, 0);
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.requests("pay").latencyMs.p50).toBeCloseTo(82, 0);
  });

  it("are read next to them, hardly ever behind", () => {
    const run = play();
    expect(run.requests("balance").latencyMs.p50).toBeCloseTo(13, 0);
    expect(run.at("balances").readModel).toMatchObject({ staleReads: 125 });
    expect(run.at("balances").readModel?.staleMs.mean).toBeCloseTo(6, 0);
  });

  it("are rebuilt at the pace of one worker, while reads are old and payments are not", () => {
    const run = play("rebuild");
    const { group, endings } = queueOf(run, "accounts", "balances");
    expect(group?.replayed).toBe(8_039);
    // Four ms an event, one after another.
    expect(group?.catchUpS).toBeCloseTo(8_039 * 0.004, -0.5);
    expect(endings.lost + endings.dropped).toBe(0);
    expect(run.at("balances").readModel?.staleReads).toBe(7_407);
    expect(run.at("balances").readModel?.staleMs.max).toBeGreaterThan(97_000);
    expect(run.requests("pay").latencyMs.p99).toBe(play().requests("pay").latencyMs.p99);
  });

  it("go on at their position after an outage that no payer notices", () => {
    const run = play("stopped");
    expect(failuresOf(run.requests("pay").failed)).toBe(0);
    expect(failuresOf(run.requests("balance").failed)).toBeGreaterThan(4_000);
    expect(queueOf(run, "accounts", "balances").backlogAtEnd).toBeLessThan(30);
  });

  it("with snapshots are loaded in a twentieth of the events", () => {
    const run = play(undefined, "snapshots");
    expect(run.at("accounts").streams?.eventsPerLoad).toBeCloseTo(18, 0);
    expect(run.requests("pay").latencyMs.p50).toBeCloseTo(21, 0);
  });

  it("read from the log are current, slow and dear", () => {
    const run = play(undefined, "own");
    expect(run.requests("balance").latencyMs.p50).toBeCloseTo(78, 0);
    expect(run.at("accounts").utilization).toBeCloseTo(0.57, 2);
    expect(play().at("accounts").utilization).toBeCloseTo(0.17, 2);
  });

  it("that must be current are asked again, and not to be had while they are rebuilt", () => {
    const calm = play(undefined, "current");
    expect(failuresOf(calm.requests("balance").failed)).toBe(0);
    expect(calm.at("balances").failed).toEqual({ rejected: 137 });
    expect(play("rebuild", "current").requests("balance").failed).toEqual({ rejected: 7_033 });
  });

  it("of which everybody pays one conflict more and more", () => {
    const run = play(undefined, "hot");
    const { failed, offered } = run.requests("pay");
    expect(failuresOf(failed) / offered).toBeCloseTo(0.3, 2);
    expect(run.at("accounts").streams?.conflicts).toBeGreaterThan(8_000);
    const early = run.node("accounts", "callerFailed", 10, 60);
    const late = run.node("accounts", "callerFailed", 130, 180);
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    expect(sum(late)).toBeGreaterThan(2 * sum(early));
  });

  it("tells numbers that are played", () => {
    const told = teller("account-events");
    told("some 1,250 events", play().at("accounts").streams?.eventsPerLoad);
    const { conflicts, loads } = play().at("accounts").streams ?? expect.fail();
    told("26 of 13,600 met another payment", conflicts, loads);
    const { staleReads, reads } = play().at("balances").readModel ?? expect.fail();
    told("125 of 33,700 reads", staleReads, reads);
    const { group } = queueOf(play("rebuild"), "accounts", "balances");
    told("8,000 events at the 250 a second", group?.replayed, null);
    told("that one worker applies take 32 s", group?.catchUpS);
    const { failed, completed } = play(undefined, "hot").requests("pay");
    told("30 % of the payments fail", (100 * failuresOf(failed)) / completed);
    told("7,400 reads meanwhile show", play("rebuild").at("balances").readModel?.staleReads);
  });
});

describe("reads apart from writes", () => {
  const play = player("cqrs");

  it("are ready when they are asked for, and nearly current", () => {
    const run = play();
    expect(run.requests("overview").latencyMs.p50).toBeCloseTo(13, 0);
    expect(run.at("overviews").readModel).toMatchObject({ reads: 68_051, staleReads: 23 });
    expect(play(undefined, "one").requests("overview").latencyMs.p50).toBeCloseTo(26, 0);
  });

  it("keep a rush of readers to themselves, and fall behind", () => {
    const run = play("rush");
    expect(failuresOf(run.requests("overview").failed)).toBe(74_292);
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.requests("order").latencyMs.p99).toBe(play().requests("order").latencyMs.p99);
    expect(run.at("overviews").readModel?.staleReads).toBe(53_313);
    expect(run.at("overviews").readModel?.staleMs.max).toBeGreaterThan(55_000);
  });

  it("in one model take the writes along", () => {
    const run = play("rush", "one");
    expect(run.requests("order").failed).toEqual({ dependency: 973 });
    expect(failuresOf(run.requests("overview").failed)).toBeGreaterThan(48_000);
  });

  it("scale alone", () => {
    const run = play("rush", "more");
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.requests("overview").latencyMs.p95).toBeLessThan(23);
  });

  it("are rebuilt in segments side by side", () => {
    const { group } = queueOf(play("rebuild"), "events", "overviews");
    expect(group?.replayed).toBe(4_163);
    expect(group?.catchUpS).toBeCloseTo(5, 0);
  });

  it("tells numbers that are played", () => {
    const told = teller("cqrs");
    told(
      "23 of 68,000 reads",
      play().at("overviews").readModel?.staleReads,
      play().at("overviews").readModel?.reads,
    );
    told("74,000 time out", failuresOf(play("rush").requests("overview").failed));
    told("Orders take 22 ms", play().requests("order").latencyMs.p50);
    told("from 4,200 events", queueOf(play("rebuild"), "events", "overviews").group?.replayed);
    told("53,000 reads are stale", play("rush").at("overviews").readModel?.staleReads);
    told("973 orders fail", failuresOf(play("rush", "one").requests("order").failed));
  });
});

describe("a field that others read", () => {
  const play = player("schema-change");
  const unreadable = (fault?: string, variant?: string) => {
    const run = play(fault, variant);
    return [run.at("billing"), run.at("reports")].map(({ schemas }) => schemas?.unreadable);
  };
  const refused = (fault?: string, variant?: string) =>
    failuresOf(play(fault, variant).requests("order").failed);

  it("and that is gone is noticed by those who read alone", () => {
    expect(unreadable("release")).toEqual([1_999, 1_999]);
    expect(refused("release")).toBe(0);
    const run = play("release");
    expect(queueOf(run, "orders", "billing").endings.deadLettered).toBe(1_999);
    expect(queueOf(run, "orders", "reports").endings.dropped).toBe(1_999);
    expect(run.result.story?.[0]?.text).toContain("a needed field removed");
  });

  it("or is new harms nobody", () => {
    for (const fault of ["added", "optional"]) {
      expect(unreadable(fault)).toEqual([0, 0]);
      expect(refused(fault)).toBe(0);
    }
  });

  it("may go under the rule backward, and old readers fail all the same", () => {
    expect(unreadable("release", "backward")).toEqual([1_999, 1_999]);
    expect(unreadable("release-after-readers")).toEqual([1, 0]);
    expect(refused("added", "backward")).toBe(1_999);
  });

  it("is kept by the rule full: loudly at the shop, or before anything is released", () => {
    expect(unreadable("release", "full")).toEqual([0, 0]);
    expect(play("release", "full").requests("order").failed).toEqual({ dependency: 1_999 });
    expect(unreadable("release", "pipeline")).toEqual([0, 0]);
    expect(refused("release", "pipeline")).toBe(0);
  });

  it("needs the registry only where something is new", () => {
    expect(refused("away")).toBe(0);
    const both = { fault: ["away", "optional"] };
    const run = runGallery("schema-change.brownout.json", both);
    expect(run.requests("order").failed).toEqual({ dependency: 1_999 });
  });
});

describe("order by events that are kept", () => {
  const play = player("order-choreography");

  it("goes as it does with queues, and each event is in the log", () => {
    const run = play(undefined, "log");
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.at("payment").undo?.undone).toBe(play().at("payment").undo?.undone);
    expect(run.at("reserved").streams).toMatchObject({ appends: 10_331, conflicts: 0 });
  });

  it("can be read again, which acts again", () => {
    const run = play("again", "log");
    const { group } = queueOf(run, "reserved", "payment");
    expect(group?.replayed).toBe(6_144);
    expect(group?.catchUpS).toBeCloseTo(28.5, 0);
    const more = run.at("payment").arrivals - play(undefined, "log").at("payment").arrivals;
    expect(more).toBeGreaterThan(6_100);
  });
});
