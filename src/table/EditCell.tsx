// A cell that is edited in place: Enter, F2, a double click or a digit begins; Enter keeps and goes
// down, Tab keeps and goes on to the next cell that can be edited, Escape drops.
import { type KeyboardEvent, useId, useState } from "react";
import { CellField } from "./CellField.tsx";
import type { Option } from "./cell-types.ts";
import { focusCell, placeOf, type Way } from "./grid-keys.ts";
import type { CellFrame } from "./ShownCell.tsx";

interface EditCellProps {
  readonly frame: CellFrame;
  /** Name of the field: "Timeout of orders to payment". */
  readonly name: string;
  readonly help?: string;
  readonly text: string;
  /** What the field begins with. */
  readonly draft: string;
  readonly options?: readonly Option[];
  readonly isDefault?: boolean;
  readonly readOnly: boolean;
  /** Gives the reason if the draft cannot stand. */
  readonly onCommit: (draft: string) => string | null;
}

export function EditCell(props: EditCellProps) {
  const { frame, name, help, text, draft, options, isDefault, readOnly, onCommit } = props;
  const { column, isHead, tabIndex, onPick } = frame;
  const [begun, setBegun] = useState<string | null>(null);
  const noteId = useId();
  const begin = (first: string): void => {
    if (!readOnly) setBegun(first);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (begun !== null || event.ctrlKey || event.metaKey || event.altKey) return;
    const types = options === undefined && !isHead && /^[\d.]$/.test(event.key);
    if (event.key === "Enter" || event.key === "F2") begin(draft);
    else if (types) begin(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const cell = {
    tabIndex,
    "data-number": column.isNumber,
    "data-default": isDefault || undefined,
    "data-editing": begun !== null || undefined,
    "data-editable": !readOnly || undefined,
    title: begun === null ? help : undefined,
    onFocus: () => onPick(null),
    onMouseDown: onPick,
    onDoubleClick: () => begin(draft),
    onKeyDown,
  };
  const content =
    begun === null ? (
      text
    ) : (
      <CellField
        {...{ name, noteId, onCommit }}
        options={options}
        begin={begun}
        // What was typed to begin replaces the value; the cursor stands behind it.
        selects={begun === draft}
        onEnd={(element, way) => {
          setBegun(null);
          moveOn(element, way);
        }}
      />
    );
  return isHead ? (
    <th scope="row" {...cell}>
      {content}
    </th>
  ) : (
    <td {...cell}>{content}</td>
  );
}

/** Where the keyboard goes after an edit. */
function moveOn(element: HTMLElement, way: Way): void {
  const table = element.closest("table");
  const at = placeOf(element);
  if (!table || !at || way === "leave") return;
  if (way === "stay" || (way === "down" && at.row === table.rows.length - 1)) {
    focusCell(table, at.row, at.column);
  } else if (way === "down") focusCell(table, at.row + 1, at.column);
  else {
    const cells = [...table.querySelectorAll<HTMLElement>("[data-editable]")];
    const own = cells.findIndex((cell) => cell.contains(element));
    (cells[own + (way === "next" ? 1 : -1)] ?? cells[own])?.focus();
  }
}
