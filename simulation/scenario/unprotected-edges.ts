// The list of unprotected edges: calls that cross a boundary of trust, from outside, to a third party, or
// between what is in a mesh and what is not, without authentication or encryption. Only designs that say
// anything about security are looked at: whoever says nothing about it is not asked to. Not looked at:
// brokers and databases, whose accounts and connections say nothing of it here.
import { kindOf } from "../kinds/catalog.ts";
import type { KindDefinition } from "../kinds/define.ts";
import { protocolOf } from "../protocols/catalog.ts";
import { PROVIDER } from "./access/asked.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { edgeSortOf, kindOfNode, protocolOfEdge } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { isMeshOn, meshesAround } from "./mesh/membership.ts";
import { meshValuesOf } from "./mesh/mesh-values.ts";
import type { ProblemList } from "./problem-list.ts";

export function checkProtection(document: ScenarioDocument, problems: ProblemList): void {
  if (!speaksOfSecurity(document)) return;
  for (const [id, edge] of Object.entries(document.edges)) {
    const boundary = boundaryOf(document, id);
    if (boundary === null) continue;
    const missing = missingOf(document, id, edge);
    if (missing.length === 0) continue;
    const message = `unprotected: ${boundary} without ${missing.join(" or ")}`;
    problems.warn("unprotected", ["edges", id], message, { allowed: fixOf(document, id, missing) });
  }
}

function isTls(pool: unknown): boolean {
  return isObject(pool) && (pool.handshake === "tls13" || pool.handshake === "tls12");
}

function speaksOfSecurity({ nodes, edges, groups }: ScenarioDocument): boolean {
  const checks = Object.values(nodes).some(
    ({ kind, authentication }) => kind === PROVIDER || isObject(authentication),
  );
  const shows = Object.values(edges).some(({ credential }) => credential != null);
  const isStrict = Object.values(groups ?? {}).some(
    (group) => isMeshOn(group) && (group.mtls === "strict" || group.authorization != null),
  );
  return checks || shows || isStrict;
}

/** The boundary that a call crosses, as a phrase; null where it crosses none. */
function boundaryOf(document: ScenarioDocument, id: string): string | null {
  const ends = parseEdgeId(id);
  const from = ends === null ? undefined : kindOfNode(document.nodes, ends.from);
  const to = ends === null ? undefined : kindOfNode(document.nodes, ends.to);
  if (ends === null || !from || !to || edgeSortOf(from, to) !== "call") return null;
  if (protocolOfEdge(document, id) === "in-process") return null;
  if (isOutside(document, ends.from)) return "comes from outside";
  if (to.id === "external-api") return "goes to a third party";
  // Who is asked for tokens knows callers by their secrets; data has accounts.
  if (to.params.authentication === undefined) return null;
  const [outer] = meshesAround(document, ends.from);
  const [inner] = meshesAround(document, ends.to);
  if (outer === inner) return null;
  return outer === undefined ? "comes into the mesh" : "leaves the mesh";
}

/** At the edge of the system, and itself unable to check: a load balancer, a content network. */
function isEntrance(kind: KindDefinition | undefined): boolean {
  return kind?.family === "edge" && kind.params.authentication === undefined;
}

/** A client, or what passes on whatever clients send to it. */
function isOutside(
  document: ScenarioDocument,
  node: string,
  passed: readonly string[] = [],
): boolean {
  const kind = kindOfNode(document.nodes, node);
  if (kind?.id === "client") return true;
  if (!isEntrance(kind) || passed.includes(node)) return false;
  return Object.keys(document.edges).some((id) => {
    const ends = parseEdgeId(id);
    return ends?.to === node && isOutside(document, ends.from, [...passed, node]);
  });
}

function missingOf(document: ScenarioDocument, id: string, edge: EdgeDocument): readonly string[] {
  const to = parseEdgeId(id)?.to ?? "";
  const callee = document.nodes[to];
  const protocol = protocolOf(protocolOfEdge(document, id));
  const pool = edge.pool === undefined ? protocol?.defaults.pool?.value : edge.pool;
  const isMutual = isObject(pool) && isObject(pool.tls) && pool.tls.mutual === true;
  const checks = isObject(callee?.authentication) || callee?.kind === PROVIDER;
  // What it passes on is checked behind it, or not.
  const isAuthentic =
    checks || isEntrance(kindOf(callee?.kind ?? "")) || isMutual || isMutualInMeshes(document, id);
  const isSecret = isTls(pool) || isMutualInMeshes(document, id);
  return [...(isAuthentic ? [] : ["authentication"]), ...(isSecret ? [] : ["encryption"])];
}

/** Between members of meshes proxies speak mutual TLS with each other. */
function isMutualInMeshes(document: ScenarioDocument, id: string): boolean {
  const ends = parseEdgeId(id);
  const meshes = [ends?.from ?? "", ends?.to ?? ""].map((node) => meshesAround(document, node)[0]);
  return meshes.every((mesh) => mesh !== undefined && meshValuesOf(document, mesh).mtls !== "off");
}

function fixOf(document: ScenarioDocument, id: string, missing: readonly string[]): string {
  const callee = document.nodes[parseEdgeId(id)?.to ?? ""];
  const canCheck = kindOf(callee?.kind ?? "")?.params.authentication !== undefined;
  const fixes = {
    authentication: canCheck ? "authentication at the callee" : "mutual TLS (pool.tls.mutual)",
    encryption: 'a pool with the handshake "tls13"',
  };
  return missing.map((name) => fixes[name as keyof typeof fixes]).join(", ");
}
