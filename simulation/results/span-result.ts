// What a run says of spans: at the exporters of an edge, and at their collector.
import type { Maybe } from "./level.ts";

/** Over all exporters of an edge. */
export interface ExporterResult {
  /** Spans of sampled requests, whatever became of them. */
  readonly recorded: number;
  readonly exported: number;
  readonly dropped: {
    readonly queueFull: number;
    /** Of batches that were not taken in time; where only the answer was late they have arrived. */
    readonly exportFailed: number;
    /** Waiting in an instance that crashed. */
    readonly crashed: number;
  };
  readonly queuedMax: number;
  readonly queuedAtEnd: number;
  readonly underWayAtEnd: number;
  readonly batches: number;
  readonly batchSizeMean: Maybe;
  readonly sentBytes: number;
  /** Work of the callers' slots for recording and exporting, ms at speed 1. */
  readonly workMs: number;
}

/** Of a tracing collector. */
export interface CollectorResult {
  /** Spans. */
  readonly received: number;
  /** Spans that came once more, since their exporter had not heard of the first time. */
  readonly receivedAgain: number;
  readonly stored: number;
  /**
   * Traces that are stored, and those of them of which spans were dropped on the way. null, like the two
   * below: somebody exports at once, and spans are not put together to traces then.
   */
  readonly keptTraces: Maybe;
  readonly incompleteTraces: Maybe;
  /** Traces with a failed span that came, and those of them that are stored. */
  readonly failedTraces: Maybe;
  readonly failedTracesKept: Maybe;
  /** With tail sampling. */
  readonly tail?: {
    readonly discardedTraces: number;
    /** Pushed out undecided because too many were held. */
    readonly evictedTraces: number;
    readonly crashedTraces: number;
    /** Spans that came after their trace was discarded or given up. */
    readonly lateSpans: number;
    readonly heldTraces: { readonly max: number; readonly atEnd: number };
    /** Units of 10^6 bytes. */
    readonly heldMb: { readonly max: number };
  };
}
