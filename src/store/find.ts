// Finding parts of a drawing by name, kind or id: for the canvas' search and the tables' filter.
import { faultOf } from "../../simulation/faults/catalog.ts";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { faultTitle } from "./fault-title.ts";
import { edgeEnds } from "./graph-edits.ts";

export type EntitySort = "node" | "edge" | "fault" | "group";

export interface Found {
  /** As in the selection: `orders`, `a->b`, `fault:slow`, `group:zone-a`. */
  readonly id: string;
  readonly sort: EntitySort;
  readonly name: string;
  /** What it is, in a word or two: "Service", "Slow calls". */
  readonly what: string;
}

function nodeName(document: ScenarioDocument, id: string): string {
  return document.nodes[id]?.name ?? id;
}

/** "orders → payment", with the number of a second edge between the two. */
export function edgeName(document: ScenarioDocument, edgeId: string): string {
  const { from, to } = edgeEnds(edgeId);
  const number = edgeId.split("#")[1];
  const ends = `${nodeName(document, from)} → ${nodeName(document, to)}`;
  return number ? `${ends} (${number})` : ends;
}

function everything(document: ScenarioDocument): readonly Found[] {
  const { nodes, edges, faults = {}, groups = {} } = document;
  return [
    ...Object.entries(nodes).map(([id, node]): Found => {
      const what = kindOf(node.kind)?.label ?? node.kind;
      return { id, sort: "node", name: nodeName(document, id), what };
    }),
    ...Object.keys(edges).map((id): Found => {
      return { id, sort: "edge", name: edgeName(document, id), what: "Edge" };
    }),
    ...Object.entries(faults).map(([id, fault]): Found => {
      const what = `Fault, ${(faultOf(fault.kind)?.label ?? fault.kind).toLowerCase()}`;
      return { id: `fault:${id}`, sort: "fault", name: faultTitle(id, fault), what };
    }),
    ...Object.entries(groups).map(([id, group]): Found => {
      const name = typeof group.name === "string" ? group.name : id;
      return { id: `group:${id}`, sort: "group", name, what: "Group" };
    }),
  ];
}

/** All words of the query stand somewhere in the texts, in any order. */
export function holdsWords(query: string, ...texts: readonly string[]): boolean {
  const text = texts.join(" ").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** 0: the name begins with the query, 1: holds it, 2: found by its kind or id. */
function rank(found: Found, query: string): number {
  const at = found.name.toLowerCase().indexOf(query.toLowerCase().trim());
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}

/** What the query means, best first; nothing for an empty query. */
export function findEntities(document: ScenarioDocument, query: string): readonly Found[] {
  if (query.trim() === "") return [];
  return everything(document)
    .filter((found) => holdsWords(query, found.name, found.what, found.id))
    .sort((a, b) => rank(a, query) - rank(b, query));
}
