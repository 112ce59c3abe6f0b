// A node as drawn: outline by family, ring and glyph by state, and the numbers that matter.
import "./node-card.css";
import { Handle, type NodeProps, Position, useStore } from "@xyflow/react";
import { memo, useState } from "react";
import type { NodeState } from "../../simulation/results/story.ts";
import { type OfferedHere, useNothingRan, useOfferedNode } from "../store/assessment.ts";
import { useIsSelected, useNodeLive, useNodeState, useView } from "../store/hooks.ts";
import type { NodeLive } from "../store/live-values.ts";
import { KindIconShapes } from "../ui/KindIcon.tsx";
import { drumRimPath, outlinePath } from "../ui/outline-path.ts";
import { StateGlyphShapes } from "../ui/StateGlyph.tsx";
import { STATE_RING, stateColor } from "../ui/state-names.ts";
import { barColor } from "./bar-color.ts";
import { CardMarks } from "./CardMarks.tsx";
import { useCanvasMode } from "./canvas-mode.ts";
import { FarFace } from "./FarFace.tsx";
import { type Detail, detailAt, FAR_NAME_PX, farWidth } from "./far-view.ts";
import type { CardNode, NodeCardData } from "./flow-elements.ts";
import { insideModule } from "./inside/inside-door.ts";
import { toggleInside } from "./inside/toggle-inside.ts";
import { MOST_BESIDE_MARK, MOST_DOTS } from "./instance-dots.ts";
import { NameField } from "./NameField.tsx";
import { nameWidth } from "./node-size.ts";
import { cardSentence, cardWords, rowWidth } from "./node-words.ts";
import { CanvasNote } from "./notes/CanvasNote.tsx";
import { dotsWidth, ReplicaDots } from "./ReplicaDots.tsx";
import { StepBadge } from "./StepBadge.tsx";
import { useNodeKeys } from "./use-node-keys.ts";

/** Most that the words grow against their card when the drawing is seen from further away. */
const MOST_ENLARGED = 1.15;
/** Of a name in a drawing of its own size, px. */
const NAME_PX = 13;

/** From a little further away words are written larger, in steps of 5 %, so that they stay readable. */
function enlargement(zoom: number): number {
  if (detailAt(zoom) !== "full") return 1;
  return Math.max(1, Math.ceil(20 / zoom) / 20);
}

/** Space between the outline and the words, px: pointed and round shapes need more. */
const INSET: Readonly<Record<NodeCardData["family"], number>> = {
  edge: 15,
  compute: 11,
  data: 11,
  messaging: 17,
  control: 13,
};
const TINTED: ReadonlySet<NodeState | null> = new Set(["saturated", "failing"]);
const SELECTED_OFFSET = 5;
/** Vertical middle of the words in their own layout, px. */
const FACE_MIDDLE = 36;

type CardProps = Pick<NodeProps<CardNode>, "id" | "data">;

export const NodeCard = memo(function NodeCard({ id, data }: NodeProps<CardNode>) {
  const overview = useCanvasMode((mode) => mode.overview && mode.renaming !== id);
  return overview ? <PlainCard {...{ id, data }} /> : <FullCard {...{ id, data }} />;
});

/** From far away: what the layer of states draws, as something to point at and to focus. */
function PlainCard({ id, data }: CardProps) {
  const state = useNodeState(id);
  const selected = useIsSelected(id);
  const tabIndex = useCanvasMode((mode) => (mode.tabStop === id ? 0 : -1));
  const keys = useNodeKeys(id);
  const [isPointedAt, setPointedAt] = useState(false);
  const connecting = useCanvasMode((mode) => mode.connecting !== null);
  return (
    // Cards hold a field while they are renamed, so neither of their two forms is a button element.
    // biome-ignore lint/a11y/useSemanticElements: as the full card
    <div
      className="node-card node-plain"
      data-canvas-id={id}
      role="button"
      tabIndex={tabIndex}
      aria-label={`${data.name}, ${data.kindLabel.toLowerCase()}, ${state ?? "no traffic"}`}
      aria-pressed={selected}
      onMouseEnter={() => setPointedAt(true)}
      onMouseLeave={() => setPointedAt(false)}
      {...keys}
    >
      {/* Each port follows every step of the drawing; with hundreds of cards that is felt. */}
      {(isPointedAt || connecting) && <Ports isSource={data.isSource} />}
    </div>
  );
}

function Ports({ isSource }: { readonly isSource: boolean }) {
  return (
    <>
      {!isSource && <Handle type="target" position={Position.Left} className="node-port" />}
      <Handle type="source" position={Position.Right} className="node-port" />
    </>
  );
}

