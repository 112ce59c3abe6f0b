// Tables for people: aligned text or Markdown.

/** Cells; the first row is the header. The first column is left-aligned, the others right. */
export type Table = readonly (readonly string[])[];

function widthsOf(table: Table): number[] {
  const columns = Math.max(...table.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
}

export function textTable(table: Table): string {
  const widths = widthsOf(table);
  const line = (row: readonly string[]) =>
    widths
      .map((width, i) => (i === 0 ? (row[i] ?? "").padEnd(width) : (row[i] ?? "").padStart(width)))
      .join("  ")
      .trimEnd();
  return table.map(line).join("\n");
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function markdownTable(table: Table): string {
  const [header = [], ...rows] = table;
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = header.map((_, i) => (i === 0 ? ":---" : "---:"));
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Three or four significant digits, thousands in full; "-" for what does not exist. */
export function shortNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "-";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  if (size >= 1) return value.toFixed(2);
  return value.toPrecision(2);
}

export function percent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined || Number.isNaN(ratio)) return "-";
  const value = ratio * 100;
  return `${value === 0 || value >= 99.995 ? value.toFixed(0) : value.toPrecision(3)} %`;
}
