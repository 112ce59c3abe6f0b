// What an edge is follows from the nodes at its ends: into a broker it publishes, out of one it
// delivers, otherwise it calls.
import {
  callParamsOf,
  deliverParamsOf,
  kindOf,
  publishParamsOf,
  triggeringLabels,
  triggerParamsOf,
} from "../kinds/catalog.ts";
import type { KindDefinition, ParamSet } from "../kinds/define.ts";
import { CALL_EDGE_PARAMS, EXPORT_EDGE_PARAMS } from "../policies/catalog.ts";
import { protocolOf } from "../protocols/catalog.ts";
import type { ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";

/** Protocol of calls within a process. */
export const IN_PROCESS = "in-process";

export type EdgeSort = "call" | "publish" | "deliver" | "export";

export function isBroker(kind: KindDefinition): boolean {
  return kind.deliver !== undefined;
}

/** Edges to it take spans, in batches or at once. */
function isCollector(kind: KindDefinition): boolean {
  return kind.ports.in.includes("export");
}

/** Whether the work of a kind can be recorded as spans: it is called, and may call others. */
function recordsSpans({ ports }: KindDefinition): boolean {
  return ports.in.includes("call") && ports.out.includes("call");
}

export function edgeSortOf(from: KindDefinition, to: KindDefinition): EdgeSort {
  if (isBroker(from)) return "deliver";
  if (isCollector(to)) return "export";
  return isBroker(to) && to.ports.in.includes("publish") ? "publish" : "call";
}

/** Whether the file lists calls on an edge; what is delivered or exported follows from its ends. */
export function carriesCalls(sort: EdgeSort): boolean {
  return sort === "call" || sort === "publish";
}

/** Parameters of an edge, beside `protocol` and its calls. */
export function edgeParamsOf(from: KindDefinition, to: KindDefinition): ParamSet {
  const sort = edgeSortOf(from, to);
  if (sort === "deliver")
    return to.invoked === true ? triggerParamsOf(from) : deliverParamsOf(from);
  if (sort === "export") return EXPORT_EDGE_PARAMS;
  if (sort === "publish") return publishParamsOf(to);
  if (to.call === undefined) return CALL_EDGE_PARAMS;
  const { credential: _, ...params } = CALL_EDGE_PARAMS;
  return { ...params, ...callParamsOf(to) };
}

/** Protocols that an edge between two kinds may speak, first choice first. */
export function protocolsBetween(from: KindDefinition, to: KindDefinition): readonly string[] {
  if (isBroker(from)) return from.protocols;
  const known = [...to.protocols, ...(from.speaks ?? [])];
  const spoken = known.filter((id) => protocolOf(id)?.callers?.includes(from.id) ?? true);
  if (from.houses !== true || !spoken.includes(IN_PROCESS)) return spoken;
  return [IN_PROCESS, ...spoken.filter((id) => id !== IN_PROCESS)];
}

/** Why an edge between two kinds is impossible; null if it is not. */
export function whyKindsDoNotConnect(from: KindDefinition, to: KindDefinition): string | null {
  const sort = edgeSortOf(from, to);
  if (isBroker(from) && isBroker(to)) return whyNotForwarded(from, to);
  if (sort === "export") {
    return recordsSpans(from) ? null : `${from.label} nodes record no spans`;
  }
  if (!from.ports.out.includes(sort)) {
    return from.ports.out.length === 0
      ? `${from.label} nodes call nobody`
      : `${from.label} nodes do not ${GIVES[sort]}`;
  }
  if (from.calls?.includes(to.id) === false) {
    const others = from.calls.map((id) => kindOf(id)?.label.toLowerCase() ?? id).join(" or ");
    return `A ${from.label.toLowerCase()} calls nodes of the kind ${others} only`;
  }
  if (sort === "deliver" && to.invoked === true && from.trigger === undefined) {
    return `${from.label} triggers no functions here: ${triggeringLabels().join(", ")} do. Put a service between`;
  }
  if (!to.ports.in.includes(sort)) {
    return to.ports.in.length === 0
      ? `${to.label} nodes are called by nobody`
      : `${to.label} nodes do not ${TAKES[sort]}`;
  }
  return null;
}

/** Why one broker does not hand messages on to another; null where it does. */
function whyNotForwarded(from: KindDefinition, to: KindDefinition): string | null {
  const { label, forwardsTo = [] } = from;
  if (forwardsTo.includes(to.id)) return null;
  if (forwardsTo.length === 0) return `${label} delivers to consumers, not to another broker`;
  const others = forwardsTo.map((id) => kindOf(id)?.label ?? id).join(" and ");
  const target = from === to ? "another of its kind" : to.label;
  return `${label} delivers to consumers and ${others}, not to ${target}`;
}

const GIVES = { call: "call others", publish: "publish messages", deliver: "deliver messages" };
const TAKES = {
  call: "take calls",
  publish: "take published messages",
  deliver: "consume messages",
};

/** The kind of a node of a document by its id, undefined if either is missing. */
export function kindOfNode(
  nodes: Readonly<Record<string, { readonly kind: string }>>,
  id: string,
): KindDefinition | undefined {
  return Object.hasOwn(nodes, id) ? kindOf(nodes[id].kind) : undefined;
}

/** The protocol of an edge: its own, or the first that its nodes speak; "" where they are unknown. */
export function protocolOfEdge(
  document: Pick<ScenarioDocument, "nodes" | "edges">,
  id: string,
): string {
  const own = document.edges[id]?.protocol;
  if (own !== undefined) return own;
  const ends = parseEdgeId(id);
  const from = ends ? kindOfNode(document.nodes, ends.from) : undefined;
  const to = ends ? kindOfNode(document.nodes, ends.to) : undefined;
  return (from && to ? protocolsBetween(from, to)[0] : undefined) ?? "";
}
