// Rows of the heat map: states of consecutive windows merged into segments, and which rows are
// quiet enough to be folded away.
import { NO_TRAFFIC } from "../../simulation/results/story.ts";
import type { StateWindows } from "../store/run-rows.ts";

export interface HeatSegment {
  readonly fromMs: number;
  readonly toMs: number;
  /** Code of NODE_STATES or NO_TRAFFIC. */
  readonly code: number;
}

export interface HeatRow {
  readonly nodeId: string;
  readonly segments: readonly HeatSegment[];
  /** It was something other than healthy or idle at some time. */
  readonly departed: boolean;
}

/** Segments of one node; `endMs` cuts the last window where the run has come to. */
export function segmentsOf(states: StateWindows, node: number, endMs: number): HeatSegment[] {
  const segments: HeatSegment[] = [];
  for (let window = 0; window < states.count; window += 1) {
    const code = states.codes[window * states.nodeCount + node] ?? NO_TRAFFIC;
    const fromMs = window * states.windowMs;
    const toMs = Math.min(endMs, fromMs + states.windowMs);
    const last = segments.at(-1);
    if (last && last.code === code) segments[segments.length - 1] = { ...last, toMs };
    else segments.push({ fromMs, toMs, code });
  }
  return segments;
}

function isQuiet(code: number): boolean {
  return code === 0 || code === NO_TRAFFIC;
}

/** One row a node in the order of `order` (the drawing's), which may name nodes not yet run. */
export function heatRows(
  states: StateWindows,
  layoutIds: readonly string[],
  order: readonly string[],
  endMs: number,
): HeatRow[] {
  return order.map((nodeId) => {
    const node = layoutIds.indexOf(nodeId);
    const segments = node < 0 ? [] : segmentsOf(states, node, endMs);
    return { nodeId, segments, departed: segments.some((segment) => !isQuiet(segment.code)) };
  });
}

export interface FoldedRows {
  readonly shown: readonly HeatRow[];
  /** Quiet rows that found no room. */
  readonly folded: readonly HeatRow[];
}

/** Rows that departed always show; quiet ones fill the room that is left, the rest is folded. */
export function foldRows(rows: readonly HeatRow[], capacity: number): FoldedRows {
  if (rows.length <= capacity) return { shown: rows, folded: [] };
  const departed = rows.filter((row) => row.departed);
  const quiet = rows.filter((row) => !row.departed);
  const room = Math.max(0, capacity - departed.length);
  const shown = [...departed, ...quiet.slice(0, room)];
  return { shown, folded: quiet.slice(room) };
}
