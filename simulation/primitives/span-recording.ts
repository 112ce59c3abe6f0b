// Recording: which requests are sampled, what their spans cost where they are recorded, and the queue
// that they join at the end of the work. A request is sampled or not by a hash of what names it, so
// that all nodes decide alike and nothing is drawn. Cost: a look-up and a row for each piece of work of a sampled request.

import { schedule } from "../core/event-list.ts";
import { allocateRow, reachRow, ringRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { EXPORT_DUE, EXPORT_FULL } from "./event-kinds.ts";
import { edges, nodes } from "./parameters.ts";
import { keepCopy } from "./request.ts";
import { attempts, calls, requests } from "./rows.ts";
import { sources } from "./source-parameters.ts";
import {
  BRINGS_SPANS,
  exportEdges,
  exporters,
  loseSpans,
  queueSpans,
  releaseTrace,
  spanBatches,
  spanNodes,
  spanOperations,
  tracePlaces,
  traces,
  UNSEEN,
} from "./span-rows.ts";
import { follow } from "./transitions.ts";

/** A number in 0..1 that hangs on the instant at which a request was offered, the hash of its source and `salt`. */
export function shareOf(source: number, arrivedAt: number, salt: number): number {
  const high = Math.floor(arrivedAt / 65_536);
  const low = Math.floor((arrivedAt - high * 65_536) * 32_768);
  let h = Math.imul((((high | 0) ^ Math.imul(source, 31)) + salt) | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (low | 0), 0x5bd1e995);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return (h >>> 8) / 16_777_216;
}

/** The trace of a request at the collector of an edge, -1 if it is not sampled there. */
export function traceOf(request: number, edge: number): number {
  const collector = edges.to[edge];
  const ratio = exportEdges.sampleRatio[edge];
  const arrivedAt = requests.arrivedAt[request];
  const place = ringRow(tracePlaces.marks, request);
  let before = 0;
  for (let link = tracePlaces.first[place]; link !== 0; ) {
    const trace = link - 1;
    const after = traces.next[trace];
    if (traces.request[trace] === request && traces.arrivedAt[trace] !== arrivedAt) {
      // It was that of an earlier request in the same row.
      if (before === 0) tracePlaces.first[place] = after;
      else traces.next[before - 1] = after;
      releaseTrace(trace);
    } else if (traces.request[trace] === request && traces.collector[trace] === collector) {
      return exportEdges.isPart[edge] === 0 || isSampled(request, ratio) ? trace : -1;
    } else {
      before = link;
    }
    link = after;
  }
  if (ratio < 1 && !isSampled(request, ratio)) return -1;
  return openTrace(request, collector, place);
}

/** Whoever samples less takes part of what others sample. */
function isSampled(request: number, ratio: number): boolean {
  const source = sources.idHash[requests.source[request]];
  return shareOf(source, requests.arrivedAt[request], 1) < ratio;
}

function openTrace(request: number, collector: number, place: number): number {
  const trace = allocateRow(traces.marks, traces.next, traces.cap);
  reachRow(tracePlaces.marks, place);
  traces.next[trace] = tracePlaces.first[place];
  tracePlaces.first[place] = trace + 1;
  traces.collector[trace] = collector;
  traces.request[trace] = request;
  traces.arrivedAt[trace] = requests.arrivedAt[request];
  traces.references[trace] = 1;
  traces.state[trace] = UNSEEN;
  traces.failed[trace] = 0;
  traces.lost[trace] = 0;
  traces.spans[trace] = 0;
  return trace;
}

/** Adds the work for spans, to record or to receive, to the service time in `registers[SAMPLE]`. */
export function workOnSpans(attempt: number, node: number): void {
  if (spanNodes.isCollector[node] === 1) {
    registers[SAMPLE] += spanNodes.workMs[node] * spansBrought(attempt);
    return;
  }
  const edge = spanNodes.exportEdge[node] - 1;
  const spanMs = exportEdges.spanMs[edge];
  if (spanMs === 0 || traceOf(attempts.request[attempt], edge) < 0) return;
  const workMs = spanMs * spanOperations.spans[attempts.operation[attempt]];
  registers[SAMPLE] += workMs;
  exportEdges.workMs[edge] += workMs;
}

/** Spans that an arrival at a collector brings: a batch of them, or those of its caller's work. */
export function spansBrought(attempt: number): number {
  if ((attempts.flags[attempt] & BRINGS_SPANS) !== 0) {
    return spanBatches.count[attempts.message[attempt]];
  }
  const call = attempts.call[attempt];
  const parent = call < 0 ? -1 : calls.parent[call];
  return parent < 0 ? 1 : spanOperations.spans[attempts.operation[parent]];
}

/** A piece of work leaves a node: its spans wait for their export, or are dropped for want of room. */
export function recordSpans(attempt: number, node: number, outcome: number): void {
  const edge = spanNodes.exportEdge[node] - 1;
  if (edge < 0 || exportEdges.firstExporter[edge] < 0) return;
  const request = attempts.request[attempt];
  const trace = traceOf(request, edge);
  if (trace < 0) return;
  const at = attempts.instance[attempt] - nodes.firstInstance[node];
  const exporter = exportEdges.firstExporter[edge] + at;
  const credit = exporters.credit[exporter] + spanOperations.spans[attempts.operation[attempt]];
  const count = Math.floor(credit) | 0;
  exporters.credit[exporter] = credit - count;
  exportEdges.recorded[edge] += count;
  const kept = Math.min(count, exportEdges.queueMax[edge] - exporters.queued[exporter]);
  if (kept < count) {
    exportEdges.full[edge] += count - kept;
    loseSpans(trace, count - kept);
  }
  if (kept <= 0) return;
  if (exporters.request[exporter] === 0) exporters.request[exporter] = keepCopy(request) + 1;
  const failed = outcome >= FIRST_FAILURE ? 1 : 0;
  queueSpans(exporter, trace, kept, failed, attempts.arrivedAt[attempt]);
  wakeExporter(exporter, edge);
}

/** Spans wait: a full batch is sent at once, others at the next instant at which it is time. */
export function wakeExporter(exporter: number, edge: number): void {
  if (exporters.batch[exporter] !== 0) return;
  if (exporters.queued[exporter] >= exportEdges.fullAt[edge]) {
    follow(EXPORT_FULL, exporter, 0);
    return;
  }
  if (exporters.event[exporter] !== 0) return;
  const delay = exportEdges.delayMs[edge];
  const late = registers[NOW] - exporters.nextAt[exporter];
  if (late >= 0) exporters.nextAt[exporter] += delay * (Math.floor(late / delay) + 1);
  registers[AT] = exporters.nextAt[exporter];
  exporters.event[exporter] = schedule(EXPORT_DUE, exporter, 0) + 1;
}
