// The run in the worker, driven with a clock of our own and a stand-in of the engine.
import { beforeEach, describe, expect, it } from "vitest";
import { rowLengthOf } from "../../simulation/results/series.ts";
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { setPath } from "../../simulation/scenario/paths.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { Session, type SessionObserver } from "../../src/worker/session.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FAKE_LAYOUT, FakeEngine } from "../support/fake-engine.ts";

const DOCUMENT: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Two nodes",
  run: { durationS: 60, seed: 3 },
  nodes: { a: { kind: "client", ratePerS: 10 }, b: { kind: "service" } },
  edges: { "a->b": { protocol: "rest" } },
};

class CountingObserver implements SessionObserver {
  readonly analysisWindowMs = 1000;
  pushed = 0;
  finished = 0;
  isStuck = false;
  /** Times of the changes it was told of. */
  readonly updates: number[] = [];
  push(rows: Float64Array): void {
    this.pushed += rows.length;
  }
  finish(isStuck = false): void {
    this.finished += 1;
    this.isStuck = isStuck;
  }
  update(_: unknown, atMs: number): void {
    this.updates.push(atMs);
  }
  windowCount(): number {
    return 0;
  }
  states(): Uint8Array {
    return new Uint8Array(0);
  }
  cascade(): [] {
    return [];
  }
  story(): [] {
    return [];
  }
}

let clock: FakeClock;
let engine: FakeEngine;
let snapshots: Snapshot[];
let observers: CountingObserver[];

function begin(): CountingObserver {
  const observer = new CountingObserver();
  observers.push(observer);
  return observer;
}

function newSession(): Session<CountingObserver> {
  return new Session<CountingObserver>({
    engine,
    resolve: (document) => {
      const result = resolveScenario(document);
      return result.ok ? { ok: true, scenario: result.scenario, warnings: [] } : result;
    },
    withValues: (document, set) => {
      let edited = document;
      for (const [path, value] of Object.entries(set)) {
        const result = setPath(edited, path, value);
        if (result.ok) edited = result.document;
      }
      return edited;
    },
    begin: (scenario) => {
      engine.load(scenario);
      return begin();
    },
    resultOf: () => {
      throw new Error("Not asked for in these tests.");
    },
    wallMs: () => clock.nowMs,
    later: clock.later,
    send: (snapshot) => snapshots.push(snapshot),
  });
}

beforeEach(() => {
  clock = new FakeClock();
  engine = new FakeEngine();
  snapshots = [];
  observers = [];
});

/** Acknowledges every snapshot after `afterMs`, as a page does after its frame. */
function runFor(session: Session<CountingObserver>, wallMs: number): void {
  const untilMs = clock.nowMs + wallMs;
  while (clock.nowMs < untilMs) {
    clock.runUntil(Math.min(untilMs, clock.nowMs + 10));
    void session.acknowledge();
  }
}

describe("the first snapshot", () => {
  it("comes with the first row of the series, not before", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(2);
    runFor(session, 120);
    expect(snapshots[0]?.rows.length).toBe(rowLengthOf(FAKE_LAYOUT));
    expect(snapshots[0]?.nowMs).toBeLessThan(150);
  });

  it("does not wait long for a row of a slow run", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(0.1);
    runFor(session, 140);
    expect(snapshots).toEqual([]);
    runFor(session, 60);
    expect(snapshots.length).toBe(1);
  });
});

