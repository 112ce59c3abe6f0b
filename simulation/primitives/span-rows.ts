// Spans and traces: what nodes record of sampled requests, the exporters that send it in batches, and
// the traces as their collector sees them. Spans of one piece of work are one row with a count. All
// empty in designs without a collector.
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";

/** Bit of a node's `mode`: recording or receiving spans takes time of its slots. */
export const HANDLES_SPANS = 1 << 24;
/** Bit of a node's `watch`: its work is recorded as spans, or it is a collector. */
export const WATCH_SPANS = 128;
/**
 * Bit of an attempt's `flags`: it is an export, `message` says of which batch. The same as CARRIES of
 * parcels (parcel-rows.ts), which never go to a collector.
 */
export const BRINGS_SPANS = 512;
/** `plan` of the call of an export. */
export const EXPORT = -2;
/** Bit of an edge's `guards`: what goes over it are exports. */
export const EXPORTS_SPANS = 1 << 22;

/** `sort` of an edge over which spans are exported in batches. */
export const SORT_EXPORT = 3;

/** What a collector knows of a trace. */
export const UNSEEN = 0;
export const HELD = 1;
export const KEPT = 2;
export const DISCARDED = 3;
/** Given up before it was decided: too many were held, or the collector crashed. */
export const FORGOTTEN = 4;

class SpanNodes extends Table {
  /** Edge to its collector, + 1; 0 = its work is not recorded. */
  readonly exportEdge = this.int32();
  readonly isCollector = this.uint8();
  /** Work for each span that comes, ms at speed 1. */
  readonly workMs = this.float64();
  /** Until a trace is decided after its first span has come; 0 = whatever comes is kept. */
  readonly waitMs = this.float64();
  readonly tracesMax = this.int32();
  readonly keepsErrors = this.uint8();
  /** Traces that last so long are kept; 0 = that is no reason. */
  readonly slowMs = this.float64();
  readonly keepRatio = this.float64();
  readonly spanBytes = this.float64();
  /** Traces that wait for their decision: ends of the list, trace + 1; how many, and their spans. */
  readonly heldHead = this.int32();
  readonly heldTail = this.int32();
  readonly held = this.int32();
  readonly heldMax = this.int32();
  readonly heldSpans = this.int32();
  readonly heldSpansMax = this.int32();
  /** 1: an event for the oldest of them is scheduled. */
  readonly deciding = this.uint8();
  readonly received = this.float64();
  readonly again = this.float64();
  readonly stored = this.float64();
  readonly late = this.float64();
  readonly kept = this.float64();
  readonly discarded = this.float64();
  readonly evicted = this.float64();
  readonly crashed = this.float64();
  readonly incomplete = this.float64();
  readonly failedSeen = this.float64();
  readonly failedKept = this.float64();
}

class SpanOperations extends Table {
  /** Spans of one piece of its work: one for itself, and one for each call that it makes on average. */
  readonly spans = this.float64();
}

class ExportEdges extends Table {
  /** First exporter, one for each caller instance; -1 = nothing is exported in batches. */
  readonly firstExporter = this.int32();
  /** Operation of the collector that exports are. */
  readonly operation = this.int32();
  /** Share of the requests that are recorded here, and 1 where others of this collector record more. */
  readonly sampleRatio = this.float64();
  readonly isPart = this.uint8();
  readonly spanMs = this.float64();
  readonly queueMax = this.int32();
  readonly delayMs = this.float64();
  readonly batchMax = this.int32();
  /** So many spans do not wait for the delay. */
  readonly fullAt = this.int32();
  readonly timeoutMs = this.float64();
  /** First pause before a failed batch is sent again, 0 = it is not. */
  readonly retryMs = this.float64();
  readonly spanBytes = this.float64();
  /** Time on the wire for each byte. */
  readonly byteMs = this.float64();
  readonly queued = this.int32();
  readonly queuedMax = this.int32();
  readonly recorded = this.float64();
  readonly exported = this.float64();
  readonly full = this.float64();
  readonly failed = this.float64();
  readonly lost = this.float64();
  readonly batches = this.float64();
  readonly batchSpans = this.float64();
  readonly sentBytes = this.float64();
  readonly workMs = this.float64();
}

