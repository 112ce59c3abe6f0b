// The charts of the results. Every number comes from the engine's rows.
import { FIRST_FAILURE, OUTCOMES, type Outcome } from "../../simulation/results/outcomes.ts";
import type { EdgeColumn, NodeColumn, TypeColumn } from "../../simulation/results/series.ts";
import type { RunRows } from "../store/run-rows.ts";
import { formatCount, formatDuration, formatRate, formatRatio } from "../ui/format.ts";
import { type ChartDefinition, type ChartSeries, dashOf, seriesColor } from "./chart-model.ts";
import { outcomeLabel } from "./outcome-labels.ts";
import {
  edgeValue,
  largest,
  latest,
  nodeValue,
  perSecond,
  steady,
  typeValue,
  utilization,
  type ValueAt,
} from "./run-values.ts";

/** All request types together. */
const ALL = 0;
/** Lines that an eye can tell apart in one chart. */
const MOST_LINES = 5;
/** Below this share of the offered load the goodput is printed as an alarm. */
const ALARMING_GOOD_RATIO = 0.8;

const rateOfType = (rows: RunRows, type: number, column: TypeColumn) =>
  perSecond(rows, typeValue(rows, type, column));

export const TRAFFIC: ChartDefinition = {
  id: "traffic",
  title: "Traffic",
  style: "area",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  model: (rows, row) => {
    const good = rateOfType(rows, ALL, "good");
    const offered = rateOfType(rows, ALL, "offered");
    const goodNow = steady(rows, good)(row);
    const offeredNow = steady(rows, offered)(row);
    const bad = goodNow < ALARMING_GOOD_RATIO * offeredNow;
    const goodText = formatRate(goodNow);
    const rest = `good of ${formatRate(offeredNow)}`;
    return {
      series: [
        { key: "good", label: "goodput", color: "var(--series-2)", width: 1.75, at: good },
        {
          key: "offered",
          label: "offered",
          color: "var(--series-muted)",
          dash: "4 3",
          at: offered,
        },
      ],
      head: bad ? { alarm: goodText, text: rest } : { text: `${goodText} ${rest}` },
    };
  },
};

const PERCENTILES = [
  { column: "p50Ms", label: "p50", color: "var(--pct-50)", width: 1.25 },
  { column: "p90Ms", label: "p90", color: "var(--pct-90)", width: 1.25 },
  { column: "p95Ms", label: "p95", color: "var(--pct-95)", width: 1.5 },
  { column: "p99Ms", label: "p99", color: "var(--pct-99)", width: 2 },
] as const;

function latencyChart(shown: readonly string[]): ChartDefinition {
  return {
    id: "latency",
    title: "Latency",
    style: "lines",
    scale: "log",
    decimation: "extremes",
    format: formatDuration,
    nothing: "No request has finished yet",
    model: (rows, row) => ({
      series: PERCENTILES.filter(({ label }) => shown.includes(label)).map(
        ({ column, label, color, width }) => ({
          key: label,
          label,
          color,
          width,
          at: typeValue(rows, ALL, column),
        }),
      ),
      head: { text: `p99 ${formatDuration(latest(typeValue(rows, ALL, "p99Ms"), row))}` },
    }),
  };
}

export const LATENCY = latencyChart(["p50", "p95", "p99"]);
export const ALL_PERCENTILES = latencyChart(["p50", "p90", "p95", "p99"]);

/** Colors of the commonest causes; the others follow in the order of the endings. */
const CAUSE_COLORS: Partial<Record<Outcome, number>> = {
  rejected: 3,
  timeout: 4,
  circuitOpen: 6,
  dependency: 5,
  error: 7,
  connectionRefused: 8,
  abandoned: 1,
  connectionLost: 2,
};

