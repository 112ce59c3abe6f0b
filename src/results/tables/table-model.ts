// What a table of the results says, as data: its columns, how each is read at an instant and for the
// whole run, in which order the rows stand and how they look as CSV.
import type { Maybe, RunResult } from "../../../simulation/results/run-result.ts";
import type { NodeState } from "../../../simulation/results/story.ts";
import type { RunRows } from "../../store/run-rows.ts";
import type { Estimate, EstimateAt } from "../estimates.ts";
import type { ValueAt } from "../run-values.ts";

/** The result of a run so far, and how long it was measured. */
export interface RunSource {
  readonly result: RunResult;
  readonly at: EstimateAt;
  readonly periodS: number;
}

export interface TableColumn {
  readonly key: string;
  readonly label: string;
  /** What is counted, in a sentence without its end. */
  readonly help: string;
  /** Unit of the bare number in a CSV file. */
  readonly unit: "1/s" | "ms" | "ratio" | "count";
  readonly format: (value: Maybe) => string;
  /** Reads the recorded windows; null: known of whole runs only. */
  readonly instant: ((rows: RunRows, index: number) => ValueAt) | null;
  /** Reads the result; null: known of instants only. */
  readonly run: ((source: RunSource, id: string) => Estimate) | null;
}

export interface TableRow {
  readonly id: string;
  readonly name: string;
  /** Of nodes, where it is known. */
  readonly state: NodeState | null;
  /** In the order of the columns. */
  readonly cells: readonly Estimate[];
}

const NO_ESTIMATE: Estimate = { value: null, halfWidth: null, isThin: false };

/** A value without interval; NaN is "no value". */
export function plain(value: Maybe): Estimate {
  return value === null || !Number.isFinite(value) ? NO_ESTIMATE : { ...NO_ESTIMATE, value };
}

/** The columns that can tell something on this basis. */
export function columnsFor(
  columns: readonly TableColumn[],
  basis: "instant" | "run",
): readonly TableColumn[] {
  return columns.filter((column) => column[basis] !== null);
}

export function instantCells(
  columns: readonly TableColumn[],
  rows: RunRows | null,
  index: number,
  row: number,
): Estimate[] {
  return columns.map(({ instant }) =>
    instant && rows && row >= 0 && index >= 0 ? plain(instant(rows, index)(row)) : NO_ESTIMATE,
  );
}

export function runCells(
  columns: readonly TableColumn[],
  source: RunSource | null,
  id: string,
): Estimate[] {
  return columns.map(({ run }) => (run && source ? run(source, id) : NO_ESTIMATE));
}

/** By which column rows are ordered: "name", "state" or a column's key. */
export interface TableOrder {
  readonly by: string;
  readonly descending: boolean;
}

const SEVERITY: readonly (NodeState | null)[] = [
  null,
  "healthy",
  "recovering",
  "degraded",
  "saturated",
  "failing",
  "down",
];

/** What has no value stands last, whichever way the rest is ordered. */
export function sorted(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  { by, descending }: TableOrder,
): TableRow[] {
  const sign = descending ? -1 : 1;
  if (by === "name") return [...rows].sort((a, b) => sign * a.name.localeCompare(b.name, "en"));
  const column = columns.findIndex(({ key }) => key === by);
  const value = (row: TableRow): number =>
    by === "state" ? SEVERITY.indexOf(row.state) : (row.cells[column]?.value ?? Number.NaN);
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (Number.isNaN(left) || Number.isNaN(right)) {
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    }
    return sign * (left - right);
  });
}

/** Rows whose name, id or state holds all the words. */
export function filtered(rows: readonly TableRow[], query: string): readonly TableRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ id, name, state }) => {
    const text = `${id} ${name} ${state ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
