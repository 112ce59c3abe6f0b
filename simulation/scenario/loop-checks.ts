// What may go round for ever: calls that come back to where they came from without dying out, always
// or once they fail and are retried. Such a design runs, so it is warned of.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import { kindOf, requestTypesOf } from "../kinds/catalog.ts";
import { CALL_PARAMS } from "../policies/catalog.ts";
import { type CallDocument, callsOf, edgesFrom, standbyEdges } from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { edgeSortOf, kindOfNode } from "./edge-sorts.ts";
import { compareIds, parseEdgeId } from "./ids.ts";
import { cyclesOf, growthOf, type Link } from "./link-cycles.ts";
import { listOf } from "./nearest-names.ts";
import type { ProblemList } from "./problem-list.ts";
import { retryOf } from "./retry-checks.ts";

/** Repetitions of a call that is retried without limit, for judging a cycle. */
const WITHOUT_LIMIT = 1000;

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

export function checkLoops(document: ScenarioDocument, problems: ProblemList): void {
  const { places, links } = graphOf(document);
  for (const members of cyclesOf(places.length, links)) {
    const inside = new Set(members);
    const own = links.filter(({ from, to }) => inside.has(from) && inside.has(to));
    const grows = growthOf(members, own) >= 1 - 1e-9;
    const retried = own.map((link) => ({ ...link, weight: link.weight * triesOn(document, link) }));
    if (!grows && !(growthOf(members, retried) >= 1 - 1e-9)) continue;
    const nodes = [...new Set(members.map((at) => places[at]?.node ?? ""))].sort(compareIds);
    const [edge = ""] = [...new Set(own.map((link) => link.edge))].sort(compareIds);
    const back = `calls come back to where they came from (${listOf(nodes)}) and each round makes`;
    if (grows) {
      problems.warn(
        "call-cycle",
        ["edges", edge],
        `${back} one or more for one: they end 64 calls deep, as error`,
        { fix: "Lower a probability, limit a call by when, or make it oneWay." },
      );
    } else {
      problems.warn(
        "retry-cycle",
        ["edges", edge],
        `${back} one or more for one once calls fail and are retried: a failure may feed itself`,
        { fix: "Lower maxAttempts or bound the retries by a budget." },
      );
    }
  }
}

/** Attempts at a call over a link where each of them fails. */
function triesOn(document: ScenarioDocument, { edge }: Link): number {
  const retry = retryOf(document.edges[edge]);
  if (retry === null || retry.budget !== null) return 1;
  return Math.min(retry.maxAttempts ?? WITHOUT_LIMIT, WITHOUT_LIMIT);
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
    for (const type of requestTypesOf(node)) rowOf(id, type);
  }
  const leaving = edgesFrom(document);
  const standby = standbyEdges(document);
  for (let from = 0; from < places.length; from++) {
    const { node, operation } = places[from] as Place;
    const own = (leaving.get(node) ?? []).filter((id) => !standby.has(id));
    const calls = callsFrom(document, own, operation);
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
  return edges.flatMap((id) => {
    const ends = parseEdgeId(id);
    const from = kindOfNode(document.nodes, ends?.from ?? "");
    const to = kindOfNode(document.nodes, ends?.to ?? "");
    const edge = document.edges[id];
    if (!ends || !from || !to || !edge) return [];
    if (edgeSortOf(from, to) !== "call" || edge.oneWay === true) return [];
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
