// Traces on the page, made by stand-ins of the workers.
import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Trace, TraceSummary } from "../../simulation/results/traces.ts";
import { Traces } from "../../src/results/traces/Traces.tsx";
import { attachBackgroundRuns } from "../../src/store/background-runs.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { studio } from "../../src/store/studio-store.ts";
import { openTracesAtPlayhead, traces } from "../../src/store/traces.ts";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { slowOrder } from "../support/trace-builder.ts";
import { openDocument, showPage } from "./page.tsx";

const SLOW: Trace = { ...slowOrder(), id: "a".repeat(32), startMs: 0 };
const QUICK: Trace = { ...SLOW, id: "b".repeat(32), outcome: "timeout", reasons: ["failed"] };

let asked: string[][] = [];

function begin(list: readonly TraceSummary[]): void {
  const worker = {
    traceList: async () => list,
    simulated: async () => studio.getState().document.document,
    pause: () => Promise.resolve(),
  };
  attachWorker(worker as unknown as SimulationWorker);
  attachBackgroundRuns({
    traceRequests: async (_, wanted) => {
      asked.push(wanted.map(({ id }) => id));
      return [SLOW, QUICK].filter(({ id }) => wanted.some((own) => own.id === id));
    },
  });
  openDocument({
    nodes: {
      users: { kind: "client" },
      orders: { kind: "service" },
      payment: { kind: "service", name: "Payment provider" },
    },
    edges: { "users->orders": {}, "orders->payment": {} },
  });
  studio.setState((state) => ({ run: { ...state.run, rows: {} as never, status: "paused" } }));
}

/** The list, without the choices of the filters. */
function requests(): HTMLElement[] {
  return within(screen.getByRole("listbox", { name: "Requests" })).getAllByRole("option");
}

beforeEach(() => {
  asked = [];
  traces.setState({
    run: null,
    known: {},
    asked: 0,
    message: null,
    selected: null,
    pinned: null,
    atPlayhead: false,
  });
});

describe("the tab of traces", () => {
  it("makes the trace that is chosen, and shows it as a tree that keys walk", async () => {
    begin([SLOW, QUICK]);
    await act(async () => showPage(<Traces />));
    // Nobody has chosen: the first of the list is shown.
    expect(asked).toEqual([[SLOW.id]]);
    const [first, second] = requests();
    expect(first?.getAttribute("aria-selected")).toBe("true");
    await act(async () => fireEvent.click(second as HTMLElement));
    expect(asked).toEqual([[SLOW.id], [QUICK.id]]);
    await act(async () => fireEvent.click(first as HTMLElement));
    const tree = screen.getByRole("tree", { name: "Spans" });
    const items = () => within(tree).getAllByRole("treeitem");
    expect(items().map((item) => item.getAttribute("aria-level"))).toEqual([
      "1",
      "2",
      "3",
      "4",
      "4",
    ]);
    expect(items()[3]?.getAttribute("aria-label")).toBe(
      "Payment provider, 71.0 ms from 33.0 ms, timeout",
    );
    expect(items()[4]?.getAttribute("aria-label")).toContain("Payment provider attempt 2");
    const chosen = screen.getByRole("region", { name: "Chosen span" });
    act(() => items()[3]?.focus());
    expect(chosen.textContent).toContain("Payment providerKindAttempt");
    expect(chosen.textContent).toContain("Lasts71.0 ms");
    expect(chosen.textContent).toContain("Endedtimeout");
    act(() => items()[0]?.focus());
    expect(chosen.textContent).toContain("KindRequest");
    fireEvent.keyDown(tree, { key: "ArrowDown" });
    fireEvent.keyDown(tree, { key: "ArrowLeft" });
    expect(items()).toHaveLength(2);
    expect(items()[1]?.getAttribute("aria-expanded")).toBe("false");
    fireEvent.keyDown(tree, { key: "ArrowRight" });
    expect(items()).toHaveLength(5);
    const path = screen.getByRole("region", { name: "Critical path" });
    // 12 + 74 ms in queues and 5 ms for a connection, of 165.
    expect(path.textContent).toContain("Waiting91.0 ms55.2 %");
  });

  it("puts the chosen request beside the one it is compared with", async () => {
    begin([SLOW, QUICK]);
    await act(async () => showPage(<Traces />));
    const [first, second] = requests();
    await act(async () => fireEvent.click(first as HTMLElement));
    fireEvent.click(screen.getByRole("button", { name: "Compare with…" }));
    await act(async () => fireEvent.click(second as HTMLElement));
    expect(screen.queryByRole("tree")).toBeNull();
    expect(screen.getByText(/bbbbbb took 165 ms, aaaaaa 165 ms/)).toBeTruthy();
  });

  it("adds up where the time of all goes, the slowest beside the usual", async () => {
    begin([SLOW, QUICK]);
    await act(async () => showPage(<Traces />));
    await act(async () =>
      fireEvent.click(screen.getByRole("radio", { name: "Where the time goes" })),
    );
    expect(asked.flat()).toEqual([SLOW.id, QUICK.id]);
    const table = screen.getByRole("table", { name: "Where the time goes" });
    expect(table.textContent).toContain("Slowest ok, 1 request");
    expect(
      within(table).getByRole("row", { name: /^Queue Payment provider 44\.8 %/ }),
    ).toBeTruthy();
  });

  it("opens from a chart with the requests of the shown instant", async () => {
    begin([SLOW, { ...QUICK, startMs: 60_000 }]);
    studio.setState((state) => ({ run: { ...state.run, playheadMs: 60_100 } }));
    openTracesAtPlayhead();
    await act(async () => showPage(<Traces />));
    expect(requests().map((item) => item.getAttribute("aria-label"))).toEqual([
      "order bbbbbb at 1:00.0, timeout, 165 ms",
    ]);
    fireEvent.click(screen.getByRole("button", { name: "At 1:00.1" }));
    expect(requests()).toHaveLength(2);
  });

  it("says why it is empty, and why nothing fits", async () => {
    begin([]);
    const { unmount } = await act(async () => showPage(<Traces />));
    expect(screen.getByText("No request has ended yet.")).toBeTruthy();
    unmount();
    begin([SLOW]);
    await act(async () => showPage(<Traces />));
    fireEvent.change(screen.getByRole("combobox", { name: "Which requests" }), {
      target: { value: "sampled" },
    });
    expect(screen.getByText(/None of the listed requests fits/)).toBeTruthy();
  });
});
