import type { BrokerResult } from "../../../simulation/results/run-result.ts";
import type { ScheduleResult } from "../../../simulation/results/schedule-result.ts";
import type { NodeColumn } from "../../../simulation/results/series.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatRatio,
} from "../../ui/format.ts";
import { nodeValue } from "../run-values.ts";
import { bare, countPerS, estimate, instantReaders } from "./readers.ts";
import type { RunSource, TableColumn } from "./table-model.ts";

const { rate, level, exact, share } = instantReaders<NodeColumn>(nodeValue);
const of = (...path: readonly string[]) => estimate("nodes", ...path);

function queuesOf({ result }: RunSource, id: string): readonly BrokerResult[] {
  return Object.values(result.nodes[id]?.queues ?? {});
}

function quantile(name: "p50" | "p95" | "p99"): TableColumn {
  return {
    key: name,
    label: name,
    help: "From arrival to completion; of an instant only where its window has 20 or more",
    unit: "ms",
    format: formatDuration,
    instant: exact(`${name}Ms`),
    run: of("latencyMs", name),
  };
}

// biome-ignore format: a line a column keeps the table readable as a table.
export const NODE_TABLE: readonly TableColumn[] = [
  { key: "arrivals", label: "in", help: "Arrivals", unit: "1/s", format: formatRate,
    instant: rate("arrivals"), run: countPerS(({ result }, id) => result.nodes[id]?.arrivals) },
  { key: "throughput", label: "done", help: "Completions", unit: "1/s", format: formatRate,
    instant: rate("completions"), run: of("throughput") },
  { key: "goodput", label: "good", help: "Completions that were a success somebody waited for", unit: "1/s", format: formatRate,
    instant: rate("goodCompletions"), run: of("goodput") },
  { key: "failures", label: "failed", help: "Share of the attempts sent to it that failed for their callers", unit: "ratio", format: formatRatio,
    instant: share("callerFailed", "callerEnded"), run: bare(({ result }, id) => result.nodes[id]?.failureRatio) },
  { key: "utilization", label: "busy", help: "Share of its slots that are held", unit: "ratio", format: formatRatio,
    instant: share("heldMean", "slotsMean"), run: of("utilization") },
  { key: "working", label: "working", help: "Share of its slots that compute", unit: "ratio", format: formatRatio,
    instant: share("workingMean", "slotsMean"), run: of("workingRatio") },
  { key: "queue", label: "queue", help: "How many wait, on average", unit: "count", format: formatNumber,
    instant: level("queueMean"), run: of("queue", "mean") },
  { key: "wait", label: "wait", help: "Mean wait before service", unit: "ms", format: formatDuration,
    instant: exact("waitMeanMs"), run: of("waitMs", "mean") },
  quantile("p50"),
  quantile("p95"),
  quantile("p99"),
  { key: "inFlight", label: "in flight", help: "Waiting, in service or at their own calls, on average", unit: "count", format: formatNumber,
    instant: level("inFlightMean"), run: of("inFlight", "mean") },
  { key: "retried", label: "retried", help: "Share of the arrivals that are retries", unit: "ratio", format: formatRatio,
    instant: share("retriedArrivals", "arrivals"), run: null },
  { key: "wasted", label: "wasted", help: "Share of service time spent on what nobody waited for", unit: "ratio", format: formatRatio,
    instant: share("wastedMs", "serviceMs"), run: of("wastedRatio") },
  { key: "hits", label: "hits", help: "Share of the reads of a cache that found their key", unit: "ratio", format: formatRatio,
    instant: share("hits", "hits", "misses"), run: bare(({ result }, id) => result.nodes[id]?.cache?.hitRatio) },
  { key: "shieldHits", label: "shield hits", help: "Share of what the points of a CDN asked its shield for that it had", unit: "ratio", format: formatRatio,
    instant: null, run: bare(({ result }, id) => result.nodes[id]?.cache?.shield?.hitRatio) },
  { key: "staleOnError", label: "stale answers", help: "Fetches of a CDN that failed and were answered with expired content", unit: "count", format: formatCount,
    instant: null, run: bare(({ result }, id) => result.nodes[id]?.cache?.staleOnError) },
  { key: "writesLost", label: "writes lost", help: "Writes that a cache had answered, not made, and lost with an instance", unit: "count", format: formatCount,
    instant: null, run: bare(({ result }, id) => result.nodes[id]?.cache?.writesBehind?.lost) },
  { key: "overQuota", label: "over quota", help: "Calls refused by the quota of a provider", unit: "count", format: formatCount,
    instant: null, run: of("quota", "refused") },
  { key: "monthly", label: "a month", help: "What a month costs at this rate, in the currency of the prices", unit: "count", format: formatNumber,
    instant: null, run: of("quota", "costPerMonth") },
  { key: "batch", label: "batch takes", help: "Mean time of a batch, from its start to the end of its last job", unit: "ms", format: formatDuration,
    instant: null, run: of("schedule", "lengthMs", "mean") },
  { key: "missed", label: "missed", help: "Batches that were not done by the end of their window", unit: "count", format: formatCount,
    instant: null, run: of("schedule", "missedWindow") },
  { key: "skipped", label: "left out", help: "Batches that were left out, or replaced, because one still ran", unit: "count", format: formatCount,
    instant: null, run: bare(({ result }, id) => skippedOf(result.nodes[id]?.schedule)) },
  { key: "connections", label: "held", help: "Connections that a hub holds for its clients, on average", unit: "count", format: formatNumber,
    instant: null, run: bare(({ result }, id) => result.nodes[id]?.hub?.connections.mean) },
  { key: "refusedConnections", label: "turned away", help: "Connections that a hub refused", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.hub?.refused) },
  { key: "pushDrops", label: "dropped pushes", help: "Pushes for which a client's send buffer had no room", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.hub?.buffers?.dropped) },
  { key: "pushDelay", label: "push arrives", help: "Mean time until a client's link has taken what is pushed to it", unit: "ms", format: formatDuration,
    instant: null, run: bare(({ result }, id) => result.nodes[id]?.hub?.buffers?.delayMs.mean) },
  { key: "tracesKept", label: "traces", help: "Traces that a collector stores", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.collector?.keptTraces) },
  { key: "tracesIncomplete", label: "incomplete", help: "Traces that a collector stores without all of their spans", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.collector?.incompleteTraces) },
  { key: "pushed", label: "pushed", help: "Messages that a hub pushed, one for each connection", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.hub?.pushed) },
  { key: "unknown", label: "401", help: "Requests refused because they showed no credential, or a bad one", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.access?.unauthenticated) },
  { key: "forbidden", label: "403", help: "Requests refused because their caller lacks the right", unit: "1/s", format: formatRate,
    instant: null, run: countPerS(({ result }, id) => result.nodes[id]?.access?.forbidden) },
  { key: "refusing", label: "refusing", help: "Service time spent on requests that were refused so", unit: "ms", format: formatDuration,
    instant: null, run: of("access", "refusedMs") },
  { key: "lateRecords", label: "late", help: "Records that came after their windows of event time were closed", unit: "count", format: formatCount,
    instant: null, run: of("stream", "late") },
  { key: "windowResults", label: "results", help: "Keys and windows of event time with a result", unit: "count", format: formatCount,
    instant: null, run: of("stream", "results") },
  { key: "resultDelay", label: "result after", help: "Mean time from the end of a window until its result can be seen", unit: "ms", format: formatDuration,
    instant: null, run: of("stream", "resultDelayMs", "mean") },
  { key: "countedTwice", label: "twice", help: "Records that windows counted again after a crash", unit: "count", format: formatCount,
    instant: null, run: of("stream", "countedTwice") },
  { key: "stateEntries", label: "state", help: "Keys and windows kept, on average", unit: "count", format: formatNumber,
    instant: null, run: of("stream", "entries", "mean") },
  { key: "environments", label: "environments", help: "Environments of a function, those that start too, on average", unit: "count", format: formatNumber,
    instant: null, run: of("environments", "mean") },
  { key: "coldStarts", label: "cold starts", help: "Requests for which an environment was started", unit: "count", format: formatCount,
    instant: null, run: of("environments", "coldStarts") },
  { key: "throttled", label: "throttled", help: "Requests that a function refused for its limit or its scaling rate", unit: "count", format: formatCount,
    instant: null, run: of("environments", "throttled") },
  { key: "sessionsLost", label: "sessions lost", help: "Sessions that had to leave the one instance that knew them", unit: "count", format: formatCount,
    instant: null, run: of("sessions", "lost") },
  { key: "replaced", label: "replaced", help: "Instances that a rolling deploy has replaced", unit: "count", format: formatCount,
    instant: null, run: of("rollout", "replaced") },
  { key: "up", label: "up", help: "Instances that are up", unit: "count", format: formatCount,
    instant: exact("instancesUp"), run: null },
  { key: "backlog", label: "backlog", help: "Messages not yet settled", unit: "count", format: formatCount,
    instant: exact("backlogEnd"), run: bare((source, id) => sumOf(queuesOf(source, id).map(({ backlog }) => backlog.mean))) },
  { key: "lag", label: "lag", help: "Age of the oldest message; of a run the mean of its slowest queue", unit: "ms", format: formatDuration,
    instant: exact("oldestMs"), run: bare((source, id) => highestOf(queuesOf(source, id).map(({ lagMs }) => lagMs.mean))) },
  { key: "lockWait", label: "lock wait", help: "Mean wait for the lock of a row, of those that found it taken", unit: "ms", format: formatDuration,
    instant: null, run: of("locks", "waitMs", "mean") },
  { key: "lockHeld", label: "row held", help: "Longest time that the lock of a row was held", unit: "ms", format: formatDuration,
    instant: null, run: of("locks", "heldMs", "max") },
  { key: "inDoubt", label: "in doubt", help: "Longest time from a prepare to its decision", unit: "ms", format: formatDuration,
    instant: null, run: of("locks", "prepared", "undecidedMs", "max") },
  { key: "stale", label: "stale", help: "Reads at a replica that had not applied the last write of their row", unit: "count", format: formatCount,
    instant: null, run: of("replication", "staleReads") },
  { key: "oldReads", label: "old reads", help: "Reads of a read model before it had applied the newest event of their stream", unit: "count", format: formatCount,
    instant: null, run: of("readModel", "staleReads") },
  { key: "conflicts", label: "conflicts", help: "Appends that met a newer version of their stream than they expected", unit: "count", format: formatCount,
    instant: null, run: of("streams", "conflicts") },
  { key: "eventsPerLoad", label: "events a load", help: "Events that were read to load a stream, on average", unit: "count", format: formatNumber,
    instant: null, run: of("streams", "eventsPerLoad") },
  { key: "unreadable", label: "unreadable", help: "Events that came in a version that it cannot read", unit: "count", format: formatCount,
    instant: null, run: of("schemas", "unreadable") },
  { key: "undone", label: "undone", help: "Operations that failed and were undone: compensated or rolled back, or whose failure others were told", unit: "count", format: formatCount,
    instant: null, run: of("undo", "undone") },
  { key: "halfDone", label: "half done", help: "Operations left in the middle that nobody has taken up by the end", unit: "count", format: formatCount,
    instant: null, run: of("undo", "openAtEnd") },
];

function skippedOf(schedule: ScheduleResult | undefined): number | null {
  return schedule === undefined ? null : schedule.skipped + schedule.replaced;
}

function sumOf(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : null;
}

function highestOf(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}
