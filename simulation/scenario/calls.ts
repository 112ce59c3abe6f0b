// The calls an edge carries: its list, or the shorthand that stands directly on it.
import { isSource, requestTypesOf } from "../kinds/catalog.ts";
import { CALL_SHORTHAND } from "../policies/catalog.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";

/** A call as the file has it. */
export interface CallDocument {
  readonly id?: string;
  readonly when?: readonly string[] | null;
  readonly operation?: string | null;
  readonly stage?: number;
  readonly choice?: string | null;
  readonly weight?: number;
  readonly [param: string]: unknown;
}

/** Fields of the shorthand that an edge uses. */
export function shorthandOf(edge: EdgeDocument): readonly string[] {
  return CALL_SHORTHAND.filter((name) => edge[name] !== undefined);
}

/** The calls of an edge; one with all defaults if it says nothing. Not for edges that deliver. */
export function callsOf(edge: EdgeDocument): readonly CallDocument[] {
  if (Array.isArray(edge.calls)) return edge.calls as unknown as readonly CallDocument[];
  return [Object.fromEntries(shorthandOf(edge).map((name) => [name, edge[name]]))];
}

/** The edge that another edge falls back on, null if it does not. */
export function fallbackEdgeOf(edge: EdgeDocument): string | null {
  const fallback = edge.fallback as { type?: unknown; edge?: unknown } | null | undefined;
  const named = fallback?.type === "call" ? fallback.edge : null;
  return typeof named === "string" ? named : null;
}

/** Ids of the edges that fall back on an edge, by the id of that edge. */
export function edgesFallingBack(
  document: ScenarioDocument,
): ReadonlyMap<string, readonly string[]> {
  const others = new Map<string, string[]>();
  for (const [id, edge] of Object.entries(document.edges)) {
    const named = fallbackEdgeOf(edge);
    if (named === null) continue;
    others.set(named, [...(others.get(named) ?? []), id]);
  }
  return others;
}

/** Edges that are there for the fallbacks of others alone: they list no calls of their own. */
export function standbyEdges(document: ScenarioDocument): ReadonlySet<string> {
  const named = Object.values(document.edges).map(fallbackEdgeOf);
  return new Set(
    named.filter((id): id is string => id !== null && document.edges[id]?.calls === undefined),
  );
}

/** Ids of the edges by the node that they leave. */
export function edgesFrom(document: ScenarioDocument): ReadonlyMap<string, readonly string[]> {
  const leaving = new Map<string, string[]>();
  for (const id of Object.keys(document.edges)) {
    const from = parseEdgeId(id)?.from;
    if (from === undefined) continue;
    leaving.set(from, [...(leaving.get(from) ?? []), id]);
  }
  return leaving;
}

/**
 * The operations that can arrive at each node, following the calls from the clients' request types.
 * A message keeps the operation of the call that published it.
 */
export function operationsAt(document: ScenarioDocument): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>();
  const leaving = edgesFrom(document);
  const open: string[] = [];
  for (const [id, node] of Object.entries(document.nodes)) {
    reached.set(id, new Set([...requestTypesOf(node), ...lateOperationOf(node)]));
    if (isSource(node.kind)) open.push(id);
  }
  const standby = standbyEdges(document);
  const fallingBack = edgesFallingBack(document);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const id of leaving.get(node) ?? []) {
      const to = parseEdgeId(id)?.to;
      const there = to === undefined ? undefined : reached.get(to);
      if (to === undefined || there === undefined) continue;
      const before = there.size;
      const atCaller = reached.get(node) ?? [];
      const own = standby.has(id) ? [] : operationsOver(document, id, atCaller);
      for (const name of own) there.add(name);
      const others = fallingBack.get(id) ?? [];
      for (const name of operationsInstead(document, id, others, atCaller)) there.add(name);
      if (there.size > before) open.push(to);
    }
  }
  for (const [id, names] of reached) addReads(document, id, names);
  return reached;
}

/** What late records are worked on as, where that has a name. */
function lateOperationOf({ windows }: NodeDocument): readonly string[] {
  const late = (windows as { readonly lateOperation?: unknown } | null | undefined)?.lateOperation;
  return typeof late === "string" ? [late] : [];
}

/** A conditional write is read for first. */
function addReads(document: ScenarioDocument, id: string, names: Set<string>): void {
  const node = document.nodes[id];
  // An event store loads the stream that an append expects at a version.
  if (node?.kind === "event-store" && node.expectedVersion !== false) names.add("load");
  const operations = (node?.operations ?? {}) as Readonly<
    Record<string, { readonly conditional?: unknown; readonly readOperation?: unknown }>
  >;
  for (const [name, { conditional, readOperation }] of Object.entries(operations)) {
    if (!names.has(name) || conditional !== true) continue;
    if (typeof readOperation === "string") names.add(readOperation);
  }
}

/** What is asked for over an edge by operations of its caller, calls in turn and messages alike. */
export function operationsOver(
  document: ScenarioDocument,
  id: string,
  atCaller: Iterable<string>,
): readonly string[] {
  const from = parseEdgeId(id)?.from ?? "";
  const edge = document.edges[id];
  const operations = [...atCaller];
  if (kindOfNode(document.nodes, from)?.deliver !== undefined) return operations;
  const decides = document.nodes[from]?.kind === "transaction-coordinator";
  return callsOf(edge).flatMap((call) => {
    const made = operations.filter((name) => !call.when || call.when.includes(name));
    if (made.length === 0) return [];
    const undoing = typeof call.compensation === "string" ? [call.compensation] : [];
    return [
      ...made.map((name) => call.operation ?? name),
      ...undoing,
      ...(decides ? DECISIONS : []),
    ];
  });
}

/** What a coordinator asks its participants for beside its calls. */
const DECISIONS = ["commit", "rollback"];

/** What is invoked over an edge because others fall back on it: what they invoke, or its own name. */
function operationsInstead(
  document: ScenarioDocument,
  id: string,
  others: readonly string[],
  atCaller: Iterable<string>,
): readonly string[] {
  if (others.length === 0) return [];
  const [own] = callsOf(document.edges[id]);
  const names = [...atCaller];
  return others
    .flatMap((other) => operationsOver(document, other, names))
    .map((name) => own?.operation ?? name);
}
