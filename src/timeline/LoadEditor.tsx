import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from "react";
import { endGesture, resetParam, setBase } from "../store/document-actions.ts";
import { useDesign } from "../store/hooks.ts";
import {
  movedPoint,
  type Point,
  type PointsProfile,
  withPoint,
  writtenProfile,
} from "../store/profile-edits.ts";
import { formatClock, formatNumber } from "../ui/format.ts";
import { type PointsPlot, pathOf, placeOf, pointAt, topOf } from "./load-points.ts";
import { shownMs, snapStepS, type TimeAxis } from "./time-axis.ts";

const HEIGHT = 46;
/** What an arrow key changes a multiple by. */
const KEY_STEP = 0.1;

interface LoadEditorProps {
  readonly id: string;
  readonly profile: PointsProfile;
  readonly axis: TimeAxis;
}

/** The selected client's load in multiples of its rate: points to drag, a double click adds one. */
export function LoadEditor({ id, profile, axis }: LoadEditorProps) {
  const name = useDesign().nodes[id]?.name ?? id;
  const { points } = profile;
  const durationS = axis.durationMs / 1000;
  const stepS = snapStepS(shownMs(axis) / 1000);
  // While a point is held the scale must not move away under it.
  const heldTop = useRef<number | null>(null);
  const top = heldTop.current ?? topOf(points);
  const [fromS, toS] = [axis.fromMs / 1000, axis.toMs / 1000];
  const plot: PointsPlot = { widthPx: axis.width, heightPx: HEIGHT, durationS, fromS, toS, top };
  const keep = (next: readonly Point[], mergeKey: string | null = null) => {
    if (next.length === 0) resetParam(`nodes.${id}.profile`);
    else setBase(`nodes.${id}.profile`, asWritten({ ...profile, points: next }), mergeKey);
  };
  const add = (point: Point) =>
    keep(withPoint(points.length === 0 && point[0] > 0 ? [[0, 1]] : points, point));
  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    const box = event.currentTarget.getBoundingClientRect();
    add(pointAt(plot, event.clientX - box.left, event.clientY - box.top, stepS));
  };
  const line = pathOf(plot, profile);
  const base = placeOf(plot, [0, 1]).y;
  return (
    <section className="timeline-lane timeline-load" aria-label={`Load of ${name}`}>
      <div className="timeline-gutter timeline-gutter-tall">
        <span>Load of {name}</span>
        <button
          type="button"
          className="timeline-add"
          onClick={() => add(nextPoint(points, durationS, stepS))}
        >
          Add a point
        </button>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it adds points too */}
      <div
        className="timeline-plot timeline-points"
        style={{ width: axis.width, height: HEIGHT }}
        onDoubleClick={onDoubleClick}
      >
        <svg width={axis.width} height={HEIGHT} aria-hidden="true">
          <path className="timeline-base" d={`M0 ${base}H${axis.width}`} />
          <path d={`${line}V${HEIGHT}H0Z`} fill="var(--series-1)" opacity=".14" />
          <path d={line} fill="none" stroke="var(--series-1)" strokeWidth="1.5" />
        </svg>
        <span className="timeline-base-label" style={{ top: base - 15 }}>
          1×
        </span>
        {points.map((point, index) => (
          <Handle
            // biome-ignore lint/suspicious/noArrayIndexKey: a point keeps its number while it is moved
            key={index}
            {...{ plot, point, stepS }}
            onMove={(to) => keep(movedPoint(points, index, to, durationS), `drag load ${id}`)}
            onHold={(held) => {
              heldTop.current = held ? top : null;
              if (!held) endGesture();
            }}
            onRemove={() => keep(points.toSpliced(index, 1))}
          />
        ))}
      </div>
    </section>
  );
}

function asWritten(profile: PointsProfile) {
  return writtenProfile(profile) as Parameters<typeof setBase>[1];
}

/** Some way after the last point, at its multiple. */
function nextPoint(points: readonly Point[], durationS: number, stepS: number): Point {
  const [lastS, multiplier] = points.at(-1) ?? [0, 1];
  const wanted = Math.round((lastS + durationS / 6) / stepS) * stepS;
  return [Number(Math.min(durationS, wanted).toFixed(6)), points.length === 0 ? 2 : multiplier];
}

interface HandleProps {
  readonly plot: PointsPlot;
  readonly point: Point;
  readonly stepS: number;
  readonly onMove: (to: Point) => void;
  readonly onHold: (held: boolean) => void;
  readonly onRemove: () => void;
}

function Handle({ plot, point, stepS, onMove, onHold, onRemove }: HandleProps) {
  const { x, y } = placeOf(plot, point);
  const [atS, multiplier] = point;
  const isOut = x < -1 || x > plot.widthPx + 1;
  const text = `${formatNumber(multiplier).replace(/\.0+$/, "")}×`;
  const onKeyDown = (event: KeyboardEvent) => {
    const step: Readonly<Record<string, Point>> = {
      ArrowLeft: [atS - stepS, multiplier],
      ArrowRight: [atS + stepS, multiplier],
      ArrowUp: [atS, rounded(multiplier + KEY_STEP)],
      ArrowDown: [atS, rounded(multiplier - KEY_STEP)],
    };
    const to = step[event.key];
    if (to) onMove(to);
    else if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box) return;
    onMove(pointAt(plot, event.clientX - box.left, event.clientY - box.top, stepS));
  };
  return (
    <button
      type="button"
      className="timeline-point"
      data-near-end={x > plot.widthPx - 40 || undefined}
      hidden={isOut}
      style={{ left: x, top: y }}
      aria-label={`Load point at ${formatClock(atS * 1000)}: ${text}`}
      title="Drag it; arrow keys move it, Delete removes it"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        onHold(true);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => onHold(false)}
    >
      <span>{text}</span>
    </button>
  );
}

function rounded(multiplier: number): number {
  return Math.max(0, Math.round(multiplier * 100) / 100);
}
