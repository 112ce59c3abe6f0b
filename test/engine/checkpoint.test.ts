// Checkpoints, time travel and forks: what is put back goes on as if it had never stopped.
import { describe, expect, it } from "vitest";
import { createEngine, engine } from "../../simulation/engine/engine.ts";
import { calls } from "../../simulation/primitives/rows.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { allOf, metronome, resolved, simulate, sketch } from "../support/simulate.ts";

const SHOP: ScenarioDocument = sketch({
  run: { durationS: 8, windowS: 0.5, warmupS: 1 },
  nodes: {
    users: {
      kind: "client",
      ratePerS: 80,
      clients: 3,
      requests: { browse: { weight: 3 }, buy: {} },
    },
    api: { replicas: 3, concurrency: 4, serviceTime: { type: "exponential", meanMs: 8 } },
    db: { kind: "database", concurrency: 2, errorRate: 0.05 },
    mq: { kind: "rabbitmq" },
    mailer: { serviceTime: { type: "lognormal", meanMs: 20, scv: 2 }, concurrency: 2 },
    log: { kind: "kafka", partitions: 4 },
    reader: { kind: "stream-processor", serviceTime: { type: "exponential", meanMs: 3 } },
  },
  edges: {
    "users->api": { networkMs: 1, balancing: "leastRequest", timeoutMs: 300, retry: {} },
    "api->db": {
      networkMs: { type: "exponential", meanMs: 0.5 },
      retry: { maxAttempts: 2, backoff: { baseMs: 5 } },
      breaker: { window: { size: 10 }, minimumCalls: 5, openMs: 100 },
    },
    "api->mq": { probability: 0.3, stage: 2 },
    "mq->mailer": { prefetch: 5 },
    "api->log": { probability: 0.3, stage: 2 },
    "log->reader": {},
  },
  faults: {
    slow: { kind: "slow", target: "api[random:1]", factor: 4, atS: 2, forS: 1 },
    gone: { kind: "crash", target: "api[0]", atS: 4, forS: 1 },
  },
});

