// What a mesh and the calls through it say about each other.
import { MESH_POLICY_NAMES, MESH_REQUEST_RULES } from "../policies/catalog.ts";
import { callsOf, fallbackEdgeOf, operationsAt, standbyEdges } from "./calls.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { LIMITS } from "./limits.ts";
import { PICKING } from "./mesh/legs.ts";
import { isMeshOn, meshesAround, meshOf, type Way, wayOf } from "./mesh/membership.ts";
import { edgeMeshValuesOf, meshValuesOf } from "./mesh/mesh-values.ts";
import type { ProblemList } from "./problem-list.ts";
import { typesOver } from "./request-origins.ts";

export function checkMeshes(document: ScenarioDocument, problems: ProblemList): void {
  const meshes = Object.keys(document.groups ?? {}).filter((id) => isMeshOn(document.groups?.[id]));
  const passed = new Set<string>();
  const standby = standbyEdges(document);
  for (const [id, edge] of Object.entries(document.edges)) {
    const way = wayOf(document, id);
    if (way === null) {
      if (isObject(edge.mesh) && Object.keys(edge.mesh).length > 0) {
        const message = "has no effect: no mesh stands around this call, or it is no request";
        problems.warn("unused", ["edges", id, "mesh"], message);
      }
      continue;
    }
    for (const mesh of [way.caller, way.callee]) if (mesh !== null) passed.add(mesh);
    if (way.caller === null) checkOutside(id, edge, problems);
    else checkPolicies(document, id, edge, way, problems);
    checkUnsupported(id, edge, standby.has(id), problems);
    checkRules(document, id, edge, way, problems);
  }
  for (const id of Object.keys(document.nodes)) {
    const around = meshesAround(document, id);
    if (around.length < 2) continue;
    problems.error("mesh-twice", ["nodes", id, "in"], "a node has one proxy: it is in two meshes", {
      found: around.join(", "),
    });
  }
  for (const id of meshes) if (!passed.has(id)) warnIdle(id, problems);
  checkSize(document, problems);
}

function warnIdle(id: string, problems: ProblemList): void {
  const message = "has no effect: no request comes from or to a member that has a proxy";
  problems.warn("unused", ["groups", id], message);
}

/** Each member with calls may get a proxy. */
function checkSize(document: ScenarioDocument, problems: ProblemList): void {
  const ids = Object.keys(document.nodes);
  const proxied = ids.filter((id) => meshOf(document, id) !== null).length;
  if (proxied === 0 || ids.length + proxied <= LIMITS.nodes) return;
  problems.error("cap", ["nodes"], `more than ${LIMITS.nodes} nodes and sidecars in all`, {
    found: String(ids.length + proxied),
    allowed: `at most ${LIMITS.nodes}`,
  });
}

function checkOutside(id: string, edge: EdgeDocument, problems: ProblemList): void {
  const own = isObject(edge.mesh) ? edge.mesh : {};
  for (const name of [...MESH_POLICY_NAMES, ...MESH_REQUEST_RULES]) {
    if (own[name] === undefined) continue;
    const message =
      "has no effect: the caller has no proxy, so the mesh does nothing before the call";
    problems.warn("unused", ["edges", id, "mesh", name], message);
  }
}

/** What a chain of calls cannot do that one call can. */
function checkUnsupported(
  id: string,
  edge: EdgeDocument,
  isStandby: boolean,
  problems: ProblemList,
): void {
  const path = ["edges", id];
  const refuse = (name: string, message: string): void =>
    problems.error(
      "mesh-unsupported",
      [...path, name],
      `is not modeled through a mesh: ${message}`,
    );
  if (fallbackEdgeOf(edge) !== null) refuse("fallback", "a fallback to another call");
  if (isStandby) {
    problems.error("mesh-unsupported", path, "others fall back on it, which no mesh takes part in");
  }
  if (edge.stream != null && isObject(edge.mesh) && edge.mesh.mirror != null) {
    refuse("mesh.mirror", "copies of a stream");
  }
  if (edge.idempotencyKey === true) refuse("idempotencyKey", "keys end at the proxy");
  if (isObject(edge.soap) && edge.soap.reliable === true) {
    refuse("soap.reliable", "the numbers of its messages end at the proxy");
  }
  for (const [at, call] of callsOf(edge).entries()) {
    const place = edge.calls === undefined ? "" : `calls.${call.id ?? at}.`;
    if (call.count === "all") refuse(`${place}count`, "its proxy picks the instance");
    if (call.distinct === true) refuse(`${place}distinct`, "its proxy picks the instance");
  }
}

/** What a proxy knows nothing of requests cannot do. */
function checkRules(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  { caller, callee, to }: Way,
  problems: ProblemList,
): void {
  const own = isObject(edge.mesh) ? edge.mesh : {};
  const path = ["edges", id, "mesh"];
  const mesh = caller === null ? null : meshValuesOf(document, caller);
  const isBlind = mesh?.mode === "ambient" && !(mesh.waypoint && caller === callee);
  for (const name of [...MESH_POLICY_NAMES, ...MESH_REQUEST_RULES]) {
    if (own[name] === undefined || own[name] === null || !isBlind || name === "pool") continue;
    problems.error("mesh-needs-waypoint", [...path, name], "needs a proxy that knows requests", {
      fix: `Switch the waypoint of ${caller} on; it stands between members.`,
    });
  }
  checkSplit(document, id, isObject(own.split) ? own.split : {}, to, problems);
  const mirror = isObject(own.mirror) ? own.mirror : null;
  if (mirror !== null && (mirror.to ?? null) === null) {
    const message = "has no effect: it names no node that gets the copies";
    problems.warn("unused", [...path, "mirror"], message);
  } else if (mirror !== null)
    checkTarget(document, [...path, "mirror", "to"], mirror.to, to, problems);
}

