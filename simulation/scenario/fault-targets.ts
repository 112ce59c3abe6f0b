// Whom a fault hits: a node, one or some of its instances, an edge, or all members of a group.
import { faultOf } from "../faults/catalog.ts";
import { kindOf } from "../kinds/catalog.ts";
import type { FaultTarget, ScenarioDocument } from "./document.ts";
import { edgeId, isId, parseEdgeId } from "./ids.ts";

type Instances = "all" | readonly number[] | { readonly random: number };

export type TargetResult =
  | { readonly ok: true; readonly targets: readonly FaultTarget[] }
  | { readonly ok: false; readonly message: string; readonly allowed: string };

const ALLOWED = "a node, node[0], node[*], node[random:2], an edge, a group or a list of them";
const TARGET = /^([^[\]]+?)(?:\[(\*|\d{1,5}|random:[1-9]\d{0,4})\])?$/;

function refuse(message: string, allowed = ALLOWED): TargetResult {
  return { ok: false, message, allowed };
}

function instancesOf(selector: string | undefined): Instances {
  if (selector === undefined || selector === "*") return "all";
  if (selector.startsWith("random:")) return { random: Number(selector.slice("random:".length)) };
  return [Number(selector)];
}

/** Ids of the nodes that say they are in a group. */
export function membersOf(document: ScenarioDocument, group: string): readonly string[] {
  return Object.entries(document.nodes)
    .filter(([, node]) => [node.in ?? []].flat().includes(group))
    .map(([id]) => id);
}

/** One target of a fault of the given kind, as nodes and edges. */
export function resolveTarget(
  document: ScenarioDocument,
  faultKind: string,
  text: string,
): TargetResult {
  const ends = text.includes("[") ? null : parseEdgeId(text);
  if (ends !== null) {
    return edgeTarget(document, faultKind, edgeId(ends.from, ends.to, ends.number));
  }
  const match = TARGET.exec(text);
  if (match === null || !isId(match[1])) return refuse(`"${text}" is not a target`);
  const [, id, selector] = match;
  if (Object.hasOwn(document.nodes, id)) return nodeTarget(document, faultKind, id, selector);
  if (selector !== undefined || !Object.hasOwn(document.groups ?? {}, id)) {
    return refuse(`nothing is named "${id}"`);
  }
  return groupTarget(document, faultKind, id);
}

function edgeTarget(document: ScenarioDocument, faultKind: string, id: string): TargetResult {
  if (!Object.hasOwn(document.edges, id)) return refuse(`there is no edge "${id}"`);
  if (faultOf(faultKind)?.targets.includes("edge")) return { ok: true, targets: [{ edge: id }] };
  return refuse(`a fault of kind ${faultKind} cannot hit an edge`, "a node or a group");
}

function nodeTarget(
  document: ScenarioDocument,
  faultKind: string,
  node: string,
  selector: string | undefined,
): TargetResult {
  const { kind, replicas = defaultReplicas(document, node) } = document.nodes[node];
  if (faultOf(faultKind)?.targets.includes("edge")) {
    // A fault of the network hits the links of the node, whichever instance they lead to.
    if (selector !== undefined && selector !== "*") {
      return refuse(`a fault of kind ${faultKind} hits whole nodes`, "a node, an edge or a group");
    }
    return { ok: true, targets: edgesOf(document, node).map((edge) => ({ edge })) };
  }
  if (kind === "client") return refuse(`"${node}" is a client and has no instances to hit`);
  const instances = instancesOf(selector);
  const most =
    instances === "all" ? 0 : "random" in instances ? instances.random - 1 : instances[0];
  if (typeof replicas === "number" && most >= replicas) {
    return refuse(
      `"${node}" has only ${replicas} instances`,
      `${node}[0] to ${node}[${replicas - 1}]`,
    );
  }
  return { ok: true, targets: [{ node, instances }] };
}

function defaultReplicas(document: ScenarioDocument, node: string): number {
  const param = kindOf(document.nodes[node].kind)?.params.replicas;
  return param?.type === "number" ? (param.default ?? 1) : 1;
}

function edgesOf(document: ScenarioDocument, node: string): readonly string[] {
  return Object.keys(document.edges).filter((id) => {
    const ends = parseEdgeId(id);
    return ends?.from === node || ends?.to === node;
  });
}

function groupTarget(document: ScenarioDocument, faultKind: string, group: string): TargetResult {
  const members = membersOf(document, group);
  if (members.length === 0) return refuse(`nothing is in the group "${group}"`);
  const targets: FaultTarget[] = [];
  const edges = new Set<string>();
  for (const node of members) {
    const result = nodeTarget(document, faultKind, node, undefined);
    if (!result.ok) return result;
    for (const target of result.targets) {
      if ("edge" in target && edges.has(target.edge)) continue;
      if ("edge" in target) edges.add(target.edge);
      targets.push(target);
    }
  }
  return { ok: true, targets };
}
