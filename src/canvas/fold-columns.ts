// A large drawing in layers is tall here and thin there, and most of the canvas stays empty. To be
// readable it must have about the shape of the canvas, so its nodes are put into columns of one height:
// what others call stands right of its callers or, where columns are short, right below its only one.
import { GRID_PX, snapToGrid } from "./node-size.ts";

export interface Placed {
  readonly id: string;
  /** Center, px. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What its name takes from further away: its column and the gaps beside it have room for that. */
  readonly nameWidth: number;
}

type Line = readonly [from: string, to: string];

/** Width over height of the canvas between its panels: in tall windows and in low ones. */
const CANVAS_RATIOS = [2.25, 2.9] as const;
/** Drawings with fewer nodes are as they are. */
const LEAST_NODES = 25;
/** It must become so much larger on the screen to be worth the longer lines. */
const WORTH = 1.25;
const BETWEEN_COLUMNS = 56;
/** Names that reach into the gap between columns keep this far from each other. */
const APART = 12;
/** Least room below a card. */
const BELOW = 20;
/** Lines from left to right are easier to follow: each that goes down costs so much of the size. */
const DOWN_COST = 0.004;
/** The lower left corner of the canvas belongs to the zoom bar: short columns there begin at the top. */
const AT_THE_TOP = 2;
/** Rounds of putting what belongs together at one height. */
const SWEEPS = 8;

/** What a card takes of its column: whole steps of the grid, so that rows are in line. */
function roomOf({ height }: Placed): number {
  return Math.ceil((height + BELOW) / GRID_PX) * GRID_PX;
}

/** Who is right before and right after each node, along lines that run to the right. */
interface Flow {
  readonly nodes: readonly Placed[];
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Nodes of the longest way from a node to an end, itself included. */
  readonly ahead: ReadonlyMap<string, number>;
}

/** Nodes of which each is right below the one that calls it; mostly one. */
type Stack = Placed[];

interface Column {
  readonly stacks: Stack[];
  height: number;
  width: number;
}

interface Sheet {
  readonly columns: readonly Column[];
  /** Lines that go down. */
  readonly down: number;
}

function flowOf(placed: readonly Placed[], lines: readonly Line[]): Flow {
  const nodes = [...placed].sort((a, b) => a.x - b.x || a.y - b.y);
  const xOf = new Map(nodes.map(({ id, x }) => [id, x]));
  const before = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  const after = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const [from, to] of lines) {
    if (!((xOf.get(from) ?? 0) < (xOf.get(to) ?? 0))) continue;
    before.get(to)?.push(from);
    after.get(from)?.push(to);
  }
  const ahead = new Map<string, number>();
  for (const { id } of [...nodes].reverse()) {
    const next = (after.get(id) ?? []).map((other) => ahead.get(other) ?? 0);
    ahead.set(id, 1 + Math.max(0, ...next));
  }
  return { nodes, before, after, ahead };
}

/** Puts nodes into columns of at most `mostHeight` px; `wanted` columns if that can be. */
class Filling {
  private readonly columns: Column[] = [];
  private readonly columnOf = new Map<string, number>();
  private readonly stackOf = new Map<string, Stack>();
  private down = 0;
  private readonly flow: Flow;
  private readonly mostHeight: number;
  private readonly wanted: number;

  constructor(flow: Flow, mostHeight: number, wanted: number) {
    this.flow = flow;
    this.mostHeight = mostHeight;
    this.wanted = wanted;
  }

  run(): Sheet {
    const { nodes, before, after } = this.flow;
    const first = nodes[0]?.x ?? 0;
    // What nobody calls stands near what it calls, unless all begins there.
    const late = nodes.filter(({ id, x }) => before.get(id)?.length === 0 && x > first);
    const isLate = new Set(late);
    for (const node of nodes) if (!isLate.has(node)) this.put(node);
    for (const node of late) {
      const next = (after.get(node.id) ?? []).map((id) => this.columnOf.get(id) ?? 0);
      const nearest = Math.min(this.columns.length, ...next) - 1;
      const own = Array.from({ length: nearest + 1 }, (_, at) => nearest - at);
      this.add(node, own.find((at) => this.hasRoom(at, node)) ?? this.firstRoom(0, node));
    }
    return { columns: this.columns, down: this.down };
  }

  private put(node: Placed): void {
    const { before, ahead } = this.flow;
    const callers = before.get(node.id) ?? [];
    // Those that come late stand somewhere left of it.
    const last = Math.max(-1, ...callers.map((id) => this.columnOf.get(id) ?? 0));
    const isLong = last + (ahead.get(node.id) ?? 1) >= this.wanted;
    if (isLong && this.goBelow(node, callers, last)) return;
    this.add(node, this.firstRoom(last + 1, node));
  }

  /** Below its caller, if it has one in that column and nothing is there yet. */
  private goBelow(node: Placed, callers: readonly string[], at: number): boolean {
    const there = callers.filter((id) => (this.columnOf.get(id) ?? at) === at);
    const [caller = ""] = there;
    const stack = this.stackOf.get(caller);
    if (there.length !== 1 || stack?.at(-1)?.id !== caller || !this.hasRoom(at, node)) return false;
    stack.push(node);
    this.stackOf.set(node.id, stack);
    this.down += 1;
    this.grow(node, at);
    return true;
  }

