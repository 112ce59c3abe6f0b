// The whole drawing as one SVG, also what is out of sight: for pictures that leave the page and for
// previews. It shows what the canvas shows, by the same cards, lines and words.
import "../mesh-lines.css";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { type EdgeLive, edgeLiveOf, nodeLiveOf } from "../../store/live-values.ts";
import type { RunState } from "../../store/studio-store.ts";
import { ArrowMarkerShapes } from "../ArrowMarkers.tsx";
import { BreakerShapes } from "../BreakerBadge.tsx";
import { markerOf } from "../EdgeLine.tsx";
import {
  breakerState,
  edgeWidth,
  errorLabel,
  heldLabel,
  isFailing,
  rateLabel,
} from "../edge-words.ts";
import { type CardNode, drawingOf } from "../flow-elements.ts";
import { pathOf, type Rect, type Spot, spotAt } from "../geometry.ts";
import { GroupCardShape, NoteShape, RegionShape } from "../groups/GroupShapes.tsx";
import { insideModule } from "../inside/inside-door.ts";
import type { LineEdge } from "../line-elements.ts";
import { meshLines } from "../mesh-lines.ts";
import { Face, Outline } from "../NodeCard.tsx";

interface ScenarioPictureProps {
  readonly document: ScenarioDocument;
  /** Whose states and numbers are shown; null shows the drawing alone. */
  readonly run: RunState | null;
  /** Written below the drawing. */
  readonly caption?: string;
  /** Brings its own background and arrowheads, for a file of its own. */
  readonly standsAlone?: boolean;
}

const PAD = 32;
const CAPTION_PX = 28;
/** Letters of labels, 11 px, with figures of one width. */
const LETTER_PX = 6.4;

export function ScenarioPicture(props: ScenarioPictureProps) {
  const { document, run, caption, standsAlone = false } = props;
  const drawing = drawingOf(document, {});
  const { nodes, edges, regions, labels, groupCards, notes, rects } = drawing;
  const bounds = boundsOf(
    [...rects.values(), ...labels.values()],
    edges,
    caption === undefined ? 0 : CAPTION_PX,
  );
  const { x, y, width, height } = bounds;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`${x} ${y} ${width} ${height}`}
      {...(standsAlone ? { width, height } : {})}
      role="img"
      aria-label={`Drawing of ${document.name}`}
    >
      {standsAlone && <title>{document.name}</title>}
      {standsAlone && <ArrowMarkerShapes />}
      {standsAlone && <rect {...bounds} fill="var(--surface-canvas)" />}
      {regions.map((node) => (
        <RegionShape key={node.id} node={node} label={labels.get(node.id)} />
      ))}
      {notes.map((node) => (
        <NoteShape key={node.id} node={node} />
      ))}
      {meshLines(document, drawing).map(({ id, curve }) => (
        <path key={id} className="mesh-line" d={pathOf(curve)} markerEnd="url(#arrow-open)" />
      ))}
      {edges.map((edge) => (
        <Line key={edge.id} edge={edge} live={run ? edgeLiveOf(run, edge.id) : null} />
      ))}
      {nodes.map((node) => (
        <Card key={node.id} node={node} run={run} />
      ))}
      {groupCards.map((node) => (
        <GroupCardShape key={node.id} {...{ node, document, run }} />
      ))}
      {edges.map((edge) => (
        <Labels key={edge.id} edge={edge} live={run ? edgeLiveOf(run, edge.id) : null} />
      ))}
      {caption !== undefined && (
        <text className="picture-caption" x={x + PAD} y={y + height - 16}>
          {caption}
        </text>
      )}
    </svg>
  );
}

function boundsOf(rects: readonly Rect[], edges: readonly LineEdge[], foot: number): Rect {
  const spots = edges.flatMap(({ data }): readonly Spot[] => data?.curve ?? []);
  const xs = [
    ...rects.flatMap((rect) => [rect.x, rect.x + rect.width]),
    ...spots.map(({ x }) => x),
  ];
  const ys = [
    ...rects.flatMap((rect) => [rect.y, rect.y + rect.height]),
    ...spots.map(({ y }) => y),
  ];
  if (xs.length === 0) return { x: 0, y: 0, width: 320, height: 200 };
  const [left, top] = [Math.min(...xs) - PAD, Math.min(...ys) - PAD];
  const [right, bottom] = [Math.max(...xs) + PAD, Math.max(...ys) + PAD];
  return { x: left, y: top, width: right - left, height: bottom - top + foot };
}

function Card({ node, run }: { readonly node: CardNode; readonly run: RunState | null }) {
  const live = run ? nodeLiveOf(run, node.id) : null;
  const { inside } = node.data;
  const { InsideShapes: Inside, insideShown = () => null } = insideModule() ?? {};
  const { x, y } = node.position;
  return (
    <g transform={`translate(${x} ${y})`} data-node={node.id}>
      <Outline card={node.data} live={live} selected={false} />
      <Face card={node.data} live={live} offered={null} enlarged={1} />
      {inside && Inside && (
        <Inside {...{ inside }} live={run ? insideShown(node.id) : null} words />
      )}
    </g>
  );
}

interface EdgeProps {
  readonly edge: LineEdge;
  readonly live: EdgeLive | null;
}

function Line({ edge: { id, data }, live }: EdgeProps) {
  if (!data) return null;
  const failing = isFailing(live);
  const idle = data.sort === "message" && !(live && live.ratePerS > 0);
  return (
    <g
      className="edge-line"
      data-edge={id}
      data-failing={failing || undefined}
      data-idle={idle || undefined}
      data-sort={data.sort}
    >
      <path
        className="edge-stroke"
        d={pathOf(data.curve)}
        strokeWidth={edgeWidth(live?.ratePerS ?? 0)}
        markerEnd={`url(#${markerOf(data.sort, failing)})`}
      />
    </g>
  );
}

function Labels({ edge: { data }, live }: EdgeProps) {
  if (!data) return null;
  const middle = spotAt(data.curve, 0.5);
  const rate = rateLabel(live);
  const errors = errorLabel(live);
  const held = heldLabel(live);
  const { labels } = data;
  const badge = labels.badge ?? middle;
  return (
    <>
      {rate !== null && labels.rate && <Label at={labels.rate} text={rate} tone="plain" />}
      {held !== null && (
        <Label
          at={{ x: middle.x, y: middle.y + (errors === null ? 16 : 32) }}
          text={held}
          tone="held"
        />
      )}
      {errors !== null && labels.errors && (
        <Label at={labels.errors} text={errors} tone={isFailing(live) ? "failing" : "plain"} />
      )}
      {data.hasBreaker && (
        <g
          className="breaker-badge"
          data-state={breakerState(live)}
          transform={`translate(${badge.x} ${badge.y})`}
        >
          <BreakerShapes state={breakerState(live)} />
        </g>
      )}
    </>
  );
}

interface LabelProps {
  readonly at: Spot;
  readonly text: string;
  readonly tone: "plain" | "held" | "failing";
}

function Label({ at, text, tone }: LabelProps) {
  const width = text.length * LETTER_PX + 10;
  return (
    <g className="picture-label" data-tone={tone}>
      <rect x={at.x - width / 2} y={at.y - 9} width={width} height={18} rx={9} />
      <text x={at.x} y={at.y + 4} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
