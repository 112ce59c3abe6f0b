// Exporters: one for each instance that records spans. An export is a call of nobody's request: it goes
// by the edge's network and balancing, and its answer, its timer or its refusal ends it. One is under way
// at a time; what fails is sent again after a growing pause until its time is up, and meanwhile the queue
// fills. Nobody waits for any of it. Cost: three events for each batch.
import { cancel, schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import {
  ATTEMPTS,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_METERS,
  nodeMeter,
  RETRIES,
} from "../metrics/meters.ts";
import { CONNECTION_REFUSED, FIRST_FAILURE } from "../results/outcomes.ts";
import { PARTICLE_MESSAGE } from "../results/snapshot.ts";
import { pickInstance } from "./balancer.ts";
import { detour } from "./detour.ts";
import { ARRIVE, ATTEMPT_TIMEOUT, EXPORT_AGAIN, EXPORT_ENDED } from "./event-kinds.ts";
import { sampleDelay } from "./network.ts";
import { instances } from "./node-state.ts";
import { edges } from "./parameters.ts";
import { holdRequest } from "./request.ts";
import { attempts, CALLED, calls, FROM_RETRY, IN_TRANSIT, NONE } from "./rows.ts";
import { wakeExporter } from "./span-recording.ts";
import {
  BRINGS_SPANS,
  dropGroup,
  EXPORT,
  exportEdges,
  exporters,
  loseSpans,
  releaseBatch,
  spanBatches,
  spanGroups,
} from "./span-rows.ts";
import { follow } from "./transitions.ts";

/** Pauses between tries of one batch grow by this factor. Source: OpenTelemetry Java, RetryPolicy. */
const PAUSE_FACTOR = 1.5;
const PAUSE_MAX_MS = 5000;

/** It is time to send what waits. */
export function exportDue(exporter: number): void {
  exporters.event[exporter] = 0;
  if (exporters.batch[exporter] === 0 && exporters.queued[exporter] > 0) takeBatch(exporter);
}

/** So much waits that it is sent at once. */
export function exportFull(exporter: number): void {
  if (exporters.batch[exporter] !== 0) return;
  if (exporters.event[exporter] !== 0) cancel(exporters.event[exporter] - 1);
  exportDue(exporter);
}

/** Moves the oldest spans, as many as a batch may hold, out of the queue. */
function takeBatch(exporter: number): void {
  const edge = exporters.edge[exporter];
  const most = exportEdges.batchMax[edge];
  const batch = allocateRow(spanBatches.marks, spanBatches.next, spanBatches.cap);
  const first = exporters.head[exporter];
  let last = first;
  let count = spanGroups.count[first - 1];
  for (;;) {
    const next = spanGroups.next[last - 1];
    if (next === 0 || count + spanGroups.count[next - 1] > most) break;
    count += spanGroups.count[next - 1];
    last = next;
  }
  exporters.head[exporter] = spanGroups.next[last - 1];
  if (exporters.head[exporter] === 0) exporters.tail[exporter] = 0;
  spanGroups.next[last - 1] = 0;
  exporters.queued[exporter] -= count;
  exportEdges.queued[edge] -= count;
  spanBatches.exporter[batch] = exporter;
  spanBatches.first[batch] = first;
  spanBatches.count[batch] = count;
  spanBatches.references[batch] = 1;
  spanBatches.received[batch] = 0;
  exporters.batch[exporter] = batch + 1;
  exporters.takenAt[exporter] = registers[NOW];
  exporters.tries[exporter] = 0;
  exportEdges.batches[edge]++;
  exportEdges.batchSpans[edge] += count;
  send(exporter);
}

/** A batch is sent once more, unless its instance is gone. */
export function exportAgain(exporter: number): void {
  if (exporters.batch[exporter] === 0) return;
  if (instances.up[exporters.instance[exporter]] === 0) giveUp(exporter);
  else send(exporter);
}

function send(exporter: number): void {
  const edge = exporters.edge[exporter];
  exporters.tries[exporter]++;
  edgeMeter[edge * EDGE_METERS + ATTEMPTS]++;
  if (exporters.tries[exporter] > 1) edgeMeter[edge * EDGE_METERS + RETRIES]++;
  const call = makeCall(exporter, edge);
  const instance = pickInstance(edge, exporters.row[exporter], call);
  if (instance < 0) {
    follow(EXPORT_ENDED, call, CONNECTION_REFUSED);
    return;
  }
  const attempt = makeExport(exporter, edge, instance, call);
  const left = exporters.takenAt[exporter] + exportEdges.timeoutMs[edge] - registers[NOW];
  registers[AT] = registers[NOW] + Math.max(left, 0);
  calls.timer[call] = schedule(ATTEMPT_TIMEOUT, call, 0) + 1;
  const bytes = spanBatches.count[exporters.batch[exporter] - 1] * exportEdges.spanBytes[edge];
  exportEdges.sentBytes[edge] += bytes;
  sampleDelay(edge, PARTICLE_MESSAGE);
  if (registers[SAMPLE] < 0) {
    detour(attempt, edge, call);
    return;
  }
  registers[AT] = registers[NOW] + registers[SAMPLE] + bytes * exportEdges.byteMs[edge];
  schedule(ARRIVE, attempt, 0);
}

function makeCall(exporter: number, edge: number): number {
  const call = allocateRow(calls.marks, calls.next, calls.cap);
  calls.plan[call] = EXPORT;
  calls.edge[call] = edge;
  calls.parent[call] = NONE;
  calls.attempt[call] = NONE;
  calls.timer[call] = 0;
  calls.tries[call] = 1;
  calls.row[call] = exporters.row[exporter];
  calls.pinned[call] = exporter;
  calls.guard[call] = NONE;
  calls.attemptAt[call] = registers[NOW];
  exporters.call[exporter] = call + 1;
  return call;
}

function makeExport(exporter: number, edge: number, instance: number, call: number): number {
  const batch = exporters.batch[exporter] - 1;
  const request = exporters.request[exporter] - 1;
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  attempts.node[attempt] = edges.to[edge];
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = exportEdges.operation[edge];
  attempts.edge[attempt] = edge;
  attempts.request[attempt] = request;
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.phase[attempt] = IN_TRANSIT;
  attempts.flags[attempt] =
    exporters.tries[exporter] > 1 ? BRINGS_SPANS | FROM_RETRY : BRINGS_SPANS;
  attempts.depth[attempt] = 1;
  attempts.message[attempt] = batch;
  attempts.needed[attempt] = -1;
  attempts.call[attempt] = call;
  attempts.origin[attempt] = CALLED;
  calls.attempt[call] = attempt;
  spanBatches.references[batch]++;
  holdRequest(request);
  return attempt;
}

/** An export has been answered, is late, or could not be sent. */
export function exportEnded(call: number, outcome: number): void {
  const exporter = calls.pinned[call];
  const edge = calls.edge[call];
  freeRow(calls.marks, calls.next, call);
  exporters.call[exporter] = 0;
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
  if (outcome < FIRST_FAILURE) {
    const batch = exporters.batch[exporter] - 1;
    exportEdges.exported[edge] += spanBatches.count[batch];
    goOn(exporter, edge, batch);
    return;
  }
  nodeMeter[edges.to[edge] * NODE_METERS + CALLER_FAILED]++;
  const pause = pauseAfter(exportEdges.retryMs[edge], exporters.tries[exporter]);
  const at = registers[NOW] + pause;
  if (pause === 0 || at >= exporters.takenAt[exporter] + exportEdges.timeoutMs[edge]) {
    giveUp(exporter);
    return;
  }
  registers[AT] = at;
  schedule(EXPORT_AGAIN, exporter, 0);
}

/** Pause before a batch is sent again that was sent so often, ms; 0 = it is not. */
function pauseAfter(firstMs: number, tries: number): number {
  let pause = firstMs;
  for (let sent = 1; sent < tries && pause < PAUSE_MAX_MS; sent++) pause *= PAUSE_FACTOR;
  return firstMs === 0 ? 0 : Math.min(pause, Math.max(PAUSE_MAX_MS, firstMs));
}

/** A batch is dropped. Where an answer alone was lost its spans are there all the same. */
function giveUp(exporter: number): void {
  const batch = exporters.batch[exporter] - 1;
  const edge = exporters.edge[exporter];
  exportEdges.failed[edge] += spanBatches.count[batch];
  goOn(exporter, edge, batch);
}

function goOn(exporter: number, edge: number, batch: number): void {
  exporters.batch[exporter] = 0;
  releaseBatch(batch);
  exporters.nextAt[exporter] = registers[NOW] + exportEdges.delayMs[edge];
  if (exporters.queued[exporter] > 0) wakeExporter(exporter, edge);
}

/** An instance has crashed: the spans that waited in it are gone. */
export function loseWaitingSpans(instance: number): void {
  for (let exporter = 0; exporter < exporters.highWater; exporter++) {
    if (exporters.instance[exporter] !== instance || exporters.queued[exporter] === 0) continue;
    const edge = exporters.edge[exporter];
    exportEdges.lost[edge] += exporters.queued[exporter];
    exportEdges.queued[edge] -= exporters.queued[exporter];
    for (let link = exporters.head[exporter]; link !== 0; ) {
      const group = link - 1;
      link = spanGroups.next[group];
      loseSpans(spanGroups.trace[group], spanGroups.count[group]);
      dropGroup(group);
    }
    exporters.head[exporter] = 0;
    exporters.tail[exporter] = 0;
    exporters.queued[exporter] = 0;
    if (exporters.event[exporter] !== 0) cancel(exporters.event[exporter] - 1);
    exporters.event[exporter] = 0;
  }
}
