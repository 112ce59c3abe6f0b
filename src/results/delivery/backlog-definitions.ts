// Charts of queues, groups and partitions, made from their recorded backlogs.

import type {
  BacklogCount,
  BacklogEntry,
  BacklogLevel,
} from "../../../simulation/results/backlog-series.ts";
import { REASON_WORDS } from "../../../simulation/results/flow-words.ts";
import { DEATH_REASONS, type DeathReason } from "../../../simulation/results/outcomes.ts";
import { type BacklogHistory, countOf, levelOf } from "../../store/backlog-history.ts";
import type { RunRows } from "../../store/run-rows.ts";
import { formatCount, formatDuration, formatRate } from "../../ui/format.ts";
import { type ChartDefinition, type ChartSeries, dashOf, seriesColor } from "../chart-model.ts";
import { largest, latest, perSecond, type ValueAt } from "../run-values.ts";

/** Lines that an eye can tell apart in one chart. */
const MOST_LINES = 5;

/** The broker alone where it has one queue; "mq/orders", "log/billing[3]". */
export function entryLabel(
  { node, name, partition }: BacklogEntry,
  entries: readonly BacklogEntry[],
): string {
  const siblings = entries.filter((entry) => entry.node === node && entry.partition === null);
  const whole = siblings.length === 1 && name === "main" ? node : `${node}/${name}`;
  return partition === null ? whole : `${whole}[${partition}]`;
}

interface Line {
  readonly index: number;
  readonly label: string;
  readonly at: ValueAt;
}

/** Whole queues and groups, or the partitions of groups instead of these where there are any. */
function linesOf(
  history: BacklogHistory,
  isShown: (entry: BacklogEntry) => boolean,
  readerOf: (index: number) => ValueAt,
): Line[] {
  return history.entries.flatMap((entry, index) =>
    isShown(entry)
      ? [{ index, label: entryLabel(entry, history.entries), at: readerOf(index) }]
      : [],
  );
}

function top(rows: RunRows, lines: readonly Line[]): ChartSeries[] {
  return lines
    .map((line) => ({ ...line, peak: largest(rows, line.at) }))
    .filter(({ peak }) => peak > 0)
    .sort((a, b) => b.peak - a.peak)
    .slice(0, MOST_LINES)
    .sort((a, b) => a.index - b.index)
    .map(({ index, label, at }, place) => ({
      key: label,
      label,
      color: seriesColor(index),
      dash: dashOf(place),
      width: 1.75,
      at,
    }));
}

function highest(series: readonly ChartSeries[], row: number) {
  let found: { readonly label: string; readonly value: number } | null = null;
  for (const { label, at } of series) {
    const value = latest(at, row);
    if (value > (found?.value ?? 0)) found = { label, value };
  }
  return found;
}

type Look = Pick<ChartDefinition, "id" | "title" | "scale" | "format" | "unit" | "nothing">;

function levelChart(
  look: Look,
  history: BacklogHistory,
  column: BacklogLevel,
  isShown: (entry: BacklogEntry) => boolean,
): ChartDefinition {
  return {
    ...look,
    style: "lines",
    decimation: "extremes",
    model: (rows, row) => {
      const lines = linesOf(history, isShown, (index) => levelOf(history, index, column));
      const series = top(rows, lines);
      const now = highest(series, row);
      return {
        series,
        head: { text: now === null ? "" : `${now.label} ${look.format(now.value)}` },
      };
    },
  };
}

const isWhole = ({ partition }: BacklogEntry): boolean => partition === null;
const isPartition = ({ partition }: BacklogEntry): boolean => partition !== null;

const COUNTED = { scale: "whole", format: formatCount, unit: "count" } as const;

export function backlogChart(history: BacklogHistory): ChartDefinition {
  const words = { title: "Broker backlog", nothing: "No message has waited so far" };
  return levelChart({ id: "backlog", ...words, ...COUNTED }, history, "backlog", isWhole);
}

