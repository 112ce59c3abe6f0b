// The drawing as states: outlines, silhouettes and lines on one canvas element. One pass over all
// nodes costs about what drawing a single card in the page does.
import type { Family } from "../../simulation/kinds/define.ts";
import type { NodeState } from "../../simulation/results/story.ts";
import { outlinePath } from "../ui/outline-path.ts";
import { STATE_SILHOUETTES } from "../ui/state-silhouettes.ts";
import type { Cubic, Rect } from "./geometry.ts";

export interface SeenNode extends Rect {
  readonly name: string;
  readonly family: Family;
  readonly state: NodeState | null;
}

export interface SeenEdge {
  readonly curve: Cubic;
  readonly width: number;
  readonly failing: boolean;
  readonly isMessage: boolean;
}

export interface OverviewColors {
  readonly card: string;
  readonly idle: string;
  readonly text: string;
  readonly edge: string;
  readonly font: string;
  readonly states: Readonly<Record<NodeState, string>>;
  readonly softs: Readonly<Record<NodeState, string>>;
}

export type Transform = readonly [x: number, y: number, zoom: number];

/** On screen, px: from here on a card has room for its name, and for a silhouette. */
const NAME_FROM = { width: 64, height: 26 };
const GLYPH_FROM_HEIGHT = 9;
const MOST_GLYPH = 16;
const NAME_PX = 11;

const outlines = new Map<string, Path2D>();

function outlineOf({ family, width, height }: SeenNode): Path2D {
  const key = `${family} ${width} ${height}`;
  const known = outlines.get(key);
  if (known) return known;
  const path = new Path2D(outlinePath(family, width, height));
  outlines.set(key, path);
  return path;
}

const silhouettes = new Map<NodeState, Path2D>();

function silhouetteOf(state: NodeState): Path2D {
  const known = silhouettes.get(state) ?? new Path2D(STATE_SILHOUETTES[state].d);
  silhouettes.set(state, known);
  return known;
}

export function paintEdges(
  context: CanvasRenderingContext2D,
  edges: readonly SeenEdge[],
  [left, top, zoom]: Transform,
  colors: OverviewColors,
): void {
  context.save();
  context.translate(left, top);
  context.scale(zoom, zoom);
  for (const { curve, width, failing, isMessage } of edges) {
    const [start, one, two, end] = curve;
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(one.x, one.y, two.x, two.y, end.x, end.y);
    context.lineWidth = Math.max(width, 1 / zoom);
    context.strokeStyle = failing ? colors.states.failing : colors.edge;
    context.setLineDash(isMessage ? [6, 5] : []);
    context.stroke();
  }
  context.restore();
}

export function paintNodes(
  context: CanvasRenderingContext2D,
  nodes: readonly SeenNode[],
  view: { readonly transform: Transform; readonly width: number; readonly height: number },
  colors: OverviewColors,
): void {
  const [left, top, zoom] = view.transform;
  context.font = `${NAME_PX}px ${colors.font}`;
  context.textBaseline = "middle";
  for (const node of nodes) {
    const x = node.x * zoom + left;
    const y = node.y * zoom + top;
    const [width, height] = [node.width * zoom, node.height * zoom];
    if (x > view.width || y > view.height || x + width < 0 || y + height < 0) continue;
    context.save();
    context.translate(x, y);
    context.save();
    context.scale(zoom, zoom);
    context.fillStyle = node.state ? colors.softs[node.state] : colors.card;
    context.fill(outlineOf(node));
    context.strokeStyle = node.state ? colors.states[node.state] : colors.idle;
    context.lineWidth = 1.5 / zoom;
    context.setLineDash(node.state === "down" ? [2 / zoom, 3 / zoom] : []);
    context.stroke(outlineOf(node));
    context.restore();
    paintFace(context, node, width, height, colors);
    context.restore();
  }
}

/** The silhouette of the state, and the name where there is room for it. */
function paintFace(
  context: CanvasRenderingContext2D,
  { state, name }: SeenNode,
  width: number,
  height: number,
  colors: OverviewColors,
): void {
  const named = width >= NAME_FROM.width && height >= NAME_FROM.height;
  const size = Math.min(MOST_GLYPH, height - 4);
  const hasGlyph = state !== null && height >= GLYPH_FROM_HEIGHT;
  const middle = named ? width - size - 3 : (width - size) / 2;
  if (hasGlyph) {
    context.save();
    context.translate(middle, (height - size) / 2);
    context.scale(size / 16, size / 16);
    paintSilhouette(context, state, colors.states[state]);
    context.restore();
  }
  if (!named) return;
  context.fillStyle = colors.text;
  context.fillText(shortened(name, width - 10 - (hasGlyph ? size + 3 : 0)), 6, height / 2);
}

function paintSilhouette(context: CanvasRenderingContext2D, state: NodeState, color: string): void {
  if (STATE_SILHOUETTES[state].isLine) {
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.stroke(silhouetteOf(state));
  } else {
    context.fillStyle = color;
    context.fill(silhouetteOf(state));
  }
}

const LETTER_PX = 6;

/** Cut by the usual width of letters: measuring each name each time would cost more than drawing. */
function shortened(name: string, width: number): string {
  const letters = Math.max(1, Math.floor(width / LETTER_PX));
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
