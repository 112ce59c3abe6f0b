// Looking closer at the time, copies of faults, and what was changed while a run went on.
import { act, fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { newBlank, undo } from "../../src/store/document-actions.ts";
import {
  copySelectedFaults,
  duplicateSelectedFaults,
  pasteFaults,
} from "../../src/store/fault-clipboard.ts";
import { selectOnly } from "../../src/store/selection-actions.ts";
import { patchRun, studio } from "../../src/store/studio-store.ts";
import { changeTicks } from "../../src/timeline/change-ticks.ts";
import { Timeline } from "../../src/timeline/Timeline.tsx";
import { msAt, ticksOf, timeAxis, xOf } from "../../src/timeline/time-axis.ts";
import {
  fitWindow,
  keepInSight,
  panBy,
  showWholeRun,
  useTimeWindow,
  zoomAround,
} from "../../src/timeline/time-window.ts";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

beforeEach(() => {
  showWholeRun();
  openDocument({
    nodes: { orders: { kind: "service", name: "Orders" }, db: { kind: "database" } },
    edges: { "orders->db": {} },
    faults: {
      "slow-db": { kind: "slow", target: "db", atS: 20, forS: 40, factor: 12 },
      crash: { kind: "crash", target: "orders", atS: 100, forS: 5 },
    },
    changes: {
      a: { atMs: 30_000, set: { "nodes.orders.replicas": 4 } },
      b: { atMs: 30_500, set: { "nodes.orders.replicas": 5 } },
      c: { atMs: 60_000, set: { "faults.slow-db.enabled": false } },
    },
  });
});

const shown = () => useTimeWindow.getState().window;

describe("the shown part of the run", () => {
  it("keeps the instant under the pointer where it is", () => {
    const before = timeAxis(120_000, 1440);
    zoomAround(30_000, 0.5);
    const after = timeAxis(120_000, 1440, shown());
    expect(xOf(after, 30_000)).toBeCloseTo(xOf(before, 30_000), 6);
    expect(msAt(after, xOf(after, 42_000))).toBeCloseTo(42_000, 6);
  });

  it("stays within the run, and is the whole of it at the least", () => {
    expect(fitWindow({ fromMs: -5000, toMs: 15_000 }, 120_000)).toEqual({
      fromMs: 0,
      toMs: 20_000,
    });
    expect(fitWindow({ fromMs: 0, toMs: 130_000 }, 120_000)).toBeNull();
    zoomAround(119_000, 0.25);
    panBy(60_000);
    expect(shown()?.toMs).toBe(120_000);
    zoomAround(60_000, 100);
    expect(shown()).toBeNull();
  });

  it("follows what is moved out of sight by keys", () => {
    zoomAround(0, 0.1);
    keepInSight(90_000);
    expect(shown()?.fromMs).toBeLessThan(90_000);
    expect(shown()?.toMs).toBeGreaterThan(90_000);
  });

  it("has ticks of round instants that lie in it", () => {
    const ticks = ticksOf(timeAxis(120_000, 1000, { fromMs: 33_000, toMs: 47_000 }), 72);
    expect(ticks[0]).toBeGreaterThanOrEqual(33_000);
    expect(ticks.at(-1)).toBeLessThanOrEqual(47_000);
    expect(ticks.every((tick) => tick % 2000 === 0)).toBe(true);
  });

  it("is changed by keys on the timeline, and Z goes to the selected fault", () => {
    showPage(<Timeline />);
    const playhead = screen.getByRole("slider", { name: "Playhead" });
    fireEvent.keyDown(playhead, { key: "+" });
    expect((shown()?.toMs ?? 0) - (shown()?.fromMs ?? 0)).toBeCloseTo(75_000, 0);
    act(() => selectOnly(["fault:slow-db"]));
    fireEvent.keyDown(playhead, { key: "z" });
    expect(shown()).toEqual({ fromMs: 14_000, toMs: 66_000 });
    expect(screen.queryByRole("button", { name: /^Crash: / })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Show the whole run" }));
    expect(shown()).toBeNull();
    expect(screen.getByRole("button", { name: /^Crash: / })).toBeTruthy();
  });

  it("begins anew with another scenario", () => {
    zoomAround(0, 0.1);
    newBlank();
    showPage(<Timeline />);
    expect(screen.getByText("1:00")).toBeTruthy();
  });
});

describe("copies of faults", () => {
  const faults = () => currentDocument().faults ?? {};

  it("come right after the original when duplicated, as one step", () => {
    selectOnly(["fault:slow-db"]);
    expect(duplicateSelectedFaults()).toBe(true);
    expect(faults()["slow-db-2"]).toMatchObject({ target: "db", atS: 60, forS: 40, factor: 12 });
    expect(studio.getState().selection.ids).toEqual(["fault:slow-db-2"]);
    undo();
    expect(Object.keys(faults())).toEqual(["slow-db", "crash"]);
  });

  it("are pasted at the playhead, several with the time between them", () => {
    selectOnly(["fault:slow-db", "fault:crash"]);
    const text = copySelectedFaults() ?? "";
    patchRun({ playheadMs: 10_000 });
    expect(pasteFaults(text)).toBe("");
    expect(faults()["slow-db-2"]?.atS).toBe(10);
    expect(faults()["crash-2"]?.atS).toBe(90);
  });

  it("never begin after the end of the run", () => {
    selectOnly(["fault:crash"]);
    for (let times = 0; times < 6; times += 1) duplicateSelectedFaults();
    expect(Math.max(...Object.values(faults()).map(({ atS = 0 }) => atS))).toBeLessThan(120);
  });

  it("say why they cannot be pasted, and leave other text alone", () => {
    selectOnly(["fault:crash"]);
    const text = copySelectedFaults() ?? "";
    openDocument({ nodes: { other: { kind: "service" } } });
    expect(pasteFaults(text)).toMatch(/orders/);
    expect(pasteFaults("hello")).toBeNull();
    expect(pasteFaults('{"nodes": {"a": {}}, "faults": {}}')).toBeNull();
    expect(currentDocument().faults).toBeUndefined();
  });
});

describe("changes made while a run went on", () => {
  it("stand on the timeline with their words; near ones are one tick", () => {
    const ticks = changeTicks(currentDocument(), timeAxis(120_000, 1440));
    expect(ticks.map(({ label, ids }) => [label, ids.length])).toEqual([
      ["Orders replicas 5", 2],
      ["Slow db off", 1],
    ]);
    expect(
      changeTicks(
        currentDocument(),
        timeAxis(120_000, 1440, fitWindow({ fromMs: 29_000, toMs: 32_000 }, 120_000)),
      ),
    ).toHaveLength(2);
  });

  it("select what was changed, go to the instant, and are removed by Delete in one step", () => {
    showPage(<Timeline />);
    const tick = screen.getByRole("button", { name: /^Changed at 0:30.0: Orders replicas 5/ });
    fireEvent.click(tick);
    expect(studio.getState().selection.ids).toEqual(["orders"]);
    fireEvent.keyDown(tick, { key: "Delete" });
    expect(Object.keys(currentDocument().changes ?? {})).toEqual(["c"]);
    act(() => undo());
    expect(Object.keys(currentDocument().changes ?? {})).toEqual(["a", "b", "c"]);
  });
});

describe("a fault's bar", () => {
  it("gives the focus to the next bar when it is deleted", () => {
    showPage(<Timeline />);
    const slow = screen.getByRole("button", { name: /^Slow db, / });
    fireEvent.keyDown(slow, { key: "Delete" });
    expect(document.activeElement).toBe(screen.getByRole("button", { name: /^Crash: / }));
  });

  it("says what to do where there is none", () => {
    openDocument({ nodes: {} });
    showPage(<Timeline />);
    expect(screen.getByText(/Drag a fault here/)).toBeTruthy();
  });
});
