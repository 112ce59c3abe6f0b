import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { loadProfileOf } from "../../simulation/scenario/load-profile.ts";
import { appendStates, emptyStates } from "../../src/store/run-rows.ts";
import { foldRows, heatRows } from "../../src/timeline/heat-rows.ts";
import {
  type ClientLoad,
  clientLoads,
  loadLine,
  multiplierAt,
} from "../../src/timeline/load-profile.ts";
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
  const flat: ClientLoad = {
    baseRatePerS: 200,
    profile: null,
    batch: 1,
    changes: [],
    amplitudes: [],
  };
  const following = (profile: unknown): ClientLoad => ({
    ...flat,
    profile: loadProfileOf(profile),
  });
  const DEFAULTS = new Map([["client", { ratePerS: 100 }]]);

  /** Rate of a document of clients at an instant of the line. */
  function rates(clients: Readonly<Record<string, object>>, changes?: ScenarioDocument["changes"]) {
    const nodes = Object.fromEntries(
      Object.entries(clients).map(([id, client]) => [id, { kind: "client", ...client }]),
    );
    const document: ScenarioDocument = {
      format: 1,
      catalog: "2026-11",
      name: "",
      run: {},
      nodes: { ...nodes, s: { kind: "service" } },
      edges: {},
      ...(changes ? { changes } : {}),
    };
    const line = loadLine(clientLoads(document, DEFAULTS), 10_000);
    return (ms: number) => line.filter(({ atMs }) => atMs <= ms).at(-1)?.ratePerS;
  }

  it("is flat without a profile", () => {
    expect(loadLine([flat], 1000).every(({ ratePerS }) => ratePerS === 200)).toBe(true);
  });

  it("joins the points of a profile by lines, or holds them as steps", () => {
    const points = [
      [10, 1],
      [20, 3],
    ];
    expect(multiplierAt(following(points), 15)).toBe(2);
    expect(multiplierAt(following({ shape: "steps", points }), 15)).toBe(1);
    expect(multiplierAt(following(points), 0)).toBe(1);
    expect(multiplierAt(following(points), 99)).toBe(3);
  });

  it("draws a pattern as often as it repeats", () => {
    const points = [
      [0, 1],
      [1, 3],
    ];
    const client = following({ shape: "steps", points, repeatEveryS: 2 });
    const line = loadLine([client], 10_000);
    const at = (ms: number) => line.filter(({ atMs }) => atMs <= ms).at(-1)?.ratePerS;
    const once = loadLine([following({ shape: "steps", points })], 10_000);
    expect(once.map(({ atMs }) => atMs)).toEqual([0, 1000, 1000, 10_000, 10_000]);
    expect([0, 1000, 2000, 7500, 8500].map(at)).toEqual([200, 600, 200, 600, 200]);
    expect(line.length).toBe(2 * 11 - 1);
  });

  it("draws a sine through its peaks, and one too fast to see by samples", () => {
    const peaks = loadLine([following({ shape: "sine", amplitude: 0.5, periodS: 5 })], 10_000);
    expect(Math.max(...peaks.map(({ ratePerS }) => ratePerS))).toBeCloseTo(300, 6);
    expect(Math.min(...peaks.map(({ ratePerS }) => ratePerS))).toBeCloseTo(100, 6);
    const fast = following({ shape: "sine", amplitude: 0.5, periodS: 0.001 });
    expect(loadLine([fast], 3_600_000).length).toBeLessThan(2000);
  });

  it("takes recorded series, bursts and gaps at their own rates", () => {
    const csv = "t_s,rate_per_s\n0,40\n5,70";
    expect(rates({ a: { ratePerS: 7, profile: { csv } } })(6000)).toBe(70);
    const arrivals = {
      type: "mmpp",
      ratesPerS: [120, 20],
      switchPerS: [
        [0, 1],
        [3, 0],
      ],
    };
    expect(rates({ a: { arrivals } })(0)).toBeCloseTo(95, 9);
    expect(rates({ a: { arrivals: { type: "exponential", meanMs: 4 } } })(0)).toBe(250);
    expect(rates({ a: { arrivals: { type: "exponential", meanMs: 4 }, ratePerS: 0 } })(0)).toBe(0);
    const timesMs = Array.from({ length: 201 }, (_, at) => at * 10);
    const times = rates({ a: { arrivals: { type: "trace", timesMs } } });
    expect([times(1000), times(5000)]).toEqual([100, 0]);
    expect(rates({ a: { batch: 3 }, b: { batch: { type: "uniform", min: 1, max: 3 } } })(0)).toBe(
      500,
    );
  });

  it("adds up clients and takes live changes of rate and amplitude into account", () => {
    const rateAt = rates(
      {
        a: { ratePerS: 10, profile: { shape: "steps", points: [[5, 2]] } },
        b: {},
        c: { ratePerS: 40, profile: { shape: "sine", amplitude: 0, periodS: 40 } },
        users: { closed: { users: 5 } },
      },
      {
        one: { atMs: 8000, set: { "nodes.b.ratePerS": 50 } },
        two: { atMs: 9000, set: { "nodes.c.profile.amplitude": 1 } },
      },
    );
    expect(rateAt(1000)).toBe(160);
    expect(rateAt(8500)).toBe(110);
    expect(rateAt(10_000)).toBe(150);
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
