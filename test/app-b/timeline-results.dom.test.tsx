import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { rowLengthOf, typeColumn } from "../../simulation/results/series.ts";
import { Results } from "../../src/results/Results.tsx";
import { appendRows, appendStates, emptyRows, emptyStates } from "../../src/store/run-rows.ts";
import { patchRun, studio } from "../../src/store/studio-store.ts";
import { Timeline } from "../../src/timeline/Timeline.tsx";
import { currentDocument, openDocument, showPage } from "./page.tsx";

const layout = { windowMs: 1000, typeIds: ["all"], nodeIds: ["orders", "payment"], edgeIds: [] };

/** A run of 60 s in which payment is saturated from 20 s on and everything is rejected from 30 s on. */
function runSomething(): void {
  const length = rowLengthOf(layout);
  const values = new Float64Array(60 * length);
  for (let row = 0; row < 60; row += 1) {
    values[row * length] = (row + 1) * 1000;
    const put = (offset: number, value: number) => {
      values[row * length + offset] = value;
    };
    put(typeColumn(0, "offered"), 100);
    put(typeColumn(0, "ok"), row < 30 ? 100 : 0);
    put(typeColumn(0, "good"), row < 30 ? 100 : 0);
    put(typeColumn(0, "rejected"), row < 30 ? 0 : 100);
    put(typeColumn(0, "p99Ms"), 250);
  }
  const codes = Uint8Array.from({ length: 120 }, (_, index) =>
    index % 2 === 1 && index >= 40 ? 2 : 0,
  );
  patchRun({
    status: "paused",
    info: { layout, durationMs: 120_000, warmupMs: 0, seed: 1 },
    nowMs: 60_000,
    rows: appendRows(emptyRows(layout), 0, values),
    states: appendStates(emptyStates(2), 0, codes, 1000),
    story: [
      { text: "Payment was saturated at 0:20.", node: "payment", atS: 20, state: "saturated" },
    ],
  });
}

beforeEach(() => {
  openDocument({
    nodes: { orders: { kind: "service" }, payment: { kind: "service", name: "Payment provider" } },
    faults: {
      "slow-payment": { kind: "slow", target: "payment", atS: 20, forS: 40, factor: 12, rampS: 5 },
      crash: { kind: "crash", target: "orders", atS: 10, forS: 5, enabled: false },
    },
    slos: { up: { name: "Requests succeed", expr: "availability > 99%" } },
  });
});

describe("timeline", () => {
  const bar = () => screen.getByRole("button", { name: /^Slow payment, / });
  const fault = () => currentDocument().faults?.["slow-payment"];

  it("moves, stretches and ramps a fault by arrow keys", () => {
    showPage(<Timeline />);
    expect(bar().getAttribute("aria-label")).toBe("Slow payment, 0:20 to 1:00");
    fireEvent.keyDown(bar(), { key: "ArrowRight" });
    expect(fault()).toMatchObject({ atS: 21, forS: 40 });
    fireEvent.keyDown(bar(), { key: "ArrowRight", shiftKey: true });
    expect(fault()).toMatchObject({ atS: 31, forS: 40 });
    fireEvent.keyDown(bar(), { key: "ArrowLeft", altKey: true });
    expect(fault()).toMatchObject({ atS: 31, forS: 39 });
    fireEvent.keyDown(bar(), { key: "ArrowUp", altKey: true });
    expect(fault()?.rampS).toBe(6);
  });

  it("never writes a ramp to a fault that has none", () => {
    showPage(<Timeline />);
    const crash = screen.getByRole("button", { name: /^Crash: \w+, / });
    fireEvent.keyDown(crash, { key: "ArrowUp", altKey: true });
    expect(currentDocument().faults?.crash).not.toHaveProperty("rampS");
    fireEvent.keyDown(crash, { key: "ArrowRight", altKey: true });
    expect(currentDocument().faults?.crash).toMatchObject({ atS: 10, forS: 6 });
    expect(currentDocument().faults?.crash).not.toHaveProperty("rampS");
  });

  it("labels a fault with its strength and ramp, and shows which are on", () => {
    showPage(<Timeline />);
    expect(screen.getByText("Slow payment, ×12, ramp 5 s")).toBeTruthy();
    expect(screen.getByRole("switch", { name: "Slow payment on" }).ariaChecked).toBe("true");
    expect(screen.getByRole("switch", { name: /^Crash: \w+ on$/ }).ariaChecked).toBe("false");
  });

  it("switches a fault off in the file", async () => {
    showPage(<Timeline />);
    await act(async () => {
      fireEvent.click(screen.getByRole("switch", { name: "Slow payment on" }));
    });
    expect(fault()?.enabled).toBe(false);
  });

  it("removes a fault by Delete and selects one by a click", () => {
    showPage(<Timeline />);
    fireEvent.click(bar());
    expect(studio.getState().selection.ids).toEqual(["fault:slow-payment"]);
    fireEvent.keyDown(bar(), { key: "Delete" });
    expect(fault()).toBeUndefined();
  });

  it("scrubs by keys within what was recorded, and follows the run again on Escape", () => {
    runSomething();
    showPage(<Timeline />);
    const playhead = screen.getByRole("slider", { name: "Playhead" });
    expect(playhead.ariaValueText).toBe("1:00, now");
    fireEvent.keyDown(playhead, { key: "Home" });
    expect(studio.getState().run.playheadMs).toBe(0);
    fireEvent.keyDown(playhead, { key: "ArrowRight", shiftKey: true });
    expect(studio.getState().run.playheadMs).toBe(6000);
    fireEvent.keyDown(playhead, { key: "End" });
    expect(studio.getState().run.playheadMs).toBe(60_000);
    expect(screen.getByRole("button", { name: "Back to now" })).toBeTruthy();
    fireEvent.keyDown(playhead, { key: "Escape" });
    expect(studio.getState().run.playheadMs).toBeNull();
  });

  it("does not scrub before anything was recorded", () => {
    showPage(<Timeline />);
    fireEvent.keyDown(screen.getByRole("slider", { name: "Playhead" }), { key: "Home" });
    expect(studio.getState().run.playheadMs).toBeNull();
  });

  it("names the nodes, shows their state, and tells the heat map in words", () => {
    runSomething();
    showPage(<Timeline />);
    const row = screen.getByRole("button", { name: /Payment provider/ });
    expect(within(row).getByRole("img", { name: "saturated" })).toBeTruthy();
    expect(screen.getByRole("img", { name: /payment saturated 0:20 to 1:00/ })).toBeTruthy();
    fireEvent.click(row);
    expect(studio.getState().selection.ids).toEqual(["payment"]);
  });
});

