import { type MouseEvent, memo } from "react";
import { endGesture, rename } from "../store/document-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { valueInForce } from "../store/param-access.ts";
import { setParam } from "../store/run-actions.ts";
import { useStudio } from "../store/studio-store.ts";
import { NO_VALUE } from "../ui/format.ts";
import { StateBadge } from "../ui/StateBadge.tsx";
import { STATE_NAMES } from "../ui/state-names.ts";
import type { Column, EditedColumn, LiveColumn } from "./columns.ts";
import { EditCell } from "./EditCell.tsx";
import { type CellFrame, ShownCell } from "./ShownCell.tsx";

interface RowProps<Live> {
  readonly id: string;
  readonly columns: readonly Column<Live>[];
  readonly useLive: (id: string) => Live | null;
  readonly readOnly: boolean;
  readonly selected: boolean;
  /** Column that the Tab key reaches, if it is in this row. */
  readonly stop: number | null;
  readonly onPick: (id: string, event: MouseEvent | null) => void;
}

function RowInside<Live>(props: RowProps<Live>) {
  const { id, columns, useLive, readOnly, selected, stop, onPick } = props;
  const live = useLive(id);
  return (
    <tr data-entity-id={id} aria-selected={selected}>
      {columns.map((column, index) => (
        <Cell
          key={column.id}
          {...{ id, column, live, readOnly }}
          frame={{
            column,
            isHead: index === 0,
            tabIndex: stop === index ? 0 : -1,
            onPick: (event) => onPick(id, event),
          }}
        />
      ))}
    </tr>
  );
}

/** Drawn again when its own values changed, not when another row's did. */
export const Row = memo(RowInside) as typeof RowInside;

interface AnyCellProps<Live> extends CellProps {
  readonly column: Column<Live>;
  readonly live: Live | null;
  readonly readOnly: boolean;
}

function Cell<Live>({ id, frame, column, live, readOnly }: AnyCellProps<Live>) {
  switch (column.sort) {
    case "name":
      return <NameCell {...{ id, frame, readOnly }} />;
    case "edited":
      return <ParamTableCell {...{ id, frame, column, readOnly }} />;
    case "live":
      return <LiveCell {...{ id, frame, column, live }} />;
    case "fixed":
      return <FixedCell {...{ id, frame }} textOf={column.textOf} />;
  }
}

interface CellProps {
  readonly id: string;
  readonly frame: CellFrame;
}

function NameCell({ id, frame, readOnly }: CellProps & { readonly readOnly: boolean }) {
  const name = useStudio(({ document }) => document.document.nodes[id]?.name ?? id);
  return (
    <EditCell
      frame={frame}
      name={`Name of ${name}`}
      text={name}
      draft={name}
      readOnly={readOnly}
      onCommit={(draft) => {
        if (draft.trim() === "") return "A node needs a name.";
        rename(id, draft);
        return null;
      }}
    />
  );
}

interface ParamCellProps extends CellProps {
  readonly column: EditedColumn;
  readonly readOnly: boolean;
}

function ParamTableCell({ id, frame, column, readOnly }: ParamCellProps) {
  const document = useDesign();
  const cell = column.cellOf(document, id);
  const standing = useStudio((state) => (cell ? valueInForce(state, cell.path) : undefined));
  if (!cell) return <ShownCell frame={frame}>{NO_VALUE}</ShownCell>;
  const value = standing === undefined ? cell.fallback : standing;
  return (
    <EditCell
      frame={frame}
      name={`${column.label} of ${nameIn(document, id)}`}
      help={cell.help}
      text={cell.text(value)}
      draft={cell.draft(value)}
      isDefault={standing === undefined}
      readOnly={readOnly}
      {...(cell.options ? { options: cell.options } : {})}
      onCommit={(draft) => {
        if (draft === cell.draft(value)) return null;
        const read = cell.read(draft, value);
        if ("reason" in read) return read.reason;
        void setParam(read.path, read.value).then(endGesture);
        return null;
      }}
    />
  );
}

function nameIn({ nodes }: ReturnType<typeof useDesign>, id: string): string {
  return nodes[id]?.name ?? id;
}

interface LiveCellProps<Live> extends CellProps {
  readonly column: LiveColumn<Live>;
  readonly live: Live | null;
}

function LiveCell<Live>({ id, frame, column, live }: LiveCellProps<Live>) {
  const document = useDesign();
  const text = live === null ? NO_VALUE : column.textOf(live, document, id);
  const state = column.isState ? STATE_NAMES.find((name) => name === text) : undefined;
  return <ShownCell frame={frame}>{state ? <StateBadge state={state} /> : text}</ShownCell>;
}

interface FixedCellProps extends CellProps {
  readonly textOf: (document: ReturnType<typeof useDesign>, id: string) => string;
}

function FixedCell({ id, frame, textOf }: FixedCellProps) {
  return <ShownCell frame={frame}>{textOf(useDesign(), id)}</ShownCell>;
}
