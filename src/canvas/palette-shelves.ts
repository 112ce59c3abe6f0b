import { catalog } from "../../simulation/kinds/catalog.ts";
import type { Family, KindDefinition } from "../../simulation/kinds/define.ts";

export interface Shelf {
  readonly family: Family;
  readonly label: string;
  readonly kinds: readonly KindDefinition[];
}

const SHELVES: readonly (readonly [Family, string])[] = [
  ["edge", "Edge"],
  ["compute", "Compute"],
  ["messaging", "Messaging"],
  ["data", "Data"],
  ["control", "Control"],
];

function isMeant(kind: KindDefinition, query: string): boolean {
  const text = `${kind.label} ${kind.id} ${kind.summary}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function byLabelFirst(query: string) {
  const starts = (kind: KindDefinition) =>
    kind.label.toLowerCase().startsWith(query.toLowerCase()) ? 0 : 1;
  return (a: KindDefinition, b: KindDefinition) => starts(a) - starts(b);
}

/**
 * Shelves with the kinds whose label, id or summary hold all words of the query. The shelf with
 * the best match comes first, so that Enter adds what was meant.
 */
export function shelvesFor(query: string): readonly Shelf[] {
  const wanted = query.trim();
  const all: readonly KindDefinition[] = Object.values(catalog);
  const shelves = SHELVES.map(([family, label]) => ({
    family,
    label,
    kinds: all
      .filter((kind) => kind.family === family && isMeant(kind, wanted))
      .sort(byLabelFirst(wanted)),
  })).filter((shelf) => shelf.kinds.length > 0);
  if (wanted === "") return shelves;
  const rank = byLabelFirst(wanted);
  return shelves.sort((a, b) => (a.kinds[0] && b.kinds[0] ? rank(a.kinds[0], b.kinds[0]) : 0));
}