class Exporters extends Table {
  readonly edge = this.int32();
  /** Row of policy state of its instance, and the instance. */
  readonly row = this.int32();
  readonly instance = this.int32();
  /** Spans that wait: ends of the list, group + 1, and how many. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly queued = this.int32();
  /** What is left of averages that are no whole spans. */
  readonly credit = this.float64();
  /** The event that sends what waits, + 1. */
  readonly event = this.int32();
  /** The batch under way, + 1, since when, and how often it was sent. */
  readonly batch = this.int32();
  readonly takenAt = this.float64();
  readonly tries = this.int32();
  /** The call that exports it, + 1; 0 = none is under way. */
  readonly call = this.int32();
  readonly nextAt = this.float64();
  /** A request in whose name it exports, + 1. */
  readonly request = this.int32();
}

/** Spans of one piece of work. */
class SpanGroups extends Table {
  readonly trace = this.int32();
  readonly count = this.int32();
  readonly failed = this.uint8();
  readonly startedAt = this.float64();
  readonly endedAt = this.float64();
}

class SpanBatches extends Table {
  readonly exporter = this.int32();
  readonly first = this.int32();
  readonly count = this.int32();
  /** Its exporter and its attempts. */
  readonly references = this.int32();
  /** 1: its collector has handled it. */
  readonly received = this.uint8();
}

class Traces extends Table {
  readonly collector = this.int32();
  readonly request = this.int32();
  readonly arrivedAt = this.float64();
  /** Its request's place, its spans that are not settled, and its collector while it holds it. */
  readonly references = this.int32();
  readonly state = this.uint8();
  readonly failed = this.uint8();
  /** Spans of it that never arrived. */
  readonly lost = this.int32();
  /** Spans that its collector holds. */
  readonly spans = this.int32();
  readonly firstAt = this.float64();
  readonly lastAt = this.float64();
  readonly heldAt = this.float64();
  /** The next that its collector holds, + 1. */
  readonly following = this.int32();
}

class TracePlaces extends Table {
  /** First trace of the requests that share a place, + 1; a chain along `next`. */
  readonly first = this.int32();
}

export const spanNodes = new SpanNodes("span nodes", 1_000);
export const spanOperations = new SpanOperations("span operations", 20_000);
export const exportEdges = new ExportEdges("export edges", 5_000);
export const exporters = new Exporters("span exporters", 20_000);
export const spanGroups = new SpanGroups("spans", 200_000);
export const spanBatches = new SpanBatches("span batches", 20_000);
export const traces = new Traces("traces", 131_072);
export const tracePlaces = new TracePlaces("trace places", 131_072);

/** Gives a reference to a trace back. */
export function releaseTrace(trace: number): void {
  if (--traces.references[trace] === 0) freeRow(traces.marks, traces.next, trace);
}

/** Spans of a trace are gone before its collector had them. */
export function loseSpans(trace: number, count: number): void {
  if (traces.lost[trace] === 0 && traces.state[trace] === KEPT) {
    spanNodes.incomplete[traces.collector[trace]]++;
  }
  traces.lost[trace] += count;
}

/** Gives a reference to a batch back; with the last one it and its spans are gone. */
export function releaseBatch(batch: number): void {
  if (--spanBatches.references[batch] > 0) return;
  const isLost = spanBatches.received[batch] === 0;
  for (let link = spanBatches.first[batch]; link !== 0; ) {
    const group = link - 1;
    link = spanGroups.next[group];
    if (isLost) loseSpans(spanGroups.trace[group], spanGroups.count[group]);
    dropGroup(group);
  }
  freeRow(spanBatches.marks, spanBatches.next, batch);
}

/** Spans are settled, one way or the other. */
export function dropGroup(group: number): void {
  const trace = spanGroups.trace[group];
  freeRow(spanGroups.marks, spanGroups.next, group);
  releaseTrace(trace);
}

/** Spans of a piece of work that began at `startedAt` and ends now, at the end of their exporter's queue. */
export function queueSpans(
  exporter: number,
  trace: number,
  count: number,
  failed: number,
  startedAt: number,
): void {
  const group = allocateRow(spanGroups.marks, spanGroups.next, spanGroups.cap);
  traces.references[trace]++;
  spanGroups.trace[group] = trace;
  spanGroups.count[group] = count;
  spanGroups.failed[group] = failed;
  spanGroups.startedAt[group] = startedAt;
  spanGroups.endedAt[group] = registers[NOW];
  spanGroups.next[group] = 0;
  const tail = exporters.tail[exporter];
  if (tail !== 0) spanGroups.next[tail - 1] = group + 1;
  else exporters.head[exporter] = group + 1;
  exporters.tail[exporter] = group + 1;
  exporters.queued[exporter] += count;
  const edge = exporters.edge[exporter];
  const queued = exportEdges.queued[edge] + count;
  exportEdges.queued[edge] = queued;
  if (queued > exportEdges.queuedMax[edge]) exportEdges.queuedMax[edge] = queued;
}