  private hasRoom(at: number, node: Placed): boolean {
    const column = this.columns[at];
    return !column || column.height + roomOf(node) <= this.mostHeight;
  }

  private firstRoom(from: number, node: Placed): number {
    let at = from;
    while (!this.hasRoom(at, node)) at += 1;
    return at;
  }

  private add(node: Placed, at: number): void {
    const stack = [node];
    this.stackOf.set(node.id, stack);
    while (this.columns.length <= at) {
      this.columns.push({ stacks: [], height: 0, width: 0 });
    }
    this.columns[at]?.stacks.push(stack);
    this.grow(node, at);
  }

  private grow(node: Placed, at: number): void {
    this.columnOf.set(node.id, at);
    const column = this.columns[at];
    if (!column) return;
    column.height += roomOf(node);
    const forName = node.nameWidth - BETWEEN_COLUMNS + APART;
    column.width = Math.max(column.width, node.width, forName);
  }
}

interface Box {
  readonly width: number;
  readonly height: number;
}

function boxOf({ columns }: Sheet): Box {
  const widths = columns.map(({ width }) => width + BETWEEN_COLUMNS);
  return {
    width: widths.reduce((sum, width) => sum + width, -BETWEEN_COLUMNS),
    height: Math.max(...columns.map(({ height }) => height)) - BELOW,
  };
}

/** How large a box appears on canvases of the usual shapes: the geometric mean. */
function scaleOf({ width, height }: Box): number {
  const [tall, low] = CANVAS_RATIOS.map((ratio) => Math.min(ratio / width, 1 / height));
  return Math.sqrt((tall ?? 0) * (low ?? 0));
}

function boundsOf(placed: readonly Placed[]): Box {
  const spread = (middle: (node: Placed) => number, size: (node: Placed) => number) =>
    Math.max(...placed.map((node) => middle(node) + size(node) / 2)) -
    Math.min(...placed.map((node) => middle(node) - size(node) / 2));
  return {
    width: spread(
      ({ x }) => x,
      ({ width }) => width,
    ),
    height: spread(
      ({ y }) => y,
      ({ height }) => height,
    ),
  };
}

/**
 * Top left corners of the nodes of a drawing that is folded, so that it appears as large as possible;
 * null where it is small or gains too little by it. `placed`: as layers from left to right.
 */
export function foldedPlaces(
  placed: readonly Placed[],
  lines: readonly Line[],
): Readonly<Record<string, { readonly x: number; readonly y: number }>> | null {
  if (placed.length < LEAST_NODES) return null;
  const flow = flowOf(placed, lines);
  const row = Math.max(...placed.map(roomOf));
  const longest = Math.max(...flow.ahead.values());
  let best: Sheet | null = null;
  let bestScale = WORTH * scaleOf(boundsOf(placed));
  for (let rows = 2; rows <= placed.length; rows++) {
    for (let wanted = 2; wanted <= longest; wanted++) {
      const sheet = new Filling(flow, rows * row, wanted).run();
      const scale = scaleOf(boxOf(sheet)) * (1 - DOWN_COST * sheet.down);
      if (scale <= bestScale) continue;
      bestScale = scale;
      best = sheet;
    }
  }
  return best && placesOf(best, lines);
}

type Heights = Map<string, number>;

/** Writes down the middles of the nodes of a column, which begins at `top`. */
function settle({ stacks }: Column, top: number, heights: Heights): void {
  let y = top;
  for (const node of stacks.flat()) {
    heights.set(node.id, y + roomOf(node) / 2);
    y += roomOf(node);
  }
}

/** Stacks next to what they have lines to, as far as one column can. */
function ordered(columns: readonly Column[], lines: readonly Line[]): Heights {
  const heights: Heights = new Map();
  const tallest = Math.max(...columns.map(({ height }) => height));
  const topOf = (column: Column): number =>
    columns.indexOf(column) < AT_THE_TOP ? 0 : (tallest - column.height) / 2;
  for (const column of columns) settle(column, topOf(column), heights);
  const near = new Map<string, string[]>();
  for (const [from, to] of lines) {
    near.set(from, [...(near.get(from) ?? []), to]);
    near.set(to, [...(near.get(to) ?? []), from]);
  }
  const wish = (stack: Stack): number => {
    const own = new Set(stack.map(({ id }) => id));
    const others = [...own].flatMap((id) => near.get(id) ?? []).filter((id) => !own.has(id));
    const known = (others.length > 0 ? others : [...own]).map((id) => heights.get(id) ?? 0);
    return known.reduce((sum, y) => sum + y, 0) / known.length;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const wishes = new Map(column.stacks.map((stack) => [stack, wish(stack)]));
      column.stacks.sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0));
      settle(column, topOf(column), heights);
    }
  }
  return heights;
}

function placesOf(
  { columns }: Sheet,
  lines: readonly Line[],
): Record<string, { x: number; y: number }> {
  const heights = ordered(columns, lines);
  const places: Record<string, { x: number; y: number }> = {};
  let left = 0;
  for (const { stacks, width } of columns) {
    for (const node of stacks.flat()) {
      const x = left + (width - node.width) / 2;
      const y = (heights.get(node.id) ?? 0) - node.height / 2;
      places[node.id] = { x: snapToGrid(x), y: snapToGrid(y) };
    }
    left += width + BETWEEN_COLUMNS;
  }
  return places;
}
