// An edge as drawn: width by rate, color by failures, dashes for messages, its numbers beside it.
import "./edge-line.css";
import { EdgeLabelRenderer, type EdgeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { edgeEnds } from "../store/graph-edits.ts";
import { useEdgeLive, useIsSelected } from "../store/hooks.ts";
import type { EdgeLive } from "../store/live-values.ts";
import { useIsLitEdge } from "../store/story-marks.ts";
import { useStudio } from "../store/studio-store.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { BreakerBadge } from "./BreakerBadge.tsx";
import { useCanvasMode, useLineData } from "./canvas-mode.ts";
import {
  breakerState,
  edgeSentence,
  edgeWidth,
  errorLabel,
  heldLabel,
  isFailing,
  rateLabel,
} from "./edge-words.ts";
import { pathOf, type Spot, spotAt } from "./geometry.ts";
import type { EdgeLineData, LineEdge } from "./line-elements.ts";
import { CanvasNote } from "./notes/CanvasNote.tsx";
import { useEdgeKeys } from "./use-edge-keys.ts";

/** The middle of a line is a larger target, also for straight ones, px. */
const HIT_RADIUS = 12;
/** Where along the line the mark of a note stands: off its middle, where a breaker may be. */
const NOTE_AT = 0.2;
/** From further away labels are too small to be read, and show on hover only; cards show the rates. */
const LABELS_FROM_ZOOM = 0.6;

interface LineProps {
  readonly id: string;
  readonly data: EdgeLineData | undefined;
}

export const EdgeLine = memo(function EdgeLine({ id, data }: EdgeProps<LineEdge>) {
  const overview = useCanvasMode((mode) => mode.overview);
  const line = { id, data: useLineData(id, data) };
  return overview ? <PlainLine {...line} /> : <FullLine {...line} />;
});

/** From far away: what the layer of states draws, as something to point at and to focus. */
function PlainLine({ id, data }: LineProps) {
  const names = useEndNames(id);
  const selected = useIsSelected(id);
  const keys = useEdgeKeys(id);
  if (!data) return null;
  const path = pathOf(data.curve);
  return (
    // SVG has no button of its own.
    // biome-ignore lint/a11y/useSemanticElements: a line of an SVG drawing
    <g
      className="edge-line"
      data-canvas-id={id}
      data-selected={selected || undefined}
      role="button"
      tabIndex={-1}
      aria-pressed={selected}
      aria-label={edgeSentence(names, data.sort, null, data.hasBreaker)}
      {...keys}
    >
      {selected ? <path className="edge-stroke" d={path} strokeWidth={6} /> : null}
      <path className="edge-hit" d={path} />
    </g>
  );
}

function FullLine({ id, data }: LineProps) {
  const live = useEdgeLive(id);
  const names = useEndNames(id);
  const selected = useIsSelected(id);
  const hovered = useCanvasMode((mode) => mode.focused === id || mode.over === id);
  const far = useStore((state) => state.transform[2] < LABELS_FROM_ZOOM);
  const keys = useEdgeKeys(id);
  const isLit = useIsLitEdge(id);
  if (!data) return null;
  const path = pathOf(data.curve);
  const middle = spotAt(data.curve, 0.5);
  const failing = isFailing(live);
  const idle = data.sort === "message" && !(live && live.ratePerS > 0);
  const width = edgeWidth(live?.ratePerS ?? 0);
  return (
    <>
      {/* SVG has no button of its own. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a line of an SVG drawing */}
      <g
        className="edge-line"
        data-canvas-id={id}
        data-failing={failing || undefined}
        data-idle={idle || undefined}
        data-lit={isLit || undefined}
        data-selected={selected || undefined}
        data-sort={data.sort}
        role="button"
        tabIndex={-1}
        aria-pressed={selected}
        aria-label={edgeSentence(names, data.sort, live, data.hasBreaker)}
        {...keys}
      >
        <path className="edge-halo" d={path} />
        <path
          className="edge-stroke"
          d={path}
          strokeWidth={selected || hovered ? width + 2 : width}
          markerEnd={`url(#${markerOf(data.sort, failing)})`}
        />
        <path className="edge-hit" d={path} />
        <circle className="edge-hit" cx={middle.x} cy={middle.y} r={HIT_RADIUS} />
      </g>
      <EdgeLabelRenderer>
        {(!far || hovered || selected) && (
          <EdgeLabels data={data} live={live} showAll={hovered || selected} />
        )}
        {data.note !== null && (
          <span
            className="edge-note"
            data-open={hovered || undefined}
            style={labelStyle(spotAt(data.curve, NOTE_AT))}
          >
            <CanvasNote id={id} name={`${names.from} to ${names.to}`} />
          </span>
        )}
        {data.hasBreaker && (
          <BreakerBadge at={data.labels.badge ?? middle} state={breakerState(live)} live={live} />
        )}
      </EdgeLabelRenderer>
    </>
  );
}

/** A line is drawn anew when a name changes, not with every change of the document. */
function useNameOf(nodeId: string): string {
  return useStudio(({ document }) => document.document.nodes[nodeId]?.name ?? nodeId);
}

function useEndNames(edgeId: string) {
  const { from, to } = edgeEnds(edgeId);
  return { from: useNameOf(from), to: useNameOf(to) };
}

export function markerOf(sort: EdgeLineData["sort"], failing: boolean): string {
  if (failing) return "arrow-failing";
  return sort === "message" ? "arrow-open" : "arrow-call";
}

interface LabelsProps {
  readonly data: EdgeLineData;
  readonly live: EdgeLive | null;
  readonly showAll: boolean;
}

/** An edge without a free place for its label shows it on the line while it is hovered. */
function EdgeLabels({ data, live, showAll }: LabelsProps) {
  const rate = rateLabel(live);
  const errors = errorLabel(live);
  const middle = spotAt(data.curve, 0.5);
  const rateAt = data.labels.rate ?? (showAll ? middle : null);
  const held = heldLabel(live);
  const heldAt = data.labels.held ?? (showAll ? { x: middle.x, y: middle.y + 40 } : null);
  const errorsAt = data.labels.errors ?? (showAll ? { x: middle.x, y: middle.y + 20 } : null);
  return (
    <>
      {rate !== null && rateAt && (
        <span className="edge-label" style={labelStyle(rateAt)} aria-hidden="true">
          {rate}
        </span>
      )}
      {held !== null && heldAt && (
        <span className="edge-label edge-held" style={labelStyle(heldAt)} aria-hidden="true">
          {held}
        </span>
      )}
      {errors !== null && errorsAt && (
        <span
          className="edge-label edge-errors"
          style={labelStyle(errorsAt)}
          data-failing={isFailing(live) || undefined}
          aria-hidden="true"
        >
          {isFailing(live) && (
            <StateGlyph state="failing" size={10} surface="var(--surface-canvas)" decorative />
          )}
          {errors}
        </span>
      )}
    </>
  );
}

function labelStyle(at: Spot) {
  const place = `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)`;
  return { transform: `${place} scale(var(--label-scale, 1))` };
}