describe("a session", () => {
  it("loads without running, and says what was loaded", async () => {
    const session = newSession();
    const result = await session.load(DOCUMENT);
    expect(result).toMatchObject({ ok: true, info: { durationMs: 60_000, seed: 3 } });
    runFor(session, 1000);
    expect(engine.nowMs()).toBe(0);
    expect(snapshots).toEqual([]);
  });

  it("hands the problems of a broken document back", async () => {
    const broken = { ...DOCUMENT, nodes: { a: { kind: "nonsense" } } };
    const result = await newSession().load(broken);
    expect(result.ok).toBe(false);
  });

  it.each([0.1, 1, 10])("runs at %d times real time", async (speed) => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(speed);
    runFor(session, 3000);
    expect(Math.abs(engine.nowMs() - 3000 * speed)).toBeLessThanOrEqual(20 * speed + 1);
  });

  it("runs to the end at max and reports it with the digest", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run("max");
    runFor(session, 2000);
    expect(snapshots.at(-1)?.status).toEqual({
      kind: "finished",
      digest: "digest at 60000",
      endedEarly: null,
    });
    expect(observers[0]?.finished).toBe(1);
  });

  it("yields after a slice even when the engine is slow", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    engine.onEvent = () => {
      clock.nowMs += 0.05;
    };
    await session.run("max");
    const before = clock.nowMs;
    clock.runUntil(before);
    expect(clock.nowMs - before).toBeGreaterThan(40);
    expect(clock.nowMs - before).toBeLessThan(160);
  });

  it("sends at most ten snapshots a second, together carrying every row once", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(10);
    runFor(session, 3000);
    expect(snapshots.length).toBeGreaterThan(20);
    expect(snapshots.length).toBeLessThanOrEqual(31);
    let next = 0;
    for (const snapshot of snapshots) {
      expect(snapshot.firstRow).toBe(next);
      next += snapshot.rows.length / rowLengthOf(FAKE_LAYOUT);
    }
  });

  it("waits for the acknowledgment and merges what came in between", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(10);
    clock.runUntil(2000);
    expect(snapshots).toHaveLength(1);
    await session.acknowledge();
    clock.runUntil(2200);
    expect(snapshots).toHaveLength(2);
    expect(snapshots[1]?.nowMs).toBeGreaterThan(19_000);
  });

  it("stops snapshots while hidden, yet goes on running", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.setVisible(false);
    await session.run(10);
    runFor(session, 2000);
    expect(snapshots).toHaveLength(0);
    expect(engine.nowMs()).toBeGreaterThan(19_000);
    await session.setVisible(true);
    expect(snapshots).toHaveLength(1);
  });

  it("pauses, steps by one event, and resumes", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(10);
    runFor(session, 500);
    await session.pause();
    const paused = engine.nowMs();
    runFor(session, 500);
    expect(engine.nowMs()).toBe(paused);
    await session.step();
    expect(engine.events()).toBe(paused + 1);
    expect(snapshots.at(-1)?.nowMs).toBe(paused + 1);
    await session.run(1);
    runFor(session, 100);
    expect(engine.nowMs()).toBeGreaterThan(paused + 50);
  });

  it("goes back to the beginning with a fresh observer", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run("max");
    runFor(session, 2000);
    await session.reset();
    expect(engine.nowMs()).toBe(0);
    expect(observers).toHaveLength(2);
    await session.run(1);
    runFor(session, 200);
    expect(snapshots.at(-1)).toMatchObject({ status: { kind: "running" }, firstRow: 0 });
  });

  it("applies a change at the present and tells when", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    await session.run(10);
    runFor(session, 1000);
    const set = { "nodes.a.ratePerS": 50 };
    const applied = await session.change(set);
    expect(applied).toEqual({ atMs: engine.nowMs(), set });
    expect(observers[0]?.updates).toEqual([engine.nowMs()]);
  });

  it("refuses a structural change", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    engine.takesChanges = false;
    const answer = await session.change({ "nodes.b.replicas": 4 });
    expect(answer).toMatchObject({
      problems: [
        { code: "change-refused", message: "Node cache is new: this needs a restart at 0." },
      ],
    });
    expect(observers[0]?.updates).toEqual([]);
  });

  it("turns an error of the engine into a state", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    engine.failsAtMs = 500;
    await session.run("max");
    runFor(session, 200);
    expect(snapshots.at(-1)?.status).toEqual({ kind: "failed", message: "broken on purpose" });
  });

  it("names the cap that ended a run early", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    engine.capAtMs = 700;
    await session.run("max");
    runFor(session, 200);
    expect(snapshots.at(-1)?.status).toMatchObject({ kind: "finished", endedEarly: "events" });
    expect(snapshots.at(-1)?.status).not.toHaveProperty("endedOver");
    expect(observers[0]?.isStuck).toBe(false);
  });

  it("says over which edge something went in a circle, to page and observer", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    engine.capAtMs = 700;
    engine.hit = { cap: "one instant", over: "a->b" };
    await session.run("max");
    runFor(session, 200);
    const ending = { endedEarly: "one instant", endedOver: "a->b" };
    expect(snapshots.at(-1)?.status).toMatchObject({ kind: "finished", ...ending });
    expect(observers[0]?.isStuck).toBe(true);
  });

  it("ends a run at which it has worked for an hour, and may start it again", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    // A quarter of a minute of work for each event.
    engine.onEvent = () => {
      clock.nowMs += 15_000;
    };
    await session.run("max");
    runFor(session, 3_500_000);
    expect(snapshots.at(-1)?.status).toEqual({ kind: "running" });
    runFor(session, 400_000);
    expect(snapshots.at(-1)?.status).toMatchObject({ kind: "finished", endedEarly: "wall time" });
    const eventsThen = engine.events();
    expect(eventsThen).toBeGreaterThan(200);
    await session.reset();
    await session.run("max");
    runFor(session, 60_000);
    expect(snapshots.at(-1)?.status).toEqual({ kind: "running" });
  });
});

describe("a run that catches up", () => {
  it("reaches the instant at full speed, silently, then keeps its speed", async () => {
    const session = newSession();
    await session.load(DOCUMENT);
    engine.onEvent = () => {
      clock.nowMs += 0.001;
    };
    await session.run(1, 30_000);
    runFor(session, 500);
    expect(engine.nowMs()).toBeGreaterThanOrEqual(30_000);
    expect(engine.nowMs()).toBeLessThan(31_000);
    expect(snapshots[0]?.nowMs).toBeGreaterThanOrEqual(30_000);
    expect(snapshots[0]?.firstRow).toBe(0);
    const before = engine.nowMs();
    runFor(session, 1000);
    expect(engine.nowMs() - before).toBeGreaterThan(800);
    expect(engine.nowMs() - before).toBeLessThan(1200);
  });
});
