// Faults where a mesh stands on the way: what disturbs a drawn link disturbs the legs between proxies,
// a zone takes its shared proxies with it, and a control plane is silent to all who ask it.
import type {
  FaultTarget,
  ResolvedEdge,
  ResolvedFault,
  ResolvedNode,
  ScenarioDocument,
} from "../document.ts";
import { parseEdgeId } from "../ids.ts";
import { meshesAround } from "./membership.ts";

/** Legs that run over the network. */
const OUTSIDE: ReadonlySet<string> = new Set(["wire", "split", "mirror"]);

export function throughFaults(
  document: ScenarioDocument,
  fault: ResolvedFault,
  nodes: readonly ResolvedNode[],
  edges: readonly ResolvedEdge[],
): ResolvedFault {
  if (fault.kind === "control-plane-outage")
    return { ...fault, targets: silent(document, fault, nodes) };
  const reach = fault.kind === "contract-break" ? lastLegs : networkLegs;
  const targets = fault.targets.flatMap((target) => {
    const legs = "edge" in target ? reach(target.edge, edges) : [];
    return legs.length === 0 ? [target] : legs.map(({ id }) => ({ ...target, edge: id }));
  });
  return fault.kind === "zone-outage"
    ? { ...fault, targets: [...targets, ...sharedProxiesDown(fault, nodes)] }
    : { ...fault, targets };
}

function networkLegs(edge: string, edges: readonly ResolvedEdge[]): readonly ResolvedEdge[] {
  return edges.filter(({ part }) => part?.of === edge && part.mesh !== "" && OUTSIDE.has(part.leg));
}

/** Those on which the drawn callee reads what was sent. */
function lastLegs(edge: string, edges: readonly ResolvedEdge[]): readonly ResolvedEdge[] {
  const to = parseEdgeId(edge)?.to;
  return edges.filter((leg) => leg.part?.of === edge && leg.to === to);
}

/** Instances of shared proxies that stand in zones of which all members are down. */
function sharedProxiesDown(
  { targets }: ResolvedFault,
  nodes: readonly ResolvedNode[],
): readonly FaultTarget[] {
  const zones = new Set<string>();
  for (const target of targets) {
    const node = "node" in target ? nodes.find(({ id }) => id === target.node) : undefined;
    if (node === undefined || !("node" in target)) continue;
    const own = node.zones ?? [];
    const hit = target.instances;
    const at = Array.isArray(hit) ? hit.map((instance) => own[instance % own.length]) : own;
    for (const zone of at) if (zone !== undefined) zones.add(zone);
  }
  return nodes.flatMap((node): FaultTarget[] => {
    const own = node.zones ?? [];
    if (node.proxy === undefined || node.proxy.role === "sidecar" || own.length === 0) return [];
    const count = Number(node.values.replicas);
    const at = Array.from({ length: count }, (_, instance) => instance);
    const down = at.filter((instance) => zones.has(own[instance % own.length] ?? ""));
    return down.length > 0 ? [{ node: node.id, instances: down }] : [];
  });
}

/** Where the callers of members look for them: their sidecars, else themselves. */
function silent(
  document: ScenarioDocument,
  { targets }: ResolvedFault,
  nodes: readonly ResolvedNode[],
): readonly FaultTarget[] {
  return targets.flatMap((target): FaultTarget[] => {
    if (!("node" in target) || meshesAround(document, target.node).length === 0) return [];
    const beside = nodes.find(({ proxy }) => proxy?.of === target.node && proxy.role === "sidecar");
    return [{ node: beside?.id ?? target.node, instances: "all" }];
  });
}
