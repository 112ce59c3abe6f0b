// Paints segments of states on a 2D canvas: color and pattern together, healthy at half opacity.
import { NODE_STATES, type NodeState } from "../../simulation/results/story.ts";
import type { HeatRow } from "./heat-rows.ts";
import { type TimeAxis, xOf } from "./time-axis.ts";

export interface HeatColors {
  readonly states: Readonly<Record<NodeState, string>>;
  readonly none: string;
  readonly empty: string;
  readonly panel: string;
}

export function heatColors(element: Element): HeatColors {
  const style = getComputedStyle(element);
  const color = (token: string) => style.getPropertyValue(token).trim();
  const states = Object.fromEntries(
    NODE_STATES.map((state) => [state, color(`--state-${state}`)]),
  ) as Record<NodeState, string>;
  return {
    states,
    none: color("--state-none"),
    empty: color("--surface-sunken"),
    panel: color("--surface-panel"),
  };
}

export interface HeatGeometry {
  readonly axis: TimeAxis;
  readonly rowHeight: number;
  /** Device pixels per px. */
  readonly ratio: number;
}

const PATTERN_OPACITY = 0.65;
const GAP = 1;

export function paintHeat(
  context: CanvasRenderingContext2D,
  rows: readonly HeatRow[],
  colors: HeatColors,
  { axis, rowHeight, ratio }: HeatGeometry,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, axis.width, rows.length * rowHeight);
  const patterns = new Map<NodeState, CanvasPattern>();
  for (const [index, row] of rows.entries()) {
    const top = index * rowHeight;
    const height = rowHeight - GAP;
    context.fillStyle = colors.empty;
    context.fillRect(0, top, axis.width, height);
    for (const segment of row.segments) {
      const left = Math.max(-4, xOf(axis, segment.fromMs));
      const right = Math.min(axis.width + 4, xOf(axis, segment.toMs));
      if (right <= 0 || left >= axis.width) continue;
      const width = Math.max(1, right - left - 0.5);
      paintCell(context, NODE_STATES[segment.code], [left, top, width, height], colors, patterns);
    }
  }
}

type Rectangle = readonly [left: number, top: number, width: number, height: number];

function paintCell(
  context: CanvasRenderingContext2D,
  state: NodeState | undefined,
  rectangle: Rectangle,
  colors: HeatColors,
  patterns: Map<NodeState, CanvasPattern>,
): void {
  context.globalAlpha = state === "healthy" ? 0.5 : 1;
  context.fillStyle = state ? colors.states[state] : colors.none;
  context.beginPath();
  context.roundRect(...rectangle, 1.5);
  context.fill();
  context.globalAlpha = 1;
  if (!state || state === "healthy") return;
  let pattern = patterns.get(state) ?? null;
  if (!pattern) {
    pattern = patternOf(context, state, colors.panel);
    if (pattern) patterns.set(state, pattern);
  }
  if (!pattern) return;
  context.globalAlpha = PATTERN_OPACITY;
  context.fillStyle = pattern;
  context.fill();
  context.globalAlpha = 1;
}

const TILE: Readonly<Record<NodeState, number>> = {
  healthy: 4,
  degraded: 4,
  saturated: 4,
  failing: 5,
  down: 5,
  recovering: 5,
};

/** Tiles at four times their size, so that they stay sharp on dense screens. */
const TILE_SCALE = 4;

function patternOf(
  context: CanvasRenderingContext2D,
  state: NodeState,
  color: string,
): CanvasPattern | null {
  const size = TILE[state];
  const tile = document.createElement("canvas");
  tile.width = size * TILE_SCALE;
  tile.height = size * TILE_SCALE;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  pen.scale(TILE_SCALE, TILE_SCALE);
  pen.strokeStyle = color;
  pen.fillStyle = color;
  drawTile(pen, state, size);
  const pattern = context.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / TILE_SCALE));
  return pattern;
}

type Line = readonly [x1: number, y1: number, x2: number, y2: number];

function drawTile(pen: CanvasRenderingContext2D, state: NodeState, size: number): void {
  if (state === "degraded") {
    pen.beginPath();
    pen.arc(2, 2, 0.85, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  pen.lineWidth = LINE_WIDTH[state];
  pen.beginPath();
  for (const [x1, y1, x2, y2] of linesOf(state, size)) {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }
  pen.stroke();
}

const LINE_WIDTH: Readonly<Record<Exclude<NodeState, "degraded">, number>> = {
  healthy: 0,
  saturated: 1,
  failing: 1.1,
  down: 0.9,
  recovering: 0.8,
};

/** Lines of one tile; corners are drawn twice, so that neighboring tiles join. */
function linesOf(state: Exclude<NodeState, "degraded">, size: number): readonly Line[] {
  const rising: readonly Line[] = [
    [-1, size + 1, size + 1, -1],
    [-1, 1, 1, -1],
    [size - 1, size + 1, size + 1, size - 1],
  ];
  const falling: readonly Line[] = [
    [-1, -1, size + 1, size + 1],
    [size - 1, -1, size + 1, 1],
    [-1, size - 1, 1, size + 1],
  ];
  switch (state) {
    case "healthy":
      return [];
    case "saturated":
      return [[1, 0, 1, size]];
    case "failing":
      return rising;
    case "down":
      return [...rising, ...falling];
    case "recovering":
      return falling;
  }
}
