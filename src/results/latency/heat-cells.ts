// Latency over time as a grid: windows become columns, the engine's bands are the rows.
import { CELL_STRIDE, type LatencyBands } from "../../../simulation/results/latency.ts";

export interface BandHistory {
  readonly edgesMs: Float64Array;
  readonly windows: number;
  /** Pieces as they came, CELL_STRIDE numbers a cell. */
  readonly pieces: readonly Int32Array[];
}

export function emptyBands(): BandHistory {
  return { edgesMs: new Float64Array(0), windows: 0, pieces: [] };
}

export function appendBands(history: BandHistory, { edgesMs, windows, cells }: LatencyBands) {
  // Fewer windows than are known: the run began anew, and what was asked for is not all of it.
  if (windows < history.windows) return emptyBands();
  return { edgesMs, windows, pieces: [...history.pieces, cells] };
}

export interface HeatGrid {
  readonly columns: number;
  /** Windows in a column. */
  readonly perColumn: number;
  /** The lowest and highest band that has values; high < low: none has. */
  readonly low: number;
  readonly high: number;
  /** Counts, band by band from `low` on within each column. */
  readonly counts: Float64Array;
  readonly most: number;
}

function eachCell(
  { pieces }: BandHistory,
  take: (window: number, band: number, count: number) => void,
): void {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += CELL_STRIDE) {
      take(piece[at] ?? 0, piece[at + 1] ?? 0, piece[at + 2] ?? 0);
    }
  }
}

/** At most `most` columns, each of the same number of windows. */
export function heatGrid(history: BandHistory, mostColumns: number): HeatGrid {
  const perColumn = Math.max(1, Math.ceil(history.windows / Math.max(1, mostColumns)));
  const columns = Math.ceil(history.windows / perColumn);
  let low = Number.POSITIVE_INFINITY;
  let high = -1;
  eachCell(history, (_, band) => {
    low = Math.min(low, band);
    high = Math.max(high, band);
  });
  if (high < 0) return { columns, perColumn, low: 0, high, counts: new Float64Array(0), most: 0 };
  const bands = high - low + 1;
  const counts = new Float64Array(columns * bands);
  let most = 0;
  eachCell(history, (window, band, count) => {
    const at = Math.floor(window / perColumn) * bands + band - low;
    const total = (counts[at] ?? 0) + count;
    counts[at] = total;
    most = Math.max(most, total);
  });
  return { columns, perColumn, low, high, counts, most };
}

/** Count of a cell; 0 outside of the grid. */
export function countAt({ low, high, counts }: HeatGrid, column: number, band: number): number {
  if (band < low || band > high) return 0;
  return counts[column * (high - low + 1) + band - low] ?? 0;
}

export interface HeatCell {
  readonly column: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** The cells that are not empty, column by column. */
export function cellsOf(grid: HeatGrid, edgesMs: Float64Array): HeatCell[] {
  const cells: HeatCell[] = [];
  for (let column = 0; column < grid.columns; column += 1) {
    for (let band = grid.low; band <= grid.high; band += 1) {
      const count = countAt(grid, column, band);
      if (count === 0) continue;
      cells.push({ column, fromMs: edgesMs[band] ?? 0, toMs: edgesMs[band + 1] ?? 0, count });
    }
  }
  return cells;
}
