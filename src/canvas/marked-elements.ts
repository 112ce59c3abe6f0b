// The elements with their selection. What is as it was stays the same object: React Flow then skips
// it, so that dragging one node of three hundred costs one node.
import type { CardNode, Drawing, LineEdge } from "./flow-elements.ts";

export interface Marked {
  readonly nodes: CardNode[];
  readonly edges: LineEdge[];
}

function sameNode(a: CardNode, b: CardNode): boolean {
  return a.data === b.data && a.position.x === b.position.x && a.position.y === b.position.y;
}

function sameSpot(a: { x: number; y: number } | null, b: { x: number; y: number } | null): boolean {
  return a === b || (a !== null && b !== null && a.x === b.x && a.y === b.y);
}

function sameEdge({ data: a }: LineEdge, { data: b }: LineEdge): boolean {
  if (!a || !b) return false;
  return (
    a.sort === b.sort &&
    a.hasBreaker === b.hasBreaker &&
    a.curve.every((spot, index) => sameSpot(spot, b.curve[index] ?? null)) &&
    sameSpot(a.labels.rate, b.labels.rate) &&
    sameSpot(a.labels.errors, b.labels.errors) &&
    sameSpot(a.labels.held, b.labels.held)
  );
}

function marked<T extends CardNode | LineEdge>(
  items: readonly T[],
  chosen: ReadonlySet<string>,
  before: readonly T[],
  isSame: (a: T, b: T) => boolean,
): T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  return items.map((item) => {
    const selected = chosen.has(item.id);
    const old = known.get(item.id);
    return old && old.selected === selected && isSame(old, item) ? old : { ...item, selected };
  });
}

export function markSelected(
  drawing: Pick<Drawing, "nodes" | "edges">,
  selection: readonly string[],
  before: Marked,
): Marked {
  const chosen = new Set(selection);
  return {
    nodes: marked(drawing.nodes, chosen, before.nodes, sameNode),
    edges: marked(drawing.edges, chosen, before.edges, sameEdge),
  };
}
