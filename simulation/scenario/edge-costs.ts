// What the calls over each edge of a resolved scenario weigh. Proxies and load balancers hand on what they do
// not read, apart from encryption; between a proxy and the node beside it nothing crosses a network.
import type { ResolvedEdge, ResolvedNode, ResolvedScenario } from "./document.ts";
import { type WireCosts, type WireValues, wireCostsOf } from "./wire-costs.ts";

/** Whether a node passes on messages that it neither reads nor writes. */
export function isForwarder({ kind, proxy }: ResolvedNode): boolean {
  return proxy !== undefined || kind === "load-balancer";
}

/** By edge, in their order; null where it carries no calls. */
export function costsOfEdges({ nodes, edges }: ResolvedScenario): readonly (WireCosts | null)[] {
  const forwarders = new Set(nodes.flatMap((node) => (isForwarder(node) ? [node.id] : [])));
  return edges.map((edge) => costsOf(edge, forwarders));
}

function costsOf(
  { sort, protocol, values, part, from, to }: ResolvedEdge,
  forwarders: ReadonlySet<string>,
): WireCosts | null {
  if (sort !== "call") return null;
  const costs = wireCostsOf(protocol, values as WireValues);
  const { requestCipherMs: out, responseCipherMs: back } = costs;
  const isNear = part?.leg === "call" || part?.leg === "in";
  return {
    ...costs,
    ...(forwarders.has(from) ? { callerWritesMs: out, callerReadsMs: back } : {}),
    ...(forwarders.has(to)
      ? { calleeReadsMs: out, calleeWritesMs: back, resolvesMs: 0, refuses: false }
      : {}),
    ...(isNear ? { requestMs: 0, responseMs: 0 } : {}),
  };
}
