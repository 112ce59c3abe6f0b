// The charts with a line for each node, edge or request type; the largest ones are drawn.
import type { EdgeColumn, NodeColumn } from "../../simulation/results/series.ts";
import type { RunRows } from "../store/run-rows.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatRatio,
} from "../ui/format.ts";
import { rateOfType } from "./chart-definitions.ts";
import { type ChartDefinition, type ChartSeries, dashOf, seriesColor } from "./chart-model.ts";
import {
  edgeValue,
  largest,
  nodeValue,
  perSecond,
  steady,
  typeValue,
  utilization,
  type ValueAt,
} from "./run-values.ts";

/** Lines that an eye can tell apart in one chart. */
const MOST_LINES = 5;

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
    label: id.replaceAll("->", " → ").replaceAll("~", ", "),
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
  readonly unit: ChartDefinition["unit"];
  readonly nothing: string;
  readonly ids: (rows: RunRows) => readonly string[];
  readonly readerOf: (rows: RunRows, index: number) => ValueAt;
  /** From this value on the head is alarming. */
  readonly alarmFrom?: number;
}

function byEntity(entity: ByEntity): ChartDefinition {
  const { id, title, scale, format, unit, nothing, alarmFrom = Number.POSITIVE_INFINITY } = entity;
  return {
    id,
    title,
    style: "lines",
    scale,
    decimation: entity.decimation ?? "extremes",
    format,
    unit,
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
  unit: "ratio",
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
  unit: "count",
  nothing: "Nothing has waited so far",
  ids: nodeIds,
  readerOf: nodeColumnOf("queueEnd"),
});

export const BACKLOG = byEntity({
  id: "backlog",
  title: "Broker backlog",
  scale: "whole",
  format: formatCount,
  unit: "count",
  nothing: "No message has waited so far",
  ids: nodeIds,
  readerOf: nodeColumnOf("backlogEnd"),
});

export const HITS = byEntity({
  id: "hits",
  title: "Cache hits",
  scale: "ratio",
  decimation: "mean",
  format: formatRatio,
  unit: "ratio",
  nothing: "No cache has been asked so far",
  ids: nodeIds,
  readerOf: (rows, node) => {
    const hits = steady(rows, nodeValue(rows, node, "hits"));
    const misses = steady(rows, nodeValue(rows, node, "misses"));
    return (row) => {
      const asked = hits(row) + misses(row);
      return asked > 0 ? hits(row) / asked : Number.NaN;
    };
  },
});

export const LATENCY_BY_TYPE = byEntity({
  id: "latency-by-type",
  title: "p99 by request type",
  scale: "log",
  format: formatDuration,
  unit: "ms",
  nothing: "No window has the 20 requests of a type that a percentile needs",
  ids: typeIds,
  readerOf: (rows, index) => typeValue(rows, index + 1, "p99Ms"),
});

export const LATENCY_BY_NODE = byEntity({
  id: "latency-by-node",
  title: "p99 by node",
  scale: "log",
  format: formatDuration,
  unit: "ms",
  nothing: "No window has the 20 requests at a node that a percentile needs",
  ids: nodeIds,
  readerOf: nodeColumnOf("p99Ms"),
});

export const GOODPUT_BY_TYPE = byEntity({
  id: "goodput-by-type",
  title: "Goodput by request type",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  unit: "1/s",
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
  unit: "1/s",
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
  unit: "1/s",
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
  unit: "1/s",
  nothing: "No attempt has failed so far",
  ids: edgeIds,
  readerOf: edgeRate("failedAttempts"),
});

export const BREAKERS = byEntity({
  id: "breakers",
  title: "Open circuit breakers",
  scale: "ratio",
  decimation: "mean",
  format: formatRatio,
  unit: "ratio",
  nothing: "No breaker has opened so far",
  ids: edgeIds,
  readerOf: (rows, edge) => edgeValue(rows, edge, "openMean"),
  alarmFrom: 0.5,
});

export const AMPLIFICATION = byEntity({
  id: "amplification",
  title: "Attempts per call by edge",
  scale: "linear",
  decimation: "mean",
  format: formatNumber,
  unit: "count",
  nothing: "No call has been made so far",
  ids: edgeIds,
  readerOf: (rows, edge) => {
    const attempts = steady(rows, edgeValue(rows, edge, "attempts"));
    const calls = steady(rows, edgeValue(rows, edge, "calls"));
    return (row) => (calls(row) > 0 ? attempts(row) / calls(row) : Number.NaN);
  },
});
