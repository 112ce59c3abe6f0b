// Works out, from what the hot path counts, everything else that a window holds: each event is
// counted once, where it is rarest, and the usual case is what is left. Deriving changes nothing
// that is counted, so it may be done at any time and as often as one likes.
import { NOW, OPENED, registers } from "../core/registers.ts";
import { windowCountOf } from "../metrics/histogram.ts";
import * as meters from "../metrics/meters.ts";
import { edgeHistogram } from "../primitives/edge-histograms.ts";
import { edgeState } from "../primitives/network.ts";
import { nodeState } from "../primitives/node-state.ts";
import { edges, nodes, SORT_DELIVER } from "../primitives/parameters.ts";
import {
  FAILED_LATENCY,
  LATENCY,
  SETTLED,
  settlesLater,
  typeHistogram,
  typeState,
} from "../primitives/request.ts";
import { bookShared } from "../primitives/sharing.ts";
import { OK, OUTCOME_COUNT } from "../results/outcomes.ts";

const singles: Int32Array[] = [];

/** One histogram alone; made once, since each window asks for it. */
function only(h: number): Int32Array {
  singles[h] ??= Int32Array.of(h);
  return singles[h];
}

function rowsOf(type: number, kinds: readonly number[]): Int32Array {
  if (kinds.length === 1 && (type > 0 || typeState.highWater === 2)) {
    return only(typeHistogram(Math.max(type, 1), kinds[0]));
  }
  const rows: number[] = [];
  const last = type > 0 ? type : typeState.highWater - 1;
  for (let t = type > 0 ? type : 1; t <= last; t++) {
    for (const which of kinds) rows.push(typeHistogram(t, which));
  }
  return Int32Array.from(rows);
}

/** Histograms that together hold the latencies of ok and degraded requests; type 0 is "all". */
export function latencyRows(type: number): Int32Array {
  return rowsOf(type, [LATENCY]);
}

/** Histograms that together hold the latencies of all finished requests. */
export function latencyAllRows(type: number): Int32Array {
  return rowsOf(type, [LATENCY, FAILED_LATENCY]);
}

/** Histograms that together hold the times until requests were settled. */
export function settledRows(type: number): Int32Array {
  return settlesLater() ? rowsOf(type, [SETTLED]) : latencyAllRows(type);
}

/** Histograms of a node's waits. */
export function waitRows(node: number): Int32Array {
  return only(2 * node);
}

/** Histograms of a node's latencies. */
export function nodeLatencyRows(node: number): Int32Array {
  return only(2 * node + 1);
}

/** Histograms of an edge's latencies. */
export function edgeLatencyRows(edge: number): Int32Array {
  return only(edgeHistogram(edge));
}

/** Completes the present window of all nodes, edges and request types. */
export function deriveWindow(): void {
  bookShared();
  const elapsed = registers[NOW] - registers[OPENED];
  for (let node = 0; node < nodes.highWater; node++) deriveNode(node, elapsed);
  for (let edge = 0; edge < edges.highWater; edge++) deriveEdge(edge, elapsed);
  for (let type = 1; type < typeState.highWater; type++) deriveType(type);
}

/** Share of a window below which an integral is the rounding of the sums it is made of. */
const ROUNDING = 1e-13;

/** Integral of a level over the window: its value now times the window, and the sum of changes. */
function integral(sum: number, level: number, elapsed: number): number {
  const value = sum + elapsed * level;
  return Math.abs(value) < ROUNDING * registers[NOW] ? 0 : value;
}

function deriveNode(node: number, elapsed: number): void {
  const m = node * meters.NODE_METERS;
  const meter = meters.nodeMeter;
  const completions = windowCountOf(2 * node + 1);
  meter[m + meters.COMPLETIONS] = completions;
  meter[m + meters.GOOD_COMPLETIONS] = completions - meter[m + meters.VAIN_COMPLETIONS];
  meter[m + meters.NODE_ENDED + OK] = completions - meter[m + meters.NOT_OK_COMPLETIONS];
  meter[m + meters.CALLER_ENDED] = meter[m + meters.CALLER_ENDED_APART];
  meter[m + meters.STARTED] = windowCountOf(2 * node);
  const queue = integral(nodeState.queuedTime[node], nodeState.queued[node], elapsed);
  const working = integral(nodeState.workingTime[node], nodeState.working[node], elapsed);
  const blocked = integral(nodeState.blockedTime[node], nodeState.blocked[node], elapsed);
  const away = integral(nodeState.awayTime[node], nodeState.away[node], elapsed);
  meter[m + meters.QUEUE_TIME] = queue;
  meter[m + meters.WORKING_TIME] = working;
  meter[m + meters.HELD_TIME] = working + blocked;
  meter[m + meters.PRESENT_TIME] = queue + working + blocked + away;
  meter[m + meters.SLOT_TIME] = nodeState.slotTime[node] + elapsed * nodeState.slots[node];
}

function deriveEdge(edge: number, elapsed: number): void {
  const m = edge * meters.EDGE_METERS;
  const meter = meters.edgeMeter;
  meter[m + meters.CALLS] =
    meter[m + meters.ATTEMPTS] -
    meter[m + meters.RETRIES] -
    meter[m + meters.HEDGES] +
    meter[m + meters.UNSENT];
  meter[m + meters.PENDING_TIME] = edgeState.pendingTime[edge] + elapsed * edgeState.pending[edge];
  meter[m + meters.OPEN_TIME] = edgeState.openTime[edge] + elapsed * edgeState.open[edge];
  meter[m + meters.PAUSING_TIME] = edgeState.pausingTime[edge] + elapsed * edgeState.pausing[edge];
  const sort = edges.sort[edge];
  if (sort === SORT_DELIVER || edges.oneWay[edge] === 1) return;
  let ended = -meter[m + meters.ABANDONED];
  for (let o = 0; o < OUTCOME_COUNT; o++) ended += meter[m + meters.EDGE_ENDED + o];
  meters.nodeMeter[edges.to[edge] * meters.NODE_METERS + meters.CALLER_ENDED] += ended;
}

function deriveType(type: number): void {
  const m = type * meters.TYPE_METERS;
  const meter = meters.typeMeter;
  meter[m + meters.GOOD] = meter[m + meters.TYPE_ENDED + OK] - meter[m + meters.LATE];
  meter[m + meters.TYPE_CALLS] =
    meter[m + meters.TYPE_ATTEMPTS] -
    meter[m + meters.TYPE_RETRIES] +
    meter[m + meters.TYPE_UNSENT];
}
