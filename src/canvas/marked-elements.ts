// The elements with their selection. What is as it was stays the same object: React Flow then skips
// it, so that dragging one node of three hundred costs one node.
import type { Drawing, DrawnNode } from "./flow-elements.ts";
import { edgesOfLine, type LineEdge } from "./line-elements.ts";

export interface Marked {
  readonly nodes: DrawnNode[];
  readonly edges: LineEdge[];
}

/** Layer of what is selected, above all that it may overlap. */
const RAISED = 900;

function sameNode(a: DrawnNode, b: DrawnNode): boolean {
  return (
    a.type === b.type &&
    a.data === b.data &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    labelOf(a) === labelOf(b)
  );
}

/** Where the label of a region stands. */
function labelOf({ style = {} }: DrawnNode): unknown {
  return (style as Readonly<Record<string, unknown>>)["--label-x"];
}

function sameSpot(a: { x: number; y: number } | null, b: { x: number; y: number } | null): boolean {
  return a === b || (a !== null && b !== null && a.x === b.x && a.y === b.y);
}

function sameEdge(one: LineEdge, other: LineEdge): boolean {
  const [a, b] = [one.data, other.data];
  if (!a || !b) return false;
  return (
    // A collapsed group may stand exactly where its member did: the same line to another card.
    one.source === other.source &&
    one.target === other.target &&
    a.sort === b.sort &&
    a.hasBreaker === b.hasBreaker &&
    a.note === b.note &&
    a.curve.every((spot, index) => sameSpot(spot, b.curve[index] ?? null)) &&
    sameSpot(a.labels.rate, b.labels.rate) &&
    sameSpot(a.labels.errors, b.labels.errors) &&
    sameSpot(a.labels.held, b.labels.held)
  );
}

function marked<T extends DrawnNode | LineEdge>(
  items: readonly T[],
  isChosen: (item: T) => boolean,
  before: T[],
  isSame: (a: T, b: T) => boolean,
): T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  const now = items.map((item) => {
    const selected = isChosen(item);
    const old = known.get(item.id);
    if (old && old.selected === selected && isSame(old, item)) return old;
    // Regions stay behind their members also when they are selected; edges keep their layer.
    const isRaised = selected && "position" in item && item.type !== "region";
    return { ...item, selected, ...(isRaised ? { zIndex: RAISED } : {}) };
  });
  // React Flow looks at every element of a new list, so the list stays the same where all of it does.
  const isSameList = now.length === before.length && now.every((item, at) => item === before[at]);
  return isSameList ? before : now;
}

type Seen = Pick<Drawing, "nodes" | "edges"> &
  Partial<Pick<Drawing, "regions" | "groupCards" | "notes">>;

export function markSelected(drawing: Seen, selection: readonly string[], before: Marked): Marked {
  const chosen = new Set(selection);
  const { regions = [], notes = [], nodes, groupCards = [], edges } = drawing;
  const drawn: readonly DrawnNode[] = [...regions, ...notes, ...nodes, ...groupCards];
  return {
    nodes: marked(drawn, ({ id }) => chosen.has(id), before.nodes, sameNode),
    edges: marked(
      edges,
      ({ id }) => edgesOfLine(id).every((each) => chosen.has(each)),
      before.edges,
      sameEdge,
    ),
  };
}
