// The part of a design that a parameter can act on: what is connected to its place. The rest plays as it
// would without it (test/engine/gallery.property.test.ts), so nobody need run it.
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";

function endsOf(edge: string): readonly string[] {
  const ends = parseEdgeId(edge);
  return ends === null ? [] : [ends.from, ends.to];
}

/** Nodes that a fault names: `db`, `orders[0]`, `gate->orders`; all where it names none. */
function hitBy({ nodes }: ScenarioDocument, { target }: FaultDocument): readonly string[] {
  const named = [target].flat().flatMap((text) => {
    const whole = text.replace(/\[.*$/, "");
    return whole.includes("->") ? endsOf(whole) : [whole];
  });
  return named.every((id) => id in nodes) ? named : Object.keys(nodes);
}

function nodesAt(document: ScenarioDocument, place: string): readonly string[] {
  const [section, id = ""] = place.split(".");
  if (section === "nodes") return [id];
  if (section === "edges") return endsOf(id);
  const fault = section === "faults" ? document.faults?.[id] : undefined;
  return fault === undefined ? Object.keys(document.nodes) : hitBy(document, fault);
}

function kept<Entry>(
  entries: Readonly<Record<string, Entry>> = {},
  isKept: (id: string, entry: Entry) => boolean,
): Record<string, Entry> {
  return Object.fromEntries(Object.entries(entries).filter(([id, entry]) => isKept(id, entry)));
}

/** The document with the nodes that edges and faults connect to the place, and what concerns them. */
export function connectedPart(document: ScenarioDocument, place: string): ScenarioDocument {
  if (document.groups !== undefined) return document;
  const { nodes, edges, faults } = document;
  const links = Object.keys(edges).map(endsOf);
  for (const fault of Object.values(faults ?? {})) links.push(hitBy(document, fault));
  const reached = new Set(nodesAt(document, place));
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const ids of links.filter((link) => link.some((id) => reached.has(id)))) {
      for (const id of ids) reached.add(id);
    }
  }
  const isReached = (id: string): boolean => reached.has(id);
  return {
    ...document,
    nodes: kept(nodes, isReached),
    edges: kept(edges, (id) => endsOf(id).every(isReached)),
    ...(faults && { faults: kept(faults, (_, fault) => hitBy(document, fault).some(isReached)) }),
  };
}
