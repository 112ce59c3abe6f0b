// The inside of a broker as drawn: intakes, outlets, bindings, and how much waits where at the instant
// that is shown. The same shapes go into pictures.
import "./inside.css";
import type { BrokerInside, GroupInside } from "../../../simulation/results/broker-inside.ts";
import { formatCount } from "../../ui/format.ts";
import { barColor } from "../bar-color.ts";
import {
  CELL_PX,
  type PlacedInside,
  type PlacedIntake,
  type PlacedOutlet,
  type PlacedWire,
} from "./place-inside.ts";

interface InsideShapesProps {
  readonly inside: PlacedInside;
  /** Null: nothing is known of the instant that is shown. */
  readonly live: BrokerInside | null;
  /** Whether words are large enough to be read. */
  readonly words: boolean;
}

/** A backlog without a bound fills its bar at a hundred messages, as on the card. */
const FULL = 100;

export function InsideShapes({ inside, live, words }: InsideShapesProps) {
  const { size, top, captions, intakes, outlets, wires, stubs } = inside;
  return (
    <g className="inside">
      <path className="inside-rule" d={`M14 ${top - 2}H${size.width - 14}`} />
      {words &&
        captions.map(({ x, y, text }) => (
          <text key={text} className="inside-soft" {...{ x, y }}>
            {text}
          </text>
        ))}
      {stubs.map((path) => (
        <path key={path} className="inside-stub" d={path} />
      ))}
      {wires.map((wire) => (
        <WireShape key={`${wire.path}${wire.label}`} wire={wire} words={words} />
      ))}
      {intakes.map((intake, at) =>
        inside.partitions > 0 ? (
          <PartitionShape key={intake.key} {...{ intake, at, inside, live, words }} />
        ) : (
          <IntakeShape key={intake.key} {...{ intake, words }} />
        ),
      )}
      {outlets.map((outlet) => (
        <OutletShape key={outlet.key} {...{ outlet, inside, live, words }} />
      ))}
      {outlets.length === 0 && words && <NothingYet inside={inside} />}
    </g>
  );
}

function NothingYet({ inside: { size, noun, top, intakes } }: { readonly inside: PlacedInside }) {
  const [first] = intakes;
  const x = first ? (first.box.x + first.box.width + size.width) / 2 : size.width / 2;
  return (
    <text className="inside-soft" x={x} y={(top + size.height - 12) / 2 + 4} textAnchor="middle">
      no {noun} yet
    </text>
  );
}

function WireShape({ wire, words }: { readonly wire: PlacedWire; readonly words: boolean }) {
  const { path, tip, label, isDead } = wire;
  const back = tip.left ? 5 : -5;
  return (
    <g className="inside-wire" data-dead={isDead || undefined}>
      <path className="inside-line" d={path} />
      <path
        className="inside-tip"
        d={`M${tip.x + back} ${tip.y - 3}L${tip.x} ${tip.y}L${tip.x + back} ${tip.y + 3}Z`}
      />
      {words && label !== null && wire.words && (
        <text className="inside-key" x={wire.words.x} y={wire.words.y} textAnchor="end">
          {label}
        </text>
      )}
    </g>
  );
}

interface IntakeProps {
  readonly intake: PlacedIntake;
  readonly words: boolean;
}

function IntakeShape({ intake: { box, title, detail }, words }: IntakeProps) {
  const hasDetail = detail !== "";
  return (
    <>
      <rect className="inside-intake" {...box} rx={6} />
      {words && (
        <>
          <text className="inside-title" x={box.x + 10} y={box.y + (hasDetail ? 15 : 22)}>
            {title}
          </text>
          {hasDetail && (
            <text className="inside-soft" x={box.x + 10} y={box.y + 29}>
              {detail}
            </text>
          )}
        </>
      )}
    </>
  );
}

interface PartitionProps extends IntakeProps {
  readonly at: number;
  readonly inside: PlacedInside;
  readonly live: BrokerInside | null;
}

