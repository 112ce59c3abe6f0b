// A chain users -> gateway -> orders -> payment, with mail for email beside it, as series made by
// hand: everything usual, except what a test writes over it.
import type { SeriesLayout } from "../../simulation/results/series.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";
import {
  callsOn,
  layoutOf,
  type RowWriter,
  requests,
  rowsOf,
  type ScenarioSketch,
  scenarioOf,
  station,
} from "./series-builder.ts";

const RATE = 100;

export const CHAIN_NODES = [
  { id: "users", name: "shoppers", kind: "client", requests: { buy: {} } },
  { id: "gateway", blocking: true, replicas: 1, queueLengthMax: 200 },
  { id: "orders", blocking: true, replicas: 1, queueLengthMax: 200 },
  { id: "payment", name: "Payment provider", replicas: 1 },
  { id: "mail", kind: "rabbitmq" },
  { id: "email", replicas: 1 },
];

export const CHAIN_EDGES = [
  { id: "users->gateway", timeoutMs: 3000 },
  { id: "gateway->orders", timeoutMs: 2500 },
  { id: "orders->payment", timeoutMs: 2000 },
  { id: "orders->mail", sort: "publish" as const },
  { id: "mail->email", sort: "deliver" as const },
];

export function chain(more: Partial<ScenarioSketch> = {}): ResolvedScenario {
  return scenarioOf({ nodes: CHAIN_NODES, edges: CHAIN_EDGES, ...more });
}

export function chainLayout(scenario: ResolvedScenario): SeriesLayout {
  return layoutOf(scenario, ["buy"]);
}

/** Latencies along the chain: 10 ms of work each, payment 40 ms. */
function usual(row: RowWriter): void {
  for (const type of ["all", "buy"]) row.type(type, requests(RATE, 140));
  row.node("gateway", station({ ratePerS: RATE, serviceMs: 60, slots: 100, p95Ms: 120 }));
  row.node("orders", station({ ratePerS: RATE, serviceMs: 50, slots: 40, p95Ms: 100 }));
  row.node("payment", station({ ratePerS: RATE, serviceMs: 40, slots: 20, p95Ms: 80 }));
  row.node("email", station({ ratePerS: RATE, serviceMs: 20, slots: 8 }));
  row.node("mail", { published: RATE, delivered: RATE, acked: RATE, instancesUp: 1 });
  row.edge("users->gateway", callsOn(RATE, 70));
  row.edge("gateway->orders", callsOn(RATE, 55));
  row.edge("orders->payment", callsOn(RATE, 42));
  row.edge("orders->mail", callsOn(RATE, 2));
  row.edge("mail->email", callsOn(RATE, 20));
}

/** Usual windows; `more` writes over those from window `from` (default 20) on. */
export function chainRows(
  scenario: ResolvedScenario,
  windows: number,
  more: (row: RowWriter, window: number) => void = () => {},
  from = 20,
): Float64Array {
  return rowsOf(chainLayout(scenario), windows, (row, window) => {
    usual(row);
    if (window >= from) more(row, window);
  });
}

/** Payment is full; orders' and then the gateway's slots are held by calls that wait for it. */
export function slowPayment(row: RowWriter, window: number): void {
  const since = window - 20;
  row.node("payment", {
    heldMean: 20,
    workingMean: 20,
    queueEnd: 30 * since,
    queueMean: 30 * since,
  });
  row.node("payment", { callerFailed: 30, waitMeanMs: 900, p95Ms: 1800 });
  if (since < 1) return;
  row.edge("orders->payment", {
    pendingMean: 39,
    failedAttempts: 30,
    okAttempts: 70,
    timeouts: 30,
  });
  row.node("orders", { heldMean: 40, waitMeanMs: 500, queueEnd: 200, queueMean: 195, p95Ms: 2400 });
  row.node("orders", { callerFailed: 30 });
  row.node("email", { arrivals: 30, callerEnded: 30, completions: 30 });
  row.node("mail", { published: 30, delivered: 30, acked: 30 });
  if (since < 3) return;
  row.edge("gateway->orders", { pendingMean: 98, failedAttempts: 60, okAttempts: 40 });
  row.node("gateway", { heldMean: 100, waitMeanMs: 800, queueEnd: 200, queueMean: 198 });
  row.node("gateway", { callerFailed: 60, p95Ms: 2600 });
  row.edge("users->gateway", { pendingMean: 200, failedAttempts: 60, okAttempts: 40 });
  for (const type of ["all", "buy"]) row.type(type, { ok: 40, good: 40, timeout: 60, p95Ms: 2900 });
}
