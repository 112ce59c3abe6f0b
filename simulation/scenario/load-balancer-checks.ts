// What a load balancer can do at its layer, and what sticky sessions rule out.
import { edgesFrom } from "./calls.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { protocolOfEdge } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

const KIND = "load-balancer";

/** Policies of an edge that know requests. */
const OF_REQUESTS = [
  ...["retry", "hedge", "fallback", "breaker", "bulkhead", "rateLimit", "outlier", "maxFails"],
  ...["pool", "timeoutMs", "deadlineMs", "idempotencyKey"],
] as const;

/** Ways of picking that read a request's key. */
const BY_KEY: readonly unknown[] = ["ringHash", "hash"];

/** Protocols whose connections are kept without a pool being drawn. */
const HELD: readonly string[] = ["websocket"];

function seesBytesOnly(node: NodeDocument | undefined): boolean {
  return node?.kind === KIND && node.layer === "l4";
}

/** Why a load balancer cannot call one node more; null where it can. */
export function whyNoFurtherTarget(document: ScenarioDocument, from: string): string | null {
  if (!seesBytesOnly(document.nodes[from])) return null;
  if ((edgesFrom(document).get(from) ?? []).length === 0) return null;
  return "A load balancer at layer 4 cannot tell requests apart, so it has one target";
}

/** Checks the load balancers of a document whose entities are each sound. */
export function checkLoadBalancers(document: ScenarioDocument, problems: ProblemList): void {
  const outgoing = edgesFrom(document);
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== KIND) continue;
    const targets = outgoing.get(id) ?? [];
    if (seesBytesOnly(node)) checkBytes(document, id, targets, problems);
    if (isObject(node.sticky)) checkSticky(document, targets, problems);
  }
  for (const [id, edge] of Object.entries(document.edges)) {
    if (document.nodes[parseEdgeId(id)?.to ?? ""]?.kind === KIND) checkKeys(id, edge, problems);
  }
}

/** Who executes keeps the records of keys; a load balancer has none, and passes no key on here. */
function checkKeys(id: string, edge: EdgeDocument, problems: ProblemList): void {
  const message = "ends at the load balancer: what is sent again would take effect again behind it";
  if (edge.idempotencyKey === true) {
    problems.error("conflict", ["edges", id, "idempotencyKey"], message);
  }
  if (isObject(edge.soap) && edge.soap.reliable === true) {
    problems.error("conflict", ["edges", id, "soap", "reliable"], message);
  }
}

function checkBytes(
  document: ScenarioDocument,
  id: string,
  targets: readonly string[],
  problems: ProblemList,
): void {
  if (isObject(document.nodes[id]?.sticky)) {
    const message = "a load balancer at layer 4 reads no cookies; connections stay where they are";
    problems.error("conflict", ["nodes", id, "sticky"], message);
  }
  for (const target of targets.slice(1)) {
    const message = "a load balancer at layer 4 cannot tell requests apart, so it has one target";
    problems.error("conflict", ["edges", target], message);
  }
  for (const target of targets) checkForwarding(target, document.edges[target] ?? {}, problems);
  for (const [edge, { pool }] of Object.entries(document.edges)) {
    if (parseEdgeId(edge)?.to !== id || isObject(pool)) continue;
    if (HELD.includes(protocolOfEdge(document, edge))) continue;
    const message =
      "without a pool each request over it is a connection of its own, so layer 4 balances requests here";
    problems.warn("unused", ["edges", edge], message, { allowed: "a pool" });
  }
}

function checkForwarding(id: string, edge: EdgeDocument, problems: ProblemList): void {
  for (const name of OF_REQUESTS) {
    if (edge[name] == null || edge[name] === false) continue;
    const message = "a load balancer at layer 4 passes bytes on and knows no requests";
    problems.error("conflict", ["edges", id, name], message);
  }
  if (!BY_KEY.includes(edge.balancing)) return;
  const message = "a load balancer at layer 4 cannot read the key of a request";
  problems.error("conflict", ["edges", id, "balancing"], message);
}

function checkSticky(
  document: ScenarioDocument,
  targets: readonly string[],
  problems: ProblemList,
): void {
  for (const target of targets) {
    const edge = document.edges[target];
    if (isObject(edge?.hedge)) {
      const message = "a session stays with one instance, a hedge goes to another";
      problems.error("conflict", ["edges", target, "hedge"], message);
    }
    const callee = document.nodes[parseEdgeId(target)?.to ?? ""];
    if (callee?.queueScope !== "node") continue;
    const message = "has no effect: its callee has one queue for all instances";
    problems.warn("unused", ["nodes", parseEdgeId(target)?.from ?? "", "sticky"], message);
  }
}
