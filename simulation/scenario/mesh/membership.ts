// Who is in which mesh, and which calls pass its proxies: calls over protocols that a proxy reads as
// requests, from or to a member. Clients are people and machines outside, brokers and caches are
// reached as they are; what is within one process passes nothing.
import { PROVIDER } from "../access/asked.ts";
import type { GroupDocument, ScenarioDocument } from "../document.ts";
import { isBroker, kindOfNode, protocolsBetween } from "../edge-sorts.ts";
import { groupsNamedBy, withOuter } from "../group-members.ts";
import { parseEdgeId } from "../ids.ts";

/** Protocols whose calls are requests to a proxy. */
const REQUEST_PROTOCOLS: ReadonlySet<string> = new Set(["rest", "grpc", "graphql", "soap"]);

/** Kinds beside which no proxy stands. */
const BARE: ReadonlySet<string> = new Set([
  ...["client", "scheduler", "cache", "cdn", "external-api"],
  // Its environments are the platform's, which starts nothing beside them.
  "serverless",
]);

/** Kinds that take calls from outside even where a mesh is strict: its entrances. */
const ENTRANCES: ReadonlySet<string> = new Set(["api-gateway", "load-balancer"]);

export function isMeshOn(group: GroupDocument | undefined): boolean {
  return group?.kind === "mesh" && group.enabled !== false;
}

/** Ids of the meshes in force around a node, the innermost first. */
export function meshesAround(document: ScenarioDocument, node: string): readonly string[] {
  const around = groupsNamedBy(document.nodes[node]).flatMap((group) => withOuter(document, group));
  return [...new Set(around)].filter((id) => isMeshOn(document.groups?.[id]));
}

/** The mesh whose proxy stands before the calls of a node and those to it; null: none. */
export function meshOf(document: ScenarioDocument, node: string): string | null {
  const kind = kindOfNode(document.nodes, node);
  if (kind === undefined || isBroker(kind) || BARE.has(kind.id)) return null;
  return meshesAround(document, node)[0] ?? null;
}

/** The way of a drawn edge through meshes; `caller` and `callee` are those of its ends. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly caller: string | null;
  readonly callee: string | null;
  readonly protocol: string;
}

/** Null where an edge passes no proxy. */
export function wayOf(document: ScenarioDocument, edge: string): Way | null {
  const ends = parseEdgeId(edge);
  const from = ends === null ? undefined : kindOfNode(document.nodes, ends.from);
  const to = ends === null ? undefined : kindOfNode(document.nodes, ends.to);
  if (ends === null || !from || !to || isBroker(from) || isBroker(to)) return null;
  // What is kept of it stands beside the node itself, and goes to it as it is.
  if (to.id === PROVIDER) return null;
  // A vote is between a coordinator and its participant, whatever they speak.
  if (from.id === "transaction-coordinator") return null;
  const protocol = document.edges[edge]?.protocol ?? protocolsBetween(from, to)[0];
  if (!REQUEST_PROTOCOLS.has(protocol)) return null;
  const caller = meshOf(document, ends.from);
  const callee = meshOf(document, ends.to);
  if (caller === null && callee === null) return null;
  return { from: ends.from, to: ends.to, caller, callee, protocol };
}

/** Whether a strict mesh takes calls in plain text from a node without a proxy: at its gateways only. */
export function mayCallPlain({ nodes }: ScenarioDocument, { to }: Way): boolean {
  return ENTRANCES.has(nodes[to]?.kind ?? "");
}