function FullCard({ id, data }: CardProps) {
  const live = useNodeLive(id);
  const assessed = useOfferedNode(id);
  const offered = useNothingRan() ? assessed : null;
  const selected = useIsSelected(id);
  const renaming = useCanvasMode((mode) => mode.renaming === id);
  const detail = useStore((state) => detailAt(state.transform[2]));
  const enlarged = useStore((state) => enlargement(state.transform[2]));
  const refused = useCanvasMode((mode) => mode.connecting?.refusals[id] !== undefined);
  const isTarget = useCanvasMode((mode) => mode.connecting?.candidate === id || mode.over === id);
  const tabIndex = useCanvasMode((mode) => (mode.tabStop === id ? 0 : -1));
  const keys = useNodeKeys(id);
  const width = data.inside ? data.size.width : farWidth(data.name, data.size, data.beside, detail);
  const beyond = (width - data.size.width) / 2;
  return (
    // The name field is a control of its own and may not stand inside a button.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: aria-pressed goes with role button only
    <div
      className="node-card"
      data-canvas-id={id}
      data-refused={refused || undefined}
      data-target={(isTarget && !refused) || undefined}
      role={renaming ? "group" : "button"}
      tabIndex={tabIndex}
      aria-label={cardSentence(data, live, offered)}
      aria-pressed={renaming ? undefined : selected}
      aria-expanded={data.family === "messaging" && !renaming ? data.inside !== null : undefined}
      aria-describedby={data.inside ? `inside-${id}` : undefined}
      {...keys}
    >
      <Outline card={data} {...{ live, selected, beyond }} />
      {detail === "full" ? (
        <Face card={data} {...{ live, offered, enlarged }} />
      ) : (
        <FarFace
          card={data}
          state={live?.state ?? null}
          rate={live ? cardWords(data, live, offered).left : null}
          {...{ detail, beyond }}
        />
      )}
      {data.family === "messaging" && <Opening {...{ id, data, detail }} />}
      <StepBadge id={id} />
      {data.note !== null && <CanvasNote id={id} name={data.name} />}
      {renaming && <NameField id={id} name={data.name} />}
      <Ports isSource={data.isSource} />
    </div>
  );
}

interface OpeningProps extends CardProps {
  readonly detail: Detail;
}

