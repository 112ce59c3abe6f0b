import "./tables.css";
import { SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSelection } from "../../store/hooks.ts";
import { setTableBasis, type TableBasis, useResultsView } from "../../store/results-view.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatClock } from "../../ui/format.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { type Estimate, withInterval } from "../estimates.ts";
import { useExportable } from "../export/exportables.ts";
import type { Tabular } from "../export/tabular.ts";
import { ThinMark } from "../ThinMark.tsx";
import { SortHead } from "./SortHead.tsx";
import {
  filtered,
  sorted,
  type TableColumn,
  type TableOrder,
  type TableRow,
} from "./table-model.ts";
import { type TableSubject, useTable } from "./use-table.ts";

const TITLES: Readonly<Record<TableSubject, string>> = {
  requests: "Requests",
  nodes: "Nodes",
  edges: "Edges",
};
const NAMES: Readonly<Record<TableSubject, string>> = {
  requests: "Request",
  nodes: "Node",
  edges: "Edge",
};

/** Request types, nodes or edges with all their numbers; a row leads to the drawing. */
export function EntityTable({ subject }: { readonly subject: TableSubject }) {
  const basis = useResultsView((view) => view.basis);
  const { columns, rows, atMs, hasRun } = useTable(subject, basis);
  const [query, setQuery] = useState("");
  const [order, setOrder] = useState<TableOrder>({ by: "", descending: false });
  const shown = useMemo(
    () => sorted(filtered(rows, query), columns, order),
    [rows, query, columns, order],
  );
  const title = TITLES[subject];
  useExportable({
    id: `table ${subject}`,
    title,
    data: () => tabular(subject, columns, shown),
    picture: null,
  });
  return (
    <section className="results-tables" aria-label={title}>
      <div className="results-tools">
        <TextInput
          size="xs"
          className="results-filter"
          aria-label={`Filter ${title.toLowerCase()}`}
          placeholder={`Filter ${rows.length}`}
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label="Values of"
          data={[
            { value: "instant", label: "At the playhead" },
            { value: "run", label: "Whole run" },
          ]}
          value={basis}
          onChange={(value) => setTableBasis(value as TableBasis)}
        />
        <span className="results-tools-note ui-num">{noteOf(basis, atMs, hasRun)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="results-grid" tabIndex={0} aria-label={`${title}, all columns`}>
        <table className="results-table ui-num" aria-label={title}>
          <thead>
            <tr>
              <SortHead by="name" label={NAMES[subject]} {...{ order, setOrder }} />
              {subject === "nodes" ? (
                <SortHead by="state" label="state" {...{ order, setOrder }} />
              ) : null}
              {columns.map(({ key, label, help }) => (
                <SortHead key={key} by={key} {...{ label, help, order, setOrder }} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <EntityRow key={row.id} {...{ row, columns, subject }} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? (
          <p className="results-numbers-none">
            {rows.length === 0 ? "There are none in this drawing." : "None is called that."}
          </p>
        ) : null}
      </section>
    </section>
  );
}

function noteOf(basis: TableBasis, atMs: number | null, hasRun: boolean): string {
  if (!hasRun) return "Run to see numbers";
  if (basis === "run") return "Since the warm-up; * rests on too few values";
  return atMs === null ? "" : `Second up to ${formatClock(atMs, 1)}`;
}

interface EntityRowProps {
  readonly row: TableRow;
  readonly columns: readonly TableColumn[];
  readonly subject: TableSubject;
}

function EntityRow({ row, columns, subject }: EntityRowProps) {
  const isSelected = useSelection().includes(row.id);
  const canSelect = subject !== "requests";
  return (
    <tr data-selected={(canSelect && isSelected) || undefined}>
      <th scope="row">
        {canSelect ? (
          <button
            type="button"
            className="results-row-name"
            aria-pressed={isSelected}
            onClick={() => selectOnly(isSelected ? [] : [row.id])}
          >
            {row.name}
          </button>
        ) : (
          row.name
        )}
      </th>
      {subject === "nodes" ? (
        <td className="results-row-state">
          {row.state ? (
            <>
              <StateGlyph state={row.state} size={12} decorative />
              {row.state}
            </>
          ) : (
            "no traffic"
          )}
        </td>
      ) : null}
      {row.cells.map((cell, index) => {
        const column = columns[index];
        return column ? <Cell key={column.key} estimate={cell} format={column.format} /> : null;
      })}
    </tr>
  );
}

interface CellProps {
  readonly estimate: Estimate;
  readonly format: TableColumn["format"];
}

function Cell({ estimate, format }: CellProps) {
  return (
    <td>
      {withInterval(estimate, format)}
      {estimate.isThin ? <ThinMark /> : null}
    </td>
  );
}

function tabular(
  subject: TableSubject,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
): Tabular {
  const hasState = subject === "nodes";
  return {
    columns: [
      { label: NAMES[subject] },
      { label: "name" },
      ...(hasState ? [{ label: "state" }] : []),
      ...columns.map(({ label, unit }) => ({ label, unit })),
    ],
    rows: rows.map(({ id, name, state, cells }) => [
      id,
      name,
      ...(hasState ? [state ?? "no traffic"] : []),
      ...cells.map(({ value }) => value),
    ]),
  };
}
