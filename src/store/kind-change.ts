// Another kind for a node that is drawn already. What the new kind knows too is kept, the rest goes.
import { catalog, kindOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition, Param, ParamSet } from "../../simulation/kinds/define.ts";
import { CALL_SHORTHAND } from "../../simulation/policies/catalog.ts";
import type {
  EdgeDocument,
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import {
  edgeParamsOf,
  edgeSortOf,
  kindOfNode,
  protocolsBetween,
  whyKindsDoNotConnect,
} from "../../simulation/scenario/edge-sorts.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";
import { pathProblem } from "../../simulation/scenario/paths.ts";
import { edit } from "./document-actions.ts";

type Entries = Readonly<Record<string, Json | undefined>>;

/** Keys that belong to a node of any kind. */
const OF_ANY_NODE: ReadonlySet<string> = new Set(["kind", "name", "in"]);
const OF_ANY_EDGE: ReadonlySet<string> = new Set(["calls", ...CALL_SHORTHAND]);

/** A value goes over where the parameter means the same and allows it. */
function goesOver(from: Param | undefined, to: Param | undefined, value: Json | undefined) {
  if (!from || !to || from.type !== to.type) return false;
  if (value === null) return to.nullMeans !== undefined;
  if (to.type === "choice") return to.options.includes(String(value));
  return !("unit" in from && "unit" in to) || from.unit === to.unit;
}

function kept<T extends Entries>(entries: T, before: ParamSet, after: ParamSet, always: object): T {
  const isAny = always as ReadonlySet<string>;
  return Object.fromEntries(
    Object.entries(entries).filter(
      ([name, value]) => isAny.has(name) || goesOver(before[name], after[name], value),
    ),
  ) as unknown as T;
}

function nodeOfKind(node: NodeDocument, before: KindDefinition, after: KindDefinition) {
  const { operations, ...rest } = node;
  const params = kept(rest as NodeDocument, before.params, after.params, OF_ANY_NODE);
  const changed: Record<string, Json | undefined> = { ...params, kind: after.id };
  if (operations && before.operation && after.operation) {
    const named = Object.entries(operations as Readonly<Record<string, Entries>>);
    changed.operations = Object.fromEntries(
      named.map(([name, own]) => [
        name,
        kept(own, before.operation ?? {}, after.operation ?? {}, new Set()),
      ]),
    ) as Json;
  }
  return changed as NodeDocument;
}

interface Ends {
  readonly from: KindDefinition;
  readonly to: KindDefinition;
}

function edgeBetween(edge: EdgeDocument, before: Ends, after: Ends): EdgeDocument {
  const { protocol, ...rest } = edge;
  const known = edgeParamsOf(after.from, after.to);
  const params = kept(rest, edgeParamsOf(before.from, before.to), known, OF_ANY_EDGE);
  const spoken = protocolsBetween(after.from, after.to);
  const speaks = protocol === undefined || spoken.includes(protocol) ? protocol : spoken[0];
  return speaks === undefined ? params : { protocol: speaks, ...params };
}

/** Edges at a node, with the kinds at their ends before and after. */
function edgesAt(document: ScenarioDocument, nodeId: string, after: KindDefinition) {
  return Object.entries(document.edges).flatMap(([id, edge]) => {
    const ends = parseEdgeId(id);
    if (!ends || (ends.from !== nodeId && ends.to !== nodeId)) return [];
    const from = kindOfNode(document.nodes, ends.from);
    const to = kindOfNode(document.nodes, ends.to);
    if (!from || !to) return [];
    const then = {
      from: ends.from === nodeId ? after : from,
      to: ends.to === nodeId ? after : to,
    };
    return [{ id, edge, before: { from, to }, after: then, isLoop: ends.from === ends.to }];
  });
}

/** Kinds that the node could become with all of its edges as they are, its own among them. */
export function kindsFor(document: ScenarioDocument, nodeId: string): readonly KindDefinition[] {
  const own = kindOfNode(document.nodes, nodeId);
  if (!own) return [];
  return Object.values<KindDefinition>(catalog).filter((kind) =>
    edgesAt(document, nodeId, kind).every(
      ({ before, after, isLoop }) =>
        edgeSortOf(before.from, before.to) === edgeSortOf(after.from, after.to) &&
        whyKindsDoNotConnect(after.from, after.to) === null &&
        (!isLoop || kind.ports.self === true),
    ),
  );
}

/** Drops recorded changes and variants of parameters that are there no more. */
function withoutStrays(document: ScenarioDocument): ScenarioDocument {
  const cleared = <T extends { readonly set: Readonly<Record<string, Json>> }>(
    entries: Readonly<Record<string, T>>,
  ): Readonly<Record<string, T>> =>
    Object.fromEntries(
      Object.entries(entries).map(([id, entry]) => {
        const set = Object.entries(entry.set).filter(([path]) => !pathProblem(document, path));
        return [id, { ...entry, set: Object.fromEntries(set) }];
      }),
    );
  return {
    ...document,
    ...(document.changes ? { changes: cleared(document.changes) } : {}),
    ...(document.variants ? { variants: cleared(document.variants) } : {}),
  };
}

export function withKind(
  document: ScenarioDocument,
  nodeId: string,
  kindId: string,
): ScenarioDocument {
  const node = document.nodes[nodeId];
  const before = node ? kindOf(node.kind) : undefined;
  const after = kindOf(kindId);
  if (!node || !before || !after || before === after) return document;
  const edges = { ...document.edges };
  for (const at of edgesAt(document, nodeId, after)) {
    edges[at.id] = edgeBetween(at.edge, at.before, at.after);
  }
  const nodes = { ...document.nodes, [nodeId]: nodeOfKind(node, before, after) };
  return withoutStrays({ ...document, nodes, edges });
}

/** Makes the node another kind, as one step. */
export function changeKind(nodeId: string, kindId: string): void {
  edit(`make ${nodeId} a ${kindId}`, (document) => withKind(document, nodeId, kindId));
}
