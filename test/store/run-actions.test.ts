// The run as the page sees it, with a worker that answers as told.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { nodeColumn, rowLengthOf } from "../../simulation/results/series.ts";
import {
  EDGE_LIVE_COLUMNS,
  NODE_LIVE_COLUMNS,
  type Snapshot,
} from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { restore, setBase, undo } from "../../src/store/document-actions.ts";
import { edgeLiveOf, nodeLiveOf } from "../../src/store/live-values.ts";
import {
  isFaultOn,
  keepAsBase,
  pause,
  reset,
  run,
  setParam,
  setPlayhead,
  setSpeed,
  step,
  toggleFault,
} from "../../src/store/run-actions.ts";
import { attachWorker, receiveSnapshot } from "../../src/store/run-lifecycle.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { FAKE_LAYOUT } from "../support/fake-engine.ts";

const DOCUMENT: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Two nodes",
  run: { durationS: 180, seed: 1 },
  nodes: { a: { kind: "client", ratePerS: 10 }, b: { kind: "service" } },
  edges: { "a->b": { protocol: "rest" } },
  faults: {
    slow: { kind: "slow", target: "b", atS: 60, forS: 60, factor: 20, enabled: false },
  },
};

const LIVE_LENGTH = 2 * NODE_LIVE_COLUMNS.length + EDGE_LIVE_COLUMNS.length;

const state = () => studio.getState().run;
const document = () => studio.getState().document.document;

function fakeWorker() {
  const worker = {
    load: vi.fn(async () => ({
      ok: true as const,
      info: { layout: FAKE_LAYOUT, durationMs: 180_000, warmupMs: 0, seed: 1 },
      warnings: [],
    })),
    run: vi.fn(async () => {}),
    pause: vi.fn(async () => {}),
    setSpeed: vi.fn(async () => {}),
    step: vi.fn(async () => {}),
    reset: vi.fn(async () => {}),
    change: vi.fn(async (set: Record<string, never>) => ({ atMs: state().nowMs, set })),
    acknowledge: vi.fn(async () => {}),
    setVisible: vi.fn(async () => {}),
    result: vi.fn(),
    connect: vi.fn(async () => {}),
  };
  attachWorker(worker as unknown as SimulationWorker);
  return worker;
}

let worker: ReturnType<typeof fakeWorker>;
let wallMs = 0;

function arrive(snapshot: Partial<Snapshot>): void {
  wallMs += 1000;
  receiveSnapshot(
    {
      nowMs: 0,
      events: 0,
      speed: 10,
      status: { kind: "running" },
      firstRow: 0,
      rows: new Float64Array(0),
      live: new Float64Array(LIVE_LENGTH),
      particles: new Float64Array(0),
      particleRatio: 1,
      firstState: 0,
      states: new Uint8Array(0),
      analysisWindowMs: 1000,
      cascade: [],
      story: [],
      ...snapshot,
    },
    wallMs,
  );
}

beforeEach(() => {
  resetStudio();
  worker = fakeWorker();
  restore(DOCUMENT);
});

describe("running", () => {
  it("loads the document, then runs at the wanted speed", async () => {
    await run();
    expect(worker.load).toHaveBeenCalledWith(DOCUMENT);
    expect(worker.run).toHaveBeenCalledWith(10, 0);
    expect(state().status).toBe("running");
  });

  it("resumes after a pause without loading again", async () => {
    await run();
    arrive({ nowMs: 5000 });
    await pause();
    await run();
    expect(worker.load).toHaveBeenCalledTimes(1);
    expect(worker.run).toHaveBeenCalledTimes(2);
  });

  it("begins anew after the end", async () => {
    await run();
    arrive({ nowMs: 180_000, status: { kind: "finished", digest: "d", endedEarly: null } });
    expect(state()).toMatchObject({ status: "finished", digest: "d" });
    await run();
    expect(worker.load).toHaveBeenCalledTimes(2);
    expect(state()).toMatchObject({ status: "running", digest: null });
  });

  it("keeps the speed and tells it to a run under way", async () => {
    await setSpeed("max");
    expect(worker.setSpeed).not.toHaveBeenCalled();
    await run();
    expect(worker.run).toHaveBeenCalledWith("max", 0);
    await setSpeed(1);
    expect(worker.setSpeed).toHaveBeenCalledWith(1);
  });

  it("steps from the beginning, paused", async () => {
    await step();
    expect(worker.step).toHaveBeenCalledTimes(1);
    expect(state().status).toBe("paused");
  });

  it("drops what still arrives from a run that was left", async () => {
    await run();
    arrive({ nowMs: 5000 });
    const loading = reset();
    arrive({ nowMs: 6000 });
    expect(state().nowMs).toBe(0);
    await loading;
  });

  it("says in a sentence that the worker died", async () => {
    worker.load.mockRejectedValueOnce(new Error("out of memory"));
    await run();
    expect(state()).toMatchObject({ status: "failed" });
    expect(state().message).toContain("out of memory");
  });
});

