// Several brokers of a log: replication, elections, and what publishers that wait for more or less of
// it lose or get twice. Times worked out by hand.
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

describe("a publish is answered", () => {
  const latency = (acks: string) =>
    allOf(play({ log: THREE, publish: { acks, networkMs: 1 } }).totals).latencyMs;

  it("when it is sent, by the leader, or when all replicas in sync have it", () => {
    expect(latency("none").max).toBe(0);
    expect(latency("leader").max).toBeCloseTo(2, 6);
    // A record every 10 ms and a round of 4 ms: each starts a round of its own.
    expect(latency("all").max).toBeCloseTo(6, 6);
  });

  it("at once by all where the log has one broker", () => {
    expect(allOf(play({ publish: { acks: "all" } }).totals).latencyMs.max).toBe(0);
  });
});

it("partitions are led by all brokers and records go to the leaders", () => {
  const { log, queue } = play({ log: { ...THREE, partitions: 6 } });
  expect(log.partitions.map(({ leader }) => leader)).toEqual([0, 1, 2, 0, 1, 2]);
  expect(log.partitions.every(({ inSync }) => inSync === 3)).toBe(true);
  expect(log.partitions.reduce((sum, { appended }) => sum + appended, 0)).toBe(2000);
  expect(queue.routed).toBe(2000);
});

describe("when the leader crashes", () => {
  const crash = { f: { kind: "crash", target: "log[0]", atS: 5, forS: 8 } };

  it("publishes are refused until another replica is elected, which then leads on", () => {
    const { totals, log, queue } = play({ log: THREE, faults: crash });
    // From 5 to 7 s: a publish every 10 ms.
    expect(allOf(totals).failed.connectionRefused).toBe(200);
    expect(log).toMatchObject({ elections: 1, uncleanElections: 0, acknowledgedLost: 0 });
    expect(log.partitions[0]).toMatchObject({ leader: 1, inSync: 3 });
    expect(queue.routed).toBe(1800);
  });

  it("acks of all lose nothing that was acknowledged, retries none of the records", () => {
    const { totals, log, queue } = play({
      durationS: 30,
      log: THREE,
      publish: AGAIN,
      faults: crash,
    });
    expect(allOf(totals).ok).toBe(allOf(totals).offered - allOf(totals).inFlightAtEnd);
    expect(log.acknowledgedLost).toBe(0);
    expect(queue.routed - queue.endings.lost).toBe(3000);
    // Five requests of a connection are under way and tried again; all others wait in its line.
    const { retries } = edgeOf(totals, "users->log");
    expect(retries).toBeGreaterThanOrEqual(5);
    expect(retries).toBeLessThan(25);
  });

  it("acks of the leader lose what no follower had: the last round of 4 ms", () => {
    const setting = { everyMs: 1, log: THREE, publish: { acks: "leader" }, faults: crash };
    const { log, queue } = play(setting);
    expect(log.acknowledgedLost).toBeGreaterThanOrEqual(3);
    expect(log.acknowledgedLost).toBeLessThanOrEqual(8);
    expect(log.truncated).toBe(log.acknowledgedLost);
    expect(queue.endings.lost).toBe(log.truncated);
  });

  it("it leads again, with all it had, when it is back before the election", () => {
    const back = { f: { kind: "crash", target: "log[0]", atS: 5, forS: 1 } };
    const { totals, log } = play({ log: THREE, faults: back });
    expect(allOf(totals).failed.connectionRefused).toBe(100);
    expect(log).toMatchObject({ elections: 0, truncated: 0 });
    expect(log.partitions[0]?.leader).toBe(0);
  });
});

describe("with too few replicas in sync", () => {
  const two = {
    a: { kind: "crash", target: "log[1]", atS: 4 },
    b: { kind: "crash", target: "log[2]", atS: 4 },
  };

  it("a publisher of all waits until they are given up, then is refused", () => {
    const { totals, log } = play({
      log: { ...THREE, minInsyncReplicas: 2 },
      faults: two,
    });
    // What was published from 4 to 6 s waits for two dead followers, then is refused after the append.
    expect(allOf(totals).failed.rejected).toBe(1600);
    expect(log.refused.notEnoughReplicas).toBe(1400);
    expect(log.partitions[0]?.inSync).toBe(1);
  });

  it("one is enough where one is asked for, and publishers of the leader never wait", () => {
    const one = play({ log: THREE, faults: two }).totals;
    expect(allOf(one).failed.rejected).toBeUndefined();
    expect(allOf(one).latencyMs.max).toBeGreaterThan(1900);
    const leader = play({
      log: { ...THREE, minInsyncReplicas: 2 },
      publish: { acks: "leader" },
      faults: two,
    }).totals;
    expect(allOf(leader).latencyMs.max).toBe(0);
  });
});

describe("when only a replica that is behind is left", () => {
  /** The follower is away from 4 to 12 s, the leader from 8 s on: it alone has what came between. */
  const faults = {
    follower: { kind: "crash", target: "log[1]", atS: 4, forS: 8 },
    leader: { kind: "crash", target: "log[0]", atS: 8 },
  };
  const log = { ...THREE, replicas: 2, replicationFactor: 2 };

  it("nobody leads: nothing is published, nothing is lost", () => {
    const run = play({ log, faults });
    expect(allOf(run.totals).ok).toBe(800);
    expect(run.log).toMatchObject({ elections: 0, truncated: 0 });
  });

  it("it leads if unclean elections are allowed, and what it lacks is lost", () => {
    const run = play({ log: { ...log, uncleanElection: true }, faults });
    // From 4 s on, less the records of 2 s that were never acknowledged: they were, at 6 s, by the rest.
    expect(run.log).toMatchObject({ uncleanElections: 1, acknowledgedLost: 400, truncated: 400 });
    expect(allOf(run.totals).ok).toBe(1600);
  });

  it("two in sync, asked for, keep what was acknowledged even then", () => {
    const run = play({ log: { ...log, uncleanElection: true, minInsyncReplicas: 2 }, faults });
    expect(run.log.uncleanElections).toBe(1);
    expect(run.log.acknowledgedLost).toBe(0);
  });
});

describe("a publish that is sent again after its answer was lost", () => {
  /** Answers take 3 ms more than publishers wait for. */
  const publish = { networkMs: 2, timeoutMs: 3, retry: { maxAttempts: 2, backoff: { baseMs: 1 } } };

  it("is appended twice by a producer that does not number its records", () => {
    const { log, queue } = play({ publish: { ...publish, idempotent: false } });
    expect(log.appendedTwice).toBeGreaterThan(1990);
    expect(log.deduplicated).toBe(0);
    expect(queue.routed).toBe(2000 + log.appendedTwice);
  });

  it("is appended once by an idempotent one", () => {
    const { log, queue } = play({ publish });
    expect(log.appendedTwice).toBe(0);
    expect(log.deduplicated).toBeGreaterThan(1990);
    expect(queue.routed).toBe(2000);
  });
});
