import { describe, expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import type { NodeColumn } from "../../simulation/results/series.ts";
import { NO_TRAFFIC, NODE_STATES } from "../../simulation/results/story.ts";
import {
  callsOn,
  layoutOf,
  requests,
  rowsOf,
  scenarioOf,
  slowFault,
  station,
} from "../support/series-builder.ts";

type Values = Partial<Record<NodeColumn, number>>;

const USUAL: Values = station({ ratePerS: 100, serviceMs: 20, slots: 20 });
const FULL: Values = { heldMean: 20, workingMean: 20 };

/** States of one node whose windows are the usual ones for 20 s and then `windows`. */
function statesOf(windows: readonly Values[], node: Record<string, unknown> = {}): string[] {
  const scenario = scenarioOf({
    nodes: [
      { id: "users", requests: {} },
      { id: "shop", replicas: 1, ...node },
    ],
    edges: [{ id: "users->shop" }],
    faults: [slowFault("shop")],
  });
  const layout = layoutOf(scenario);
  const observer = createObserver(scenario, layout);
  observer.push(
    rowsOf(layout, 20 + windows.length, (row, window) => {
      row.type("all", requests(100, 40));
      row.edge("users->shop", callsOn(100, 20));
      row.node("shop", { ...USUAL, ...windows[window - 20] });
    }),
  );
  const codes = observer.states(20);
  return Array.from(codes)
    .filter((_, at) => at % 2 === layout.nodeIds.indexOf("shop"))
    .map((code) => (code === NO_TRAFFIC ? "none" : (NODE_STATES[code] as string)));
}

const times = (count: number, values: Values): Values[] => new Array(count).fill(values);
const last = (states: readonly string[]): string | undefined => states[states.length - 1];

describe("the state of a window", () => {
  it("is down when no instance is up or 95 % of the callers fail", () => {
    expect(last(statesOf([{ instancesUp: 0 }]))).toBe("down");
    expect(last(statesOf([{ callerFailed: 95 }]))).toBe("down");
    expect(last(statesOf(times(2, { callerFailed: 94 })))).toBe("failing");
  });

  it("is failing from 25 % of the callers' failures on", () => {
    expect(last(statesOf(times(2, { callerFailed: 25 })))).toBe("failing");
    expect(last(statesOf(times(2, { callerFailed: 24 })))).toBe("degraded");
  });

  it("is saturated when slots are held and work waits as long as it is served", () => {
    const waiting = { ...FULL, waitMeanMs: 20 };
    expect(last(statesOf(times(2, waiting)))).toBe("saturated");
    expect(last(statesOf(times(2, { ...waiting, heldMean: 18.9 })))).toBe("healthy");
    expect(last(statesOf(times(2, { ...waiting, waitMeanMs: 19 })))).toBe("healthy");
  });

  it("is saturated when the queue is at nine tenths of its bound", () => {
    const full = { ...FULL, queueMean: 90, queueEnd: 90 };
    const bounded = { queueLengthMax: 100 };
    expect(statesOf(times(3, full), bounded)).toEqual(["healthy", "saturated", "saturated"]);
    const below = { ...FULL, queueMean: 89, queueEnd: 89 };
    expect(last(statesOf(times(3, below), bounded))).toBe("healthy");
  });

  it("counts the bound of a queue per instance unless the node has one queue", () => {
    const half = { ...FULL, instancesUp: 2, queueMean: 95, queueEnd: 95 };
    const shared = { queueLengthMax: 100, queueScope: "node", replicas: 2 };
    expect(last(statesOf(times(3, half), { queueLengthMax: 100, replicas: 2 }))).toBe("healthy");
    expect(last(statesOf(times(3, half), shared))).toBe("saturated");
  });

  it("is saturated when the queue grows by more than a tenth of the arrivals", () => {
    const growing = [12, 24, 36].map((queueEnd) => ({ ...FULL, queueEnd, queueMean: queueEnd }));
    expect(last(statesOf(growing))).toBe("saturated");
    const slowly = [10, 20, 30].map((queueEnd) => ({ ...FULL, queueEnd, queueMean: queueEnd }));
    expect(last(statesOf(slowly))).toBe("healthy");
  });

  it("is degraded one point above the baseline's failures, or at twice its p95", () => {
    expect(last(statesOf(times(2, { callerFailed: 1 })))).toBe("degraded");
    expect(last(statesOf(times(2, { p95Ms: 80 })))).toBe("degraded");
    expect(last(statesOf(times(2, { p95Ms: 79 })))).toBe("healthy");
  });

  it("falls back on the mean by Little's law where a window is too thin for a p95", () => {
    const slow = { p95Ms: Number.NaN, inFlightMean: 4 };
    expect(last(statesOf(times(2, slow)))).toBe("degraded");
    expect(last(statesOf(times(2, { ...slow, inFlightMean: 2.5 })))).toBe("healthy");
  });

  it("needs 20 finished attempts, of several windows where one has fewer", () => {
    const thin = { arrivals: 19, callerEnded: 19, callerFailed: 19, p95Ms: 9000 };
    expect(statesOf(times(3, thin))).toEqual(["healthy", "down", "down"]);
    const failing = times(2, { callerFailed: 50 });
    const better = { ...USUAL, callerEnded: 7 };
    // Three blocks of three windows, all better.
    expect(statesOf([...failing, ...times(9, better)]).slice(-2)).toEqual(["failing", "healthy"]);
  });

  it("keeps the last state where a minute of windows has fewer", () => {
    const idle = { arrivals: 0, callerEnded: 0, callerFailed: 0 };
    const one = { arrivals: 1, callerEnded: 1, callerFailed: 1 };
    const seldom = [one, idle, idle, idle];
    const states = statesOf(Array.from({ length: 160 }, (_, at) => seldom[at % 4] as Values));
    expect(new Set(states)).toEqual(new Set(["healthy"]));
  });

  it("still shows a stuck node that gets work and finishes none", () => {
    const stuck = (queueEnd: number): Values => ({
      ...FULL,
      completions: 0,
      callerEnded: 0,
      started: 0,
      waitMeanMs: Number.NaN,
      queueEnd,
      queueMean: queueEnd,
    });
    expect(last(statesOf([stuck(80), stuck(180)]))).toBe("saturated");
  });

  it("shows the third window without any traffic as such, and comes back to the state before", () => {
    const nothing = Object.fromEntries(Object.keys(USUAL).map((name) => [name, 0])) as Values;
    const quiet = { ...nothing, instancesUp: 1, slotsMean: 20 };
    const failing = times(2, { callerFailed: 50 });
    const states = statesOf([...failing, ...times(4, quiet), { callerFailed: 50 }]);
    expect(states).toEqual(["healthy", "failing", "failing", "failing", "none", "none", "failing"]);
  });
});

describe("entering and leaving a state", () => {
  it("takes two windows to enter, one for down", () => {
    const failing = { callerFailed: 50 };
    expect(statesOf([failing, {}, failing, failing])).toEqual([
      "healthy",
      "healthy",
      "healthy",
      "failing",
    ]);
    expect(statesOf([{ callerFailed: 99 }])).toEqual(["down"]);
  });

  it("enters the milder of two different unhealthy windows first", () => {
    const states = statesOf([{ callerFailed: 5 }, { callerFailed: 50 }, { callerFailed: 50 }]);
    expect(states).toEqual(["healthy", "degraded", "failing"]);
  });

  it("takes three better windows to leave", () => {
    const states = statesOf([...times(2, { callerFailed: 50 }), {}, {}, { callerFailed: 50 }]);
    expect(states.slice(1)).toEqual(["failing", "failing", "failing", "failing"]);
    expect(statesOf([...times(2, { callerFailed: 50 }), {}, {}, {}])).toEqual([
      "healthy",
      "failing",
      "failing",
      "failing",
      "healthy",
    ]);
  });

  it("leaves for the state that most of the three windows had", () => {
    const failing = times(2, { callerFailed: 50 });
    const degraded = { callerFailed: 5 };
    expect(last(statesOf([...failing, degraded, degraded, {}]))).toBe("degraded");
    expect(last(statesOf([...failing, degraded, {}, {}]))).toBe("healthy");
  });

  it("recovers while the queue is long, and only after a worse state", () => {
    const long = { queueMean: 15, queueEnd: 15 };
    const failing = times(2, { callerFailed: 50 });
    expect(last(statesOf(times(5, long)))).toBe("healthy");
    const states = statesOf([...failing, ...times(4, long), {}, {}, {}]);
    expect(states.slice(3)).toEqual([
      "failing",
      "recovering",
      "recovering",
      "recovering",
      "recovering",
      "healthy",
    ]);
    expect(last(statesOf([...failing, ...times(3, { queueMean: 10 })]))).toBe("healthy");
  });

  it("recovers while instances are still missing", () => {
    const crashed = [{ instancesUp: 0, callerFailed: 100 }];
    const half = times(3, { instancesUp: 1 });
    expect(last(statesOf([...crashed, ...half], { replicas: 2 }))).toBe("recovering");
  });
});

describe("clients and brokers", () => {
  it("judges clients by the final outcomes of their own request types", () => {
    const scenario = scenarioOf({
      nodes: [
        { id: "buyers", requests: { buy: {} } },
        { id: "readers", requests: { read: {} } },
        { id: "shop" },
      ],
      edges: [{ id: "buyers->shop" }, { id: "readers->shop" }],
    });
    const layout = layoutOf(scenario, ["buy", "read"]);
    const observer = createObserver(scenario, layout);
    observer.push(
      rowsOf(layout, 3, (row) => {
        row.type("buy", { ...requests(50, 40), ok: 20, timeout: 20, cancelled: 10 });
        row.type("read", requests(50, 40));
        row.node("shop", station({ ratePerS: 100 }));
      }),
    );
    const names = Array.from(observer.states(2), (code) => NODE_STATES[code]);
    expect(names).toEqual(["failing", "healthy", "healthy"]);
  });

  it("counts refused publishes and failed deliveries of a broker", () => {
    const failuresOf = (values: Values): string | undefined => {
      const scenario = scenarioOf({
        nodes: [{ id: "mail" }, { id: "worker" }],
        edges: [{ id: "mail->worker", sort: "deliver" }],
      });
      const layout = layoutOf(scenario);
      const observer = createObserver(scenario, layout);
      const usual = { published: 50, delivered: 50, instancesUp: 1, inFlightMean: 1 };
      observer.push(rowsOf(layout, 2, (row) => row.node("mail", { ...usual, ...values })));
      return NODE_STATES[observer.states(1)[0] ?? 0];
    };
    expect(failuresOf({})).toBe("healthy");
    expect(failuresOf({ rejected: 50 })).toBe("failing");
    expect(failuresOf({ redelivered: 15, deadLettered: 10 })).toBe("failing");
    expect(failuresOf({ redelivered: 14, deadLettered: 10 })).toBe("healthy");
    // What expires and goes on was not delivered badly, but not at all.
    expect(failuresOf({ deadLettered: 50, expiries: 50 })).toBe("healthy");
    expect(failuresOf({ deadLettered: 75, expiries: 50 })).toBe("failing");
  });

  it("is saturated as a broker whose long backlog grows by a tenth of what is published", () => {
    const scenario = scenarioOf({
      nodes: [{ id: "mail" }, { id: "worker" }],
      edges: [{ id: "mail->worker", sort: "deliver" }],
    });
    const layout = layoutOf(scenario);
    const growing = (perWindow: number): (string | undefined)[] => {
      const observer = createObserver(scenario, layout);
      observer.push(
        rowsOf(layout, 14, (row, window) => {
          const backlogEnd = window * perWindow;
          row.node("mail", { published: 100, delivered: 90, instancesUp: 1, backlogEnd });
        }),
      );
      return Array.from(observer.states(), (code) => NODE_STATES[code]).filter(
        (_, at) => at % 2 === 0,
      );
    };
    // Above 100 messages from the tenth window on.
    expect(growing(11).slice(9)).toEqual([
      "healthy",
      "healthy",
      "saturated",
      "saturated",
      "saturated",
    ]);
    expect(growing(10).every((state) => state === "healthy")).toBe(true);
  });
});

describe("analysis windows", () => {
  it("are whole series windows of at least a second in all", () => {
    const lengthFor = (windowMs: number): number => {
      const scenario = scenarioOf({ nodes: [{ id: "shop" }], windowMs });
      return createObserver(scenario, layoutOf(scenario)).analysisWindowMs;
    };
    expect([100, 300, 1000, 2500].map(lengthFor)).toEqual([1000, 1200, 1000, 2500]);
  });

  it("say the same however the rows are cut, and judge a rest of half a window", () => {
    const scenario = scenarioOf({
      nodes: [{ id: "users", requests: {} }, { id: "shop" }],
      edges: [{ id: "users->shop" }],
      windowMs: 300,
    });
    const layout = layoutOf(scenario);
    const rows = rowsOf(layout, 62, (row, window) => {
      const failed = window % 7 < 4 ? 12 : 0;
      row.type("all", requests(100, 40, 300));
      row.node("shop", station({ ratePerS: 100, failed }, 300));
    });
    const length = rows.length / 62;
    const cut = (portion: number) => {
      const observer = createObserver(scenario, layout);
      for (let at = 0; at < 62; at += portion) {
        observer.push(rows.subarray(at * length, Math.min(62, at + portion) * length));
      }
      observer.finish();
      return { states: observer.states(), cascade: observer.cascade(), story: observer.story() };
    };
    const whole = cut(62);
    expect(whole.states.length).toBe(2 * 16);
    expect(cut(1)).toEqual(whole);
    expect(cut(5)).toEqual(whole);
  });
});
