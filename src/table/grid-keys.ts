// Walking a table with the keyboard. The rows and cells of the page are the grid: row 0 is the head.

/** Focuses a cell, or the button in it; false if there is none. */
export function focusCell(table: HTMLTableElement | null, row: number, column: number): boolean {
  const cell = table?.rows[row]?.cells[column];
  if (!cell) return false;
  const inside = row === 0 ? cell.querySelector("button") : null;
  (inside ?? cell).focus();
  return true;
}

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** Where the keyboard is, by the cell that holds the focused element. */
export function placeOf(element: Element): GridPlace | null {
  const cell = element.closest<HTMLTableCellElement>("td, th");
  const row = cell?.closest("tr");
  return cell && row ? { row: row.rowIndex, column: cell.cellIndex } : null;
}

/** Where the keyboard goes after a cell was edited. */
export type Way = "stay" | "down" | "next" | "back" | "leave";

const PAGE_ROWS = 10;

/** Where a key leads to; null if it is none that walks. Ctrl goes to the ends. */
export function walked(
  { row, column }: GridPlace,
  key: string,
  control: boolean,
  table: HTMLTableElement,
): GridPlace | null {
  const lastRow = table.rows.length - 1;
  const lastColumn = (table.rows[0]?.cells.length ?? 1) - 1;
  const to = (r: number, c: number): GridPlace => ({
    row: Math.max(0, Math.min(lastRow, r)),
    column: Math.max(0, Math.min(lastColumn, c)),
  });
  switch (key) {
    case "ArrowUp":
      return to(control ? 1 : row - 1, column);
    case "ArrowDown":
      return to(control ? lastRow : row + 1, column);
    case "ArrowLeft":
      return to(row, control ? 0 : column - 1);
    case "ArrowRight":
      return to(row, control ? lastColumn : column + 1);
    case "Home":
      return to(control ? 1 : row, 0);
    case "End":
      return to(control ? lastRow : row, lastColumn);
    case "PageUp":
      return to(Math.max(1, row - PAGE_ROWS), column);
    case "PageDown":
      return to(row + PAGE_ROWS, column);
    default:
      return null;
  }
}
