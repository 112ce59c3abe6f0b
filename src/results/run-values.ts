// Reads the engine's rows by name. Rates are per second of simulated time.
import {
  type EdgeColumn,
  edgeColumn,
  type NodeColumn,
  nodeColumn,
  type TypeColumn,
  typeColumn,
} from "../../simulation/results/series.ts";
import { type RunRows, rowTimeMs, rowValue } from "../store/run-rows.ts";
import { type Rows, rowsIn, STEADY_MS } from "./decimate.ts";

export type ValueAt = (row: number) => number;

export function asRows(rows: RunRows): Rows {
  return { count: rows.count, timeMs: (row) => rowTimeMs(rows, row) };
}

export function typeValue(rows: RunRows, type: number, column: TypeColumn): ValueAt {
  const offset = typeColumn(type, column);
  return (row) => rowValue(rows, row, offset);
}

export function nodeValue(rows: RunRows, node: number, column: NodeColumn): ValueAt {
  const offset = nodeColumn(rows.layout, node, column);
  return (row) => rowValue(rows, row, offset);
}

export function edgeValue(rows: RunRows, edge: number, column: EdgeColumn): ValueAt {
  const offset = edgeColumn(rows.layout, edge, column);
  return (row) => rowValue(rows, row, offset);
}

/** A count per window as a rate per second. */
export function perSecond(rows: RunRows, count: ValueAt): ValueAt {
  const windowS = rows.layout.windowMs / 1000;
  return (row) => count(row) / windowS;
}

/** Share of a node's slots that are held; NaN where slots are unlimited. */
export function utilization(rows: RunRows, node: number): ValueAt {
  const held = nodeValue(rows, node, "heldMean");
  const slots = nodeValue(rows, node, "slotsMean");
  return (row) => {
    const available = slots(row);
    return Number.isFinite(available) && available > 0 ? held(row) / available : Number.NaN;
  };
}

/** Largest value over the rows; 0 if there is none. */
export function largest(rows: RunRows, at: ValueAt): number {
  let max = 0;
  for (let row = 0; row < rows.count; row += 1) {
    const value = at(row);
    if (value > max) max = value;
  }
  return max;
}

/** Sum over the rows first..last. */
export function sum(at: ValueAt, first: number, last: number): number {
  let total = 0;
  for (let row = first; row <= last; row += 1) total += at(row);
  return total;
}

/** The last value that exists at or before the row; NaN if there is none. */
export function latest(at: ValueAt, row: number): number {
  for (let index = row; index >= 0; index -= 1) {
    const value = at(index);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** Mean over the last second up to the row: what the heads of charts say of rates and levels. */
export function steady(rows: RunRows, at: ValueAt): ValueAt {
  const span = rowsIn(asRows(rows), STEADY_MS);
  return (row) => {
    let total = 0;
    let count = 0;
    for (let index = Math.max(0, row - span + 1); index <= row; index += 1) {
      const value = at(index);
      if (Number.isNaN(value)) continue;
      total += value;
      count += 1;
    }
    return count > 0 ? total / count : Number.NaN;
  };
}
