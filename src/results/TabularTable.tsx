import { NO_VALUE } from "../ui/format.ts";
import type { Tabular, TabularColumn, TabularValue } from "./export/tabular.ts";

interface TabularTableProps {
  readonly title: string;
  readonly table: Tabular;
}

/** The numbers of a chart; it scrolls by itself and takes the focus for that. */
export function TabularTable({ title, table }: TabularTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="results-as-table" aria-label={`${title} as a table`} tabIndex={0}>
      <table className="results-table ui-num">
        <caption className="ui-visually-hidden">{title}</caption>
        <thead>
          <tr>
            {table.columns.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {table.columns.map((column, index) => {
                const words = textOf(row[index] ?? null, column);
                return index === 0 ? (
                  <th key={column.label} scope="row">
                    {words}
                  </th>
                ) : (
                  <td key={column.label}>{words}</td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length === 0 ? <p className="results-numbers-none">No values yet</p> : null}
    </section>
  );
}

function textOf(value: TabularValue, { format }: TabularColumn): string {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return NO_VALUE;
  return typeof value === "number" && format ? format(value) : String(value);
}
