// The rows of a table of the results: at the shown instant from the recorded windows, for the whole
// run from the result so far.
import { useMemo } from "react";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { useDesign, useRun } from "../../store/hooks.ts";
import { stateOf } from "../../store/live-values.ts";
import { edgeTitle, nodeTitle } from "../../store/proxy-names.ts";
import type { TableBasis } from "../../store/results-view.ts";
import { type RunRows, rowAt, rowTimeMs, stateCodeAt } from "../../store/run-rows.ts";
import { estimatesOf } from "../estimates.ts";
import { useChartRows } from "../use-chart-rows.ts";
import { useResultSoFar } from "../use-run-result.ts";
import { EDGE_TABLE } from "./edge-columns.ts";
import { NODE_TABLE } from "./node-columns.ts";
import { REQUEST_TABLE } from "./request-columns.ts";
import {
  columnsFor,
  instantCells,
  type RunSource,
  runCells,
  type TableColumn,
  type TableRow,
} from "./table-model.ts";

export type TableSubject = "requests" | "nodes" | "edges";

const COLUMNS: Readonly<Record<TableSubject, readonly TableColumn[]>> = {
  requests: REQUEST_TABLE,
  nodes: NODE_TABLE,
  edges: EDGE_TABLE,
};

/** What every node has; the other columns of nodes come when one of them has something. */
const OF_NODES: ReadonlySet<string> = new Set([
  ...["arrivals", "throughput", "goodput", "failures", "utilization", "working", "queue", "wait"],
  ...["p50", "p95", "p99", "inFlight", "retried", "wasted", "up"],
]);

/** Of requests and edges few have this. */
const OF_FEW = "inParts";

/** Tables are read, not watched: every fourth turn of the charts. */
const SLOT = 3;

export interface TableView {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** The instant the rows are of, ms; null: of the whole run, or nothing was simulated yet. */
  readonly atMs: number | null;
  readonly hasRun: boolean;
}

function idsOf(
  subject: TableSubject,
  rows: RunRows | null,
  { nodes, edges }: ScenarioDocument,
): readonly string[] {
  switch (subject) {
    case "requests":
      return rows?.layout.typeIds ?? ["all"];
    case "nodes":
      return rows?.layout.nodeIds ?? Object.keys(nodes);
    case "edges":
      return rows?.layout.edgeIds ?? Object.keys(edges);
  }
}

function nameOf(subject: TableSubject, id: string, document: ScenarioDocument): string {
  if (subject === "requests") return id === "all" ? "all requests" : id;
  return subject === "nodes" ? nodeTitle(document, id) : edgeTitle(document, id);
}

export function useTable(subject: TableSubject, basis: TableBasis): TableView {
  const document = useDesign();
  const rows = useChartRows(SLOT);
  const { playheadMs, states } = useRun((run) => ({
    playheadMs: run.playheadMs,
    states: run.states,
  }));
  const result = useResultSoFar(basis === "run");
  const source = useMemo((): RunSource | null => {
    if (!result) return null;
    const periodS = result.simulatedS - result.warmupS;
    return { result, at: estimatesOf(result), periodS };
  }, [result]);
  const last = (rows?.count ?? 0) - 1;
  const row = rows && playheadMs !== null ? rowAt(rows, playheadMs) : last;
  return useMemo(() => {
    const columns = columnsFor(COLUMNS[subject], basis);
    const all = idsOf(subject, rows, document).map((id, index): TableRow => {
      const cells =
        basis === "run"
          ? runCells(columns, source, id)
          : instantCells(columns, rows, rows ? index : -1, row);
      const state =
        subject === "nodes" && rows ? stateOf(stateCodeAt(states, index, playheadMs)) : null;
      return { id, name: nameOf(subject, id, document), state, cells };
    });
    const atMs = rows && basis === "instant" && row >= 0 ? rowTimeMs(rows, row) : null;
    return { ...withoutEmpty(subject, columns, all), atMs, hasRun: last >= 0 };
  }, [subject, basis, rows, document, source, row, states, playheadMs, last]);
}

function withoutEmpty(
  subject: TableSubject,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
) {
  const isOfFew = (key: string): boolean =>
    subject === "nodes" ? !OF_NODES.has(key) : key === OF_FEW;
  const kept = columns.map(
    ({ key }, index) => !isOfFew(key) || rows.some(({ cells }) => cells[index]?.value),
  );
  return {
    columns: columns.filter((_, index) => kept[index]),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, index) => kept[index]) })),
  };
}
