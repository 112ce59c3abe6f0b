// What may go round for ever: retries without limit or pause, and calls that come back to where they
// came from without dying out. Both run, so both are warnings.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import { kindOf } from "../kinds/catalog.ts";
import { CALL_EDGE_PARAMS, CALL_PARAMS } from "../policies/catalog.ts";
import { type CallDocument, callsOf, edgesFrom, standbyEdges } from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { edgeSortOf, kindOfNode } from "./edge-sorts.ts";
import { compareIds, parseEdgeId } from "./ids.ts";
import type { JsonObject } from "./json-shape.ts";
import { cyclesOf, growthOf, type Link } from "./link-cycles.ts";
import { listOf } from "./nearest-names.ts";
import type { ProblemList } from "./problem-list.ts";
import { resolveValues } from "./resolve-values.ts";

export function checkLoops(document: ScenarioDocument, problems: ProblemList): void {
  checkRetries(document, problems);
  checkCycles(document, problems);
}

interface Retry {
  readonly maxAttempts: number | null;
  readonly backoff: { readonly type: string; readonly baseMs: number; readonly capMs: number };
}

const { retry: RETRY } = CALL_EDGE_PARAMS;

function checkRetries(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    if (edge.retry == null) continue;
    const given = { retry: edge.retry } as JsonObject;
    const resolved = resolveValues({ retry: RETRY }, given, "", new Map()).retry;
    const { maxAttempts, backoff } = resolved as Retry;
    const pauses = backoff.type !== "none" && backoff.baseMs > 0 && backoff.capMs > 0;
    if (maxAttempts !== null || pauses) continue;
    problems.warn(
      "endless-retry",
      ["edges", id, "retry"],
      "retries without limit and without a pause: a call that fails at once, on a refused " +
        "connection, say, is tried for ever at the same instant",
      { fix: "Set maxAttempts or a back-off." },
    );
  }
}

/** An operation of a node, as a vertex of the graph of calls. */
interface Place {
  readonly node: string;
  readonly operation: string;
}

/** A synchronous call that waits for its answer, with how often it is made per execution. */
interface Leaving {
  readonly edge: string;
  readonly to: string;
  readonly call: CallDocument;
}

function checkCycles(document: ScenarioDocument, problems: ProblemList): void {
  const { places, links } = graphOf(document);
  for (const members of cyclesOf(places.length, links)) {
    const inside = new Set(members);
    const own = links.filter(({ from, to }) => inside.has(from) && inside.has(to));
    if (!(growthOf(members, own) >= 1 - 1e-9)) continue;
    const nodes = [...new Set(members.map((at) => places[at]?.node ?? ""))].sort(compareIds);
    const [edge = ""] = [...new Set(own.map((link) => link.edge))].sort(compareIds);
    problems.warn(
      "call-cycle",
      ["edges", edge],
      `calls come back to where they came from (${listOf(nodes)}) and each round makes one or ` +
        "more for one: they end 64 calls deep, as error",
      { fix: "Lower a probability, limit a call by when, or make it oneWay." },
    );
  }
}

/** Everything that requests reach by synchronous calls, from every client's request types on. */
function graphOf(document: ScenarioDocument): {
  readonly places: readonly Place[];
  readonly links: readonly Link[];
} {
  const places: Place[] = [];
  const links: Link[] = [];
  const rows = new Map<string, number>();
  const rowOf = (node: string, operation: string): number => {
    const key = `${node} ${operation}`;
    const row = rows.get(key) ?? places.push({ node, operation }) - 1;
    rows.set(key, row);
    return row;
  };
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== "client") continue;
    const types = (node.requests as object | undefined) ?? { request: 0 };
    for (const type of Object.keys(types)) rowOf(id, type);
  }
  const leaving = edgesFrom(document);
  for (let from = 0; from < places.length; from++) {
    const { node, operation } = places[from] as Place;
    const calls = callsFrom(document, leaving.get(node) ?? [], operation);
    for (const { edge, to, call } of calls) {
      const calling = expectedCalls(document, call, to, calls);
      if (calling <= 0) continue;
      links.push({ from, to: rowOf(to, call.operation ?? operation), weight: calling, edge });
    }
  }
  return { places, links };
}

function callsFrom(
  document: ScenarioDocument,
  edges: readonly string[],
  operation: string,
): readonly Leaving[] {
  const standby = standbyEdges(document);
  return edges.flatMap((id) => {
    const ends = parseEdgeId(id);
    const from = kindOfNode(document.nodes, ends?.from ?? "");
    const to = kindOfNode(document.nodes, ends?.to ?? "");
    const edge = document.edges[id];
    if (!ends || !from || !to || !edge) return [];
    if (edgeSortOf(from, to) !== "call" || edge.oneWay === true) return [];
    if (standby.has(id)) return [];
    return callsOf(edge)
      .filter(({ when }) => !when || when.includes(operation))
      .map((call) => ({ edge: id, to: ends.to, call }));
  });
}

/** Mean number of times that a call is made per execution of its operation, without retries. */
function expectedCalls(
  document: ScenarioDocument,
  call: CallDocument,
  to: string,
  others: readonly Leaving[],
): number {
  const count = meanCount(document, call.count ?? 1, to);
  if (call.choice == null) return count * Number(call.probability ?? 1);
  const group = others.filter(
    (other) => other.call.choice === call.choice && (other.call.stage ?? 1) === (call.stage ?? 1),
  );
  const total = group.reduce((sum, other) => sum + (other.call.weight ?? 1), 0);
  return total > 0 ? (count * (call.weight ?? 1)) / total : 0;
}

function meanCount(document: ScenarioDocument, count: unknown, to: string): number {
  if (typeof count === "number") return count;
  if (count === "all") {
    const node = document.nodes[to];
    const param = kindOf(node?.kind ?? "")?.params.replicas;
    return Number(node?.replicas ?? param?.default ?? 1);
  }
  const parsed = parseDistribution(count, "");
  // A mean may be infinite; more calls than this are never made.
  return parsed.ok ? Math.min(momentsOf(parsed.spec).meanMs, CALL_PARAMS.count.max) : 1;
}
