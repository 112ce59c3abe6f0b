// Event stores: versions and conflicts, what loading a stream takes, snapshots, read models that follow and
// are rebuilt. Times are worked out by hand.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly users?: object;
  readonly store?: object;
  readonly edge?: object;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** One stream; 10 ms to find it or to append, 1 ms for each event that is read. */
function storing({ users = ONCE, store, edge, nodes, edges, faults }: Parts): ScenarioDocument {
  return sketch({
    nodes: {
      users,
      store: { kind: "event-store", keyCount: 1, serviceTime: 10, eventMs: 1, ...store },
      ...nodes,
    },
    edges: { "users->store": { ...edge }, ...edges },
    ...(faults ? { faults } : {}),
  });
}

function sound(document: ScenarioDocument): EngineTotals {
  const totals = simulate(document);
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

const longest = (totals: EngineTotals): number => allOf(totals).latencyMs.max ?? Number.NaN;
const LOAD = { calls: [{ id: "a", operation: "load" }] };

describe("loading a stream", () => {
  it("reads all of its events, of which each append makes one more", () => {
    // 100 events from before: 10 ms to find the stream, 100 to read it.
    expect(longest(sound(storing({ store: { eventsBefore: 100 }, edge: LOAD })))).toBe(110);
    // Ten appends, each behind a load: 10 + n + 10 ms for the n-th.
    const totals = sound(storing({ users: { ...metronome(1000, 100) } }));
    expect(longest(totals)).toBe(20 + 9);
    expect(nodeOf(totals, "store").streams).toEqual({
      appends: 10,
      conflicts: 0,
      loads: 10,
      eventsPerLoad: 4.5,
      snapshots: 0,
    });
  });

  it("begins at the last snapshot, which the append that completes it takes", () => {
    const store = { eventsBefore: 108, snapshotEvery: 10, snapshotMs: 5 };
    expect(longest(sound(storing({ store, edge: LOAD })))).toBe(18);
    const totals = sound(storing({ users: { ...metronome(1000, 100) }, store }));
    // The second append is the 110th event: 10 + 9 read, 10 + 5 to append and to store the state.
    expect(longest(totals)).toBe(10 + 9 + 10 + 5);
    expect(nodeOf(totals, "store").streams).toMatchObject({ snapshots: 1, eventsPerLoad: 4.5 });
    expect(allOf(totals).latencyMs.min).toBe(20);
  });
});

describe("an append that expects a version", () => {
  /** Two at once want the same stream. */
  const race = (store: object, retry: object | null = null) =>
    sound(storing({ users: { ...ONCE, batch: 2 }, store, edge: { retry } }));

  it("is a conflict if another has come first, and goes through when it loads again", () => {
    expect(allOf(race({})).failed).toEqual({ conflict: 1 });
    const retried = race({}, { maxAttempts: 3, backoff: { type: "none" } });
    expect(allOf(retried).failed).toEqual({});
    // 20 ms, then another 20 with the event of the first.
    expect(longest(retried)).toBe(41);
    expect(nodeOf(retried, "store").streams).toMatchObject({ appends: 2, conflicts: 1, loads: 3 });
    expect(edgeOf(retried, "users->store").retries).toBe(1);
  });

  it("meets nobody in a stream of its own, nor where no version is expected", () => {
    const alone = { keyCount: 100_000 };
    expect(nodeOf(race(alone), "store").streams).toMatchObject({ appends: 2, conflicts: 0 });
    const blind = race({ expectedVersion: false });
    expect(nodeOf(blind, "store").streams).toMatchObject({ appends: 2, conflicts: 0, loads: 0 });
    expect(longest(blind)).toBe(10);
  });
});

/** An append every 100 ms, a read right behind it. */
function followed(more: Partial<Parts> = {}): ScenarioDocument {
  return storing({
    users: metronome(100, 0),
    store: { expectedVersion: false, serviceTime: 2 },
    nodes: {
      readers: metronome(100, 50),
      view: { kind: "stream-processor", serviceTime: 0, ...more.nodes?.view },
    },
    edges: {
      "store->view": {},
      "readers->view": { calls: [{ id: "a", operation: "show" }] },
    },
    ...(more.faults ? { faults: more.faults } : {}),
  });
}

describe("a read model", () => {
  const view = (applyMs: number, more = {}) => ({
    nodes: { view: { operations: { request: { serviceTime: applyMs } }, concurrency: 2, ...more } },
  });

  it("is stale from an append until it has applied the event, as old as that is", () => {
    // Appended at 2 ms, read at 50 ms: applied by then, or not.
    const soon = sound(followed(view(40)));
    expect(nodeOf(soon, "view").readModel).toMatchObject({ reads: 100, staleReads: 0 });
    const late = sound(followed(view(60)));
    expect(nodeOf(late, "view").readModel).toEqual({
      reads: 100,
      staleReads: 100,
      staleMs: { mean: expect.closeTo(48, 9), max: expect.closeTo(48, 9) },
    });
  });

  it("refuses what must be current while it is behind", () => {
    const operations = { request: { serviceTime: 60 }, show: { mustBeCurrent: true } };
    const late = sound(followed({ nodes: { view: { operations, concurrency: 2 } } }));
    expect(allOf(late).failed).toEqual({ rejected: 100 });
    expect(nodeOf(late, "view").readModel).toMatchObject({ reads: 0, staleReads: 0 });
    const soon = { ...operations, request: { serviceTime: 40 } };
    const current = sound(followed({ nodes: { view: { operations: soon, concurrency: 2 } } }));
    expect(allOf(current).failed).toEqual({});
    expect(nodeOf(current, "view").readModel).toMatchObject({ reads: 100, staleReads: 0 });
  });

  it("is rebuilt from the log: all events again, at its own pace, while its reads are stale", () => {
    const faults = { again: { kind: "replay", target: "store->view", atS: 5 } };
    const totals = sound(followed({ ...view(20), faults }));
    const { queues } = nodeOf(totals, "store");
    const { readModel } = nodeOf(totals, "view");
    // 50 events at 50 a second while 10 more come: 50 / (50 - 10) s, but the last one's rest.
    const catchUpS = queues?.view?.group?.catchUpS ?? Number.NaN;
    expect(catchUpS).toBeGreaterThan(0.95);
    expect(catchUpS).toBeLessThan(1.3);
    expect(queues?.view?.group).toMatchObject({ replays: 1, replayed: 50 });
    expect(readModel?.staleReads).toBeGreaterThanOrEqual(10);
    expect(readModel?.staleReads).toBeLessThanOrEqual(13);
  });

  it("is where its position was after a crash: what it had not stored it applies again", () => {
    const faults = { gone: { kind: "crash", target: "view", atS: 5.01, forS: 1 } };
    const totals = sound(followed({ ...view(20), faults }));
    const result = nodeOf(totals, "store").queues?.view;
    expect(result?.endings.lost).toBe(0);
    expect(nodeOf(totals, "view").readModel?.staleReads ?? 0).toBeLessThan(15);
    expect(result?.backlogAtEnd).toBeLessThanOrEqual(2);
  });
});

describe("what cannot be", () => {
  const problems = (document: ScenarioDocument) =>
    resolveScenario(document).problems.map(({ path, code }) => `${path} ${code}`);
  const said = (document: ScenarioDocument) => {
    const parsed = parseScenario(JSON.stringify(document));
    return parsed.problems.map(({ path, code }) => `${path} ${code}`);
  };

  it("is said with its path", () => {
    expect(said(storing({ edge: { oneWay: true } }))).toContain(
      "edges.users->store.oneWay conflict",
    );
    expect(said(storing({ edge: { batch: { lingerMs: 5 } } }))).toContain(
      "edges.users->store.batch conflict",
    );
    expect(said(storing({ edge: { retry: { retryOn: ["timeout"] } } }))).toContain(
      "edges.users->store.retry.retryOn conflict-not-retried",
    );
    expect(said(storing({ store: { snapshotMs: 5 } }))).toContain("nodes.store.snapshotMs unused");
    expect(problems(storing({}))).toEqual([]);
  });
});
