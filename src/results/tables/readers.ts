// Ways in which columns of tables are read. Rates and levels of an instant are means over its last
// second, as in the heads of the charts; quantiles are those of its window.
import type { Maybe } from "../../../simulation/results/run-result.ts";
import type { RunRows } from "../../store/run-rows.ts";
import { perSecond, steady, type ValueAt } from "../run-values.ts";
import { plain, type RunSource, type TableColumn } from "./table-model.ts";

export type Read<Column> = (rows: RunRows, index: number, column: Column) => ValueAt;
type Instant = NonNullable<TableColumn["instant"]>;
type Run = NonNullable<TableColumn["run"]>;

/** Readers of instants for one kind of entity. */
export function instantReaders<Column>(read: Read<Column>) {
  return {
    rate:
      (column: Column): Instant =>
      (rows, index) =>
        steady(rows, perSecond(rows, read(rows, index, column))),
    level:
      (column: Column): Instant =>
      (rows, index) =>
        steady(rows, read(rows, index, column)),
    exact:
      (column: Column): Instant =>
      (rows, index) =>
        read(rows, index, column),
    share:
      (part: Column, ...whole: readonly Column[]): Instant =>
      (rows, index) => {
        const ofPart = steady(rows, read(rows, index, part));
        const ofWhole = whole.map((column) => steady(rows, read(rows, index, column)));
        return (row) => {
          const all = ofWhole.reduce((sum, at) => sum + at(row), 0);
          return all > 0 && Number.isFinite(all) ? ofPart(row) / all : Number.NaN;
        };
      },
  };
}

/** The number under `block`, id and the path, with its interval. */
export function estimate(block: string, ...path: readonly string[]): Run {
  return ({ at }, id) => at(block, id, ...path);
}

/** A count of the measured period as a rate. */
export function countPerS(count: (source: RunSource, id: string) => Maybe | undefined): Run {
  return (source, id) => {
    const value = count(source, id);
    return plain(value == null || !(source.periodS > 0) ? null : value / source.periodS);
  };
}

/** A number that has no interval. */
export function bare(value: (source: RunSource, id: string) => Maybe | undefined): Run {
  return (source, id) => plain(value(source, id) ?? null);
}
