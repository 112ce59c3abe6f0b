// Distributions of latencies, which are handed out when somebody asks for them: of the whole run so
// far in the fine buckets of the totals, and over time in the coarse bands of the windows.

/** Whose latencies: of a request type ("all" is one), a node or an edge. */
export interface LatencyScope {
  readonly block: "endToEnd" | "nodes" | "edges";
  readonly id: string;
}

/** Numbers of one bucket in `LatencyBins.bins`: lower edge and upper edge, ms, and its count. */
export const BIN_STRIDE = 3;

/** Latencies since the warm-up, as `latencyMs` of the result sums them up. */
export interface LatencyBins {
  readonly count: number;
  /** Exact extremes, ms; NaN without values. */
  readonly minMs: number;
  readonly maxMs: number;
  /** The buckets that are not empty, rising, BIN_STRIDE numbers each. */
  readonly bins: Float64Array;
}

/** Numbers of one cell in `LatencyBands.cells`: window, band and count. */
export const CELL_STRIDE = 3;

/** Latencies of a request type window by window. */
export interface LatencyBands {
  /** Edges of the bands, ms: band `b` reaches from `edgesMs[b]` to `edgesMs[b + 1]`. */
  readonly edgesMs: Float64Array;
  /** Windows that were recorded so far. */
  readonly windows: number;
  /** The cells that are not empty, CELL_STRIDE numbers each, in the order of windows. */
  readonly cells: Int32Array;
}
