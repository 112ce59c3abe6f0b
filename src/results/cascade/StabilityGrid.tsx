import { type KeyboardEvent, useRef, useState } from "react";
import type { StabilityCell, StabilityMap } from "../../../simulation/results/stability-map.ts";
import { formatRate } from "../../ui/format.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { STABILITY_SIGNS } from "./StabilityLegend.tsx";
import { cellWords, loadWords, outcomeWords, placeWords, sizeWords } from "./stability-words.ts";

interface GridProps {
  readonly map: StabilityMap;
  /** Its cells are not those of the present scenario, or not all there yet. */
  readonly isLocked: boolean;
  readonly onShow: (cell: StabilityCell | null) => void;
  readonly onOpen: (cell: StabilityCell) => void;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const STEPS: Readonly<Record<string, Place>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}

/** A row a load, the highest on top; a column a size. Arrow keys walk, Enter opens. */
export function StabilityGrid({ map, isLocked, onShow, onOpen }: GridProps) {
  const { loads, sizes, cells, size, presentPerS } = map;
  const rows = [...loads].reverse();
  const columns: readonly (number | null)[] = [null, ...sizes];
  const [place, setPlace] = useState<Place>({
    row: within(rows.indexOf(1), rows.length),
    column: 0,
  });
  const table = useRef<HTMLTableElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const row = within(place.row + step.row, rows.length);
    const column = within(place.column + step.column, columns.length);
    setPlace({ row, column });
    // The first column of the page holds the loads.
    table.current?.tBodies[0]?.rows[row]?.cells[column + 1]?.querySelector("button")?.focus();
  };
  return (
    <table ref={table} className="stability-grid" aria-label="Stability by load and trigger">
      <thead>
        <tr>
          <th scope="col" className="stability-corner">
            Load
          </th>
          {columns.map((value) => (
            <th
              key={value}
              scope="col"
              data-present={(value !== null && value === size.present) || undefined}
            >
              {value === null ? "no trigger" : sizeWords(map, value)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={walk} onMouseLeave={() => onShow(null)}>
        {rows.map((load, row) => (
          <tr key={load}>
            <th scope="row" className="ui-num" data-present={load === 1 || undefined}>
              {loadWords(load)}
              {presentPerS === null ? null : <small>{formatRate(load * presentPerS)}</small>}
            </th>
            {columns.map((value, column) => {
              const cell = cells.find((each) => each.load === load && each.size === value);
              if (cell === undefined) return <td key={value} />;
              return (
                <td key={value}>
                  <Cell
                    {...{ map, cell, isLocked, onShow, onOpen }}
                    isPresent={load === 1 && value !== null && value === size.present}
                    isStop={place.row === row && place.column === column}
                    onFocus={() => setPlace({ row, column })}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps extends Omit<GridProps, "map"> {
  readonly map: StabilityMap;
  readonly cell: StabilityCell;
  readonly isPresent: boolean;
  /** The tab key stops here. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
}

function Cell({ map, cell, isPresent, isStop, isLocked, onFocus, onShow, onOpen }: CellProps) {
  const { state } = cell;
  const present = isPresent ? ", the design as it is" : "";
  return (
    <button
      type="button"
      className="stability-cell ui-num"
      data-state={state ?? "none"}
      data-present={isPresent || undefined}
      tabIndex={isStop ? 0 : -1}
      aria-label={`${placeWords(map, cell)}${present}: ${outcomeWords(cell)}`}
      aria-disabled={isLocked}
      onFocus={() => {
        onFocus();
        onShow(cell);
      }}
      onMouseEnter={() => onShow(cell)}
      onClick={() => {
        if (!isLocked) onOpen(cell);
      }}
    >
      {state === null ? null : <StateGlyph state={STABILITY_SIGNS[state]} size={11} decorative />}
      {cellWords(cell)}
    </button>
  );
}
