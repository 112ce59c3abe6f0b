// A large drawing in layers is mostly tall: one layer holds most of its nodes. To be readable it must be
// about as wide as the canvas, so tall layers are folded into several columns side by side.
import { snapToGrid } from "./node-size.ts";

export interface Placed {
  readonly id: string;
  /** Center, px. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Width over height of the canvas between its panels, about. */
const CANVAS_RATIO = 2.4;
/** Drawings with fewer nodes are as they are. */
const LEAST_NODES = 25;
/** It must become so much larger on the screen to be worth the longer lines. */
const WORTH = 1.25;
const BETWEEN_COLUMNS = 40;
const BETWEEN_LAYERS = 60;
const BETWEEN_ROWS = 28;

/** Nodes by layer from left to right, each from top to bottom. */
function layersOf(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const layers = new Map<number, Placed[]>();
  for (const node of placed) {
    const key = Math.round(node.x);
    layers.set(key, [...(layers.get(key) ?? []), node]);
  }
  return [...layers]
    .sort(([left], [right]) => left - right)
    .map(([, nodes]) => nodes.sort((a, b) => a.y - b.y));
}

interface Column {
  readonly nodes: readonly Placed[];
  readonly x: number;
  readonly width: number;
}

/** Columns of at most so many nodes; neighbors in a layer stay neighbors. */
function columnsOf(layers: readonly (readonly Placed[])[], most: number): readonly Column[] {
  const columns: Column[] = [];
  let x = 0;
  for (const nodes of layers) {
    const count = Math.ceil(nodes.length / most);
    for (let column = 0; column < count; column++) {
      const own = nodes.filter((_, at) => at % count === column);
      const width = Math.max(...own.map((node) => node.width));
      columns.push({ nodes: own, x, width });
      x += width + (column + 1 < count ? BETWEEN_COLUMNS : BETWEEN_LAYERS);
    }
  }
  return columns;
}

function heightOf({ nodes }: Column): number {
  return nodes.reduce((sum, node) => sum + node.height + BETWEEN_ROWS, -BETWEEN_ROWS);
}

function boxOf(columns: readonly Column[]): Box {
  const last = columns.at(-1);
  return {
    width: last === undefined ? 0 : last.x + last.width,
    height: Math.max(...columns.map(heightOf)),
  };
}

/** How large a box appears on a canvas of the usual shape. */
function scaleOf({ width, height }: Box): number {
  return Math.min(CANVAS_RATIO / width, 1 / height);
}

/**
 * Top left corners of the nodes of a drawing that is folded, so that it appears as large as possible;
 * null where it is small or gains too little by it. `placed`: as layers from left to right.
 */
export function foldedPlaces(
  placed: readonly Placed[],
): Readonly<Record<string, { readonly x: number; readonly y: number }>> | null {
  if (placed.length < LEAST_NODES) return null;
  const [left, right] = [
    placed.map((n) => n.x - n.width / 2),
    placed.map((n) => n.x + n.width / 2),
  ];
  const [top, bottom] = [
    placed.map((n) => n.y - n.height / 2),
    placed.map((n) => n.y + n.height / 2),
  ];
  const plain = {
    width: Math.max(...right) - Math.min(...left),
    height: Math.max(...bottom) - Math.min(...top),
  };
  const layers = layersOf(placed);
  const tallest = Math.max(...layers.map((nodes) => nodes.length));
  let best: readonly Column[] = [];
  let bestScale = WORTH * scaleOf(plain);
  for (let most = 2; most <= tallest; most++) {
    const columns = columnsOf(layers, most);
    const scale = scaleOf(boxOf(columns));
    if (scale <= bestScale) continue;
    bestScale = scale;
    best = columns;
  }
  return best.length === 0 ? null : placesOf(best);
}

function placesOf(columns: readonly Column[]): Record<string, { x: number; y: number }> {
  const { height } = boxOf(columns);
  const places: Record<string, { x: number; y: number }> = {};
  for (const column of columns) {
    let y = (height - heightOf(column)) / 2;
    for (const node of column.nodes) {
      const x = column.x + (column.width - node.width) / 2;
      places[node.id] = { x: snapToGrid(x), y: snapToGrid(y) };
      y += node.height + BETWEEN_ROWS;
    }
  }
  return places;
}
