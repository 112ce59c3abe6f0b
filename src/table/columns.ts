// Columns of a table: what is edited, what is only shown, and what the run says.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { ParamCell } from "./cell-types.ts";

interface ColumnBase {
  readonly id: string;
  readonly label: string;
  /** px; the first column takes what is left. */
  readonly width: number;
  /** Figures stand at the right. */
  readonly isNumber?: true;
  readonly title?: string;
}

/** A parameter; null in rows that have none of it. */
export interface EditedColumn extends ColumnBase {
  readonly sort: "edited";
  readonly cellOf: (document: ScenarioDocument, id: string) => ParamCell | null;
}

/** The name of a node, which can be changed and is no parameter. */
export interface NameColumn extends ColumnBase {
  readonly sort: "name";
}

/** Words of the document that cannot be changed here. */
export interface FixedColumn extends ColumnBase {
  readonly sort: "fixed";
  readonly textOf: (document: ScenarioDocument, id: string) => string;
}

/** What the run says of the row now, or at the playhead. */
export interface LiveColumn<Live> extends ColumnBase {
  readonly sort: "live";
  readonly textOf: (live: Live, document: ScenarioDocument, id: string) => string;
  readonly keyOf: (live: Live) => number | string;
  /** Drawn as the badge of a state. */
  readonly isState?: true;
}

export type Column<Live> = EditedColumn | NameColumn | FixedColumn | LiveColumn<Live>;
