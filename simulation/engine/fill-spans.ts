// Writes which nodes record spans, how their exporters work and what collectors do with what comes, and
// reports both.
import type { CollectorDescriptor } from "../kinds/collector-descriptor.ts";
import { edges, nodes } from "../primitives/parameters.ts";
import {
  exportEdges,
  exporters,
  HANDLES_SPANS,
  spanBatches,
  spanNodes,
  spanOperations,
  WATCH_SPANS,
} from "../primitives/span-rows.ts";
import type { CollectorResult, ExporterResult } from "../results/span-result.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { timesMade } from "./fill-wires.ts";
import type { Program } from "./program.ts";

interface ExporterValues {
  readonly queueMax: number;
  readonly delayMs: number;
  readonly batchMax: number;
  readonly timeoutMs: number;
  readonly retryMs: number | null;
  readonly spanUs: number;
  readonly spanBytes: number;
  /** Of proxies: the share of requests that they record, and how many spans they send without delay. */
  readonly sampleRatio?: number;
  readonly fullAt?: number;
}

/** What an edge says of the spans that go over it; null of all edges that do not lead to a collector. */
function exporterOf({ values }: ResolvedEdge): ExporterValues | null {
  return (values.exporter as ExporterValues | undefined) ?? null;
}

function collectorOf(program: Program, row: number): CollectorDescriptor | undefined {
  const descriptor = program.nodes[row]?.descriptor;
  return descriptor?.primitive === "station" ? descriptor.station.collector : undefined;
}

/** Numbers of all nodes, operations and edges, which must be filled in; with `fresh` the exporters too. */
export function fillSpans(program: Program, fresh: boolean): string | null {
  const { scenario, graph } = program;
  if (!spanNodes.occupy(program.nodes.length)) return spanNodes.name;
  if (!spanOperations.occupy(graph.operations.length)) return spanOperations.name;
  if (!exportEdges.occupy(scenario.edges.length)) return exportEdges.name;
  for (let row = 0; row < program.nodes.length; row++) {
    spanNodes.exportEdge[row] = 0;
    fillCollector(program, row);
  }
  let next = 0;
  for (const [edge, resolved] of scenario.edges.entries()) {
    const exporter = exporterOf(resolved);
    exportEdges.firstExporter[edge] = -1;
    if (exporter === null) continue;
    fillExports(program, resolved, edge, exporter);
    if (resolved.sort !== "export") continue;
    exportEdges.firstExporter[edge] = next;
    next += edges.rowCount[edge];
    if (fresh && !openExporters(edge, next)) return exporters.name;
  }
  if (next === 0 && !scenario.edges.some((edge) => exporterOf(edge) !== null)) return null;
  countSpans(program);
  compareSamples(program);
  return null;
}

function fillCollector(program: Program, row: number): void {
  const collector = collectorOf(program, row);
  spanNodes.isCollector[row] = collector === undefined ? 0 : 1;
  if (collector === undefined) return;
  const { spanUs, tail } = collector;
  spanNodes.workMs[row] = spanUs / 1000;
  spanNodes.waitMs[row] = tail?.decisionWaitMs ?? 0;
  spanNodes.tracesMax[row] = tail?.tracesMax ?? 0;
  spanNodes.keepsErrors[row] = tail?.keepErrors ? 1 : 0;
  spanNodes.slowMs[row] = tail?.slowMs ?? 0;
  spanNodes.keepRatio[row] = tail?.keepRatio ?? 1;
  nodes.mode[row] |= HANDLES_SPANS;
  nodes.watch[row] |= WATCH_SPANS;
}

function fillExports(
  program: Program,
  { from, to, values }: ResolvedEdge,
  edge: number,
  exporter: ExporterValues,
): void {
  const caller = program.index.nodeOf(from);
  const collector = program.index.nodeOf(to);
  const mbps = values.bandwidthMbps as number | null | undefined;
  spanNodes.exportEdge[caller] = edge + 1;
  spanNodes.spanBytes[collector] = exporter.spanBytes;
  exportEdges.operation[edge] = program.index.operationOf(collector, "");
  exportEdges.sampleRatio[edge] =
    exporter.sampleRatio ?? collectorOf(program, collector)?.sampleRatio ?? 1;
  exportEdges.spanMs[edge] = exporter.spanUs / 1000;
  exportEdges.queueMax[edge] = exporter.queueMax;
  exportEdges.delayMs[edge] = exporter.delayMs;
  exportEdges.batchMax[edge] = exporter.batchMax;
  exportEdges.fullAt[edge] = exporter.fullAt ?? exporter.batchMax;
  exportEdges.timeoutMs[edge] = exporter.timeoutMs;
  exportEdges.retryMs[edge] = exporter.retryMs ?? 0;
  exportEdges.spanBytes[edge] = exporter.spanBytes;
  exportEdges.byteMs[edge] = mbps == null ? 0 : 8 / (mbps * 1000);
  nodes.mode[caller] |= HANDLES_SPANS;
  nodes.watch[caller] |= WATCH_SPANS;
}

function openExporters(edge: number, end: number): boolean {
  if (!exporters.occupy(end)) return false;
  const first = exportEdges.firstExporter[edge];
  for (let exporter = first; exporter < end; exporter++) {
    exporters.edge[exporter] = edge;
    exporters.row[exporter] = edges.firstRow[edge] + exporter - first;
    exporters.instance[exporter] = nodes.firstInstance[edges.from[edge]] + exporter - first;
    exporters.nextAt[exporter] = exportEdges.delayMs[edge];
  }
  return true;
}

