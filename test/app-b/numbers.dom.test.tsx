// The numbers of a finished run: intervals, marks for few samples, checks; and the proposed warm-up.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { WarmupSuggestion } from "../../src/inspector/WarmupSuggestion.tsx";
import { estimatesOf, withInterval } from "../../src/results/estimates.ts";
import { Log } from "../../src/results/log/Log.tsx";
import { SloRows } from "../../src/results/SloRows.tsx";
import { EntityTable } from "../../src/results/tables/EntityTable.tsx";
import { setBase, undo } from "../../src/store/document-actions.ts";
import { setTableBasis } from "../../src/store/results-view.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { emptyRows } from "../../src/store/run-rows.ts";
import { patchRun } from "../../src/store/studio-store.ts";
import { attachPilot } from "../../src/store/warmup-advice.ts";
import { formatDuration, formatRate, formatRatio } from "../../src/ui/format.ts";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { endToEnd, latency, nodeResult, runResult } from "../support/results.ts";
import { currentDocument, openDocument, showPage } from "./page.tsx";

const interval = (mean: number, halfWidth: number, reliable = true) => ({
  mean,
  halfWidth,
  lag1: 0,
  reliable,
});

const RESULT: RunResult = runResult({
  endToEnd: { all: endToEnd({ ok: 5000, completed: 5000, latencyMs: latency(4000) }) },
  nodes: { shop: nodeResult() },
  edges: {},
  batchMeans: {
    batches: 20,
    batchS: 5,
    endToEnd: {
      all: { throughput: interval(98, 1.5), latencyMs: { mean: interval(400, 30, false) } },
    },
    nodes: { shop: { utilization: interval(0.6, 0.02) } },
  },
  checks: [{ entity: "shop", law: "little", left: 1, right: 1, difference: 2e-15 }],
  warnings: ["Something worth a warning."],
  slos: [{ name: "p99", expr: "p999 < 9s", value: 8000, met: true, halfWidth: 500 }],
});

function finished(result: RunResult): void {
  attachWorker({ result: async () => result } as unknown as SimulationWorker);
  patchRun({
    status: "finished",
    digest: "0".repeat(32),
    nowMs: 12_000,
    rows: emptyRows({ windowMs: 1000, typeIds: ["all"], nodeIds: ["shop"], edgeIds: [] }),
  });
}

beforeEach(() => {
  openDocument({
    nodes: { users: { kind: "client" }, shop: { kind: "service" } },
    slos: { tail: { expr: "p999 < 9s" } },
  });
  setTableBasis("run");
});

