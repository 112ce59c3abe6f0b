// Groups of a log: how they rebalance, who keeps what, and what becomes of records that fail, are too
// old, or are read again. Times worked out by hand.
import { describe, expect, it } from "vitest";
import { type LogSetting, playLog } from "../support/log-sketch.ts";
import { nodeOf } from "../support/simulate.ts";

function play(setting: LogSetting) {
  const run = playLog(setting);
  expect(run.broken).toEqual([]);
  return run;
}

const owners = (setting: LogSetting) => play(setting).group.partitions.map(({ owner }) => owner);

describe("partitions are shared out", () => {
  const crashed = { f: { kind: "crash", target: "reader[0]", atS: 5, forS: 5 } };
  const shared = (assignor: string, faults = {}) =>
    owners({
      durationS: 30,
      log: { partitions: 6 },
      reader: { replicas: 3 },
      deliver: { assignor, sessionTimeoutMs: 1000 },
      faults,
    });

  it("in ranges, or in turn", () => {
    expect(shared("range")).toEqual([0, 0, 1, 1, 2, 2]);
    expect(shared("roundRobin")).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it("so that few of them move, where the assignor is sticky", () => {
    expect(shared("range", crashed)).toEqual([0, 0, 1, 1, 2, 2]);
    for (const assignor of ["sticky", "cooperativeSticky"]) {
      const after = shared(assignor, crashed);
      expect([...after].sort()).toEqual([0, 0, 1, 1, 2, 2]);
      // Members 1 and 2 had kept their partitions and got one more each.
      expect(after.slice(2, 6).filter((owner) => owner !== 0).length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("while a group rebalances", () => {
  /** A third member starts late: it is down for the first 5 s. */
  const late = (assignor: string) =>
    play({
      durationS: 10,
      everyMs: 1,
      log: { partitions: 6, partitioner: "roundRobin" },
      reader: { replicas: 3, concurrency: 10 },
      deliver: { assignor, networkMs: 100, maxPollRecords: 10_000, sessionTimeoutMs: 500 },
      faults: { f: { kind: "crash", target: "reader[2]", atS: 0, forS: 5 } },
    });

  it("an eager one stops all partitions, a cooperative one only those that move", () => {
    const eager = nodeOf(late("range").totals, "reader");
    const cooperative = nodeOf(late("cooperativeSticky").totals, "reader");
    expect(late("range").group.rebalances).toBe(2);
    expect(cooperative.latencyMs.max ?? 0).toBeLessThan(50);
    expect(cooperative.completions).toBeGreaterThan(eager.completions);
  });
});

describe("a member that restarts within its session", () => {
  const restarted = (staticMembership: boolean) =>
    play({
      durationS: 30,
      log: { partitions: 2 },
      reader: { replicas: 2 },
      deliver: { staticMembership, sessionTimeoutMs: 10_000, commitIntervalMs: 0 },
      faults: { f: { kind: "crash", target: "reader[0]", atS: 10, forS: 2 } },
    });

  it("costs its group a rebalance that waits for the old session", () => {
    const { group, queue } = restarted(false);
    expect(group.rebalances).toBe(1);
    expect(queue.lagMs.max).toBeGreaterThan(9_900);
  });

  it("goes on where it was, without one, if its membership is static", () => {
    const { group, queue } = restarted(true);
    expect(group.rebalances).toBe(0);
    expect(queue.lagMs.max).toBeGreaterThan(1_900);
    expect(queue.lagMs.max).toBeLessThan(2_200);
  });
});

it("a member that works on one batch for too long has left; others do its work again", () => {
  const { group, queue } = play({
    durationS: 20,
    everyMs: 100,
    log: { partitions: 2 },
    reader: { replicas: 2, serviceTime: 90 },
    deliver: { maxPollIntervalMs: 2000, commitIntervalMs: 0 },
    faults: { f: { kind: "slow", target: "reader[0]", atS: 5, forS: 5, factor: 40 } },
  });
  expect(group.rebalances).toBeGreaterThanOrEqual(2);
  expect(queue.redelivered).toBeGreaterThan(0);
  expect(queue.duplicates).toBeGreaterThan(0);
  expect(queue.backlogAtEnd).toBeLessThan(20);
});

describe("a record that fails", () => {
  const failing = (deliver: object) =>
    play({
      reader: { errorRate: 0.5 },
      everyMs: 100,
      deliver: { commitIntervalMs: 0, ...deliver },
    });

  it("is skipped, or put aside as a dead letter, after its retries", () => {
    const skipped = failing({ retries: 1 }).queue;
    expect(skipped.endings.acked + skipped.endings.dropped).toBeGreaterThan(195);
    expect(Math.abs(skipped.endings.dropped / 200 - 0.25)).toBeLessThan(0.13);
    const dead = failing({ retries: 1, onFailure: "deadLetter" }).queue;
    expect(dead.endings.deadLettered).toBe(skipped.endings.dropped);
  });

  it("holds its partition up while it is tried again, after a pause", () => {
    const { queue } = failing({ retries: 1000, retryBackoffMs: 50 });
    expect(queue.endings.dropped).toBe(0);
    expect(queue.redelivered).toBeGreaterThan(100);
    // Each failure costs 51 ms: two of them in a row keep the next record waiting.
    expect(queue.lagMs.max).toBeGreaterThan(100);
  });

  it("stops one member after the other if they are told to stop", () => {
    const { queue, group } = play({
      durationS: 20,
      log: { partitions: 4 },
      reader: { replicas: 3, errorRate: 1 },
      deliver: { onFailure: "stop" },
    });
    expect(group.partitions.map(({ owner }) => owner)).toEqual([-1, -1, -1, -1]);
    expect(queue.endings.acked).toBe(0);
    expect(queue.backlogAtEnd).toBe(2000);
  });
});

describe("retention", () => {
  /** Nobody reads from 5 to 15 s. */
  const faults = { f: { kind: "crash", target: "reader", atS: 5, forS: 10 } };
  const kept = (log: object, deliver: object = {}) =>
    play({
      durationS: 40,
      log,
      deliver: { commitIntervalMs: 0, sessionTimeoutMs: 500, ...deliver },
      faults,
    });

  it("takes what a group has not read in time; it goes on with the oldest, if it was told so", () => {
    const { queue, group } = kept({ retentionS: 4 }, { offsetReset: "earliest" });
    // The group is back at 18 s (it waits 3 s): what came from 5 to 14 s is gone.
    expect(group.lostBy.retention).toBeGreaterThan(895);
    expect(group.lostBy.retention).toBeLessThan(905);
    expect(group.lostBy.offsetReset).toBe(0);
    expect(queue.endings.acked + queue.endings.expired + queue.backlogAtEnd).toBe(4000);
    expect(queue.backlogAtEnd).toBeLessThan(5);
  });

  it("makes a group begin at the end by default, and lose the rest as well", () => {
    const { group, queue } = kept({ retentionS: 4 });
    expect(group.lostBy.retention).toBeGreaterThan(895);
    expect(group.lostBy.offsetReset).toBeGreaterThan(395);
    expect(queue.endings.lost).toBe(group.lostBy.offsetReset);
  });

  it("goes by number as well", () => {
    const { group } = kept({ retentionRecords: 300 }, { offsetReset: "earliest" });
    // 1,300 records came in 13 s, 300 of them are left.
    expect(group.lostBy.retention).toBeGreaterThan(995);
    expect(group.lostBy.retention).toBeLessThan(1005);
  });

  it("touches nobody who reads in time", () => {
    const { group } = play({ log: { retentionS: 4, retentionRecords: 300 } });
    expect(group.lostBy).toEqual({ retention: 0, election: 0, offsetReset: 0 });
  });
});

describe("a replay", () => {
  const replayed = (replay: object, log: object = {}) =>
    play({
      durationS: 40,
      log: { partitions: 2, ...log },
      deliver: { commitIntervalMs: 0 },
      faults: { again: { kind: "replay", target: "log->reader", atS: 20, ...replay } },
    });

  it("reads everything again and catches up at the speed of its consumers", () => {
    const { group, queue, totals } = replayed({});
    expect(group.replays).toBe(1);
    expect(group.replayed).toBeGreaterThan(1990);
    expect(nodeOf(totals, "reader").completions).toBeGreaterThan(5990);
    expect(queue.duplicates).toBe(0);
    // 2,000 records of 1 ms at the one slot of the consumer, and what comes meanwhile.
    expect(group.catchUpS).toBeGreaterThan(1.99);
    expect(group.catchUpS).toBeLessThan(2.3);
    expect(queue.backlogAtEnd).toBeLessThan(5);
  });

  it("begins at a time, at an offset, or with what is still kept", () => {
    const byTime = replayed({ toTimeS: 15 }).group.replayed;
    expect(byTime).toBeGreaterThan(495);
    expect(byTime).toBeLessThan(505);
    const byOffset = replayed({ toOffset: 600 }).group.replayed;
    expect(byOffset).toBeGreaterThan(750);
    expect(byOffset).toBeLessThan(850);
    const kept = replayed({}, { retentionS: 5 }).group.replayed;
    expect(kept).toBeGreaterThan(495);
    expect(kept).toBeLessThan(505);
  });

  it("comes again and again where it is told so", () => {
    const again = { every: 3000, for: 10, forS: 15 };
    expect(replayed(again).group.replays).toBe(4);
  });
});

describe("order", () => {
  const orders = (partitioner: string, reader: object) =>
    play({
      everyMs: 5,
      log: { partitions: 4, partitioner, keyCount: 20 },
      reader: { replicas: 4, concurrency: 1, ...reader },
    }).group.outOfOrder;

  it("is kept for each key within its partition, whatever the work takes", () => {
    const varying = { serviceTime: { type: "exponential", meanMs: 8 } };
    expect(orders("key", varying)).toBe(0);
    expect(orders("roundRobin", varying)).toBeGreaterThan(50);
  });
});

it("a hot key makes a hot partition, which more consumers do not help", () => {
  const { log, group } = play({
    everyMs: 5,
    log: { partitions: 4, keyCount: 100, keySkew: 1.5 },
    reader: { replicas: 4, serviceTime: 12 },
    deliver: { commitIntervalMs: 0 },
  });
  const most = Math.max(...log.partitions.map(({ appended }) => appended));
  expect(most / 4000).toBeGreaterThan(0.4);
  const backlogs = group.partitions.map(({ backlog }) => backlog).sort((a, b) => b - a);
  expect(backlogs[0]).toBeGreaterThan(5 * (backlogs[1] ?? 0));
});
