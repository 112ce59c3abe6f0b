import type { MouseEvent, ReactNode } from "react";

/** What a cell needs to know of its place. */
export interface CellFrame {
  readonly column: { readonly isNumber?: true; readonly width: number };
  /** The cell names its row. */
  readonly isHead: boolean;
  readonly tabIndex: 0 | -1;
  readonly onPick: (event: MouseEvent | null) => void;
}

interface ShownCellProps {
  readonly frame: CellFrame;
  readonly children: ReactNode;
}

/** A cell that is only read. */
export function ShownCell({ frame, children }: ShownCellProps) {
  const { column, isHead, tabIndex, onPick } = frame;
  const props = {
    tabIndex,
    "data-number": column.isNumber,
    "aria-readonly": true,
    onFocus: () => onPick(null),
    onMouseDown: onPick,
  };
  return isHead ? (
    <th scope="row" {...props}>
      {children}
    </th>
  ) : (
    <td {...props}>{children}</td>
  );
}