describe("the numbers of a run", () => {
  it("are promised before a run", () => {
    showPage(<EntityTable subject="nodes" />);
    expect(screen.getByText("Run to see numbers")).toBeTruthy();
    expect(screen.getByRole("row", { name: /^shop no traffic –/ })).toBeTruthy();
  });

  it("have intervals where they are to be trusted, and marks where samples are few", async () => {
    finished(RESULT);
    showPage(<EntityTable subject="requests" />);
    const requests = screen.getByRole("table", { name: "Requests" });
    await within(requests).findByText("98/s ± 1.50");
    const row = within(requests).getByRole("row", { name: /^all/ });
    const cells = within(row)
      .getAllByRole("cell")
      .map((cell) => cell.textContent);
    // Not reliable, so it is not shown.
    expect(cells[4]).toBe("400 ms");
    expect(cells[8]).toBe("4.00 s");
    expect(cells[9]).toMatch(/^8\.00 s\*.*Fewer than 10 values lie beyond/);
  });

  it("of nodes stand beside their names", async () => {
    finished(RESULT);
    showPage(<EntityTable subject="nodes" />);
    const nodes = screen.getByRole("table", { name: "Nodes" });
    expect(await within(nodes).findByText("60.0 % ± 2.00")).toBeTruthy();
  });

  it("come with the method, the checks and the warnings", async () => {
    finished(RESULT);
    showPage(<Log />);
    expect(await screen.findByText(/by 20 batches of 5.00 s/)).toBeTruthy();
    expect(screen.getByText(/Little's law at 1 place/)).toBeTruthy();
    expect(screen.getByText("Something worth a warning.")).toBeTruthy();
  });

  it("say why there are no intervals", async () => {
    const { batchMeans: _, ...bare } = RESULT;
    finished(bare);
    showPage(<Log />);
    expect(await screen.findByText(/^No intervals: load or system change/)).toBeTruthy();
  });

  it("stand at the objectives too", async () => {
    finished(RESULT);
    showPage(<SloRows slot={0} />);
    const list = await screen.findByRole("list", { name: "Objectives" });
    await waitFor(() => expect(list.textContent).toContain("8.00 s ± 0.500*"));
  });
});

describe("an interval", () => {
  it("is written in the unit of its value", () => {
    const text = (value: number, halfWidth: number, format: (x: number | null) => string) =>
      withInterval({ value, halfWidth }, format);
    expect(text(4580, 230, formatDuration)).toBe("4.58 s ± 0.230");
    expect(text(0.25, 0.05, formatDuration)).toBe("250 µs ± 50.0");
    expect(text(900_000, 60_000, formatDuration)).toBe("15.0 min ± 1.00");
    expect(text(0.0123, 0.0004, formatRatio)).toBe("1.23 % ± 0.0400");
    expect(text(2_500_000, 100_000, formatRate)).toBe("2.50 M/s ± 0.100");
    expect(text(12_345, 67, formatRate)).toBe("12,345/s ± 67.0");
    expect(withInterval({ value: null, halfWidth: 3 }, formatRate)).toBe("–");
    expect(withInterval({ value: 12, halfWidth: null }, formatRate)).toBe("12/s");
  });

  it("is read under the path of its value", () => {
    const at = estimatesOf(RESULT);
    expect(at("endToEnd", "all", "throughput")).toEqual({
      value: 98,
      halfWidth: 1.5,
      isThin: false,
    });
    expect(at("endToEnd", "nobody", "throughput").value).toBeNull();
  });
});

describe("a proposed warm-up", () => {
  const ask = () => screen.getByRole("button", { name: "Suggest warm-up" });
  const advise = (warmupS: number | null, reason = "Because.") =>
    attachPilot(async () => ({
      ok: true,
      advice: { method: "MSER-5", warmupS, reason, pilotRuns: 3 },
    }));

  it("is applied by a click and undone as one step", async () => {
    advise(7.5, "The requests in flight settle after 7.5 s, by 3 pilot runs.");
    showPage(<WarmupSuggestion />);
    fireEvent.click(ask());
    const apply = await screen.findByRole("button", { name: "Use 7.5 s" });
    expect(screen.getByRole("status").textContent).toContain("settle after 7.5 s");
    expect(currentDocument().run.warmupS).toBeUndefined();
    fireEvent.click(apply);
    expect(currentDocument().run.warmupS).toBe(7.5);
    expect(screen.queryByRole("button", { name: /^Use/ })).toBeNull();
    act(() => undo());
    expect(currentDocument().run.warmupS).toBeUndefined();
  });

  it("offers nothing to apply where none can be told", async () => {
    advise(null, "The requests in flight have not settled.");
    showPage(<WarmupSuggestion />);
    fireEvent.click(ask());
    expect(await screen.findByText("The requests in flight have not settled.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Use/ })).toBeNull();
  });

  it("is withdrawn when the design changes", async () => {
    advise(7.5, "It settles.");
    showPage(<WarmupSuggestion />);
    fireEvent.click(ask());
    expect(await screen.findByText("It settles.")).toBeTruthy();
    act(() => setBase("nodes.users.ratePerS", 77));
    expect(screen.queryByText("It settles.")).toBeNull();
    expect(screen.queryByRole("button", { name: /^Use/ })).toBeNull();
  });

  it("says what went wrong", async () => {
    attachPilot(vi.fn(async () => Promise.reject(new Error("no worker"))));
    showPage(<WarmupSuggestion />);
    fireEvent.click(ask());
    expect(await screen.findByText("The pilot run failed: no worker")).toBeTruthy();
  });
});
