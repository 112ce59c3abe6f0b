// What a node or an edge shows: the last second while the run goes on, or the recorded window
// under the playhead. Both come from the engine; nothing is smoothed or made up between windows.
import {
  type EdgeColumn,
  edgeColumn,
  type NodeColumn,
  nodeColumn,
} from "../../simulation/results/series.ts";
import {
  EDGE_LIVE_COLUMNS,
  type EdgeLiveColumn,
  NODE_LIVE_COLUMNS,
  type NodeLiveColumn,
} from "../../simulation/results/snapshot.ts";
import { NODE_STATES, type NodeState } from "../../simulation/results/story.ts";
import { wireOf } from "./proxy-names.ts";
import { type RunRows, rowAt, rowValue, stateCodeAt } from "./run-rows.ts";
import type { RunState } from "./studio-store.ts";

export type NodeLive = Readonly<Record<NodeLiveColumn, number>> & {
  /** null: no traffic, or not simulated yet. */
  readonly state: NodeState | null;
};
export type EdgeLive = Readonly<Record<EdgeLiveColumn, number>>;

/** The code's state; null for "no traffic" and for codes not known yet. */
export function stateOf(code: number): NodeState | null {
  return NODE_STATES[code] ?? null;
}

function record<Name extends string>(
  names: readonly Name[],
  valueFor: (name: Name, index: number) => number,
): Record<Name, number> {
  const result = {} as Record<Name, number>;
  for (const [index, name] of names.entries()) result[name] = valueFor(name, index);
  return result;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

type Read<Column> = (column: Column) => number;

function nodeValueInRow(name: NodeLiveColumn, read: Read<NodeColumn>, perS: number): number {
  switch (name) {
    case "ratePerS":
      return read("arrivals") * perS;
    case "goodPerS":
      return read("goodCompletions") * perS;
    case "failureRatio":
      return ratio(read("callerFailed"), read("callerEnded"));
    case "p50Ms":
      return read("p50Ms");
    case "p99Ms":
      return read("p99Ms");
    case "queue":
      return read("queueEnd");
    case "held":
      return read("heldMean");
    case "slots":
      return read("slotsMean");
    case "inFlight":
      return read("inFlightMean");
    case "instancesUp":
      return read("instancesUp");
    case "backlog":
      return read("backlogEnd");
    case "oldestMs":
      return read("oldestMs");
    case "redeliveredPerS":
      return read("redelivered") * perS;
    case "deadPerS":
      return read("deadLettered") * perS;
    case "hitRatio":
      return ratio(read("hits"), read("hits") + read("misses"));
    case "entries":
      return read("entriesEnd") || Number.NaN;
    case "connections":
    case "refusedConnections":
    case "windowsKept":
    case "watermarkLagMs":
    case "lateRecords":
    case "queueBound":
    case "instances":
    case "upBits":
    case "fullBits":
    case "limit":
      return Number.NaN;
  }
}

function edgeValueInRow(name: EdgeLiveColumn, read: Read<EdgeColumn>, perS: number): number {
  switch (name) {
    case "ratePerS":
      return read("attempts") * perS;
    case "failureRatio":
      return ratio(read("failedAttempts"), read("okAttempts") + read("failedAttempts"));
    case "p99Ms":
      return read("p99Ms");
    case "retryRatio":
      return ratio(read("retries"), read("attempts"));
    case "openRatio":
      return read("openMean");
    case "pending":
      return read("pendingMean");
    case "inBackoff":
      return read("inBackoffMean");
    // Known of the present only.
    case "halfOpenRatio":
    case "poolInUse":
    case "poolIdle":
    case "poolWaiting":
    case "poolMax":
    case "bulkheadInUse":
    case "policyWaiting":
    case "tokens":
    case "ejectedRatio":
    case "healthyMembers":
      return Number.NaN;
  }
}

function recordedRow(run: RunState): { readonly rows: RunRows; readonly row: number } | null {
  if (run.playheadMs === null || !run.rows) return null;
  const row = rowAt(run.rows, run.playheadMs);
  return row < 0 ? null : { rows: run.rows, row };
}

function liveNode(run: RunState, node: number): Record<NodeLiveColumn, number> | null {
  const { live } = run;
  if (!live) return null;
  const at = node * NODE_LIVE_COLUMNS.length;
  return record(NODE_LIVE_COLUMNS, (_, index) => live[at + index] ?? Number.NaN);
}

/** The node's state at the playhead or now, without its other values. */
export function nodeStateOf(run: RunState, nodeId: string): NodeState | null {
  const node = run.info?.layout.nodeIds.indexOf(nodeId) ?? -1;
  return node < 0 ? null : stateOf(stateCodeAt(run.states, node, run.playheadMs));
}

/** What the values of a run hang on; the same parts give the same values. */
type Shown = Pick<RunState, "info" | "live" | "rows" | "states" | "playheadMs">;

let shown: Shown | null = null;
const shownNodes = new Map<string, NodeLive | null>();
const shownEdges = new Map<string, EdgeLive | null>();

/** Many ask for the same values, and at each tick of the clock: they are made once. */
function forgetIfOther(run: Shown): void {
  const isSame =
    shown !== null &&
    shown.live === run.live &&
    shown.rows === run.rows &&
    shown.states === run.states &&
    shown.playheadMs === run.playheadMs &&
    shown.info === run.info;
  if (isSame) return;
  const { info, live, rows, states, playheadMs } = run;
  shown = { info, live, rows, states, playheadMs };
  shownNodes.clear();
  shownEdges.clear();
}

function keptIn<Live>(kept: Map<string, Live | null>, id: string, make: () => Live | null) {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const made = make();
  kept.set(id, made);
  return made;
}

/** Values of the node at the playhead or now; null before anything was simulated. */
export function nodeLiveOf(run: RunState, nodeId: string): NodeLive | null {
  forgetIfOther(run);
  return keptIn(shownNodes, nodeId, () => nodeLiveIn(run, nodeId));
}

/** Values of the edge at the playhead or now; null before anything was simulated. */
export function edgeLiveOf(run: RunState, edgeId: string): EdgeLive | null {
  forgetIfOther(run);
  return keptIn(shownEdges, edgeId, () => throughProxies(run, edgeId, edgeLiveIn(run, edgeId)));
}

/** Through a mesh what goes over the network is on a leg of its own: its attempts are the edge's. */
function throughProxies(run: RunState, edgeId: string, own: EdgeLive | null): EdgeLive | null {
  const wire = own === null ? null : edgeLiveIn(run, wireOf(edgeId));
  if (own === null || wire === null) return own;
  const byCaller = own.retryRatio * (own.ratePerS / wire.ratePerS);
  const retryRatio = wire.retryRatio + (Number.isFinite(byCaller) ? byCaller : 0);
  const { openRatio, halfOpenRatio, bulkheadInUse, tokens, pending, inBackoff } = own;
  const guards = { openRatio, halfOpenRatio, bulkheadInUse, tokens };
  return { ...wire, retryRatio, ...guards, pending, inBackoff: inBackoff + wire.inBackoff };
}

function nodeLiveIn(run: RunState, nodeId: string): NodeLive | null {
  const layout = run.info?.layout;
  const node = layout ? layout.nodeIds.indexOf(nodeId) : -1;
  if (!layout || node < 0) return null;
  const now = liveNode(run, node);
  const state = stateOf(stateCodeAt(run.states, node, run.playheadMs));
  const recorded = recordedRow(run);
  if (!recorded) return run.playheadMs === null && now ? { ...now, state } : null;
  const perS = 1000 / layout.windowMs;
  const read = (column: NodeColumn) =>
    rowValue(recorded.rows, recorded.row, nodeColumn(layout, node, column));
  const values = record(NODE_LIVE_COLUMNS, (name) => nodeValueInRow(name, read, perS));
  // Bounds and replica counts are not in the series; the present ones are shown.
  return {
    ...values,
    queueBound: now?.queueBound ?? Number.NaN,
    instances: now?.instances ?? Number.NaN,
    state,
  };
}

function edgeLiveIn(run: RunState, edgeId: string): EdgeLive | null {
  const layout = run.info?.layout;
  const edge = layout ? layout.edgeIds.indexOf(edgeId) : -1;
  if (!layout || edge < 0) return null;
  const recorded = recordedRow(run);
  if (recorded) {
    const perS = 1000 / layout.windowMs;
    const read = (column: EdgeColumn) =>
      rowValue(recorded.rows, recorded.row, edgeColumn(layout, edge, column));
    return record(EDGE_LIVE_COLUMNS, (name) => edgeValueInRow(name, read, perS));
  }
  const { live } = run;
  if (!live || run.playheadMs !== null) return null;
  const first = layout.nodeIds.length * NODE_LIVE_COLUMNS.length;
  const at = first + edge * EDGE_LIVE_COLUMNS.length;
  return record(EDGE_LIVE_COLUMNS, (_, index) => live[at + index] ?? Number.NaN);
}
