// Drawing an edge: is it possible, and what does a fresh one look like?
import { CALL_SHORTHAND } from "../policies/catalog.ts";
import { callsOf, edgesFrom } from "./calls.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import {
  carriesCalls,
  edgeParamsOf,
  edgeSortOf,
  IN_PROCESS,
  kindOfNode,
  protocolOfEdge,
  protocolsBetween,
  whyKindsDoNotConnect,
} from "./edge-sorts.ts";
import { whyNotCounted } from "./event-time-checks.ts";
import { edgeId, parseEdgeId } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { whyNoFurtherTarget } from "./load-balancer-checks.ts";
import { whyNoSecond } from "./sole-edges.ts";

/** Why an edge cannot be drawn between two nodes, as a sentence; null if it can. */
export function whyNotConnect(document: ScenarioDocument, from: string, to: string): string | null {
  const fromKind = kindOfNode(document.nodes, from);
  const toKind = kindOfNode(document.nodes, to);
  if (fromKind === undefined || toKind === undefined) return "There is no such node";
  if (from === to && fromKind.ports.self !== true) {
    return `${fromKind.label} nodes do not call themselves`;
  }
  if (Object.keys(document.edges).length >= LIMITS.edges) return `More than ${LIMITS.edges} edges`;
  return (
    whyKindsDoNotConnect(fromKind, toKind) ??
    whyNoFurtherTarget(document, from) ??
    whyNoSecond(document, from, to) ??
    whyHoused(document, from, to) ??
    whyNotCounted(document, from, to)
  );
}

/** What lives in a process is reached from nowhere else. */
function whyHoused(document: ScenarioDocument, from: string, to: string): string | null {
  const host = hostIdOf(document, to);
  if (host === null || host === from) return null;
  const name = document.nodes[to]?.name ?? to;
  return `${name} lives in the process of ${hostOf(document, to)}, which alone can call it`;
}

/** Id of the node that calls a node within its process; null: it is a process of its own. */
function hostIdOf(document: ScenarioDocument, node: string): string | null {
  for (const id of Object.keys(document.edges)) {
    const ends = parseEdgeId(id);
    if (ends?.to === node && protocolOfEdge(document, id) === IN_PROCESS) return ends.from;
  }
  return null;
}

/** Name of the node in whose process a node lives; null: it is a process of its own. */
export function hostOf(document: ScenarioDocument, node: string): string | null {
  const host = hostIdOf(document, node);
  return host === null ? null : (document.nodes[host]?.name ?? host);
}

/** The first protocol of a new edge; what others call already lives in nobody's process. */
function firstProtocol(
  document: ScenarioDocument,
  from: string,
  to: string,
  protocols: readonly string[],
): string {
  if (hostIdOf(document, to) === from) return IN_PROCESS;
  const isCalled = Object.keys(document.edges).some((id) => parseEdgeId(id)?.to === to);
  const first = isCalled ? protocols.find((id) => id !== IN_PROCESS) : protocols[0];
  return first ?? "";
}

/**
 * A new edge with its id. From the second edge of a caller on it is called after the others, as code
 * is; a file that says nothing calls in parallel. Only for nodes that `whyNotConnect` allows.
 */
export function newEdge(
  document: ScenarioDocument,
  from: string,
  to: string,
): { readonly id: string; readonly edge: EdgeDocument } {
  let number = 1;
  while (Object.hasOwn(document.edges, edgeId(from, to, number))) number++;
  const id = edgeId(from, to, number);
  const fromKind = kindOfNode(document.nodes, from);
  const toKind = kindOfNode(document.nodes, to);
  if (fromKind === undefined || toKind === undefined) return { id, edge: {} };
  const protocol = firstProtocol(document, from, to, protocolsBetween(fromKind, toKind));
  if (!carriesCalls(edgeSortOf(fromKind, toKind))) return { id, edge: { protocol } };
  // A schema is asked for before everything else.
  if (toKind.id === "schema-registry") return { id, edge: { protocol } };
  const stage = lastStage(document, from) + 1;
  return { id, edge: stage === 1 ? { protocol } : { protocol, stage } };
}

function lastStage(document: ScenarioDocument, from: string): number {
  let last = 0;
  for (const id of edgesFrom(document).get(from) ?? []) {
    for (const call of callsOf(document.edges[id])) last = Math.max(last, call.stage ?? 1);
  }
  return last;
}

/** What an edge says that an edge between these two nodes can say as well, with a protocol they speak. */
export function edgeFieldsBetween(
  document: ScenarioDocument,
  from: string,
  to: string,
  edge: EdgeDocument,
): EdgeDocument {
  const fromKind = kindOfNode(document.nodes, from);
  const toKind = kindOfNode(document.nodes, to);
  if (fromKind === undefined || toKind === undefined) return {};
  const calls = carriesCalls(edgeSortOf(fromKind, toKind)) ? ["calls", ...CALL_SHORTHAND] : [];
  const names = [...Object.keys(edgeParamsOf(fromKind, toKind)), ...calls];
  const protocols = protocolsBetween(fromKind, toKind);
  const spoken = protocols.includes(edge.protocol ?? "") ? edge.protocol : protocols[0];
  const kept = Object.entries(edge).filter(([name]) => names.includes(name));
  return { ...(spoken === undefined ? {} : { protocol: spoken }), ...Object.fromEntries(kept) };
}
