// Latencies of the request types window by window, in bands, for whoever wants to draw them. Kept
// only where somebody said so; costs a look at the used buckets of each type when a window closes.
// Windows that were restored from a checkpoint of another history have none.
import { BANDS, bandEdge, eachBin, eachWindowBand, totalsOf } from "../metrics/histogram.ts";
import {
  CELL_STRIDE,
  type LatencyBands,
  type LatencyBins,
  type LatencyScope,
} from "../results/latency.ts";
import type { SeriesLayout } from "../results/series.ts";
import { edgeLatencyRows, latencyRows, nodeLatencyRows } from "./derive.ts";

/** Cells of one request type, and where those of each window begin. */
class BandLog {
  private cells = new Int32Array(1024 * CELL_STRIDE);
  private used = 0;
  readonly starts: number[] = [];

  begin(window: number): void {
    while (this.starts.length <= window) this.starts.push(this.used);
  }

  add(window: number, band: number, count: number): void {
    if (this.used + CELL_STRIDE > this.cells.length) {
      const larger = new Int32Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[this.used++] = window;
    this.cells[this.used++] = band;
    this.cells[this.used++] = count;
  }

  cut(windows: number): void {
    if (windows >= this.starts.length) return;
    this.used = this.starts[windows];
    this.starts.length = windows;
  }

  from(window: number): Int32Array {
    return this.cells.slice(this.starts[window] ?? this.used, this.used);
  }
}

let isRecording = false;
let logs: BandLog[] = [];

/** Keeps bands of the runs that are loaded from now on, or keeps none. */
export function recordBands(on: boolean): void {
  isRecording = on;
}

/** The series has been emptied. */
export function restartBands(types: number): void {
  logs = isRecording ? Array.from({ length: types }, () => new BandLog()) : [];
}

/** Keeps the bands of the present window, which is about to close as number `window`. */
export function keepBands(window: number): void {
  for (const [type, log] of logs.entries()) {
    log.begin(window);
    eachWindowBand(latencyRows(type), (band, count) => log.add(window, band, count));
  }
}

/** Forgets the windows from number `windows` on. */
export function cutBands(windows: number): void {
  for (const log of logs) log.cut(windows);
}

/** Bands of a request type from window `from` on; none for an unknown type. */
export function latencyBandsOf(layout: SeriesLayout, type: string, from: number): LatencyBands {
  const log = logs[layout.typeIds.indexOf(type)];
  return {
    edgesMs: Float64Array.from({ length: BANDS + 1 }, (_, band) => bandEdge(band)),
    windows: log?.starts.length ?? 0,
    cells: log?.from(from) ?? new Int32Array(0),
  };
}

const ROWS_OF: Readonly<Record<LatencyScope["block"], (index: number) => Int32Array>> = {
  endToEnd: latencyRows,
  nodes: nodeLatencyRows,
  edges: edgeLatencyRows,
};

function idsOf(layout: SeriesLayout, block: LatencyScope["block"]): readonly string[] {
  if (block === "endToEnd") return layout.typeIds;
  return block === "nodes" ? layout.nodeIds : layout.edgeIds;
}

/** All buckets since the warm-up; none for an unknown id. */
export function latencyBinsOf(layout: SeriesLayout, { block, id }: LatencyScope): LatencyBins {
  const index = idsOf(layout, block).indexOf(id);
  const rows = index < 0 ? new Int32Array(0) : ROWS_OF[block](index);
  const { count, min, max } = totalsOf(rows);
  const bins: number[] = [];
  eachBin(rows, (fromMs, toMs, values) => bins.push(fromMs, toMs, values));
  if (count === 0)
    return { count, minMs: Number.NaN, maxMs: Number.NaN, bins: new Float64Array(0) };
  return { count, minMs: min, maxMs: max, bins: Float64Array.from(bins) };
}