/** Marks edges over which a smaller share is recorded than over another to the same collector. */
function compareSamples({ scenario, index }: Program): void {
  const most = new Map<string, number>();
  const exports = scenario.edges.filter((edge) => exporterOf(edge) !== null);
  const ratioOf = ({ id }: ResolvedEdge): number => exportEdges.sampleRatio[index.edgeOf(id)];
  for (const edge of exports) {
    most.set(edge.to, Math.max(most.get(edge.to) ?? 0, ratioOf(edge)));
  }
  for (const edge of exports) {
    const isPart = ratioOf(edge) < (most.get(edge.to) ?? 0);
    exportEdges.isPart[index.edgeOf(edge.id)] = isPart ? 1 : 0;
  }
}

/**
 * Spans of each operation: one for its work, and one for each call that it makes on average. Of proxies one
 * for each pass, whatever they try again. Source: Envoy, tracing: spawn_upstream_span is false.
 */
function countSpans(program: Program): void {
  program.graph.operations.forEach(({ node, stages }, row) => {
    if (program.scenario.nodes[node]?.proxy !== undefined) {
      spanOperations.spans[row] = 1;
      return;
    }
    const calls = stages.flatMap((stage) => stage.calls);
    spanOperations.spans[row] = calls.reduce((sum, call) => {
      const isExport = exportsSpans(program, call.edge);
      return isExport ? sum : sum + timesMade(program, call);
    }, 1);
  });
}

function exportsSpans(program: Program, edge: number): boolean {
  const resolved = program.scenario.edges[edge];
  return resolved !== undefined && exporterOf(resolved) !== null;
}

/** The measured period begins. */
export function restartSpans(): void {
  for (const counter of COUNTERS) counter.fill(0);
  for (let edge = 0; edge < exportEdges.highWater; edge++) {
    exportEdges.queuedMax[edge] = exportEdges.queued[edge];
  }
  for (let node = 0; node < spanNodes.highWater; node++) {
    spanNodes.heldMax[node] = spanNodes.held[node];
    spanNodes.heldSpansMax[node] = spanNodes.heldSpans[node];
  }
}

const COUNTERS = [
  spanNodes.received,
  spanNodes.again,
  spanNodes.stored,
  spanNodes.late,
  spanNodes.kept,
  spanNodes.discarded,
  spanNodes.evicted,
  spanNodes.crashed,
  spanNodes.incomplete,
  spanNodes.failedSeen,
  spanNodes.failedKept,
  exportEdges.recorded,
  exportEdges.exported,
  exportEdges.full,
  exportEdges.failed,
  exportEdges.lost,
  exportEdges.batches,
  exportEdges.batchSpans,
  exportEdges.sentBytes,
  exportEdges.workMs,
];

/** What became of the spans of an edge in the measured period; null where none are exported in batches. */
export function exporterResultOf(edge: number): ExporterResult | null {
  if (exportEdges.firstExporter[edge] < 0) return null;
  let underWay = 0;
  const first = exportEdges.firstExporter[edge];
  for (let exporter = first; exporter < first + edges.rowCount[edge]; exporter++) {
    const batch = exporters.batch[exporter] - 1;
    if (batch >= 0) underWay += spanBatches.count[batch];
  }
  const batches = exportEdges.batches[edge];
  return {
    recorded: exportEdges.recorded[edge],
    exported: exportEdges.exported[edge],
    dropped: {
      queueFull: exportEdges.full[edge],
      exportFailed: exportEdges.failed[edge],
      crashed: exportEdges.lost[edge],
    },
    queuedMax: exportEdges.queuedMax[edge],
    queuedAtEnd: exportEdges.queued[edge],
    underWayAtEnd: underWay,
    batches,
    batchSizeMean: batches === 0 ? null : exportEdges.batchSpans[edge] / batches,
    sentBytes: exportEdges.sentBytes[edge],
    workMs: exportEdges.workMs[edge],
  };
}

/** Whether somebody exports to a collector at once: what such calls bring is put together to no trace. */
function takesCalls(node: number): boolean {
  for (let edge = 0; edge < edges.highWater; edge++) {
    if (edges.to[edge] === node && exportEdges.firstExporter[edge] < 0) return true;
  }
  return false;
}

/** What a collector made of what came in the measured period; null of other nodes. */
export function collectorResultOf(node: number): CollectorResult | null {
  if (spanNodes.isCollector[node] === 0) return null;
  const holds = spanNodes.waitMs[node] > 0;
  const isByBatch = !takesCalls(node);
  const known = (count: number): number | null => (isByBatch ? count : null);
  return {
    received: spanNodes.received[node],
    receivedAgain: spanNodes.again[node],
    stored: spanNodes.stored[node],
    incompleteTraces: known(spanNodes.incomplete[node]),
    keptTraces: known(spanNodes.kept[node]),
    failedTraces: known(spanNodes.failedSeen[node]),
    failedTracesKept: known(spanNodes.failedKept[node]),
    ...(holds
      ? {
          tail: {
            discardedTraces: spanNodes.discarded[node],
            evictedTraces: spanNodes.evicted[node],
            crashedTraces: spanNodes.crashed[node],
            lateSpans: spanNodes.late[node],
            heldTraces: { max: spanNodes.heldMax[node], atEnd: spanNodes.held[node] },
            heldMb: { max: (spanNodes.heldSpansMax[node] * spanNodes.spanBytes[node]) / 1e6 },
          },
        }
      : {}),
  };
}
