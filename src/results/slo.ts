// What the rows so far say about a service level objective such as `p99(checkout) < 1500ms`. The verdict of a finished run comes from its result; this is the look at it on the way there.
import { OUTCOMES } from "../../simulation/results/outcomes.ts";
import type { NodeColumn, TypeColumn } from "../../simulation/results/series.ts";
import {
  isSloProblem,
  parseSlo,
  type SloExpression,
} from "../../simulation/scenario/slo-grammar.ts";
import { type RunRows, rowTimeMs } from "../store/run-rows.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatRatio,
} from "../ui/format.ts";
import { latest, nodeValue, sum, typeValue } from "./run-values.ts";

/** The expression read; null if it is none (the inspector says why). */
export function readExpression(expr: string): SloExpression | null {
  const read = parseSlo(expr);
  return isSloProblem(read) ? null : read;
}

export function meets({ op, value: limit }: SloExpression, value: number): boolean {
  switch (op) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
  }
}

const RATIOS = new Set(["errorRate", "availability", "wastedRatio", "utilization"]);
const RATES = new Set(["throughput", "goodput"]);
const COUNTS = new Set(["backlog", "duplicates", "lost"]);

/** The value in the unit of its measure. */
export function formatMeasure(measure: string, value: number): string {
  if (RATIOS.has(measure)) return formatRatio(value);
  if (RATES.has(measure)) return formatRate(value);
  if (COUNTS.has(measure)) return formatCount(value);
  return formatDuration(value);
}

const BOUND_WORDS = { "<": "under", "<=": "at most", ">": "over", ">=": "at least" } as const;

/** "under 1.50 s". */
export function boundText({ measure, op, value: limit }: SloExpression): string {
  const shown = COUNTS.has(measure) ? formatNumber(limit) : formatMeasure(measure, limit);
  return `${BOUND_WORDS[op]} ${shown.replace(/\.0+(?= )/, "")}`;
}

export interface Reading {
  readonly value: number;
  /** Over everything since the warm-up, or only the newest window that has a value. */
  readonly basis: "so far" | "last window";
}

/** What the rows up to `row` say; null if they cannot tell this measure. */
export function readSlo(
  rows: RunRows,
  slo: SloExpression,
  warmupMs: number,
  row: number,
): Reading | null {
  const range = { first: firstRowAfter(rows, warmupMs), last: row };
  if (range.last < range.first) return null;
  const { typeIds, nodeIds } = rows.layout;
  const [, place = "", bare = slo.target] = /^(node|edge):(.+)$/.exec(slo.target) ?? [];
  const type = place === "" ? typeIds.indexOf(bare) : -1;
  const node = place === "edge" ? -1 : nodeIds.indexOf(bare);
  const reading =
    type >= 0
      ? readType(rows, slo, type, range)
      : node >= 0
        ? readNode(rows, slo, node, range)
        : null;
  return reading && Number.isFinite(reading.value) ? reading : null;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function firstRowAfter(rows: RunRows, warmupMs: number): number {
  let row = 0;
  while (row < rows.count && rowTimeMs(rows, row) <= warmupMs) row += 1;
  return row;
}

function seconds(rows: RunRows, { first, last }: Range): number {
  return ((last - first + 1) * rows.layout.windowMs) / 1000;
}

function readType(rows: RunRows, slo: SloExpression, type: number, range: Range): Reading | null {
  const total = (column: TypeColumn) => sum(typeValue(rows, type, column), range.first, range.last);
  const ended = () => OUTCOMES.reduce((all, outcome) => all + total(outcome), 0);
  const succeeded = () => total("ok") + total("degraded");
  switch (slo.measure) {
    case "availability":
      return { value: succeeded() / ended(), basis: "so far" };
    case "errorRate":
      return { value: 1 - succeeded() / ended(), basis: "so far" };
    case "throughput":
      return { value: succeeded() / seconds(rows, range), basis: "so far" };
    case "goodput":
      return { value: total("good") / seconds(rows, range), basis: "so far" };
    case "p50":
    case "p90":
    case "p95":
    case "p99":
    case "mean":
      return newest(typeValue(rows, type, `${slo.measure}Ms`), range);
    default:
      return null;
  }
}

function readNode(rows: RunRows, slo: SloExpression, node: number, range: Range): Reading | null {
  const at = (column: NodeColumn) => nodeValue(rows, node, column);
  const total = (column: NodeColumn) => sum(at(column), range.first, range.last);
  switch (slo.measure) {
    case "availability":
      return { value: 1 - total("callerFailed") / total("callerEnded"), basis: "so far" };
    case "errorRate":
      return { value: total("callerFailed") / total("callerEnded"), basis: "so far" };
    case "throughput":
      return { value: total("completions") / seconds(rows, range), basis: "so far" };
    case "goodput":
      return { value: total("goodCompletions") / seconds(rows, range), basis: "so far" };
    case "utilization":
      return { value: total("heldMean") / total("slotsMean"), basis: "so far" };
    case "wastedRatio":
      return { value: total("wastedMs") / total("serviceMs"), basis: "so far" };
    case "p50":
    case "p95":
    case "p99":
      return newest(at(`${slo.measure}Ms`), range);
    case "backlog":
      return newest(at("backlogEnd"), range);
    case "lag":
      return newest(at("oldestMs"), range);
    default:
      return null;
  }
}

function newest(at: (row: number) => number, { last }: Range): Reading {
  return { value: latest(at, last), basis: "last window" };
}
