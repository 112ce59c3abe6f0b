// Copying parts of a drawing: a fragment is a scenario of its own, as JSON text, so that it goes
// from tab to tab and into a file.
import { CATALOG, FORMAT, type ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edit } from "./document-actions.ts";
import { edgeEnds, freeId, type Point } from "./graph-edits.ts";
import { parseScenario } from "./scenario-port.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";

/** A pasted part lies this far from where it was copied, px. */
const OFFSET: Point = { x: 40, y: 40 };

/** The chosen nodes with the edges among them. */
export function fragmentOf(document: ScenarioDocument, ids: readonly string[]): ScenarioDocument {
  const chosen = new Set(ids.filter((id) => id in document.nodes));
  const isInside = (edgeId: string): boolean => {
    const { from, to } = edgeEnds(edgeId);
    return chosen.has(from) && chosen.has(to);
  };
  const only = <T>(entries: Readonly<Record<string, T>>, keep: (id: string) => boolean) =>
    Object.fromEntries(Object.entries(entries).filter(([id]) => keep(id)));
  return {
    format: FORMAT,
    catalog: CATALOG,
    name: `Part of ${document.name}`,
    run: {},
    nodes: only(document.nodes, (id) => chosen.has(id)),
    edges: only(document.edges, isInside),
    layout: only(document.layout ?? {}, (id) => chosen.has(id)),
  };
}

export interface Pasted {
  readonly document: ScenarioDocument;
  /** Ids of the new nodes. */
  readonly ids: readonly string[];
}

/** The document with a copy of the fragment; taken ids get a number. */
export function withFragment(document: ScenarioDocument, fragment: ScenarioDocument): Pasted {
  const nodes = { ...document.nodes };
  const edges = { ...document.edges };
  const layout: Record<string, readonly [number, number]> = { ...document.layout };
  const newIds = new Map<string, string>();
  for (const [id, node] of Object.entries(fragment.nodes)) {
    // Groups are not copied, so membership would point at nothing.
    const { in: _groups, ...rest } = node;
    const newId = freeId(nodes, id.replace(/-\d+$/, ""));
    newIds.set(id, newId);
    nodes[newId] = rest as typeof node;
    const at = fragment.layout?.[id];
    if (at) layout[newId] = [at[0] + OFFSET.x, at[1] + OFFSET.y];
  }
  for (const [id, edge] of Object.entries(fragment.edges)) {
    const { from, to } = edgeEnds(id);
    const number = id.split("#")[1];
    const newId = `${newIds.get(from)}->${newIds.get(to)}`;
    edges[number ? `${newId}#${number}` : newId] = edge;
  }
  return { document: { ...document, nodes, edges, layout }, ids: [...newIds.values()] };
}

function paste(label: string, fragment: ScenarioDocument): void {
  const { document, ids } = withFragment(studio.getState().document.document, fragment);
  edit(label, () => document);
  selectOnly(ids);
}

/** Text of the selected nodes; null if none is selected. */
export function copySelected(): string | null {
  const { document, selection } = studio.getState();
  const fragment = fragmentOf(document.document, selection.ids);
  return Object.keys(fragment.nodes).length > 0 ? JSON.stringify(fragment, null, 2) : null;
}

/** Adds copied nodes; false if the text is none. */
export function pasteText(text: string): boolean {
  const parsed = parseScenario(text);
  if (!parsed.ok || Object.keys(parsed.document.nodes).length === 0) return false;
  paste("paste", parsed.document);
  return true;
}

export function duplicateSelected(): void {
  const { document, selection } = studio.getState();
  const fragment = fragmentOf(document.document, selection.ids);
  if (Object.keys(fragment.nodes).length > 0) paste("duplicate", fragment);
}
