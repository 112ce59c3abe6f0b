// The log of a run, the golden signals at an instant, and what is said of the bottleneck.
import { describe, expect, it } from "vitest";
import { nodeColumn, rowLengthOf, typeColumn } from "../../simulation/results/series.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { type LogSource, logEntries } from "../../src/results/log/log-entries.ts";
import { faultLabels } from "../../src/results/Plot.tsx";
import {
  bottleneckSentence,
  busiestNode,
  offeredSentence,
  signalsAt,
} from "../../src/results/signals.ts";
import { appendRows, emptyRows } from "../../src/store/run-rows.ts";
import { runResult } from "../support/results.ts";

const DOCUMENT: ScenarioDocument = {
  ...{ format: 1, catalog: "2026-11", name: "Shop", run: { durationS: 120 } },
  nodes: { orders: { kind: "service" }, payment: { kind: "service", name: "Payment" } },
  edges: {},
  faults: {
    "slow-payment": { kind: "slow", target: "payment", atS: 20, forS: 40, factor: 12 },
    off: { kind: "crash", target: "orders", atS: 10, forS: 5, enabled: false },
  },
  changes: { c1: { atMs: 15_000, set: { "nodes.orders.replicas": 4 } } },
};

const SOURCE: LogSource = {
  document: DOCUMENT,
  nowMs: 50_000,
  cascade: [
    { atS: 22, node: "payment", state: "saturated", stateAtS: 24, because: "fault:slow-payment" },
    {
      atS: 25,
      node: "orders",
      state: "failing",
      stateAtS: 25.2,
      because: "node:payment/blockedCallers",
    },
  ],
  endedEarly: null,
  endedOver: null,
  isFinished: false,
  digest: null,
  message: null,
  result: null,
};

describe("the log", () => {
  it("tells what happened so far in order, and nothing that is still to come", () => {
    expect(logEntries(SOURCE).map(({ atMs, text }) => `${atMs} ${text}`)).toEqual([
      "15000 Changed while it ran: nodes.orders.replicas = 4",
      "20000 Slow payment begins",
      "22000 Payment is saturated by 0:24 because of “Slow payment”",
      "25000 orders is failing, its slots wait for Payment",
    ]);
  });

  it("ends with the run, its limits and its warnings", () => {
    const entries = logEntries({
      ...SOURCE,
      nowMs: 90_000,
      isFinished: true,
      endedEarly: "events",
      result: runResult({ warnings: ["Too few samples."] }),
    });
    expect(entries.slice(-3).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "fault: Slow payment ends",
      "limit: The run ended early: it reached its limit of events",
      "warning: Too few samples.",
    ]);
  });

  it("leads to the node or the fault", () => {
    const selects = logEntries(SOURCE).map((entry) => entry.selects);
    expect(selects).toEqual([null, "fault:slow-payment", "payment", "orders"]);
  });
});

const layout = { windowMs: 1000, typeIds: ["all"], nodeIds: ["orders", "payment"], edgeIds: [] };

/** Ten windows; payment has `held` of 10 slots taken and `queued` waiting. */
function rowsWith(held: number, queued: number) {
  const length = rowLengthOf(layout);
  const values = new Float64Array(10 * length);
  for (let row = 0; row < 10; row += 1) {
    const put = (offset: number, value: number) => {
      values[row * length + offset] = value;
    };
    put(0, (row + 1) * 1000);
    put(typeColumn(0, "offered"), 200);
    put(typeColumn(0, "ok"), 150);
    put(typeColumn(0, "good"), 140);
    put(typeColumn(0, "timeout"), 50);
    put(typeColumn(0, "p99Ms"), row === 9 ? Number.NaN : 250);
    put(nodeColumn(layout, 0, "heldMean"), 2);
    put(nodeColumn(layout, 0, "slotsMean"), 10);
    put(nodeColumn(layout, 1, "heldMean"), held);
    put(nodeColumn(layout, 1, "slotsMean"), 10);
    put(nodeColumn(layout, 1, "queueEnd"), queued);
  }
  return appendRows(emptyRows(layout), 0, values);
}
const nameOf = (id: string) => (id === "payment" ? "Payment" : id);

describe("the golden signals", () => {
  it("are those of the instant, with the last p99 there was", () => {
    const signals = signalsAt(rowsWith(5, 0), 9, nameOf);
    expect(signals.map(({ name, value, of, isBad }) => [name, value, of, isBad])).toEqual([
      ["Latency", "250 ms", "p99", false],
      ["Traffic", "140/s", "of 200/s", true],
      ["Errors", "25.0 %", "failed", true],
      ["Saturation", "50.0 %", "Payment", false],
    ]);
  });

  it("name the node with the longer queue among equally busy ones", () => {
    expect(busiestNode(rowsWith(2, 7), 9)).toMatchObject({ id: "payment", queued: 7 });
  });
});

describe("the bottleneck", () => {
  const say = (held: number, isCalm: boolean, row = 9) =>
    bottleneckSentence(rowsWith(held, 12), row, { warmupMs: 2000, isCalm }, nameOf);

  it("is named while its slots are gone, calm or not", () => {
    expect(say(10, false)).toBe("Bottleneck: Payment, 100 % of its slots held, 12 wait.");
  });

  it("is as far away as the fullest node's slots tell, while nothing happened", () => {
    expect(say(5, true)).toMatch(/^Headroom ×2\.00: Payment saturates first, .*50\.0 % held/);
  });

  it("is told from the drawing before anything ran, and goes before what was measured", () => {
    const offered = (headroom: number) => offeredSentence({ first: "payment", headroom }, nameOf);
    expect(offered(1.6)).toBe("Headroom ×1.60: Payment saturates first.");
    expect(offered(0.8)).toBe("Overloaded as drawn: Payment takes 80.0 % of its load.");
    expect(offeredSentence({ first: null, headroom: null }, nameOf)).toBeNull();
    const calm = { warmupMs: 0, isCalm: true, beforehand: "As drawn." };
    expect(bottleneckSentence(rowsWith(5, 0), 9, calm, nameOf)).toBe("As drawn.");
    expect(bottleneckSentence(rowsWith(10, 0), 9, calm, nameOf)).toMatch(/^Bottleneck: Payment/);
  });

  it("is not guessed after an incident or from a few windows", () => {
    expect(say(5, false)).toBeNull();
    expect(say(5, true, 2)).toBeNull();
  });
});

describe("names of faults in a chart", () => {
  const fault = (id: string, fromMs: number) => ({ id, title: `Fault ${id}`, fromMs, toMs: 1e5 });

  it("stand where they find room before the next one, cut with dots", () => {
    const labels = faultLabels(
      [fault("beta-long", 40_000), fault("alpha", 0)],
      100_000,
      180,
      false,
    );
    expect(labels.get("alpha")).toBe("Fault alp…");
    expect(labels.get("beta-long")).toBe("Fault beta-long");
  });

  it("are left out where nothing readable would be left", () => {
    const crowded = [fault("a", 0), fault("b", 20_000), fault("c", 40_000)];
    expect([...faultLabels(crowded, 100_000, 180, false).keys()]).toEqual(["c"]);
  });
});