/** What is inside a broker, and the mark that opens and closes it. */
function Opening({ id, data, detail }: OpeningProps) {
  const readOnly = useView((view) => view.readOnly);
  const Inside = insideModule()?.CardInside;
  const { inside } = data;
  const title = inside ? "Close (O)" : "Open: what is inside (O)";
  return (
    <>
      {inside && Inside && <Inside {...{ id, inside }} words={detail === "full"} />}
      {!readOnly && detail !== "far" && (
        // The key O does the same on the card itself, which may not hold a second button.
        <span
          className="node-opening nodrag"
          aria-hidden="true"
          title={title}
          onClick={(event) => {
            event.stopPropagation();
            void toggleInside(id);
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
            <path d={inside ? "M2.5 7.5L6 4L9.5 7.5" : "M2.5 4.5L6 8L9.5 4.5"} />
          </svg>
        </span>
      )}
    </>
  );
}

interface FaceProps {
  readonly card: NodeCardData;
  readonly live: NodeLive | null;
  /** Known before a run; null once there is one. */
  readonly offered: OfferedHere | null;
  /** How much larger than the drawing the name is written. */
  readonly enlarged: number;
}

interface OutlineProps {
  readonly card: NodeCardData;
  readonly live: NodeLive | null;
  readonly selected: boolean;
  /** How far it reaches beyond the card on each side, px. */
  readonly beyond?: number;
}

export function Outline({ card, live, selected, beyond = 0 }: OutlineProps) {
  const width = card.size.width + 2 * beyond;
  const { height } = card.size;
  const state = live?.state ?? null;
  const ring = state ? STATE_RING[state] : { width: 1.25, dash: card.connected ? "" : "5 4" };
  const color = state ? stateColor(state) : "var(--border-control)";
  const path = outlinePath(card.family, width, height);
  const outer = 2 * SELECTED_OFFSET;
  return (
    <svg
      className="node-outline"
      style={{ left: -beyond }}
      width={width}
      height={height}
      aria-hidden="true"
    >
      {selected && (
        <rect
          className="node-selected"
          x={-SELECTED_OFFSET}
          y={-SELECTED_OFFSET}
          width={width + outer}
          height={height + outer}
          rx={8}
        />
      )}
      <path d={path} className="node-body" />
      {TINTED.has(state) && <path d={path} fill={`var(--state-${state}-soft)`} opacity={0.55} />}
      <path
        d={path}
        className="node-ring"
        stroke={color}
        strokeWidth={ring.width}
        strokeDasharray={ring.dash}
      />
      {card.family === "data" && (
        <path d={drumRimPath(width)} className="node-ring" stroke={color} opacity={0.55} />
      )}
    </svg>
  );
}

export function Face({ card, live, offered, enlarged }: FaceProps) {
  const { width } = card.size;
  // An open broker has its usual face at the top.
  const height = card.inside ? card.inside.top : card.size.height;
  const state = live?.state ?? null;
  const top = card.family === "data" ? 8 : 0;
  const inset = INSET[card.family];
  const words = cardWords(card, live, offered);
  const room = width - 2 * inset;
  const widest = Math.min(room / (nameWidth(card.name) + 44), room / rowWidth(words));
  const scale = Math.max(1, Math.min(enlarged, MOST_ENLARGED, widest));
  const inner = room / scale + 2 * inset;
  // Words are laid out for scale 1 and grow around the middle of the card.
  const shift = top / 2 + height / 2 - FACE_MIDDLE * scale;
  // As on all cards seen from so far away the glyph leaves its room beside the name to the name.
  const isSmall = enlarged * FAR_NAME_PX > NAME_PX;
  const wanted = (FAR_NAME_PX / NAME_PX) * (enlarged / scale);
  const named = nameInFace(card.name, wanted, inner - 2 * inset);
  return (
    <svg className="node-face" width={width} height={height} aria-hidden="true">
      <g transform={`translate(${inset - inset * scale} ${shift}) scale(${scale})`}>
        {named.hasIcon && (
          <g transform={`translate(${inset - 1} 9)`}>
            <IconShapes icon={card.icon} scale={0.667} />
          </g>
        )}
        <text
          className="node-name"
          x={named.hasIcon ? inset + 21 : inset}
          y={21.5}
          style={{ fontSize: NAME_PX * named.scale }}
        >
          {card.name}
        </text>
        {state && (
          <g transform={isSmall ? glyphOnRim(inner) : glyphBesideName(inner - inset)}>
            <StateGlyphShapes state={state} surface="var(--surface-card)" />
          </g>
        )}
        <Numbers {...{ card, live, offered, inset }} width={inner} />
      </g>
    </svg>
  );
}

/** Of an icon beside the name, with the gap between. */
const ICON_PX = 21;

/**
 * How a name is written in `room` px: larger by `wanted`, against the words below it, where that is more
 * than 1. An icon for which there is no room then gives way.
 */
function nameInFace(name: string, wanted: number, room: number) {
  const scale = Math.max(1, Math.min(wanted, room / nameWidth(name)));
  return { scale, hasIcon: scale <= 1 || ICON_PX + nameWidth(name) * scale <= room };
}

const glyphBesideName = (right: number): string => `translate(${right - 13} 10) scale(0.875)`;
const glyphOnRim = (right: number): string => `translate(${right - 8} -8) scale(0.875)`;

function IconShapes({ icon, scale }: { readonly icon: string; readonly scale: number }) {
  return (
    <g className="node-icon" transform={`scale(${scale})`}>
      <KindIconShapes icon={icon} />
    </g>
  );
}

interface NumbersProps extends Pick<FaceProps, "card" | "live" | "offered"> {
  readonly width: number;
  readonly inset: number;
}

const BAR_PX = 52;
/** Marks of brokers stand between the number and the dots, so their bar is always shorter. */
const BROKER_BAR_PX = 32;
/** What a queue of three digits, three dots and the rims of a card take. */
const BESIDE_BAR_PX = 86;
const THREE_DOTS_PX = 35;
/** Before a run the number beside the bar is wider than a queue's, and dots stand behind it. */
const OFFERED_BAR_PX = 30;

function Numbers({ card, live, offered, width, inset }: NumbersProps) {
  const words = cardWords(card, live, offered);
  const right = width - inset;
  const most = card.family === "messaging" ? BROKER_BAR_PX : BAR_PX;
  const dots = words.isFirst ? MOST_BESIDE_MARK : MOST_DOTS;
  const beside = BESIDE_BAR_PX + Math.max(0, dotsWidth(card, live, dots) - THREE_DOTS_PX);
  const barPx = words.bar ? OFFERED_BAR_PX : Math.max(30, Math.min(most, width - beside));
  return (
    <>
      <text className={words.right ? "node-rate" : "node-soft"} x={inset} y={41}>
        {words.left}
      </text>
      {words.right && (
        <text className="node-value" x={right} y={41} textAnchor="end">
          <tspan className="node-soft">{words.right.label}</tspan> {words.right.value}
        </text>
      )}
      {words.queue !== null && (
        <>
          <rect className="node-bar" x={inset} y={52} width={barPx} height={6} rx={3} />
          {words.fill > 0 && (
            <rect
              x={inset}
              y={52}
              width={Math.max(3, barPx * words.fill)}
              height={6}
              rx={3}
              fill={words.bar ?? barColor(words.fill)}
            />
          )}
          <text className="node-value" x={inset + barPx + 5} y={59}>
            {words.isFirst && <tspan className="node-first">⚑ </tspan>}
            {words.queue}
          </text>
        </>
      )}
      <CardMarks marks={words.marks ?? []} x={right - dotsWidth(card, live, dots)} y={55} />
      <ReplicaDots card={card} live={live} most={dots} x={right - 3} y={55} />
    </>
  );
}
