// The charts of all requests together. Every number comes from the engine's rows.
import { FIRST_FAILURE, OUTCOMES, type Outcome } from "../../simulation/results/outcomes.ts";
import type { TypeColumn } from "../../simulation/results/series.ts";
import type { RunRows } from "../store/run-rows.ts";
import { formatDuration, formatRate, formatRatio } from "../ui/format.ts";
import type { ChartDefinition } from "./chart-model.ts";
import { outcomeLabel } from "./outcome-labels.ts";
import { largest, latest, perSecond, steady, typeValue } from "./run-values.ts";

/** All request types together. */
const ALL = 0;
/** Below this share of the offered load the goodput is printed as an alarm. */
const ALARMING_GOOD_RATIO = 0.8;

export const rateOfType = (rows: RunRows, type: number, column: TypeColumn) =>
  perSecond(rows, typeValue(rows, type, column));

export const TRAFFIC: ChartDefinition = {
  id: "traffic",
  title: "Traffic",
  style: "area",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  unit: "1/s",
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

/** Windows are told apart by 20 requests and more: with fewer, one of them decides. */
function whyNoPercentile(rows: RunRows): string {
  const ended = OUTCOMES.slice(0, FIRST_FAILURE).map((outcome) => typeValue(rows, ALL, outcome));
  const most = largest(rows, (row) => ended.reduce((sum, at) => sum + at(row), 0));
  if (most === 0) return "No request has finished yet";
  return (
    `Too few for a percentile, which needs 20 requests: a window of ` +
    `${formatDuration(rows.layout.windowMs)} has ${most} at most. Make it longer under Run.`
  );
}

function latencyChart(shown: readonly string[]): ChartDefinition {
  return {
    id: "latency",
    title: "Latency",
    style: "lines",
    scale: "log",
    decimation: "extremes",
    format: formatDuration,
    unit: "ms",
    nothing: whyNoPercentile,
    model: (rows, row) => ({
      series: PERCENTILES.filter(({ label }) => shown.includes(label))
        .map(({ column, label, color, width }) => ({
          key: label,
          label,
          color,
          width,
          at: typeValue(rows, ALL, column),
        }))
        .filter(({ at }) => largest(rows, at) > 0),
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
  unit: "1/s",
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

export const RETRIES: ChartDefinition = {
  id: "retries",
  title: "Calls and attempts",
  style: "lines",
  scale: "linear",
  decimation: "mean",
  format: formatRate,
  unit: "1/s",
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
  unit: "ratio",
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