function changed(set: Record<string, Json>, document = SHOP): ScenarioDocument {
  const result = applySet(document, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

const BUSIER = resolved(changed({ "nodes.users.ratePerS": 160 }));
const LARGER = resolved(changed({ "nodes.api.replicas": 4 }));

function finish(): string {
  engine.run(Infinity, Infinity);
  return engine.digest();
}

/** The least time that each of two takes, ms, one after the other in turns. */
function leastMs(...works: readonly [() => unknown, () => unknown]): readonly [number, number] {
  const least: [number, number] = [Infinity, Infinity];
  for (let turn = 0; turn < 50; turn++) {
    for (const [at, work] of works.entries()) {
      const before = performance.now();
      work();
      least[at] = Math.min(least[at] ?? Infinity, performance.now() - before);
    }
  }
  return least;
}

describe("a checkpoint", () => {
  it("goes on to the same end, however often and from wherever it is put back", () => {
    const straight = simulate(SHOP).digest;
    engine.load(resolved(SHOP));
    engine.run(2345, Infinity);
    const checkpoint = engine.saveCheckpoint();
    expect(checkpoint.atMs).toBe(2345);
    expect(checkpoint.events).toBe(engine.events());
    expect(checkpoint.bytes).toBeGreaterThan(10_000);
    const there = engine.digest();
    expect(finish()).toBe(straight);
    for (const untilMs of [2346, 5000, Infinity]) {
      engine.restoreCheckpoint(checkpoint);
      expect(engine.nowMs()).toBe(2345);
      expect(engine.windowCount()).toBe(4);
      expect(engine.digest()).toBe(there);
      engine.run(untilMs, Infinity);
    }
    expect(engine.digest()).toBe(straight);
    engine.reset(99);
    engine.run(1000, Infinity);
    engine.restoreCheckpoint(checkpoint);
    expect(finish()).toBe(straight);
  });

  it("brings back the series of its own past, whatever was recorded since", () => {
    engine.load(resolved(SHOP));
    engine.run(3100, Infinity);
    const early = engine.saveCheckpoint();
    engine.run(6100, Infinity);
    const rows = engine.rows(0);
    const late = engine.saveCheckpoint();
    engine.restoreCheckpoint(early);
    expect(engine.change(BUSIER)).toBe(true);
    engine.run(Infinity, Infinity);
    expect(engine.rows(0).slice(0, rows.length)).not.toEqual(rows);
    engine.restoreCheckpoint(late);
    expect(engine.rows(0)).toEqual(rows);
    expect(finish()).toBe(simulate(SHOP).digest);
  });

  it("outlives the load of another scenario, and another engine's", () => {
    const straight = simulate(SHOP).digest;
    engine.load(resolved(SHOP));
    engine.run(3000, Infinity);
    const checkpoint = engine.saveCheckpoint();
    simulate(sketch({ nodes: { users: metronome(10, 0), api: {} }, edges: { "users->api": {} } }));
    engine.restoreCheckpoint(checkpoint);
    expect(engine.layout().nodeIds).toContain("mailer");
    expect(finish()).toBe(straight);
    createEngine({ heapOnly: true }).load(resolved(sketch({ nodes: { a: {} }, edges: {} })));
    engine.restoreCheckpoint(checkpoint);
    expect(finish()).toBe(straight);
  });

  it("of an end is an end, and takes back a cap that came later", () => {
    engine.load(resolved(SHOP));
    engine.run(1000, Infinity);
    const before = engine.saveCheckpoint();
    engine.endEarly("wall time");
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "cap", cap: "wall time" });
    engine.restoreCheckpoint(before);
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "end" });
    const end = engine.saveCheckpoint();
    const { digest } = engine.totals();
    engine.restoreCheckpoint(before);
    engine.restoreCheckpoint(end);
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "end" });
    expect(engine.digest()).toBe(digest);
  });

  it("is refused when it is none", () => {
    expect(() => engine.restoreCheckpoint({ atMs: 0, events: 0, bytes: 0 })).toThrow("checkpoint");
  });

  it("of 4,096 calls in progress is not much larger than they are, and made in the time of a few copies", () => {
    const document = sketch({
      run: { durationS: 60, windowS: 1 },
      nodes: {
        users: { kind: "client", ratePerS: 1000 },
        api: { concurrency: null },
        db: { kind: "database", concurrency: null, serviceTime: 2048 },
      },
      edges: { "users->api": { timeoutMs: 9000 }, "api->db": { timeoutMs: 8000 } },
    });
    engine.load(resolved(document));
    engine.run(20_000, Infinity);
    const inProgress = calls.highWater;
    expect(inProgress).toBeGreaterThan(4000);
    const { bytes } = engine.saveCheckpoint();
    expect(bytes / inProgress).toBeLessThan(1000);
    // Beside a plain copy of as many bytes, so that no machine is too slow for it; the least of many,
    // since what others do to the machine meanwhile is not its cost.
    const memory = new Uint8Array(bytes).fill(1);
    const [saving, copying] = leastMs(
      () => engine.saveCheckpoint(),
      () => memory.slice(),
    );
    expect(saving).toBeLessThan(15 * copying);
  });
});

describe("to look at a run", () => {
  it("changes nothing in it", () => {
    const straight = simulate(SHOP).digest;
    engine.load(resolved(SHOP));
    for (let atMs = 37; atMs < 8000; atMs += 411.7) {
      engine.run(atMs, Infinity);
      const { digest } = engine.totals();
      expect(engine.digest()).toBe(digest);
      engine.live();
      engine.rows(0);
      engine.takeParticles();
    }
    expect(finish()).toBe(straight);
  });

  it("at a time that has passed leaves the present where it is", () => {
    engine.load(resolved(SHOP));
    engine.run(3000, Infinity);
    expect(engine.run(2000, Infinity)).toEqual({ kind: "time" });
    expect(engine.nowMs()).toBe(3000);
    expect(finish()).toBe(simulate(SHOP).digest);
  });
});