describe("results", () => {
  it("say that there is nothing to see before a run", () => {
    showPage(<Results />);
    expect(screen.getByText("Run to see what happens.")).toBeTruthy();
    expect(screen.getAllByText("Run to see").length).toBeGreaterThan(0);
  });

  it("lead from a sentence to its node and instant", () => {
    runSomething();
    showPage(<Results />);
    fireEvent.click(screen.getByRole("button", { name: /saturated at 0:20/ }));
    expect(studio.getState().selection.ids).toEqual(["payment"]);
    expect(studio.getState().run.playheadMs).toBe(20_000);
  });

  it("judge the objectives by the rows up to the shown instant", () => {
    runSomething();
    showPage(<Results />);
    const list = () => screen.getByRole("list", { name: "Objectives" });
    expect(within(list()).getByText("50.0 %")).toBeTruthy();
    expect(within(list()).getByText("missed:")).toBeTruthy();
    act(() => patchRun({ playheadMs: 25_000 }));
    expect(within(list()).getByText("100 %")).toBeTruthy();
    expect(within(list()).getByText("met:")).toBeTruthy();
  });

  it("say in words what every chart shows", () => {
    runSomething();
    showPage(<Results />);
    const traffic = screen.getByRole("figure", { name: "Traffic" });
    expect(traffic.textContent).toContain("goodput: 0/s, between 0/s and 100/s.");
    expect(traffic.textContent).toContain("0/sgood of 100/s");
  });

  it("isolate a line by its name in the legend", () => {
    runSomething();
    showPage(<Results />);
    const traffic = screen.getByRole("figure", { name: "Traffic" });
    const offered = within(traffic).getByRole("button", { name: "offered" });
    fireEvent.click(offered);
    expect(offered.ariaPressed).toBe("true");
    fireEvent.click(offered);
    expect(offered.ariaPressed).toBe("false");
  });

  it("have charts behind every tab", () => {
    runSomething();
    showPage(<Results />);
    for (const tab of ["Latency", "Throughput", "Errors", "Queues"]) {
      fireEvent.click(screen.getByRole("tab", { name: tab }));
      expect(screen.getAllByRole("figure").length).toBeGreaterThanOrEqual(3);
    }
  });

  it("tell why a run failed", () => {
    patchRun({ status: "failed", message: "The simulation stopped: out of memory" });
    showPage(<Results />);
    expect(screen.getByRole("alert").textContent).toContain("out of memory");
  });
});
