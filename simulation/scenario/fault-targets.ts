// Whom a fault hits: a node, one or some of its instances, a client, an edge, or all members of a
// group. Faults of the network hit links, so a node stands for its own.
import { faultOf } from "../faults/catalog.ts";
import { isSource, kindOf } from "../kinds/catalog.ts";
import type { FaultDocument, FaultTarget, ScenarioDocument } from "./document.ts";
import { cutBetween } from "./fault-partitions.ts";
import { membersOf, nodesNamed, withOuter } from "./group-members.ts";
import { edgeId, isId, parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { isMeshOn } from "./mesh/membership.ts";
import { zoneIdsOf } from "./zones.ts";

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

/** What a fault can be aimed at. */
function aims(fault: FaultDocument): readonly string[] {
  return faultOf(fault.kind)?.targets ?? [];
}

/** One target of a fault as nodes and edges. */
export function resolveTarget(
  document: ScenarioDocument,
  fault: FaultDocument,
  text: string,
): TargetResult {
  const ends = text.includes("[") ? null : parseEdgeId(text);
  if (ends !== null) return edgeTarget(document, fault, edgeId(ends.from, ends.to, ends.number));
  const match = TARGET.exec(text);
  if (match === null || !isId(match[1])) return refuse(`"${text}" is not a target`);
  const [, id, selector] = match;
  if (Object.hasOwn(document.nodes, id)) {
    if (aims(fault).includes("edge")) return linksTarget(document, fault, id, selector);
    return nodeTarget(document, fault, id, selector);
  }
  if (selector !== undefined || !Object.hasOwn(document.groups ?? {}, id)) {
    return refuse(`nothing is named "${id}"`);
  }
  if (membersOf(document, id).length === 0) return refuse(`nothing is in the group "${id}"`);
  if (fault.kind === "control-plane-outage" && !isMeshOn(document.groups?.[id])) {
    return refuse(`"${id}" has no control plane`, "a mesh that is switched on");
  }
  return aims(fault).includes("edge")
    ? linksTarget(document, fault, id, undefined)
    : groupTarget(document, fault, id);
}

function edgeTarget(document: ScenarioDocument, fault: FaultDocument, id: string): TargetResult {
  if (!Object.hasOwn(document.edges, id)) return refuse(`there is no edge "${id}"`);
  if (!aims(fault).includes("edge")) {
    const allowed = aims(fault).includes("client") ? "a client or a group" : "a node or a group";
    return refuse(`a fault of kind ${fault.kind} cannot hit an edge`, allowed);
  }
  if (fault.kind !== "partition") return hitsLink(document, fault, id);
  const cut = cutBetween(document, fault, id, null);
  if (cut === null) return refuse("it is no link", "an edge of the design");
  return { ok: true, targets: [{ edge: id, cut }] };
}

function hitsLink(document: ScenarioDocument, fault: FaultDocument, edge: string): TargetResult {
  const links = faultOf(fault.kind)?.links;
  if (links === "deliveries") {
    if (isReplayable(document, edge)) return { ok: true, targets: [{ edge }] };
    const allowed =
      "an edge from a log or an event store, or from an EventBridge bus with an archive";
    return refuse("only what follows a log, and an archive, can be replayed", allowed);
  }
  if (links === "all" || !isDelivery(document, edge)) return { ok: true, targets: [{ edge }] };
  return refuse("a broker does not connect to its consumers", "a call or a publish");
}

function isDelivery(document: ScenarioDocument, edge: string): boolean {
  const from = parseEdgeId(edge)?.from ?? "";
  return kindOf(document.nodes[from]?.kind ?? "")?.deliver !== undefined;
}

/** An edge from a broker whose groups have positions that can be put back, or that has an archive. */
function isReplayable(document: ScenarioDocument, edge: string): boolean {
  const from = parseEdgeId(edge)?.from ?? "";
  if (typeof document.nodes[from]?.archiveS === "number") return true;
  const params = kindOf(document.nodes[from]?.kind ?? "")?.deliver ?? {};
  return Object.hasOwn(params, "commitIntervalMs");
}

/** The links that a node or group stands for, in a fault of the network. */
function linksTarget(
  document: ScenarioDocument,
  fault: FaultDocument,
  name: string,
  selector: string | undefined,
): TargetResult {
  // Whichever instance they lead to.
  if (selector !== undefined && selector !== "*") {
    return refuse(`a fault of kind ${fault.kind} hits whole nodes`, "a node, an edge or a group");
  }
  const inside = nodesNamed(document, name);
  const links = faultOf(fault.kind)?.links ?? "all";
  const targets = Object.keys(document.edges).flatMap((edge): FaultTarget[] => {
    const ends = parseEdgeId(edge);
    if (ends === null) return [];
    if (links === "deliveries") {
      return inside.includes(ends.from) && isReplayable(document, edge) ? [{ edge }] : [];
    }
    const comes = inside.includes(ends.to);
    if (!comes && !(links === "all" && inside.includes(ends.from))) return [];
    if (fault.kind === "partition") {
      const cut = cutBetween(document, fault, edge, inside);
      return cut === null ? [] : [{ edge, cut }];
    }
    return links === "incoming" && isDelivery(document, edge) ? [] : [{ edge }];
  });
  // Of several targets of a partition one may have all its links to the others.
  const mayBeIdle = fault.kind === "latency" || Array.isArray(fault.target);
  if (targets.length > 0 || mayBeIdle) return { ok: true, targets };
  return refuse(`no link of "${name}" is hit`, "a node with such links, an edge or a group");
}

function nodeTarget(
  document: ScenarioDocument,
  fault: FaultDocument,
  node: string,
  selector: string | undefined,
): TargetResult {
  const { kind, replicas = defaultReplicas(document, node) } = document.nodes[node];
  if (aims(fault).includes("client")) return clientTarget(document, fault, node, selector);
  if (!aims(fault).includes("node")) {
    return refuse(`a fault of kind ${fault.kind} hits groups`, "a group or a list of them");
  }
  if (isSource(kind)) {
    const name = kindOf(kind)?.label.toLowerCase() ?? kind;
    return refuse(`"${node}" is a ${name} and has no instances to hit`);
  }
  const only = faultOf(fault.kind)?.only;
  if (only?.includes(kind) === false) {
    const kinds = only.join(" or ");
    return refuse(
      `"${node}" is no ${kinds}: a fault of kind ${fault.kind} hits no other`,
      `a ${kinds}`,
    );
  }
  if (fault.kind === "schema-change" && kindOf(kind)?.deliver === undefined) {
    return refuse(`"${node}" hands on nothing that others read`, "a broker or an event store");
  }

  if (fault.kind === "rolling-deploy") {
    const why = whyNotDeployed(document, node, selector);
    if (why !== null) return why;
  }
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

/** Why no new version can be deployed to a node; null where it can. */
function whyNotDeployed(
  document: ScenarioDocument,
  node: string,
  selector: string | undefined,
): TargetResult | null {
  if (!isObject(document.nodes[node].rollout)) {
    return refuse(`"${node}" has no rolling deploys`, 'a node with "rollout"');
  }
  if (selector === undefined || selector === "*") return null;
  return refuse("a rolling deploy is of all instances of a node", "a node");
}

/** A source of load, whose traffic the fault changes. */
function clientTarget(
  document: ScenarioDocument,
  fault: FaultDocument,
  node: string,
  selector: string | undefined,
): TargetResult {
  const { kind, arrivals, closed } = document.nodes[node];
  if (kind !== "client") {
    return refuse(`"${node}" is no client: a fault of kind ${fault.kind} changes load`, "a client");
  }
  if (selector !== undefined && selector !== "*") {
    return refuse(`a fault of kind ${fault.kind} hits whole clients`, "a client");
  }
  const isRecorded = !closed && typeof arrivals === "object" && arrivals !== null;
  if (fault.kind === "spike" && isRecorded && "timesMs" in arrivals) {
    return refuse(`the requests of "${node}" come at recorded times`, "a client with a rate");
  }
  return { ok: true, targets: [{ node, instances: "all" }] };
}

function defaultReplicas(document: ScenarioDocument, node: string): number {
  const param = kindOf(document.nodes[node].kind)?.params.replicas;
  return param?.type === "number" ? (param.default ?? 1) : 1;
}

/** The instances of a node that are in a group: of a node in several zones, its part in this one. */
function instancesWithin(document: ScenarioDocument, node: string, group: string): Instances {
  const zones = zoneIdsOf(document, document.nodes[node]);
  const inside = zones.map((zone) => withOuter(document, zone).includes(group));
  if (!inside.includes(true) || !inside.includes(false)) return "all";
  const replicas = Number(document.nodes[node].replicas ?? defaultReplicas(document, node));
  const positions = Array.from({ length: replicas }, (_, at) => at);
  return positions.filter((at) => inside[at % zones.length]);
}

/** Members that a fault can hit: clients of a fault of the load, otherwise all but those. */
function groupTarget(
  document: ScenarioDocument,
  fault: FaultDocument,
  group: string,
): TargetResult {
  const ofLoad = aims(fault).includes("client");
  const only = faultOf(fault.kind)?.only;
  const targets = membersOf(document, group)
    .filter((node) => isSource(document.nodes[node].kind) === ofLoad)
    .filter((node) => !ofLoad || document.nodes[node].kind === "client")
    .filter((node) => only?.includes(document.nodes[node].kind) !== false)
    .map((node): FaultTarget => {
      return { node, instances: ofLoad ? "all" : instancesWithin(document, node, group) };
    });
  if (targets.length > 0) return { ok: true, targets };
  return refuse(`nothing in the group "${group}" can be hit by a fault of kind ${fault.kind}`);
}