describe("checkpoints kept on the way", () => {
  it("come every few windows, and the nearest is the last one not after an instant", () => {
    engine.load(resolved(SHOP));
    engine.keepCheckpoints({ everyWindows: 3, maxBytes: 1e9 });
    engine.run(Infinity, Infinity);
    const times = engine.keptCheckpoints().map(({ atMs }) => atMs);
    expect(times).toEqual([1500, 3000, 4500, 6000, 7500]);
    expect(engine.nearestCheckpoint(1499)).toBeNull();
    expect(engine.nearestCheckpoint(1500)?.atMs).toBe(1500);
    expect(engine.nearestCheckpoint(5999)?.atMs).toBe(4500);
    expect(engine.nearestCheckpoint(Infinity)?.atMs).toBe(7500);
    expect(engine.digest()).toBe(simulate(SHOP).digest);
    engine.keepCheckpoints(null);
    engine.reset(1);
    engine.run(Infinity, Infinity);
    expect(engine.keptCheckpoints()).toEqual([]);
  });

  it("thin out evenly when they take more memory than they may", () => {
    engine.load(resolved(SHOP));
    engine.keepCheckpoints({ everyWindows: 1, maxBytes: 1e9 });
    engine.run(Infinity, Infinity);
    const all = engine.keptCheckpoints();
    expect(all.length).toBe(15);
    const maxBytes = all.reduce((sum, { bytes }) => sum + bytes, 0) / 2;
    engine.keepCheckpoints({ everyWindows: 1, maxBytes });
    engine.reset(1);
    engine.run(Infinity, Infinity);
    const kept = engine.keptCheckpoints();
    const gaps = kept.map(({ atMs }, at) => atMs - (kept[at - 1]?.atMs ?? 0));
    expect(new Set(gaps)).toEqual(new Set([gaps[0]]));
    expect(gaps[0]).toBeGreaterThanOrEqual(1000);
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(maxBytes);
    engine.keepCheckpoints({ everyWindows: 1, maxBytes: 1 });
    engine.reset(1);
    engine.run(Infinity, Infinity);
    expect(engine.keptCheckpoints()).toEqual([]);
    engine.keepCheckpoints(null);
  });

  it("replay any instant, bit for bit, there and back again", () => {
    const instants = [7777.7, 123.4, 3000, 2999.9, 5500, 8000, 0, 4000];
    const straight = instants.map((atMs) => {
      engine.load(resolved(SHOP));
      engine.run(atMs, Infinity);
      return engine.digest();
    });
    engine.load(resolved(SHOP));
    engine.keepCheckpoints({ everyWindows: 2, maxBytes: 1e9 });
    engine.run(Infinity, Infinity);
    const kept = engine.keptCheckpoints().length;
    instants.forEach((atMs, at) => {
      engine.replayTo(atMs);
      expect(engine.nowMs()).toBe(atMs);
      expect(engine.digest()).toBe(straight[at]);
      expect(engine.keptCheckpoints().length).toBe(kept);
    });
    expect(finish()).toBe(simulate(SHOP).digest);
    engine.keepCheckpoints(null);
  });

  it("save the way: a replay executes only what lies after the nearest", () => {
    engine.load(resolved(SHOP));
    engine.keepCheckpoints({ everyWindows: 1, maxBytes: 1e9 });
    engine.run(Infinity, Infinity);
    const nearest = engine.nearestCheckpoint(5100);
    engine.replayTo(5100);
    expect(engine.events() - (nearest?.events ?? 0)).toBeLessThan(engine.events() / 20);
    engine.keepCheckpoints(null);
  });

  it("make live changes again at their times, and forget what a new one undoes", () => {
    engine.load(resolved(SHOP));
    engine.keepCheckpoints({ everyWindows: 2, maxBytes: 1e9 });
    engine.run(2222.25, Infinity);
    expect(engine.change(BUSIER)).toBe(true);
    const there = [2500, 5000].map((atMs) => {
      engine.run(atMs, Infinity);
      return [atMs, engine.digest()] as const;
    });
    engine.run(Infinity, Infinity);
    const end = engine.digest();
    // The checkpoint nearest to 2.5 s is of a time before the change.
    expect(engine.nearestCheckpoint(2500)?.atMs).toBe(2000);
    const digests = new Map(there);
    for (const atMs of [5000, 100, 2500, 2222.25, 2500, 5000, 2500]) {
      engine.replayTo(atMs);
      expect(engine.digest()).toBe(digests.get(atMs) ?? engine.digest());
    }
    expect(finish()).toBe(end);
    // Another course from 1.5 s on: the change at 2.2 s is no longer to come.
    engine.replayTo(1500);
    engine.change(resolved(SHOP));
    expect(engine.keptCheckpoints().map(({ atMs }) => atMs)).toEqual([1000]);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).not.toBe(end);
    const rateOf = allOf(engine.totals()).offered;
    expect(rateOf).toBe(allOf(simulate(SHOP)).offered);
    engine.keepCheckpoints(null);
  });
});