describe("changing while it runs", () => {
  it("edits the base before the start", async () => {
    await setParam("nodes.a.ratePerS", 50);
    expect(document().nodes.a?.ratePerS).toBe(50);
    expect(document().changes).toBeUndefined();
  });

  it("records a change with its time and leaves the base", async () => {
    await run();
    arrive({ nowMs: 5000 });
    await setParam("nodes.a.ratePerS", 50);
    expect(document().nodes.a?.ratePerS).toBe(10);
    expect(Object.values(document().changes ?? {})).toEqual([
      { atMs: 5000, set: { "nodes.a.ratePerS": 50 } },
    ]);
    expect(state().designChanged).toBe(false);
  });

  it("takes the last of many values of a held slider", async () => {
    await run();
    arrive({ nowMs: 5000 });
    await Promise.all([20, 30, 40, 50].map((rate) => setParam("nodes.a.ratePerS", rate)));
    await vi.waitFor(() =>
      expect(worker.change.mock.lastCall?.[0]).toEqual({ "nodes.a.ratePerS": 50 }),
    );
    expect(worker.change.mock.calls.length).toBeLessThan(4);
  });

  it("says that a structural edit needs a restart, until it is undone", async () => {
    await run();
    arrive({ nowMs: 5000 });
    setBase("nodes.c", { kind: "service" });
    expect(state().designChanged).toBe(true);
    undo();
    expect(state().designChanged).toBe(false);
  });

  it("does not call a moved node a changed design", async () => {
    await run();
    arrive({ nowMs: 5000 });
    setBase("layout.a", [20, 20]);
    expect(state().designChanged).toBe(false);
  });

  it("keeps a changed value as base in one step", async () => {
    await run();
    arrive({ nowMs: 5000 });
    await setParam("nodes.a.ratePerS", 50);
    keepAsBase("nodes.a.ratePerS", 50);
    expect(document().nodes.a?.ratePerS).toBe(50);
    expect(document().changes).toBeUndefined();
    undo();
    expect(document().nodes.a?.ratePerS).toBe(10);
    expect(Object.keys(document().changes ?? {})).toHaveLength(1);
  });
});

describe("the fault button", () => {
  it.each([5, 70, 99])("turns the fault on in the run at %d s", async (atS) => {
    await run();
    arrive({ nowMs: atS * 1000 });
    await toggleFault("slow");
    expect(worker.change).toHaveBeenCalledWith({ "faults.slow.enabled": true });
    expect(worker.load).toHaveBeenCalledTimes(1);
    expect(isFaultOn(document(), "slow", state().nowMs)).toBe(true);
  });

  it.each([101, 150])("starts again with the fault of the file at %d s", async (atS) => {
    await run();
    arrive({ nowMs: atS * 1000 });
    await toggleFault("slow");
    expect(worker.change).not.toHaveBeenCalled();
    expect(worker.load).toHaveBeenCalledTimes(2);
    expect(document().faults?.slow?.enabled).toBe(true);
    expect(state().status).toBe("running");
  });

  it("starts again at the end of the run", async () => {
    await run();
    arrive({ nowMs: 180_000, status: { kind: "finished", digest: "d", endedEarly: null } });
    await toggleFault("slow");
    expect(worker.load).toHaveBeenCalledTimes(2);
    expect(document().faults?.slow?.enabled).toBe(true);
  });

  it("turns it off again in the run", async () => {
    await run();
    arrive({ nowMs: 5000 });
    await toggleFault("slow");
    arrive({ nowMs: 6000 });
    await toggleFault("slow");
    expect(isFaultOn(document(), "slow", state().nowMs)).toBe(false);
  });
});

describe("live values", () => {
  function rowAt(timeMs: number, arrivals: number): Float64Array {
    const row = new Float64Array(rowLengthOf(FAKE_LAYOUT)).fill(Number.NaN);
    row[0] = timeMs;
    row[nodeColumn(FAKE_LAYOUT, 0, "arrivals")] = arrivals;
    return row;
  }

  it("are the last second while the run is followed", async () => {
    await run();
    const live = new Float64Array(LIVE_LENGTH);
    live[NODE_LIVE_COLUMNS.length] = 7;
    live[2 * NODE_LIVE_COLUMNS.length] = 9;
    arrive({ nowMs: 1000, live, states: Uint8Array.of(0, 3) });
    expect(nodeLiveOf(state(), "b")).toMatchObject({ ratePerS: 7, state: "failing" });
    expect(nodeLiveOf(state(), "a")?.state).toBe("healthy");
    expect(edgeLiveOf(state(), "a->b")?.ratePerS).toBe(9);
    expect(nodeLiveOf(state(), "nobody")).toBeNull();
  });

  it("are those of the window under the playhead", async () => {
    await run();
    const rows = new Float64Array([...rowAt(100, 3), ...rowAt(200, 5)]);
    arrive({ nowMs: 200, rows });
    setPlayhead(150);
    expect(nodeLiveOf(state(), "a")?.ratePerS).toBe(30);
    setPlayhead(200);
    expect(nodeLiveOf(state(), "a")?.ratePerS).toBe(50);
    setPlayhead(50);
    expect(nodeLiveOf(state(), "a")).toBeNull();
  });
});
