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
import { isCallable, isSpoken, STREAM_HANDLERS } from "../../simulation/scenario/fields-by-kind.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";
import { pathProblem } from "../../simulation/scenario/paths.ts";
import { swapped } from "./broker-swap/swap.ts";
import { edit } from "./document-actions.ts";
import { tellOfEdit } from "./edit-notices.ts";
import { type Entries, fitted } from "./fitted.ts";
import { studio } from "./studio-store.ts";

/** Keys that belong to a node of any kind. */
const OF_ANY_NODE: ReadonlySet<string> = new Set(["kind", "name", "in"]);
const OF_ANY_EDGE: ReadonlySet<string> = new Set(["calls", ...CALL_SHORTHAND]);

/** Whether a value goes over: where the parameter means the same. */
function goesOver(from: Param | undefined, to: Param | undefined): to is Param {
  if (!from || !to || from.type !== to.type) return false;
  return !("unit" in from && "unit" in to) || from.unit === to.unit;
}

function kept<T extends Entries>(entries: T, before: ParamSet, after: ParamSet, always: object): T {
  const isAny = always as ReadonlySet<string>;
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => {
      if (isAny.has(name)) return [[name, value]];
      const to = after[name];
      const fits = goesOver(before[name], to) ? fitted(to, value) : undefined;
      return fits === undefined ? [] : [[name, fits]];
    }),
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
  const cleaned = spokenFields(callable(params, after.from), after.to, speaks ?? spoken[0] ?? "");
  return speaks === undefined ? cleaned : { protocol: speaks, ...cleaned };
}

/** Without what calls of this caller cannot have, in the list of calls or beside it. */
function callable(edge: EdgeDocument, { id }: KindDefinition): EdgeDocument {
  const of = (call: Entries): Entries =>
    Object.fromEntries(Object.entries(call).filter(([name, value]) => isCallable(name, value, id)));
  const { calls } = edge;
  const own = of(edge as Entries) as EdgeDocument;
  return Array.isArray(calls)
    ? { ...own, calls: calls.map((call) => of(call as Entries)) as Json }
    : own;
}

/** Without what messages of this protocol to this callee cannot have. */
function spokenFields(edge: EdgeDocument, to: KindDefinition, protocol: string): EdgeDocument {
  const handles = STREAM_HANDLERS.includes(to.id);
  return Object.fromEntries(
    Object.entries(edge).filter(
      ([name]) => isSpoken(name, protocol) && (name !== "stream" || handles),
    ),
  );
}

/** Edges at a node, with the kinds at their ends. */
function edgesAt(document: ScenarioDocument, nodeId: string) {
  return Object.entries(document.edges).flatMap(([id, edge]) => {
    const ends = parseEdgeId(id);
    if (!ends || (ends.from !== nodeId && ends.to !== nodeId)) return [];
    const from = kindOfNode(document.nodes, ends.from);
    const to = kindOfNode(document.nodes, ends.to);
    if (!from || !to) return [];
    const [leaves, arrives] = [ends.from === nodeId, ends.to === nodeId];
    return [{ id, edge, before: { from, to }, leaves, arrives }];
  });
}

type EdgeAt = ReturnType<typeof edgesAt>[number];

/** The kinds at the ends once the node is of another kind. */
function endsAfter({ before, leaves, arrives }: EdgeAt, after: KindDefinition): Ends {
  return { from: leaves ? after : before.from, to: arrives ? after : before.to };
}

/** Kinds that the node could become with all of its edges as they are, its own among them. */
export function kindsFor(document: ScenarioDocument, nodeId: string): readonly KindDefinition[] {
  const own = kindOfNode(document.nodes, nodeId);
  if (!own) return [];
  const edges = edgesAt(document, nodeId);
  return Object.values<KindDefinition>(catalog).filter((kind) =>
    edges.every((edge) => {
      const after = endsAfter(edge, kind);
      return (
        edgeSortOf(edge.before.from, edge.before.to) === edgeSortOf(after.from, after.to) &&
        whyKindsDoNotConnect(after.from, after.to) === null &&
        (!(edge.leaves && edge.arrives) || kind.ports.self === true)
      );
    }),
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

export interface KindChange {
  readonly document: ScenarioDocument;
  /** What has changed its meaning, and labels of what is gone; only of brokers. */
  readonly shifts: readonly string[];
  readonly dropped: readonly string[];
}

/** The document with the node of another kind, and what that did beyond what can be seen. */
export function kindChanged(
  document: ScenarioDocument,
  nodeId: string,
  kindId: string,
): KindChange {
  const node = document.nodes[nodeId];
  const before = node ? kindOf(node.kind) : undefined;
  const after = kindOf(kindId);
  if (!node || !before || !after || before === after) return { document, shifts: [], dropped: [] };
  const edges = { ...document.edges };
  for (const at of edgesAt(document, nodeId)) {
    edges[at.id] = edgeBetween(at.edge, at.before, endsAfter(at, after));
  }
  const nodes = { ...document.nodes, [nodeId]: nodeOfKind(node, before, after) };
  const swap = swapped(document, { ...document, nodes, edges }, nodeId);
  return { ...swap, document: withoutStrays(swap.document) };
}

/** At most so many are named one by one. */
const NAMED = 3;

function named(parts: readonly string[]): string {
  const rest = parts.length - NAMED;
  return rest > 1 ? `${parts.slice(0, NAMED).join(", ")} and ${rest} more` : parts.join(", ");
}

/** "mq is now SQS. Differently: ... Dropped: ..." */
function changeNotice(name: string, label: string, { shifts, dropped }: KindChange): string | null {
  const parts = [
    shifts.length > 0 ? `Differently: ${named(shifts)}.` : "",
    dropped.length > 0 ? `Dropped: ${named(dropped)}.` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? null : [`${name} is now ${label}.`, ...parts].join(" ");
}

/** Makes the node another kind, as one step. */
export function changeKind(nodeId: string, kindId: string): void {
  const { document } = studio.getState().document;
  const change = kindChanged(document, nodeId, kindId);
  const name = document.nodes[nodeId]?.name ?? nodeId;
  const notice = changeNotice(name, kindOf(kindId)?.label ?? kindId, change);
  tellOfEdit(notice, () => edit(`make ${nodeId} a ${kindId}`, () => change.document));
}