describe("a fork", () => {
  it("is the run that would have been changed there", () => {
    engine.load(resolved(SHOP));
    engine.run(3456.5, Infinity);
    const checkpoint = engine.saveCheckpoint();
    engine.change(BUSIER);
    const changedLive = finish();
    engine.reset(1);
    engine.run(Infinity, Infinity);
    expect(engine.fork(checkpoint, BUSIER)).toBeNull();
    expect(engine.nowMs()).toBe(3456.5);
    expect(finish()).toBe(changedLive);
    const recorded = {
      ...SHOP,
      changes: { c1: { atMs: 3456.5, set: { "nodes.users.ratePerS": 160 } } },
    };
    expect(simulate(recorded).digest).toBe(changedLive);
  });

  it("shares its past with the other arm", () => {
    engine.load(resolved(SHOP));
    engine.run(4000, Infinity);
    const checkpoint = engine.saveCheckpoint();
    const rows = engine.rows(0);
    const arms = [BUSIER, resolved(changed({ "edges.users->api.timeoutMs": 50 }))].map((arm) => {
      expect(engine.fork(checkpoint, arm)).toBeNull();
      engine.run(Infinity, Infinity);
      expect(engine.rows(0).slice(0, rows.length)).toEqual(rows);
      return engine.digest();
    });
    expect(new Set(arms).size).toBe(2);
  });

  it.each([
    [{ "nodes.api.replicas": 4 }, "The number of instances of api changes"],
    [{ "nodes.cache": { kind: "database" } }, "Node cache is new"],
    [{ "edges.mq->mailer": null }, "Edge mq->mailer is gone"],
    [{ "edges.users->api.balancing": "random" }, "The balancing of users->api changes"],
    [{ "run.durationS": 9 }, "The duration changes"],
    [{ "edges.api->mq.count": 2 }, "The calls of api->mq changes"],
  ] as [Record<string, Json>, string][])("is refused with the reason: %o", (set, reason) => {
    engine.load(resolved(SHOP));
    engine.run(1000, Infinity);
    const checkpoint = engine.saveCheckpoint();
    engine.run(1700, Infinity);
    const after = resolved(changed(set));
    expect(engine.fork(checkpoint, after)).toBe(`${reason}: this needs a restart at 0.`);
    expect(engine.whyNotChange(after)).toContain(reason);
    expect(engine.change(after)).toBe(false);
    expect(engine.nowMs()).toBe(1700);
    expect(finish()).toBe(simulate(SHOP).digest);
  });

  it("may not even differ in rows that the same number of others would fill", () => {
    engine.load(resolved(SHOP));
    expect(engine.whyNotChange(resolved(SHOP))).toBeNull();
    expect(engine.whyNotChange(BUSIER)).toBeNull();
    expect(engine.whyNotChange(LARGER)).not.toBeNull();
  });
});

describe("a recorded change", () => {
  /** Doubles that no decimal of a few digits stands for, a thing of the past, and time 0. */
  const TIMES = [1 / 3, 1234.5678901234567, 2000.0000000000002, 4321 + 2 ** -41, 0, 2500];

  it("keeps its time to the last bit, through the file and in the digest", () => {
    for (const atMs of TIMES) {
      const set = { "nodes.users.ratePerS": 160 };
      const recorded = { ...SHOP, changes: { c1: { atMs, set } } };
      const reread = JSON.parse(JSON.stringify(recorded)) as ScenarioDocument;
      expect(Object.is(reread.changes?.c1?.atMs, atMs)).toBe(true);
      engine.load(resolved(SHOP));
      engine.run(atMs, Infinity);
      expect(engine.nowMs()).toBe(atMs);
      engine.change(BUSIER);
      const live = finish();
      expect(simulate(reread).digest).toBe(live);
      expect(simulate(reread, { slice: 3 }).digest).toBe(live);
      const later = { ...SHOP, changes: { c1: { atMs: atMs + 2 ** -30, set } } };
      expect(simulate(later).digest).not.toBe(live);
    }
  });

  it("made in the middle of an instant comes after the rest of it", () => {
    const document = sketch({
      nodes: {
        users: { ...metronome(1000, 0), batch: 5 },
        api: { serviceTime: 10, concurrency: null },
      },
      edges: { "users->api": {} },
    });
    const after = resolved(changed({ "nodes.api.serviceTime": 500 }, document));
    const recorded = {
      ...document,
      changes: { c1: { atMs: 3000, set: { "nodes.api.serviceTime": 500 } } },
    };
    engine.load(resolved(document));
    engine.run(2999, Infinity);
    engine.run(Infinity, 1);
    expect(engine.nowMs()).toBe(3000);
    engine.change(after);
    expect(finish()).toBe(simulate(recorded).digest);
  });
});
