import type { EdgeResult, Failures } from "../../../simulation/results/run-result.ts";
import type { EdgeColumn } from "../../../simulation/results/series.ts";
import type { ExporterResult } from "../../../simulation/results/span-result.ts";
import { formatDuration, formatNumber, formatRate, formatRatio } from "../../ui/format.ts";
import { edgeValue } from "../run-values.ts";
import { bare, countPerS, estimate, instantReaders } from "./readers.ts";
import type { RunSource, TableColumn } from "./table-model.ts";

const { rate, level, exact, share } = instantReaders<EdgeColumn>(edgeValue);
const of = (...path: readonly string[]) => estimate("edges", ...path);
const count = (read: (edge: EdgeResult) => number) =>
  countPerS(({ result }: RunSource, id) => {
    const edge = result.edges[id];
    return edge && read(edge);
  });

function heldMs(edge: EdgeResult | undefined): number | null | undefined {
  const { stream } = edge ?? {};
  return stream && (stream.heldByStreamMs ?? 0) + (stream.heldByConnectionMs ?? 0);
}

function total(failures: Failures): number {
  return Object.values(failures).reduce((sum, each) => sum + each, 0);
}

function droppedSpans(exporter: ExporterResult | undefined): number | undefined {
  if (exporter === undefined) return undefined;
  const { queueFull, exportFailed, crashed } = exporter.dropped;
  return queueFull + exportFailed + crashed;
}

// biome-ignore format: a line a column keeps the table readable as a table.
export const EDGE_TABLE: readonly TableColumn[] = [
  { key: "calls", label: "calls", help: "Uses of the edge, each with all its retries", unit: "1/s", format: formatRate,
    instant: rate("calls"), run: count(({ calls }) => calls) },
  { key: "attempts", label: "attempts", help: "Tries that were sent", unit: "1/s", format: formatRate,
    instant: rate("attempts"), run: count(({ attempts }) => attempts) },
  { key: "throughput", label: "ok", help: "Attempts that succeeded", unit: "1/s", format: formatRate,
    instant: rate("okAttempts"), run: bare(({ result }, id) => result.edges[id]?.throughput) },
  { key: "failures", label: "failed", help: "Share of the attempts that failed", unit: "ratio", format: formatRatio,
    instant: share("failedAttempts", "failedAttempts", "okAttempts"), run: bare(({ result }, id) => result.edges[id]?.failureRatio) },
  { key: "retries", label: "retries", help: "Attempts beyond the first of their call", unit: "1/s", format: formatRate,
    instant: rate("retries"), run: count(({ retries }) => retries) },
  { key: "amplification", label: "per call", help: "Attempts per call", unit: "count", format: formatNumber,
    instant: share("attempts", "calls"), run: of("retryAmplification") },
  { key: "timeouts", label: "timeouts", help: "Attempts that ended by their time-out", unit: "1/s", format: formatRate,
    instant: rate("timeouts"), run: count(({ failed }) => failed.timeout ?? 0) },
  { key: "refused", label: "unsent", help: "What policies or the pool of the caller kept from being sent; at an instant, the policies alone", unit: "1/s", format: formatRate,
    instant: rate("refused"), run: count(({ unsent }) => total(unsent)) },
  { key: "denied", label: "denied", help: "Retries that the budget did not allow", unit: "1/s", format: formatRate,
    instant: rate("retriesDenied"), run: count(({ retriesDenied }) => retriesDenied) },
  { key: "fallbacks", label: "fallbacks", help: "Calls answered by the fallback", unit: "1/s", format: formatRate,
    instant: rate("fallbacks"), run: count(({ fallbacks }) => fallbacks) },
  { key: "mean", label: "mean", help: "Mean latency of the attempts that were answered", unit: "ms", format: formatDuration,
    instant: exact("meanMs"), run: of("latencyMs", "mean") },
  { key: "p50", label: "p50", help: "Median latency; of an instant only where its window has 20 or more", unit: "ms", format: formatDuration,
    instant: exact("p50Ms"), run: of("latencyMs", "p50") },
  { key: "p99", label: "p99", help: "99th percentile; of an instant only where its window has 20 or more", unit: "ms", format: formatDuration,
    instant: exact("p99Ms"), run: of("latencyMs", "p99") },
  { key: "bytesOut", label: "bytes out", help: "Bytes of the requests, where the edge has a payload", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.edges[id]?.bytes?.requests) },
  { key: "bytesBack", label: "bytes back", help: "Bytes of the good answers, where the edge has a payload", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.edges[id]?.bytes?.answers) },
  { key: "spans", label: "spans", help: "Spans recorded for a tracing collector", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.edges[id]?.exporter?.recorded) },
  { key: "spansDropped", label: "dropped", help: "Spans dropped: no room in the queue, not taken in time, or lost in a crash", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => droppedSpans(result.edges[id]?.exporter)) },
  { key: "handshakes", label: "handshakes", help: "Full handshakes of TLS, where their work is modeled; resumed sessions are not among them", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.edges[id]?.pool?.tls?.full) },
  { key: "messages", label: "messages", help: "Messages of streams that were read, both ways", unit: "1/s", format: formatRate,
    instant: null, run: bare(({ result }, id) => result.edges[id]?.stream?.messagesPerS) },
  { key: "messageMs", label: "message", help: "From when a message of a stream is ready until it is read, on average", unit: "ms", format: formatDuration,
    instant: null, run: bare(({ result }, id) => result.edges[id]?.stream?.messageMs) },
  { key: "held", label: "held", help: "Of that, how long it waits for room in the window of its stream or connection", unit: "ms", format: formatDuration,
    instant: null, run: bare(({ result }, id) => heldMs(result.edges[id])) },
  { key: "pending", label: "pending", help: "Calls in progress, on average", unit: "count", format: formatNumber,
    instant: level("pendingMean"), run: null },
  { key: "open", label: "open", help: "Share of the callers whose circuit breaker is open", unit: "ratio", format: formatRatio,
    instant: level("openMean"), run: null },
  { key: "backoff", label: "in back-off", help: "Calls that pause before a retry, on average", unit: "count", format: formatNumber,
    instant: level("inBackoffMean"), run: bare(({ result }, id) => result.edges[id]?.inBackoff.mean) },
  { key: "waiting", label: "waiting", help: "Calls that wait for a connection or a permit", unit: "count", format: formatNumber,
    instant: exact("waitingEnd"), run: null },
];