export function partitionChart(history: BacklogHistory): ChartDefinition {
  const words = {
    title: "Backlog by partition",
    nothing: "No partition has had records waiting so far",
  };
  return levelChart({ id: "partitions", ...words, ...COUNTED }, history, "backlog", isPartition);
}

export function oldestChart(history: BacklogHistory): ChartDefinition {
  const look: Look = {
    id: "oldest",
    title: "Oldest message",
    scale: "log",
    format: formatDuration,
    unit: "ms",
    nothing: "No message has waited so far",
  };
  return levelChart(look, history, "oldestMs", isWhole);
}

/** Sum of a count over all queues and groups, per second. */
function sumOf(history: BacklogHistory, rows: RunRows, column: BacklogCount): ValueAt {
  const readers = linesOf(history, isWhole, (index) => countOf(history, index, column));
  return perSecond(rows, (row) => readers.reduce((sum, { at }) => sum + at(row), 0));
}

const FLOW_LINES = [
  { column: "published", label: "published", color: "var(--series-1)", dash: "4 3" },
  { column: "delivered", label: "delivered", color: "var(--series-3)", dash: undefined },
  { column: "acked", label: "settled", color: "var(--series-2)", dash: undefined },
] as const;

const AGAIN_LINES = [
  { column: "redelivered", label: "redelivered", color: "var(--series-3)", dash: undefined },
  { column: "duplicates", label: "duplicates", color: "var(--series-7)", dash: "6 3" },
] as const;

type SumLine = (typeof FLOW_LINES)[number] | (typeof AGAIN_LINES)[number];

function sumChart(
  look: Pick<Look, "id" | "title" | "nothing">,
  history: BacklogHistory,
  lines: readonly SumLine[],
): ChartDefinition {
  return {
    ...look,
    style: "lines",
    scale: "linear",
    decimation: "mean",
    format: formatRate,
    unit: "1/s",
    model: (rows, row) => {
      const all = lines.map(({ column, ...line }) => ({
        ...line,
        key: column,
        width: 1.75,
        at: sumOf(history, rows, column),
      }));
      const series = all.filter(({ at }) => largest(rows, at) > 0);
      const first = series[0];
      const text = first ? `${first.label} ${formatRate(latest(first.at, row))}` : "";
      return { series, head: { text } };
    },
  };
}

export function messageRates(history: BacklogHistory): ChartDefinition {
  const look = { id: "messages", title: "Messages", nothing: "No message was published so far" };
  return sumChart(look, history, FLOW_LINES);
}

export function againChart(history: BacklogHistory): ChartDefinition {
  const look = { id: "again", title: "Delivered again", nothing: "Nothing came back so far" };
  return sumChart(look, history, AGAIN_LINES);
}

const GIVEN_UP = [...DEATH_REASONS, "lost"] as const;
const GIVEN_UP_COLORS: Readonly<Record<(typeof GIVEN_UP)[number], number>> = {
  rejected: 7,
  expired: 3,
  maxlen: 4,
  delivery_limit: 6,
  lost: 8,
};

function wordsFor(cause: DeathReason | "lost"): string {
  return cause === "lost" ? "lost" : REASON_WORDS[cause];
}

export function givenUpChart(history: BacklogHistory): ChartDefinition {
  return {
    id: "given-up",
    title: "Dead letters and losses",
    style: "stack",
    scale: "linear",
    decimation: "mean",
    format: formatRate,
    unit: "1/s",
    nothing: "Every message is in its queue or settled",
    model: (rows, row) => {
      const all = GIVEN_UP.map((cause) => ({
        key: cause,
        label: wordsFor(cause),
        color: `var(--series-${GIVEN_UP_COLORS[cause]})`,
        at: sumOf(history, rows, cause),
      }));
      const now = all.reduce((sum, { at }) => sum + (latest(at, row) || 0), 0);
      return {
        series: all.filter(({ at }) => largest(rows, at) > 0),
        head: now > 0 ? { text: "", alarm: formatRate(now) } : { text: formatRate(now) },
      };
    },
  };
}
