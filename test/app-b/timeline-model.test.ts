import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { appendStates, emptyStates } from "../../src/store/run-rows.ts";
import { foldRows, heatRows } from "../../src/timeline/heat-rows.ts";
import { clientLoads, loadLine, multiplierAt } from "../../src/timeline/load-profile.ts";
import { msAt, ticksOf, timeAxis, xOf } from "../../src/timeline/time-axis.ts";

const NONE = 255;

function statesOf(...windows: readonly (readonly number[])[]) {
  const nodes = windows[0]?.length ?? 0;
  return appendStates(emptyStates(nodes), 0, Uint8Array.from(windows.flat()), 1000);
}

describe("heat map rows", () => {
  it("merge equal windows and end where the run has come to", () => {
    const states = statesOf([0, 0], [0, 3], [2, 3]);
    const [first, second] = heatRows(states, ["a", "b"], ["b", "a"], 2500);
    expect(first).toEqual({
      nodeId: "b",
      departed: true,
      segments: [
        { fromMs: 0, toMs: 1000, code: 0 },
        { fromMs: 1000, toMs: 2500, code: 3 },
      ],
    });
    expect(second?.segments.map(({ code }) => code)).toEqual([0, 2]);
  });

  it("count a node without traffic as quiet", () => {
    const [row] = heatRows(statesOf([0], [NONE]), ["a"], ["a"], 2000);
    expect(row?.departed).toBe(false);
  });

  it("fold only quiet nodes, and only when there is no room", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const states = statesOf([0, 0, 3, 0, 1]);
    const rows = heatRows(states, ids, ids, 1000);
    expect(foldRows(rows, 5).folded).toEqual([]);
    const { shown, folded } = foldRows(rows, 3);
    expect(shown.map(({ nodeId }) => nodeId)).toEqual(["c", "e", "a"]);
    expect(folded.map(({ nodeId }) => nodeId)).toEqual(["b", "d"]);
    expect(foldRows(rows, 1).shown.map(({ nodeId }) => nodeId)).toEqual(["c", "e"]);
  });
});

describe("load line", () => {
  const client = { baseRatePerS: 200, profile: [], stepped: false, changes: [] };

  it("is flat without a profile", () => {
    expect(loadLine([client], 1000).every(({ ratePerS }) => ratePerS === 200)).toBe(true);
  });

  it("joins the points of a profile by lines, or holds them as steps", () => {
    const profile = [
      [10, 1],
      [20, 3],
    ] as const;
    expect(multiplierAt({ ...client, profile }, 15)).toBe(2);
    expect(multiplierAt({ ...client, profile, stepped: true }, 15)).toBe(1);
    expect(multiplierAt({ ...client, profile }, 0)).toBe(1);
    expect(multiplierAt({ ...client, profile }, 99)).toBe(3);
  });

  it("adds up clients and takes live changes of the rate into account", () => {
    const document: ScenarioDocument = {
      format: 1,
      catalog: "2026-11",
      name: "",
      run: {},
      nodes: {
        a: { kind: "client", ratePerS: 10, profile: { shape: "steps", points: [[5, 2]] } },
        b: { kind: "client" },
        users: { kind: "client", closed: { users: 5 } },
        s: { kind: "service" },
      },
      edges: {},
      changes: { one: { atMs: 8000, set: { "nodes.b.ratePerS": 50 } } },
    };
    const loads = clientLoads(document, new Map([["client", { ratePerS: 100 }]]));
    const rateAt = (ms: number) =>
      loadLine(loads, 10_000)
        .filter(({ atMs }) => atMs <= ms)
        .at(-1)?.ratePerS;
    expect(loads).toHaveLength(2);
    expect(rateAt(1000)).toBe(120);
    expect(rateAt(9000)).toBe(70);
  });
});

describe("time axis", () => {
  const axis = timeAxis(240_000, 1440);

  it("begins at the gutter of 208 px and leaves 16 px at the end", () => {
    expect(axis.width).toBe(1440 - 208 - 16);
    expect(xOf(axis, 240_000)).toBe(axis.width);
  });

  it("finds the instant under a point and keeps it within the run", () => {
    expect(msAt(axis, xOf(axis, 98_000))).toBeCloseTo(98_000, 6);
    expect(msAt(axis, -50)).toBe(0);
    expect(msAt(axis, 5000)).toBe(240_000);
  });

  it("puts ticks on round instants that are far enough apart", () => {
    const ticks = ticksOf(axis, 72);
    expect(ticks).toEqual(Array.from({ length: 17 }, (_, index) => index * 15_000));
  });
});
