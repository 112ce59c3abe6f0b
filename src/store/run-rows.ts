// The series rows and node states of a run as they arrive: append-only arrays that charts read in
// place. A wrapper with a new count is made per snapshot, so that older wrappers stay valid.
import { rowLengthOf, type SeriesLayout } from "../../simulation/results/series.ts";

export interface RunRows {
  readonly layout: SeriesLayout;
  readonly rowLength: number;
  /** Finished windows so far. */
  readonly count: number;
  /** Rows back to back; longer than count * rowLength, the rest is room to grow. */
  readonly values: Float64Array;
}

export interface StateWindows {
  readonly nodeCount: number;
  readonly windowMs: number;
  /** Analysis windows so far. */
  readonly count: number;
  /** `nodeCount` codes per window, see NODE_STATES and NO_TRAFFIC. */
  readonly codes: Uint8Array;
}

export function emptyRows(layout: SeriesLayout): RunRows {
  const rowLength = rowLengthOf(layout);
  return { layout, rowLength, count: 0, values: new Float64Array(rowLength * 64) };
}

export function appendRows(rows: RunRows, firstRow: number, added: Float64Array): RunRows {
  if (added.length === 0) return rows;
  const count = firstRow + added.length / rows.rowLength;
  let values = rows.values;
  if (count * rows.rowLength > values.length) {
    values = new Float64Array(Math.max(count, rows.count * 2) * rows.rowLength);
    values.set(rows.values.subarray(0, firstRow * rows.rowLength));
  }
  values.set(added, firstRow * rows.rowLength);
  return { ...rows, count, values };
}

export function emptyStates(nodeCount: number): StateWindows {
  return { nodeCount, windowMs: 0, count: 0, codes: new Uint8Array(nodeCount * 64) };
}

/** States may be said again for windows already known (a later window can revise a few). */
export function appendStates(
  states: StateWindows,
  first: number,
  added: Uint8Array,
  windowMs: number,
): StateWindows {
  if (added.length === 0 || states.nodeCount === 0) return states;
  const count = Math.max(states.count, first + added.length / states.nodeCount);
  let codes = states.codes;
  if (count * states.nodeCount > codes.length) {
    codes = new Uint8Array(Math.max(count, states.count * 2) * states.nodeCount);
    codes.set(states.codes.subarray(0, states.count * states.nodeCount));
  }
  codes.set(added, first * states.nodeCount);
  return { ...states, count, codes, windowMs };
}

/** Simulated time of a row's window end, ms. */
export function rowTimeMs(rows: RunRows, row: number): number {
  return rows.values[row * rows.rowLength] ?? Number.NaN;
}

/** Value of a row; `column` is an offset from series.ts. */
export function rowValue(rows: RunRows, row: number, column: number): number {
  return rows.values[row * rows.rowLength + column] ?? Number.NaN;
}

/** The last row whose window ended at or before the instant; -1 if there is none. */
export function rowAt(rows: RunRows, atMs: number): number {
  let low = 0;
  let high = rows.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rowTimeMs(rows, middle) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** State code of a node in the analysis window that holds the instant, or the last one known. */
export function stateCodeAt(states: StateWindows, node: number, atMs: number | null): number {
  if (states.count === 0 || states.windowMs === 0) return -1;
  const last = states.count - 1;
  const wanted = atMs === null ? last : Math.floor(atMs / states.windowMs);
  const window = Math.max(0, Math.min(last, wanted));
  return states.codes[window * states.nodeCount + node] ?? -1;
}
