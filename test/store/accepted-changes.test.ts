import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { editAccepted, restore, setBase } from "../../src/store/document-actions.ts";
import { nodeLiveOf } from "../../src/store/live-values.ts";
import { parseScenario } from "../../src/store/scenario-port.ts";
import { patchRun, resetStudio, studio } from "../../src/store/studio-store.ts";

const TEXT = JSON.stringify({
  format: 1,
  catalog: "2026-11",
  name: "two",
  run: { durationS: 10 },
  nodes: { client: { kind: "client", ratePerS: 10 }, api: { kind: "service" } },
  edges: { "client->api": { protocol: "rest" } },
});

beforeEach(() => {
  vi.useFakeTimers();
  resetStudio();
  const parsed = parseScenario(TEXT);
  if (parsed.ok) restore(parsed.document);
});

afterEach(() => vi.useRealTimers());

it("checks recorded changes once no more of them come", () => {
  expect(studio.getState().document.problems).toEqual([]);
  const set = { "nodes.nobody.ratePerS": 5 };
  editAccepted("change", (document) => ({ ...document, changes: { c: { atMs: 1, set } } }), "live");
  expect(studio.getState().document.document.changes).toEqual({ c: { atMs: 1, set } });
  expect(studio.getState().document.problems).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(studio.getState().document.problems).not.toEqual([]);
});

it("gives the same values until the run shows other ones", () => {
  const layout = { nodeIds: ["api"], edgeIds: [], typeIds: [], windowMs: 250 };
  const info = { layout, durationMs: 1000, warmupMs: 0, seed: 1 } as never;
  patchRun({ info, live: Float64Array.of(7) });
  const before = nodeLiveOf(studio.getState().run, "api");
  patchRun({ nowMs: 50 });
  expect(nodeLiveOf(studio.getState().run, "api")).toBe(before);
  patchRun({ live: Float64Array.of(8) });
  const after = nodeLiveOf(studio.getState().run, "api");
  expect(after).not.toBe(before);
  expect(after?.ratePerS).toBe(8);
});

it("checks many recorded changes one a task, and tells of them at the end", () => {
  const change = (index: number) => ({ atMs: index, set: { "nodes.api.replicas": index } });
  const changes = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`c${at}`, change(at)]));
  editAccepted("change", (document) => ({ ...document, changes }), "live");
  vi.advanceTimersByTime(400);
  expect(studio.getState().document.problems).toEqual([]);
  expect(vi.getTimerCount()).toBe(1);
  vi.runAllTimers();
  const paths = () => studio.getState().document.problems.map(({ path }) => path);
  expect(paths()).toContain("changes.c0.set");
  // The design is judged at once, its changes a moment later.
  setBase("nodes.api.replicas", -1);
  expect(paths()).toEqual(["nodes.api.replicas"]);
  setBase("nodes.api.replicas", 2);
  expect(paths()).toEqual([]);
  vi.runAllTimers();
  expect(paths()).toContain("changes.c0.set");
});
