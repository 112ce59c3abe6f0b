// What CDNs, external APIs and schedulers say about their own settings and the edges to them.
import { cdn } from "../kinds/cdn/definition.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { type ProblemList, shown } from "./problem-list.ts";
import { retryOf } from "./retry-checks.ts";
import { RUN_PARAMS } from "./run-params.ts";

/** Balancing that picks a member by the object that is asked for. */
const BY_OBJECT: readonly unknown[] = ["hash", "ringHash"];

export function checkOutside(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind === "cdn") checkPoints(document, id, node, problems);
    else if (node.kind === "external-api") checkProvider(document, id, node, problems);
    else if (node.kind === "scheduler") checkSchedule(document, id, node, problems);
  }
}

function operationsWith(node: NodeDocument, access: string): boolean {
  const operations = isObject(node.operations) ? Object.values(node.operations) : [];
  return operations.some((operation) => isObject(operation) && operation.access === access);
}

function checkPoints(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  problems: ProblemList,
): void {
  const path = ["nodes", id] as const;
  const edges = Object.entries(document.edges).map(([name, edge]) => ({
    name,
    edge,
    ends: parseEdgeId(name),
  }));
  if (!edges.some(({ ends }) => ends?.from === id)) {
    problems.warn(
      "unused",
      [...path, "kind"],
      "has no origin, so each miss is answered with nothing",
      {
        fix: "Draw a call to the origin.",
      },
    );
  }
  if (node.ttlMs === null) {
    for (const name of ["staleMs", "staleIfErrorMs"]) {
      if (node[name]) problems.warn("unused", [...path, name], "has no effect: nothing expires");
    }
  }
  if (node.purgeMs !== undefined && !operationsWith(node, "remove")) {
    const message = "has no effect: no operation purges (access)";
    problems.warn("unused", [...path, "purgeMs"], message);
  }
  for (const { name, edge, ends } of edges) {
    if (ends?.to !== id || !BY_OBJECT.includes(edge.balancing)) continue;
    const message = "a client asks the point that is near, not one that the object decides";
    problems.error("conflict", ["edges", name, "balancing"], message, {
      found: shown(edge.balancing),
      allowed: "random or round robin",
    });
  }
}

/** Stores of a CDN: its points, and the shield. */
export function storesOf(node: NodeDocument): number {
  return Number(node.replicas ?? cdn.params.replicas.default) + (isObject(node.shield) ? 1 : 0);
}

function checkProvider(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  problems: ProblemList,
): void {
  if (!isObject(node.quota)) return;
  const quota: JsonObject = node.quota;
  const path = ["nodes", id, "quota"] as const;
  const bills = quota.over === "bill";
  if (bills && quota.tells !== undefined) {
    problems.warn("unused", [...path, "tells"], "has no effect: nothing is refused");
  }
  if (!bills && quota.overPricePer1000) {
    const message = "has no effect: what is beyond the quota is refused";
    problems.warn("unused", [...path, "overPricePer1000"], message);
  }
  if (bills) return;
  for (const [name, edge] of Object.entries(document.edges)) {
    if (parseEdgeId(name)?.to !== id) continue;
    const retry = retryOf(edge);
    const heeds = retry !== null && retry.maxAttempts !== 1 && retry.retryAfter !== "ignore";
    if (!heeds || retry.retryOn.includes("rateLimited")) continue;
    const message = "heeds Retry-After, but a refusal by the quota is not tried again";
    problems.warn("unused", ["edges", name, "retry", "retryOn"], message, {
      fix: 'Add "rateLimited".',
    });
  }
}

/** Whether a node tells those that its quota refuses when to come back. */
export function quotaTells(node: NodeDocument | undefined): boolean {
  if (node?.kind !== "external-api" || !isObject(node.quota)) return false;
  return node.quota.over !== "bill" && node.quota.tells !== false;
}

function checkSchedule(
  { run }: ScenarioDocument,
  id: string,
  node: NodeDocument,
  problems: ProblemList,
): void {
  const path = ["nodes", id] as const;
  const times = Array.isArray(node.atS) ? (node.atS as readonly number[]) : [];
  if (node.everyS === null && times.length === 0) {
    problems.error(
      "conflict",
      [...path, "everyS"],
      "never starts: it has neither an interval nor times",
      {
        fix: "Give it an interval, or times in atS.",
      },
    );
  }
  const late = times.find((at) => at > Number(run.durationS ?? RUN_PARAMS.durationS.default));
  if (late !== undefined) {
    const message = "a time lies after the end of the run";
    problems.warn("unused", [...path, "atS"], message, { found: shown(late) });
  }
  if (node.everyS === null && node.offsetS != null) {
    const message = "has no effect: there are no regular starts";
    problems.warn("unused", [...path, "offsetS"], message);
  }
  if (node.atWindowEnd === "stop" && node.windowS == null) {
    problems.warn("unused", [...path, "atWindowEnd"], "has no effect: there is no window");
  }
  const requests = isObject(node.requests) ? Object.values(node.requests) : [];
  const isDrawn = (type: unknown): boolean => !isObject(type) || Number(type.weight ?? 1) > 0;
  if (requests.length > 0 && !requests.some(isDrawn)) {
    const message = "needs a type of job with a weight above 0";
    problems.error("no-request", [...path, "requests"], message);
  }
}
