// Series and scenarios made by hand, so that the analysis can be shown situations exactly as the
// rules describe them, without a run behind them.
import {
  type EdgeColumn,
  edgeColumn,
  type NodeColumn,
  nodeColumn,
  rowLengthOf,
  type SeriesLayout,
  type TypeColumn,
  typeColumn,
} from "../../simulation/results/series.ts";
import type {
  ResolvedChange,
  ResolvedEdge,
  ResolvedFault,
  ResolvedNode,
  ResolvedScenario,
} from "../../simulation/scenario/document.ts";

export interface RowWriter {
  type(id: string, values: Partial<Record<TypeColumn, number>>): void;
  node(id: string, values: Partial<Record<NodeColumn, number>>): void;
  edge(id: string, values: Partial<Record<EdgeColumn, number>>): void;
}

const UNKNOWN_NODE: readonly NodeColumn[] = ["waitMeanMs", "p50Ms", "p95Ms", "p99Ms", "oldestMs"];

function writerAt(layout: SeriesLayout, rows: Float64Array, start: number): RowWriter {
  return {
    type(id, values) {
      const type = layout.typeIds.indexOf(id);
      for (const [name, value] of Object.entries(values)) {
        rows[start + typeColumn(type, name as TypeColumn)] = value;
      }
    },
    node(id, values) {
      const node = layout.nodeIds.indexOf(id);
      for (const [name, value] of Object.entries(values)) {
        rows[start + nodeColumn(layout, node, name as NodeColumn)] = value;
      }
    },
    edge(id, values) {
      const edge = layout.edgeIds.indexOf(id);
      for (const [name, value] of Object.entries(values)) {
        rows[start + edgeColumn(layout, edge, name as EdgeColumn)] = value;
      }
    },
  };
}

/** Rows of `windows` windows from window `from` on; `fill` writes each. Unset counts are 0. */
export function rowsOf(
  layout: SeriesLayout,
  windows: number,
  fill: (row: RowWriter, window: number) => void,
  from = 0,
): Float64Array {
  const length = rowLengthOf(layout);
  const rows = new Float64Array(length * windows);
  for (let index = 0; index < windows; index++) {
    const start = index * length;
    rows[start] = (from + index + 1) * layout.windowMs;
    for (let node = 0; node < layout.nodeIds.length; node++) {
      for (const name of UNKNOWN_NODE) rows[start + nodeColumn(layout, node, name)] = Number.NaN;
    }
    fill(writerAt(layout, rows, start), from + index);
  }
  return rows;
}

export interface StationWindow {
  readonly ratePerS: number;
  readonly serviceMs?: number;
  readonly slots?: number;
  readonly failed?: number;
  readonly p95Ms?: number;
}

/** A station that serves everything at once: no queue, held slots by Little's law. */
export function station(of: StationWindow, windowMs = 1000): Partial<Record<NodeColumn, number>> {
  const count = (of.ratePerS * windowMs) / 1000;
  const serviceMs = of.serviceMs ?? 10;
  const held = (of.ratePerS * serviceMs) / 1000;
  return {
    arrivals: count,
    completions: count,
    goodCompletions: count,
    callerEnded: count,
    callerFailed: of.failed ?? 0,
    started: count,
    waitMeanMs: 0,
    serviceMs: count * serviceMs,
    heldMean: held,
    workingMean: held,
    inFlightMean: held,
    slotsMean: of.slots ?? 20,
    instancesUp: 1,
    p95Ms: of.p95Ms ?? 2 * serviceMs,
  };
}

/** Calls on an edge that all succeed; pending by Little's law. */
export function callsOn(ratePerS: number, latencyMs: number, windowMs = 1000) {
  const calls = (ratePerS * windowMs) / 1000;
  const pendingMean = (ratePerS * latencyMs) / 1000;
  return { calls, attempts: calls, okAttempts: calls, meanMs: latencyMs, pendingMean };
}

/** Requests of a type that all succeed in time. */
export function requests(ratePerS: number, p95Ms: number, windowMs = 1000) {
  const offered = (ratePerS * windowMs) / 1000;
  const latency = { meanMs: p95Ms / 2, p50Ms: p95Ms / 2, p90Ms: p95Ms, p95Ms, p99Ms: p95Ms };
  return { offered, ok: offered, good: offered, calls: offered, attempts: offered, ...latency };
}

type NodeSketch = { readonly id: string; readonly name?: string } & Record<string, unknown>;
type EdgeSketch = { readonly id: string; readonly sort?: ResolvedEdge["sort"] } & Record<
  string,
  unknown
>;

export interface ScenarioSketch {
  readonly nodes: readonly NodeSketch[];
  readonly edges?: readonly EdgeSketch[];
  readonly faults?: readonly Partial<ResolvedFault>[];
  /** Without `after` a change changes nothing but is one. */
  readonly changes?: readonly (Omit<ResolvedChange, "after"> & Partial<ResolvedChange>)[];
  readonly slos?: ResolvedScenario["slos"];
  readonly warmupMs?: number;
  readonly durationMs?: number;
  readonly windowMs?: number;
}

function nodeOf({ id, name, kind, ...values }: NodeSketch): ResolvedNode {
  const known = typeof kind === "string" ? kind : "service";
  return { id, name: name ?? id, kind: known, values, operations: {} };
}

function edgeOf({ id, sort, ...values }: EdgeSketch): ResolvedEdge {
  const [from = "", to = ""] = id.replace(/#\d+$/, "").split("->");
  return { id, from, to, protocol: "rest", sort: sort ?? "call", values, calls: [] };
}

/** A slow fault on a node, tenfold unless `more` says otherwise. */
export function slowFault(node: string, more: Partial<ResolvedFault> = {}): ResolvedFault {
  return {
    id: `slow-${node}`,
    name: `Slow ${node}`,
    kind: "slow",
    targets: [{ node, instances: "all" }],
    atMs: 20_000,
    forMs: Infinity,
    rampMs: 0,
    enabled: true,
    values: { factor: 10 },
    ...more,
  };
}

export function scenarioOf(sketch: ScenarioSketch): ResolvedScenario {
  const base: ResolvedScenario = {
    name: "Synthetic",
    catalog: "2026-11",
    durationMs: sketch.durationMs ?? 60_000,
    warmupMs: sketch.warmupMs ?? 0,
    windowMs: sketch.windowMs ?? 1000,
    seed: 1,
    drain: false,
    maxEvents: 1e10,
    maxMemoryMb: null,
    nodes: sketch.nodes.map(nodeOf),
    edges: (sketch.edges ?? []).map(edgeOf),
    faults: (sketch.faults ?? []).map((fault) => ({ ...slowFault("nobody"), ...fault })),
    slos: sketch.slos ?? [],
    changes: [],
    hash: "0".repeat(32),
  };
  const changes = (sketch.changes ?? []).map((change) => ({ after: base, ...change }));
  return { ...base, changes };
}

/** The layout the engine would use: ids sorted, types after "all". */
export function layoutOf(scenario: ResolvedScenario, types: readonly string[] = []): SeriesLayout {
  return {
    windowMs: scenario.windowMs,
    typeIds: ["all", ...types],
    nodeIds: scenario.nodes.map((node) => node.id).sort(),
    edgeIds: scenario.edges.map((edge) => edge.id).sort(),
  };
}