export const ERRORS: ChartDefinition = {
  id: "errors",
  title: "Errors by cause",
  style: "stack",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  nothing: "No request has failed so far",
  model: (rows, row) => {
    const causes = OUTCOMES.slice(FIRST_FAILURE).map((outcome, index) => ({
      key: outcome,
      label: outcomeLabel(outcome),
      color: `var(--series-${CAUSE_COLORS[outcome] ?? (index % 8) + 1})`,
      at: rateOfType(rows, ALL, outcome),
    }));
    const now = causes.reduce((total, { at }) => total + steady(rows, at)(row), 0);
    return {
      series: causes.filter(({ at }) => largest(rows, at) > 0),
      head: now > 0 ? { alarm: formatRate(now), text: "" } : { text: formatRate(now) },
    };
  },
};

/** Lines for the entities with the largest values, in the run's own order. */
function top(
  rows: RunRows,
  ids: readonly string[],
  readerOf: (index: number) => ValueAt,
): ChartSeries[] {
  const ranked = ids
    .map((id, index) => ({ id, index, at: readerOf(index) }))
    .map((entry) => ({ ...entry, peak: largest(rows, entry.at) }))
    .filter(({ peak }) => peak > 0)
    .sort((a, b) => b.peak - a.peak)
    .slice(0, MOST_LINES)
    .sort((a, b) => a.index - b.index);
  return ranked.map(({ id, index, at }, place) => ({
    key: id,
    label: id,
    color: seriesColor(index),
    dash: dashOf(place),
    width: 1.75,
    at,
  }));
}

function highestNow(rows: RunRows, series: readonly ChartSeries[], row: number) {
  let highest: { readonly label: string; readonly value: number } | null = null;
  for (const { label, at } of series) {
    const value = steady(rows, at)(row);
    if (value > (highest?.value ?? 0)) highest = { label, value };
  }
  return highest;
}

interface ByEntity {
  readonly id: string;
  readonly title: string;
  readonly scale: ChartDefinition["scale"];
  readonly decimation?: ChartDefinition["decimation"];
  readonly format: (value: number) => string;
  readonly nothing: string;
  readonly ids: (rows: RunRows) => readonly string[];
  readonly readerOf: (rows: RunRows, index: number) => ValueAt;
  /** From this value on the head is alarming. */
  readonly alarmFrom?: number;
}

function byEntity(entity: ByEntity): ChartDefinition {
  const { id, title, scale, format, nothing, alarmFrom = Number.POSITIVE_INFINITY } = entity;
  return {
    id,
    title,
    style: "lines",
    scale,
    decimation: entity.decimation ?? "extremes",
    format,
    nothing,
    model: (rows, row) => {
      const series = top(rows, entity.ids(rows), (index) => entity.readerOf(rows, index));
      const highest = highestNow(rows, series, row);
      if (!highest) return { series, head: { text: "" } };
      const value = format(highest.value);
      return {
        series,
        head:
          highest.value >= alarmFrom
            ? { text: highest.label, alarm: value }
            : { text: `${highest.label} ${value}` },
      };
    },
  };
}

const nodeIds = (rows: RunRows) => rows.layout.nodeIds;
const edgeIds = (rows: RunRows) => rows.layout.edgeIds;
/** Request types, without their sum. */
const typeIds = (rows: RunRows) => rows.layout.typeIds.slice(1);
const nodeColumnOf = (column: NodeColumn) => (rows: RunRows, node: number) =>
  nodeValue(rows, node, column);
const nodeRate = (column: NodeColumn) => (rows: RunRows, node: number) =>
  perSecond(rows, nodeValue(rows, node, column));
const edgeRate = (column: EdgeColumn) => (rows: RunRows, edge: number) =>
  perSecond(rows, edgeValue(rows, edge, column));

export const UTILIZATION = byEntity({
  id: "utilization",
  title: "Saturation",
  scale: "ratio",
  decimation: "mean",
  format: formatRatio,
  nothing: "No slot has been held yet",
  ids: nodeIds,
  readerOf: utilization,
  alarmFrom: 0.95,
});

