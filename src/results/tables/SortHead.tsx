import type { TableOrder } from "./table-model.ts";

interface SortHeadProps {
  readonly by: string;
  readonly label: string;
  readonly help?: string;
  readonly order: TableOrder;
  readonly setOrder: (order: TableOrder) => void;
}

/** Names rise from A; numbers begin with the largest. A third press gives the run's own order back. */
function nextOrder(order: TableOrder, by: string): TableOrder {
  const first = by !== "name";
  if (order.by !== by) return { by, descending: first };
  if (order.descending === first) return { by, descending: !first };
  return { by: "", descending: false };
}

export function SortHead({ by, label, help, order, setOrder }: SortHeadProps) {
  const isSorted = order.by === by;
  const direction = order.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      className={by === "name" || by === "state" ? "results-words-head" : undefined}
      aria-sort={isSorted ? direction : "none"}
    >
      <button
        type="button"
        className="results-sort"
        title={help}
        data-sorted={isSorted || undefined}
        onClick={() => setOrder(nextOrder(order, by))}
      >
        {label}
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          {isSorted ? <path d={order.descending ? "M1 2h6L4 6z" : "M1 6h6L4 2z"} /> : null}
        </svg>
      </button>
    </th>
  );
}
