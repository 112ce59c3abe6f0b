// The windowed series of a run, from the engine's rows to columns by name.
import {
  EDGE_COLUMNS,
  edgeColumn,
  NODE_COLUMNS,
  nodeColumn,
  rowLengthOf,
  type SeriesLayout,
  TYPE_COLUMNS,
  typeColumn,
} from "../../results/series.ts";

type Column = readonly (number | null)[];
type Measures = Readonly<Record<string, Column>>;

/** `timesS[i]` is the end of window i. A value that does not exist is null. */
export interface RunSeries {
  /** How many runs the values are means of. */
  readonly replications: number;
  readonly windowS: number;
  readonly timesS: readonly number[];
  readonly endToEnd: Readonly<Record<string, Measures>>;
  readonly nodes: Readonly<Record<string, Measures>>;
  readonly edges: Readonly<Record<string, Measures>>;
}

export function seriesOf(
  layout: SeriesLayout,
  rows: Float64Array,
  replications: number,
): RunSeries {
  const length = rowLengthOf(layout);
  const count = rows.length / length;
  const column = (offset: number): Column =>
    Array.from({ length: count }, (_, row) => {
      const value = rows[row * length + offset];
      return value === undefined || Number.isNaN(value) ? null : value;
    });
  const block = <Name extends string>(
    ids: readonly string[],
    names: readonly Name[],
    offset: (index: number, name: Name) => number,
  ) =>
    Object.fromEntries(
      ids.map((id, index) => [
        id,
        Object.fromEntries(names.map((name) => [name, column(offset(index, name))])),
      ]),
    );
  return {
    replications,
    windowS: layout.windowMs / 1000,
    timesS: column(0).map((timeMs) => (timeMs ?? 0) / 1000),
    endToEnd: block(layout.typeIds, TYPE_COLUMNS, typeColumn),
    nodes: block(layout.nodeIds, NODE_COLUMNS, (i, name) => nodeColumn(layout, i, name)),
    edges: block(layout.edgeIds, EDGE_COLUMNS, (i, name) => edgeColumn(layout, i, name)),
  };
}