function PartitionShape({ intake, at, inside, live, words }: PartitionProps) {
  const { box, title } = intake;
  const now = intake.key.startsWith("partition:") ? live?.partitions[at] : undefined;
  const most = Math.max(1, ...(live?.partitions ?? []).map(({ end }) => end));
  const share = now ? now.end / most : 0;
  const isThin = now !== undefined && inside.copies > 1 && now.inSync < inside.copies;
  const isLed = now === undefined || now.leader >= 0;
  return (
    <>
      <rect className="inside-intake" {...box} rx={4} data-troubled={!isLed || undefined} />
      {share > 0 && (
        <rect
          className="inside-size"
          {...box}
          y={box.y + box.height - 3}
          width={Math.max(3, box.width * share)}
          height={3}
          rx={1.5}
        />
      )}
      {words && (
        <>
          <text className="inside-title" x={box.x + 8} y={box.y + 14}>
            {title}
          </text>
          {inside.copies > 1 && now && (
            <text className="inside-soft" x={box.x + 34} y={box.y + 14}>
              {isLed ? `b${now.leader}` : "no leader"}
              <tspan className={isThin ? "inside-warn" : undefined}>
                {` ${now.inSync}/${inside.copies}`}
              </tspan>
            </text>
          )}
          {now && (
            <text
              className="inside-value"
              x={box.x + box.width - 8}
              y={box.y + 14}
              textAnchor="end"
            >
              {formatCount(now.end)}
            </text>
          )}
        </>
      )}
    </>
  );
}

interface OutletProps {
  readonly outlet: PlacedOutlet;
  readonly inside: PlacedInside;
  readonly live: BrokerInside | null;
  readonly words: boolean;
}

function OutletShape({ outlet, inside, live, words }: OutletProps) {
  const { box, title, detail, isDead, bound } = outlet;
  const group = live?.groups[outlet.key];
  const backlog = group?.backlog ?? live?.queues[outlet.key]?.backlog;
  const fill = backlog === undefined ? 0 : Math.min(1, backlog / (bound || FULL));
  const middle = inside.cells > 0 ? box.y + 16 : box.y + box.height / 2 + 4;
  const color = isDead ? "var(--state-failing)" : barColor(fill);
  return (
    <>
      <rect className="inside-outlet" {...box} rx={5} data-dead={isDead || undefined} />
      {inside.cells === 0 && fill > 0 && (
        <rect
          x={box.x + 1}
          y={box.y + box.height - 4}
          width={Math.max(3, (box.width - 2) * fill)}
          height={3}
          rx={1.5}
          fill={color}
        />
      )}
      {words && (
        <>
          <text className="inside-title" x={box.x + 9} y={middle}>
            {title}
            {detail !== "" && (
              <tspan className="inside-soft" dx={6}>
                {detail}
              </tspan>
            )}
          </text>
          {backlog !== undefined && (
            <text className="inside-value" x={box.x + box.width - 9} y={middle} textAnchor="end">
              {formatCount(backlog)}
            </text>
          )}
        </>
      )}
      {inside.cells > 0 && outlet.key !== "more" && (
        <Cells {...{ outlet, words }} cells={inside.cells} group={group} />
      )}
    </>
  );
}

interface CellsProps {
  readonly outlet: PlacedOutlet;
  readonly cells: number;
  readonly group: GroupInside | undefined;
  readonly words: boolean;
}

const CELL_TOP = 23;
const CELL_TALL = 17;

/** A cell for each partition: the member that owns it, and how far the group is behind there. */
function Cells({ outlet: { box }, cells, group, words }: CellsProps) {
  return Array.from({ length: cells }, (_, at) => {
    const own = group?.partitions[at];
    const x = box.x + 9 + at * CELL_PX;
    const y = box.y + CELL_TOP;
    const fill = Math.min(1, (own?.backlog ?? 0) / FULL);
    const isOwned = own !== undefined && own.owner >= 0;
    // Of the past it is not known who owned it.
    const isFree = own !== undefined && own.owner < 0;
    return (
      // Cells differ by their place only.
      // biome-ignore lint/suspicious/noArrayIndexKey: places never move
      <g key={at}>
        <rect
          className="inside-cell"
          {...{ x, y }}
          width={CELL_PX - 3}
          height={CELL_TALL}
          rx={3}
          data-free={isFree || undefined}
        />
        {fill > 0 && (
          <rect
            {...{ x }}
            y={y + CELL_TALL - 3}
            width={Math.max(2, (CELL_PX - 3) * fill)}
            height={3}
            rx={1.5}
            fill={barColor(fill)}
          />
        )}
        {words && (isOwned || isFree) && (
          <text
            className="inside-cell-text"
            x={x + (CELL_PX - 3) / 2}
            y={y + 12}
            textAnchor="middle"
          >
            {isOwned ? own.owner : "–"}
          </text>
        )}
      </g>
    );
  });
}
