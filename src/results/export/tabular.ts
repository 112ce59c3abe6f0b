// Numbers in rows and columns: what stands under a chart as a table, and what a CSV file holds.

export type TabularValue = number | string | null;

export interface TabularColumn {
  readonly label: string;
  /** Unit of the bare numbers; none for words. */
  readonly unit?: string;
  readonly format?: (value: number) => string;
}

export interface Tabular {
  readonly columns: readonly TabularColumn[];
  readonly rows: readonly (readonly TabularValue[])[];
}

function field(value: TabularValue): string {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV as RFC 4180 has it; the head names the unit of each column, numbers are bare. */
export function csvOf({ columns, rows }: Tabular): string {
  const head = columns.map(({ label, unit }) => (unit ? `${label} (${unit})` : label));
  return [head, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}
