import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { editAccepted, restore } from "../../src/store/document-actions.ts";
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
