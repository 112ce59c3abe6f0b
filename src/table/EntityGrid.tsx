// A table that is walked with the arrow keys and edited in place: one stop of the Tab key, rows in
// step with the selection of the drawing.
import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { remove } from "../store/document-actions.ts";
import { useSelection, useView } from "../store/hooks.ts";
import { selectOnly, toggleSelected } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import type { Column } from "./columns.ts";
import { GridHead } from "./GridHead.tsx";
import { focusCell, type GridPlace, placeOf, walked } from "./grid-keys.ts";
import { Row } from "./Row.tsx";
import type { Sorting } from "./sorting.ts";

interface EntityGridProps<Live> {
  readonly label: string;
  /** Rows in the order in which they are shown. */
  readonly ids: readonly string[];
  readonly columns: readonly Column<Live>[];
  readonly useLive: (id: string) => Live | null;
  readonly sorting: Sorting | null;
  readonly onSort: (column: string) => void;
}

export function EntityGrid<Live>(props: EntityGridProps<Live>) {
  const { label, ids, columns, useLive, sorting, onSort } = props;
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState<GridPlace>({ row: 1, column: 0 });
  const readOnly = useView((view) => view.readOnly);
  const selected = new Set(useSelection());
  const stop = {
    row: Math.min(active.row, ids.length),
    column: Math.min(active.column, columns.length - 1),
  };
  const idAt = (row: number): string | undefined => ids[row - 1];
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const at = placeOf(event.target as Element);
    if (!at || !table.current || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const next = walked(at, event.key, control, table.current);
    const id = idAt(at.row);
    if (next) focusCell(table.current, next.row, next.column);
    else if (control || id === undefined) return;
    else if (event.key === " ") toggleSelected(id);
    else if (event.key === "Escape") selectOnly([]);
    else if ((event.key === "Delete" || event.key === "Backspace") && !readOnly) removeRows(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <table
      ref={table}
      className="entity-grid"
      // A table whose cells are walked and edited is a grid; no element of HTML is one.
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of ARIA
      role="grid"
      aria-label={label}
      aria-multiselectable
      aria-readonly={readOnly}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const at = placeOf(event.target);
        if (at) setActive(at);
      }}
    >
      <GridHead {...{ columns, sorting, onSort }} stop={stop.row === 0 ? stop.column : null} />
      <tbody>
        {ids.map((id, index) => (
          <Row
            key={id}
            {...{ id, columns, useLive, readOnly }}
            selected={selected.has(id)}
            stop={stop.row === index + 1 ? stop.column : null}
            onPick={pick}
          />
        ))}
      </tbody>
    </table>
  );
}

function removeRows(id: string): void {
  const { ids } = studio.getState().selection;
  remove(ids.includes(id) ? ids : [id]);
}

/** The row becomes the selection, or joins it. A focus within the selection leaves it as it is. */
function pick(id: string, event: MouseEvent | null): void {
  const joins = event !== null && (event.ctrlKey || event.metaKey || event.shiftKey);
  if (joins) toggleSelected(id);
  else if (event !== null || !studio.getState().selection.ids.includes(id)) selectOnly([id]);
}
