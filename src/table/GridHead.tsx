import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { Column } from "./columns.ts";
import type { Sorting } from "./sorting.ts";

interface GridHeadProps<Live> {
  readonly columns: readonly Column<Live>[];
  readonly sorting: Sorting | null;
  readonly onSort: (column: string) => void;
  /** Column that the Tab key reaches, if it is in the head. */
  readonly stop: number | null;
}

/** Heads are buttons: up, down, then the order of the file again. */
export function GridHead<Live>({ columns, sorting, onSort, stop }: GridHeadProps<Live>) {
  return (
    <thead>
      <tr>
        {columns.map((column, index) => {
          const sorted = sorting?.column === column.id ? sorting : null;
          const Arrow = sorted?.descending ? IconArrowDown : IconArrowUp;
          return (
            <th
              key={column.id}
              scope="col"
              style={{ width: `calc(${column.width}px * var(--ui-scale))` }}
              data-number={column.isNumber}
              aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : undefined}
            >
              <button
                type="button"
                title={column.title}
                tabIndex={stop === index ? 0 : -1}
                onClick={() => onSort(column.id)}
              >
                {column.label}
                {sorted ? <Arrow size={12} aria-hidden="true" /> : null}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
