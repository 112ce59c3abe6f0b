// The results as people use them: tabs, tables of charts and nodes, axes, the common crosshair.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { nodeColumn, rowLengthOf, typeColumn } from "../../simulation/results/series.ts";
import { takesLogAxis } from "../../src/results/chart-model.ts";
import { Results } from "../../src/results/Results.tsx";
import { setCrosshair } from "../../src/store/crosshair.ts";
import { showExports } from "../../src/store/results-view.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { appendRows, appendStates, emptyRows, emptyStates } from "../../src/store/run-rows.ts";
import { patchRun, studio } from "../../src/store/studio-store.ts";
import { Timeline } from "../../src/timeline/Timeline.tsx";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { openDocument, showPage } from "../app-b/page.tsx";

const layout = {
  windowMs: 1000,
  typeIds: ["all", "buy"],
  nodeIds: ["orders", "payment"],
  edgeIds: [],
};

// Menus hide when what they belong to is out of sight, and in jsdom everything is: hence `hidden`.

/** A run of 60 s; payment is the busier node and saturated from 20 s on. */
function runSomething(): void {
  const length = rowLengthOf(layout);
  const values = new Float64Array(60 * length);
  for (let row = 0; row < 60; row += 1) {
    const put = (offset: number, value: number) => {
      values[row * length + offset] = value;
    };
    put(0, (row + 1) * 1000);
    put(typeColumn(0, "offered"), 100);
    put(typeColumn(0, "good"), row < 30 ? 100 : 40);
    for (const [node, held] of [3, 8].entries()) {
      put(nodeColumn(layout, node, "heldMean"), held);
      put(nodeColumn(layout, node, "slotsMean"), 10);
      put(nodeColumn(layout, node, "arrivals"), 100 - node * 60);
    }
  }
  const codes = Uint8Array.from({ length: 120 }, (_, at) => (at % 2 === 1 && at >= 40 ? 2 : 0));
  patchRun({
    status: "paused",
    info: { layout, durationMs: 120_000, warmupMs: 0, seed: 1 },
    nowMs: 60_000,
    rows: appendRows(emptyRows(layout), 0, values),
    states: appendStates(emptyStates(2), 0, codes, 1000),
  });
}

beforeEach(() => {
  openDocument({
    nodes: { orders: { kind: "service" }, payment: { kind: "service", name: "Pay" } },
  });
  attachWorker({
    latencyBins: async () => ({
      ...{ count: 4, minMs: 10, maxMs: 20 },
      bins: Float64Array.of(10, 10.1, 3, 19, 20, 1),
    }),
    latencyBands: async () => ({
      edgesMs: Float64Array.of(0, 8, 16, 32),
      windows: 2,
      cells: Int32Array.of(0, 1, 3, 1, 2, 1),
    }),
  } as unknown as SimulationWorker);
});

const tab = (name: string) => fireEvent.click(screen.getByRole("tab", { name }));
const chart = (name: string) => screen.getByRole("figure", { name });

/** By label and text: roles of a whole page of charts take jsdom seconds to work out. */
async function choose(title: string, item: string): Promise<void> {
  fireEvent.click(screen.getByLabelText(`${title}: view and export`));
  fireEvent.click(await screen.findByText(item));
}

it("show only tabs that have something", () => {
  showPage(<Results />);
  const names = screen.getAllByRole("tab").map(({ textContent }) => textContent);
  expect(names.join(" ")).toBe(
    "Overview Latency Throughput Queues Delivery Errors Cascade Traces Requests Nodes Edges Log",
  );
});

describe("the story of a run that ended early", () => {
  const lines = (): string[] =>
    [...document.querySelectorAll(".results-story p, .results-story button")].map(
      ({ textContent }) => textContent,
    );
  const calm = { text: "Every node is healthy at 100/s.", node: null, atS: 60, state: null };

  it("begins with the reason and then tells what was seen", () => {
    runSomething();
    patchRun({ status: "finished", endedEarly: "events", story: [calm] });
    showPage(<Results />);
    expect(lines().slice(0, 2)).toEqual([
      "The run ended early: it reached its limit of events.",
      "Every node is healthy at 100/s.",
    ]);
  });

  it("claims nothing of an instant that does not end, but on which link that is", () => {
    runSomething();
    const ending = { endedEarly: "one instant", endedOver: "orders->payment" };
    patchRun({ status: "finished", ...ending, story: [] });
    showPage(<Results />);
    expect(lines()).toEqual([
      "The run ended early: time stands still, since something goes in a circle without any delay " +
        "over the link from orders to Pay.",
    ]);
  });
});

describe("a chart", () => {
  it("is shown as a table of the same numbers, and as a chart again", async () => {
    runSomething();
    showPage(<Results />);
    await choose("Traffic", "Show as table");
    const table = await screen.findByRole("table", { name: "Traffic" });
    const rows = within(table).getAllByRole("row");
    expect(rows[0]?.textContent).toBe("Timegoodputoffered");
    expect(rows[1]?.textContent).toBe("0:01.0100/s100/s");
    expect(rows.at(-1)?.textContent).toBe("1:00.040/s100/s");
    await choose("Traffic", "Show as chart");
    await waitFor(() => expect(screen.queryByRole("table", { name: "Traffic" })).toBeNull());
  });

  it("changes between a linear and a logarithmic axis", async () => {
    runSomething();
    showPage(<Results />);
    await choose("Traffic", "Logarithmic axis");
    // 40 to 100 per second: one decade around them.
    await waitFor(() => expect(chart("Traffic").textContent).toMatch(/10\/s.*100\/s/));
  });

  it("has no logarithmic axis where it shows shares or areas on top of each other", () => {
    expect(takesLogAxis({ scale: "ratio", style: "lines" })).toBe(false);
    expect(takesLogAxis({ scale: "linear", style: "stack" })).toBe(false);
    expect(takesLogAxis({ scale: "linear", style: "area" })).toBe(true);
  });

  it("follows the crosshair of the timeline, and the timeline that of the charts", () => {
    runSomething();
    const page = showPage(
      <>
        <Timeline />
        <Results />
      </>,
    );
    const lines = () => page.container.querySelectorAll("[data-hover]").length;
    expect(lines()).toBe(0);
    act(() => setCrosshair("timeline", 10_000));
    expect(lines()).toBe(4);
    expect(page.container.querySelectorAll(".timeline-crosshair")).toHaveLength(1);
    act(() => setCrosshair("timeline", null));
    expect(lines()).toBe(0);
  });
});

