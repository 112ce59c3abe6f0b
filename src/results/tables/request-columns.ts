import { FIRST_FAILURE, OUTCOMES } from "../../../simulation/results/outcomes.ts";
import type { TypeColumn } from "../../../simulation/results/series.ts";
import type { RunRows } from "../../store/run-rows.ts";
import { formatDuration, formatNumber, formatRate, formatRatio } from "../../ui/format.ts";
import { perSecond, steady, typeValue, type ValueAt } from "../run-values.ts";
import { countPerS, estimate, instantReaders } from "./readers.ts";
import type { TableColumn } from "./table-model.ts";

const { rate, level, exact, share } = instantReaders<TypeColumn>(typeValue);
const of = (...path: readonly string[]) => estimate("endToEnd", ...path);

function ending(rows: RunRows, type: number, from: number, to: number): ValueAt {
  const columns = OUTCOMES.slice(from, to).map((outcome) =>
    steady(rows, perSecond(rows, typeValue(rows, type, outcome))),
  );
  return (row) => columns.reduce((sum, at) => sum + at(row), 0);
}

function failureShare(rows: RunRows, type: number): ValueAt {
  const failed = ending(rows, type, FIRST_FAILURE, OUTCOMES.length);
  const all = ending(rows, type, 0, OUTCOMES.length);
  return (row) => (all(row) > 0 ? failed(row) / all(row) : Number.NaN);
}

function quantile(name: "p50" | "p90" | "p95" | "p99"): TableColumn {
  return {
    key: name,
    label: name,
    help: "Of requests that succeeded; of an instant only where its window has 20 or more",
    unit: "ms",
    format: formatDuration,
    instant: exact(`${name}Ms`),
    run: of("latencyMs", name),
  };
}

// biome-ignore format: a line a column keeps the table readable as a table.
export const REQUEST_TABLE: readonly TableColumn[] = [
  { key: "offered", label: "offered", help: "Requests that clients sent", unit: "1/s", format: formatRate,
    instant: rate("offered"), run: countPerS(({ result }, id) => result.endToEnd[id]?.offered) },
  { key: "throughput", label: "done", help: "Finished with success, answers by a fallback among them", unit: "1/s", format: formatRate,
    instant: (rows, type) => ending(rows, type, 0, FIRST_FAILURE), run: of("throughput") },
  { key: "goodput", label: "good", help: "Ok and within the goal of their type", unit: "1/s", format: formatRate,
    instant: rate("good"), run: of("goodput") },
  { key: "failures", label: "failed", help: "Share of the requests that ended without success", unit: "ratio", format: formatRatio,
    instant: failureShare, run: of("errorRate") },
  { key: "mean", label: "mean", help: "Mean latency of requests that succeeded", unit: "ms", format: formatDuration,
    instant: exact("meanMs"), run: of("latencyMs", "mean") },
  quantile("p50"),
  quantile("p90"),
  quantile("p95"),
  quantile("p99"),
  { key: "p999", label: "p99.9", help: "Of requests that succeeded", unit: "ms", format: formatDuration,
    instant: null, run: of("latencyMs", "p999") },
  { key: "inFlight", label: "in flight", help: "Requests in progress", unit: "count", format: formatNumber,
    instant: level("inFlight"), run: null },
  { key: "amplification", label: "per call", help: "Attempts per call", unit: "count", format: formatNumber,
    instant: share("attempts", "calls"), run: of("retryAmplification") },
  { key: "inParts", label: "in parts", help: "Mean time from the first to the last change of data of a request: between them a part is changed", unit: "ms", format: formatDuration,
    instant: null, run: of("inconsistentMs", "mean") },
];
