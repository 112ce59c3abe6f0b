// Brokers of a log that do nothing though they are up: they lose the lead when their session ends. And
// sizes in bytes.
import { describe, expect, it } from "vitest";
import { type LogSetting, playLog } from "../support/log-sketch.ts";
import { allOf, edgeOf } from "../support/simulate.ts";

const THREE = { replicas: 3, replicationFactor: 3, replicationTime: 4, electionMs: 2000 };
const AGAIN = {
  timeoutMs: 500,
  retry: { maxAttempts: 50, backoff: { type: "constant", baseMs: 200, jitter: "none" } },
};

function play(setting: LogSetting) {
  const run = playLog(setting);
  expect(run.broken).toEqual([]);
  return run;
}

/** The leader of the only partition hangs from 5 s on. */
const hang = (forS: number, more: object = {}) => ({
  f: { kind: "hang", target: "log[0]", atS: 5, forS, ends: "resume", ...more },
});

describe("a leader that hangs", () => {
  it("loses the lead when its session is over, and follows when it goes on", () => {
    const { totals, log, queue } = play({ log: THREE, publish: AGAIN, faults: hang(6) });
    expect(log).toMatchObject({ elections: 1, uncleanElections: 0, acknowledgedLost: 0 });
    expect(log.partitions[0]).toMatchObject({ leader: 1, inSync: 3 });
    expect(allOf(totals).latencyMs.max).toBeGreaterThan(2000);
    expect(allOf(totals).latencyMs.max).toBeLessThan(2700);
    expect(allOf(totals).ok).toBe(allOf(totals).offered - allOf(totals).inFlightAtEnd);
    // The five requests that it had begun to append are refused when it goes on: it leads no more.
    expect(log.refused.notLeader).toBeGreaterThanOrEqual(5);
    expect(log.refused.notLeader).toBeLessThan(25);
    expect(queue.routed - queue.endings.lost).toBe(2000);
  });

  it("leads on when it comes back before", () => {
    const { log } = play({ log: THREE, publish: AGAIN, faults: hang(1.5) });
    expect(log).toMatchObject({ elections: 0, truncated: 0 });
    expect(log.partitions[0]).toMatchObject({ leader: 0, inSync: 3 });
  });

  it("takes with it what it had acknowledged alone", () => {
    const setting = { everyMs: 1, log: THREE, faults: hang(6) };
    const leader = play({ ...setting, publish: { ...AGAIN, acks: "leader" } });
    expect(leader.log.acknowledgedLost).toBeGreaterThanOrEqual(3);
    expect(leader.log.acknowledgedLost).toBeLessThanOrEqual(8);
    expect(leader.group.lostBy.election).toBe(leader.log.truncated);
    const all = play({ ...setting, publish: { ...AGAIN, acks: "all" } });
    expect(all.log.acknowledgedLost).toBe(0);
    expect(all.log.truncated).toBeGreaterThan(0);
  });

  it("is restarted where that is how it ends, and follows all the same", () => {
    const { log } = play({ log: THREE, publish: AGAIN, faults: hang(6, { ends: "restart" }) });
    expect(log.elections).toBe(1);
    expect(log.partitions[0]).toMatchObject({ leader: 1, inSync: 3 });
  });

  it("keeps groups waiting until another leads", () => {
    const deliver = { commitIntervalMs: 0 };
    const { queue } = play({ log: THREE, publish: AGAIN, deliver, faults: hang(6) });
    expect(queue.lagMs.max).toBeLessThan(2700);
    const never = play({ log: { ...THREE, electionMs: 60_000 }, publish: AGAIN, faults: hang(6) });
    expect(never.log.elections).toBe(0);
    expect(never.totals.endToEnd.all?.latencyMs.max).toBeGreaterThan(5000);
  });
});

it("a broker that pauses for as long is fenced alike, a follower leaves the replicas in sync", () => {
  const paused = play({
    log: THREE,
    publish: AGAIN,
    faults: { f: { kind: "pause", target: "log[0]", atS: 5, forS: 4 } },
  });
  expect(paused.log.elections).toBe(1);
  expect(paused.log.partitions[0]).toMatchObject({ leader: 1, inSync: 3 });
  const follower = play({
    log: THREE,
    publish: AGAIN,
    faults: { f: { kind: "hang", target: "log[2]", atS: 5 } },
  });
  expect(follower.log.partitions[0]).toMatchObject({ leader: 0, inSync: 2 });
  expect(allOf(follower.totals).latencyMs.max).toBeGreaterThan(450);
});

describe("sizes in bytes", () => {
  it("a partition keeps as many records as its bytes hold", () => {
    const kept = (log: object) =>
      play({ log, reader: { serviceTime: 100 }, deliver: { offsetReset: "earliest" } }).group
        .lostBy;
    expect(kept({ retentionBytes: 50_000, recordBytes: 1000 })).toEqual(
      kept({ retentionRecords: 50 }),
    );
    expect(kept({ retentionBytes: 50_000, recordBytes: 1000 }).retention).toBeGreaterThan(1000);
    expect(kept({ retentionBytes: 50_000, recordBytes: 10 }).retention).toBe(0);
  });

  it("a batch is sent when it has no room for another record", () => {
    const batches = (recordBytes: number, maxBytes?: number | null) =>
      edgeOf(
        play({
          log: { recordBytes },
          publish: { batch: { lingerMs: 500, ...(maxBytes === undefined ? {} : { maxBytes }) } },
        }).totals,
        "users->log",
      ).batches?.sizeMean;
    expect(batches(1000)).toBe(16);
    expect(batches(4000)).toBe(4);
    expect(batches(100_000)).toBe(1);
    expect(batches(1000, null)).toBeGreaterThan(45);
  });
});