/** Shares of all calls, and of those of one operation together with them. */
function checkSplit(
  document: ScenarioDocument,
  id: string,
  split: JsonObject,
  to: string,
  problems: ProblemList,
): void {
  if (Object.keys(split).length === 0) return;
  const path = ["edges", id, "mesh", "split"];
  const asked = operationsAt(document).get(to) ?? new Set<string>();
  const types = typesOver(document, id);
  const shares = Object.values(split).map((share) => (isObject(share) ? share : {}));
  for (const [node, share] of Object.entries(split)) {
    const { match = null, requestType = null } = isObject(share) ? share : {};
    checkTarget(document, [...path, node], node, to, problems);
    if (typeof requestType === "string") checkType([...path, node], requestType, types, problems);
    if (typeof match !== "string" || asked.has(match)) continue;
    const message = "has no effect: nobody asks the callee for this operation";
    problems.warn("unused", [...path, node, "match"], message, {
      found: match,
      allowed: [...asked].join(", "),
    });
  }
  const away = Math.max(...(asked.size > 0 ? [...asked] : [""]).map(awayOf));
  function awayOf(operation: string): number {
    return shares
      .filter(({ match = null }) => match === null || match === operation)
      .filter(({ requestType: of = null }) => of === null || types.get(operation)?.has(String(of)))
      .reduce((sum, { ratio = 0.1 }) => sum + (typeof ratio === "number" ? ratio : 0), 0);
  }
  if (away <= 1 + 1e-9) return;
  problems.error("out-of-range", path, "shares come to more than all calls", {
    found: String(away),
    allowed: "at most 1",
  });
}

/** A proxy tells calls apart by their operation, so all calls of one must be of the type, or none. */
function checkType(
  path: readonly string[],
  requestType: string,
  types: ReturnType<typeof typesOver>,
  problems: ProblemList,
): void {
  const place = [...path, "requestType"];
  const matched = [...types].filter(([, of]) => of.has(requestType));
  if (matched.length === 0) {
    const all = [...new Set([...types.values()].flatMap((of) => [...of]))].filter(
      (of) => of !== "",
    );
    problems.warn(
      "unused",
      place,
      "has no effect: no call over this edge is made for such requests",
      {
        found: requestType,
        allowed: all.join(", "),
      },
    );
  }
  for (const [operation, of] of matched) {
    if (of.size === 1) continue;
    problems.error(
      "conflict",
      place,
      "calls of one operation are made for other requests as well",
      {
        found: operation,
        allowed: "operations of their own",
      },
    );
  }
}

function checkTarget(
  document: ScenarioDocument,
  path: readonly string[],
  node: unknown,
  drawn: string,
  problems: ProblemList,
): void {
  const kind = typeof node === "string" ? kindOfNode(document.nodes, node) : undefined;
  const callable = Object.keys(document.nodes).filter((id) => {
    const known = kindOfNode(document.nodes, id);
    return known !== undefined && !isBroker(known) && known.ports.in.includes("call");
  });
  if (kind === undefined || !callable.includes(String(node))) {
    problems.unknown("unknown-node", path, "no node that takes calls", String(node), callable);
  } else if (node === drawn) {
    problems.error("mesh-target", path, "is the callee itself", { found: String(node) });
  }
}

/** Two layers, each with what it can and cannot do. */
function checkPolicies(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  { caller }: Way,
  problems: ProblemList,
): void {
  for (const name of PICKING) {
    const given = edge[name];
    if (given === undefined || given === null) continue;
    const message = "has no effect: the proxy picks the instance, so set it on the mesh";
    problems.warn("unused", ["edges", id, name], message);
  }
  const mesh = caller ?? "";
  const { mode, waypoint } = meshValuesOf(document, mesh);
  if (mode === "ambient" && !waypoint) return;
  const own = attemptsOf(edge.retry as JsonObject | null | undefined);
  const its = edgeMeshValuesOf(document, id, caller).retry;
  if (own === null || its === null || (its.maxAttempts ?? 2) <= 1) return;
  const most =
    own === Infinity || its.maxAttempts === null ? "any number of" : own * its.maxAttempts;
  problems.warn(
    "two-retry-layers",
    ["edges", id, "retry"],
    `two retry layers: the caller and its proxy both retry, up to ${most} attempts for one call`,
  );
}

/** Attempts of the caller's own retry, null without one. */
function attemptsOf(retry: JsonObject | null | undefined): number | null {
  if (retry === null || retry === undefined) return null;
  if (retry.maxAttempts === null) return Infinity;
  const most = typeof retry.maxAttempts === "number" ? retry.maxAttempts : 3;
  return most > 1 ? most : null;
}