describe("latency drawings", () => {
  it("ask the worker and tell their numbers in words", async () => {
    runSomething();
    showPage(<Results />);
    tab("Latency");
    const distribution = chart("Latency distribution");
    await within(distribution).findByText(/^4 latencies of all since the warm-up, from 10\.0 ms/);
    const map = chart("Latency over time");
    await within(map).findByText(/most requests, 3, took 8\.00 ms to 16\.0 ms/);
    await choose("Latency distribution", "Show as table");
    const table = await screen.findByRole("table", { name: "Latency distribution" });
    expect(within(table).getAllByRole("row").length).toBe(61);
  });

  it("choose whose latencies are shown", async () => {
    const latencyBins = vi.fn(async () => ({
      ...{ count: 0, minMs: Number.NaN, maxMs: Number.NaN },
      bins: new Float64Array(0),
    }));
    const latencyBands = async () => ({
      ...{ edgesMs: new Float64Array(0), windows: 0 },
      cells: new Int32Array(0),
    });
    attachWorker({ latencyBins, latencyBands } as unknown as SimulationWorker);
    runSomething();
    showPage(<Results />);
    tab("Latency");
    await waitFor(() => expect(latencyBins).toHaveBeenCalledWith({ block: "endToEnd", id: "all" }));
    const select = screen.getByRole("combobox", { name: "Latencies of" });
    const option = within(select).getByRole("option", { name: "Pay" }) as HTMLOptionElement;
    fireEvent.change(select, { target: { value: option.value } });
    await waitFor(() =>
      expect(latencyBins).toHaveBeenCalledWith({ block: "nodes", id: "payment" }),
    );
  });
});

describe("the table of nodes", () => {
  const names = () =>
    within(screen.getByRole("table", { name: "Nodes" }))
      .getAllByRole("rowheader")
      .map(({ textContent }) => textContent);

  it("shows the instant of the playhead, and selects on the drawing", () => {
    runSomething();
    showPage(<Results />);
    tab("Nodes");
    const row = () => screen.getByRole("row", { name: /Pay/ });
    expect(row().textContent).toContain("saturated");
    expect(row().textContent).toContain("80.0 %");
    act(() => patchRun({ playheadMs: 10_000 }));
    expect(row().textContent).toContain("healthy");
    expect(screen.getByText("Second up to 0:10.0")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Pay" }));
    expect(studio.getState().selection.ids).toEqual(["payment"]);
    expect(screen.getByRole("button", { name: "Pay" }).ariaPressed).toBe("true");
  });

  it("is ordered by its heads, and back by the third press", () => {
    runSomething();
    showPage(<Results />);
    tab("Nodes");
    const head = screen.getByRole("button", { name: "busy" });
    expect(names()).toEqual(["orders", "Pay"]);
    fireEvent.click(head);
    expect(names()).toEqual(["Pay", "orders"]);
    expect(screen.getByRole("columnheader", { name: "busy" }).ariaSort).toBe("descending");
    fireEvent.click(head);
    expect(names()).toEqual(["orders", "Pay"]);
    fireEvent.click(head);
    expect(screen.getByRole("columnheader", { name: "busy" }).ariaSort).toBe("none");
  });

  it("is filtered by name and state", () => {
    runSomething();
    showPage(<Results />);
    tab("Nodes");
    const filter = screen.getByRole("textbox", { name: "Filter nodes" });
    fireEvent.change(filter, { target: { value: "saturated" } });
    expect(names()).toEqual(["Pay"]);
    fireEvent.change(filter, { target: { value: "nothing" } });
    expect(screen.getByText("None is called that.")).toBeTruthy();
  });
});

it("list what can be exported, in the formats that fit", async () => {
  runSomething();
  showPage(<Results />);
  act(() => showExports(true));
  await screen.findByRole("menuitem", { name: "Traffic as SVG", hidden: true });
  expect(screen.getByRole("menuitem", { name: "Latency as CSV", hidden: true })).toBeTruthy();
  act(() => showExports(false));
  tab("Edges");
  act(() => showExports(true));
  await screen.findByRole("menuitem", { name: "Edges as CSV", hidden: true });
  expect(screen.queryByRole("menuitem", { name: /as PNG/, hidden: true })).toBeNull();
});

it("say the signals in words, and at once when the playhead moves", () => {
  runSomething();
  showPage(<Results />);
  const status = () => screen.getByRole("status", { name: "Numbers of the run" }).textContent;
  expect(status()).toContain("At 1:00: ");
  expect(status()).toContain("Traffic 40/s of 100/s");
  act(() => patchRun({ playheadMs: 20_000 }));
  expect(status()).toContain("At 0:20: ");
  expect(status()).toContain("Saturation 80.0 % Pay");
});
