import { PART_LABELS, type Trace } from "../../../simulation/results/traces.ts";
import { useDocument } from "../../store/hooks.ts";
import { formatDuration } from "../../ui/format.ts";
import { endingWords, rowWords } from "./span-words.ts";
import { familyOf, type WaterfallRow } from "./waterfall-rows.ts";

interface ItemProps {
  readonly row: WaterfallRow;
  readonly trace: Trace;
  /** Length of the axis, ms. */
  readonly spanMs: number;
  /** The tab key stops here. */
  readonly isCurrent: boolean;
  readonly isFolded: boolean;
  readonly onCurrent: () => void;
  readonly onFold: () => void;
}

/** Rows are flat; their level says where in the tree they stand. */
export function WaterfallItem(props: ItemProps) {
  const { row, trace, spanMs, isCurrent, isFolded, onCurrent, onFold } = props;
  const document = useDocument();
  const { name, detail } = rowWords(document, row);
  const ending = endingWords(row);
  const length = formatDuration(row.endMs - row.startMs);
  const from = formatDuration(row.startMs - trace.startMs);
  const said = [`${name} ${detail}`.trim(), `${length} from ${from}`, ending];
  return (
    // The keys are the tree's.
    // biome-ignore lint/a11y/useKeyWithClickEvents: handled where the rows stand
    <div
      role="treeitem"
      tabIndex={isCurrent ? 0 : -1}
      aria-level={row.depth + 1}
      aria-expanded={row.hasChildren ? !isFolded : undefined}
      aria-selected={isCurrent}
      aria-label={said.filter((text) => text !== "").join(", ")}
      className="waterfall-row"
      onFocus={onCurrent}
      onClick={({ target }) => {
        onCurrent();
        if (target instanceof Element && target.className === "waterfall-fold") onFold();
      }}
      onDoubleClick={onFold}
    >
      <span className="waterfall-label" style={{ paddingLeft: 12 * row.depth }} aria-hidden="true">
        <span className="waterfall-fold">{row.hasChildren ? (isFolded ? "▸" : "▾") : ""}</span>
        <b>{name}</b>
        <small>{detail}</small>
        <em>{ending}</em>
      </span>
      <Bar row={row} startMs={trace.startMs} spanMs={spanMs} />
    </div>
  );
}

interface BarProps {
  readonly row: WaterfallRow;
  readonly startMs: number;
  readonly spanMs: number;
}

function Bar({ row, startMs, spanMs }: BarProps) {
  const place = (stretch: { readonly startMs: number; readonly endMs: number }) => ({
    left: `${(100 * (stretch.startMs - startMs)) / spanMs}%`,
    width: `max(1px, ${(100 * (stretch.endMs - stretch.startMs)) / spanMs}%)`,
  });
  const title = row.segments
    .filter(({ kind }) => kind !== "children")
    .map((part) => `${PART_LABELS[part.kind]} ${formatDuration(part.endMs - part.startMs)}`)
    .join("\n");
  return (
    <span className="waterfall-bar" aria-hidden="true" title={title}>
      <i className="waterfall-track" style={place(row)} />
      {row.segments.map((part) => (
        <i
          key={`${part.kind} ${part.startMs} ${part.endMs}`}
          className="waterfall-part"
          data-family={familyOf(part.kind)}
          data-zombie={part.isZombie || undefined}
          style={place(part)}
        />
      ))}
      {row.critical.map((stretch) => (
        <i key={stretch.startMs} className="waterfall-critical" style={place(stretch)} />
      ))}
    </span>
  );
}