export const QUEUES = byEntity({
  id: "queues",
  title: "Queue length",
  scale: "whole",
  format: formatCount,
  nothing: "Nothing has waited so far",
  ids: nodeIds,
  readerOf: nodeColumnOf("queueEnd"),
});

export const BACKLOG = byEntity({
  id: "backlog",
  title: "Broker backlog",
  scale: "whole",
  format: formatCount,
  nothing: "No message has waited so far",
  ids: nodeIds,
  readerOf: nodeColumnOf("backlogEnd"),
});

export const OLDEST = byEntity({
  id: "oldest",
  title: "Oldest message",
  scale: "log",
  format: formatDuration,
  nothing: "No message has waited so far",
  ids: nodeIds,
  readerOf: nodeColumnOf("oldestMs"),
});

export const LATENCY_BY_TYPE = byEntity({
  id: "latency-by-type",
  title: "p99 by request type",
  scale: "log",
  format: formatDuration,
  nothing: "No window has 20 requests of a type yet",
  ids: typeIds,
  readerOf: (rows, index) => typeValue(rows, index + 1, "p99Ms"),
});

export const LATENCY_BY_NODE = byEntity({
  id: "latency-by-node",
  title: "p99 by node",
  scale: "log",
  format: formatDuration,
  nothing: "No window has 20 requests at a node yet",
  ids: nodeIds,
  readerOf: nodeColumnOf("p99Ms"),
});

export const GOODPUT_BY_TYPE = byEntity({
  id: "goodput-by-type",
  title: "Goodput by request type",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  nothing: "No good request so far",
  ids: typeIds,
  readerOf: (rows, index) => rateOfType(rows, index + 1, "good"),
});

export const WORK_BY_NODE = byEntity({
  id: "work-by-node",
  title: "Work completed by node",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  nothing: "No node has completed anything so far",
  ids: nodeIds,
  readerOf: nodeRate("completions"),
});

export const FAILURES_BY_NODE = byEntity({
  id: "failures-by-node",
  title: "Failed at, as callers see it",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  nothing: "No call has failed so far",
  ids: nodeIds,
  readerOf: nodeRate("callerFailed"),
});

export const FAILURES_BY_EDGE = byEntity({
  id: "failures-by-edge",
  title: "Failed attempts by edge",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  nothing: "No attempt has failed so far",
  ids: edgeIds,
  readerOf: edgeRate("failedAttempts"),
});

export const RETRIES: ChartDefinition = {
  id: "retries",
  title: "Calls and attempts",
  style: "lines",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  model: (rows, row) => {
    const calls = rateOfType(rows, ALL, "calls");
    const attempts = rateOfType(rows, ALL, "attempts");
    const factor = steady(rows, attempts)(row) / steady(rows, calls)(row);
    return {
      series: [
        { key: "attempts", label: "attempts", color: "var(--series-7)", width: 1.75, at: attempts },
        { key: "calls", label: "calls", color: "var(--series-1)", dash: "4 3", at: calls },
      ],
      head: { text: Number.isFinite(factor) ? `×${factor.toFixed(2)} load` : "" },
    };
  },
};

export const ERROR_RATIO: ChartDefinition = {
  id: "error-ratio",
  title: "Share of requests that fail",
  style: "area",
  scale: "ratio",
  decimation: "mean",
  format: formatRatio,
  nothing: "No request has finished yet",
  model: (rows, row) => {
    const columns = OUTCOMES.map((outcome) => typeValue(rows, ALL, outcome));
    const at = (index: number) => {
      const ended = columns.reduce((total, column) => total + column(index), 0);
      const succeeded = columns
        .slice(0, FIRST_FAILURE)
        .reduce((total, column) => total + column(index), 0);
      return ended > 0 ? 1 - succeeded / ended : Number.NaN;
    };
    const now = steady(rows, at)(row);
    const text = formatRatio(now);
    return {
      series: [{ key: "failed", label: "failed", color: "var(--series-7)", width: 1.75, at }],
      head: now >= 0.01 ? { alarm: text, text: "" } : { text },
    };
  },
};
