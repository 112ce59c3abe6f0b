// What the protocol of an edge, its payload and its link say about each other: combinations that no
// system speaks are problems, values without an effect are warnings.
import { protocolOf } from "../protocols/catalog.ts";
import type { EdgeDocument, FaultDocument, FaultTarget, ScenarioDocument } from "./document.ts";
import { protocolOfEdge } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { type ProblemList, shown } from "./problem-list.ts";
import { checkStream } from "./stream-checks.ts";
import { failsAt } from "./wire-costs.ts";

/** Protocols whose messages are written in one way only. */
const ONLY: Readonly<Record<string, string>> = { soap: "xml", graphql: "json" };

/** Fields that belong to one protocol. */
const OF_ONE = [
  ["query", "graphql"],
  ["soap", "soap"],
  ["reconnect", "websocket"],
] as const;

/** Checks what goes over an edge whose fields are each sound. */
export function checkWire(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const protocol = protocolOfEdge(document, id);
  const label = protocolOf(protocol)?.label ?? protocol;
  if (isObject(edge.payload)) checkPayload(id, edge.payload, protocol, label, problems);
  else if (edge.bandwidthMbps != null && !carriesMore(document, id, edge, protocol)) {
    const message = "has no effect without a payload: nothing says how large messages are";
    problems.warn("unused", ["edges", id, "bandwidthMbps"], message);
  }
  const crossesNothing = protocol === "in-process";
  for (const name of ["bandwidthMbps", "lossRatio"] as const) {
    if (!crossesNothing || !edge[name]) continue;
    problems.error("conflict", ["edges", id, name], "a call within a process crosses no network");
  }
  for (const [name, speaks] of OF_ONE) {
    const given = edge[name];
    if (!isObject(given) || Object.keys(given).length === 0 || protocol === speaks) continue;
    const message = `has no effect: it is not a part of ${label}`;
    problems.warn("unused", ["edges", id, name], message, {
      allowed: `on an edge whose protocol is "${speaks}"`,
    });
  }
  if (protocol === "grpc" && isObject(edge.pool) && edge.pool.http === "1.1") {
    problems.error("conflict", ["edges", id, "pool", "http"], "gRPC needs HTTP/2", {
      found: "1.1",
      allowed: "2, or left out",
    });
  }
  checkStream(document, id, edge, protocol, problems);
  if (protocol === "websocket") checkHeld(id, edge, problems);
  if (protocol === "graphql" && isObject(edge.query)) {
    checkQuery(id, edge, edge.query, problems);
    checkResolver(document, id, edge.query, problems);
  }
  if (protocol === "soap" && isObject(edge.soap)) checkSoap(id, edge, edge.soap, problems);
}

/** Whether something else than a payload goes over an edge: messages of a stream, pushes of a hub. */
function carriesMore(
  { nodes }: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  protocol: string,
): boolean {
  if (edge.stream != null) return true;
  if (protocol !== "websocket") return false;
  const hub = nodes[parseEdgeId(id)?.to ?? ""] ?? {};
  const operations = isObject(hub.operations) ? Object.values(hub.operations) : [];
  return [hub, ...operations].some((work) => isObject(work) && Boolean(work.pushRatio));
}

function checkPayload(
  id: string,
  payload: JsonObject,
  protocol: string,
  label: string,
  problems: ProblemList,
): void {
  const path = ["edges", id, "payload"];
  if (protocolOf(protocol)?.wire === undefined) {
    const why =
      protocol === "in-process"
        ? "a call within a process writes and reads no message"
        : `payloads over ${label} are not modeled`;
    problems.error("conflict", path, why, { allowed: "REST, gRPC, GraphQL, SOAP or WebSocket" });
    return;
  }
  const only = ONLY[protocol];
  if (only === undefined || payload.encoding == null || payload.encoding === only) return;
  problems.error("conflict", [...path, "encoding"], `${label} is not written like this`, {
    found: shown(payload.encoding),
    allowed: `"${only}", or left out`,
  });
}

function checkQuery(
  id: string,
  edge: EdgeDocument,
  { selectedRatio, depth, maxDepth }: JsonObject,
  problems: ProblemList,
): void {
  const path = ["edges", id, "query"];
  if (selectedRatio !== undefined && !isObject(edge.payload)) {
    const message = "has no effect without a payload: nothing says how large the response is";
    problems.warn("unused", [...path, "selectedRatio"], message);
  }
  const deep = typeof depth === "number" ? depth : 2;
  if (typeof maxDepth === "number" && deep > maxDepth) {
    problems.warn("never", [...path, "maxDepth"], "every query over this edge is refused", {
      found: `depth ${deep}`,
      allowed: `at most ${maxDepth}`,
    });
  }
}

/** A load balancer hands a query on: whoever is behind it resolves it. */
function checkResolver(
  { nodes }: ScenarioDocument,
  id: string,
  query: JsonObject,
  problems: ProblemList,
): void {
  if (nodes[parseEdgeId(id)?.to ?? ""]?.kind !== "load-balancer") return;
  for (const name of Object.keys(query).filter((field) => field !== "selectedRatio")) {
    const message = "has no effect: a load balancer resolves nothing, so set it on the edge behind";
    problems.warn("unused", ["edges", id, "query", name], message);
  }
}

function checkSoap(id: string, edge: EdgeDocument, soap: JsonObject, problems: ProblemList): void {
  const unused = (names: readonly string[], needs: string) => {
    for (const name of names.filter((field) => soap[field] !== undefined)) {
      problems.warn("unused", ["edges", id, "soap", name], `has no effect without ${needs}`);
    }
  };
  if (soap.security !== "signed") {
    unused(["signMs", "verifyMs", "securityBytes"], "signatures");
  }
  if (soap.reliable !== true) {
    unused(["resendMs", "resends"], "WS-ReliableMessaging");
    return;
  }
  const taken = ["retry", "idempotencyKey"] as const;
  for (const name of taken.filter((field) => edge[field])) {
    const message = "WS-ReliableMessaging sends again by itself: one of the two has to go";
    problems.error("conflict", ["edges", id, name], message);
  }
}

/** A held connection is one that requests share and that stays. */
function checkHeld(id: string, edge: EdgeDocument, problems: ProblemList): void {
  if (edge.pool === undefined) return;
  const path = ["edges", id, "pool"];
  const allowed = "left out: one shared connection that is kept";
  const { pool } = edge;
  if (!isObject(pool)) {
    problems.error("conflict", path, "a WebSocket is a connection", { found: "null", allowed });
    return;
  }
  const fixed = { max: 1, http: "2", idleMs: null } as const;
  for (const [name, value] of Object.entries(fixed)) {
    if (pool[name] === undefined || pool[name] === value) continue;
    problems.error("conflict", [...path, name], "not of a WebSocket", {
      found: shown(pool[name]),
      allowed,
    });
  }
}

/** Warns of a changed contract that the protocol of a link bears. */
export function checkContractBreak(
  document: ScenarioDocument,
  id: string,
  fault: FaultDocument,
  targets: readonly FaultTarget[],
  problems: ProblemList,
): void {
  if (fault.kind !== "contract-break") return;
  const change = fault.change === "added" ? "added" : "removed";
  const borne = targets.flatMap((target) =>
    "edge" in target && !failsAt(protocolOfEdge(document, target.edge))[change]
      ? [target.edge]
      : [],
  );
  if (borne.length === 0) return;
  const what = change === "added" ? "skip a field that they do not know" : "take a default instead";
  problems.warn(
    "unused",
    ["faults", id, "target"],
    `has no effect on ${borne.join(", ")}: its readers ${what}`,
  );
}
