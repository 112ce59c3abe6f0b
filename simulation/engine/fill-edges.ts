// Writes the edges of a program, their policies and the rows of policy state into their columns.

import { TOKEN_STORE } from "../kinds/token-store.ts";
import { BALANCE_PLACED, dataPlaces } from "../primitives/data-places.ts";
import { edgeState } from "../primitives/network.ts";
import {
  AVOIDS_TRIED,
  BALANCE_EWMA,
  BALANCE_HASH,
  BALANCE_LEAST_CONNECTIONS,
  BALANCE_LEAST_REQUEST,
  BALANCE_OWN,
  BALANCE_PICK_FIRST,
  BALANCE_RANDOM,
  BALANCE_RING_HASH,
  BALANCE_ROUND_ROBIN,
  CANCEL_CHECK,
  CANCEL_INTERRUPT,
  CANCEL_NONE,
  edges,
  FALLS_BACK,
  RETRY_BUDGET,
  SENDS_ONE_WAY,
  SORT_CALL,
  SORT_DELIVER,
  SORT_PUBLISH,
} from "../primitives/parameters.ts";
import { balanceCells, policyRows } from "../primitives/policy-rows.ts";
import { EXPORTS_SPANS, SORT_EXPORT } from "../primitives/span-rows.ts";
import { toldEdges } from "../primitives/told.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { fillBalancing, fillMembers, needsCells, openBalancing } from "./fill-balancing.ts";
import { guardKeyedWork } from "./fill-keys.ts";
import { fillLogEdges } from "./fill-log-settings.ts";
import { fillPublishIds } from "./fill-publish-ids.ts";
import {
  type FallbackValues,
  fillFallback,
  fillRetry,
  placeBudgets,
  type RetryValues,
} from "./fill-retry.ts";
import type { Program } from "./program.ts";

/** What an edge's resolved values hold when it is a call or a publish (policies/edge-params.ts). */
interface EdgeValues {
  readonly networkMs: unknown;
  readonly timeoutMs?: number | null;
  readonly cancel?: keyof typeof CANCELS;
  readonly oneWay?: boolean;
  readonly balancing?: keyof typeof BALANCINGS;
  readonly choiceCount?: number;
  readonly retry?: RetryValues | null;
  readonly fallback?: FallbackValues | null;
  readonly idempotencyKey?: boolean;
  readonly idempotencyLookupMs?: number;
}

const SORTS = {
  call: SORT_CALL,
  publish: SORT_PUBLISH,
  deliver: SORT_DELIVER,
  export: SORT_EXPORT,
} as const;
const CANCELS = { none: CANCEL_NONE, check: CANCEL_CHECK, interrupt: CANCEL_INTERRUPT } as const;
const BALANCINGS = {
  random: BALANCE_RANDOM,
  roundRobin: BALANCE_ROUND_ROBIN,
  leastRequest: BALANCE_LEAST_REQUEST,
  leastConnections: BALANCE_LEAST_CONNECTIONS,
  ringHash: BALANCE_RING_HASH,
  hash: BALANCE_HASH,
  ewma: BALANCE_EWMA,
  pickFirst: BALANCE_PICK_FIRST,
} as const;
/** Parameters of all edges; with `fresh` their policy rows too. Null or the cap that was hit. */
export function fillEdges(program: Program, fresh: boolean): string | null {
  const list = program.scenario.edges;
  if (!edges.occupy(list.length) || !edgeState.occupy(list.length)) return "edges";
  if (!toldEdges.occupy(list.length)) return toldEdges.name;
  const refused = openBalancing(program);
  if (refused !== null) return refused;
  let row = 0;
  let balanceCell = 0;
  let budget = 0;
  for (const [edge, resolved] of list.entries()) {
    fillEdge(program, resolved, edge);
    fillBalancing(resolved, edge);
    const from = program.nodes[edges.from[edge]];
    const callers = resolved.sort === "deliver" ? 0 : (from?.instanceCount ?? 0);
    const members = program.nodes[edges.to[edge]]?.instanceCount ?? 0;
    edges.firstRow[edge] = row;
    edges.rowCount[edge] = callers;
    edges.firstCell[edge] = balanceCell;
    const balanced = needsCells(edge) ? members : 0;
    budget = placeBudgets(edge, callers, budget, fresh);
    if (budget < 0) return "retry budgets";
    if (fresh) {
      if (!policyRows.occupy(row + callers)) return "caller instances";
      if (!balanceCells.occupy(balanceCell + callers * balanced)) return "balanced instances";
      for (let at = 0; at < callers; at++) policyRows.edge[row + at] = edge;
    }
    row += callers;
    balanceCell += callers * balanced;
  }
  fillLogEdges(program);
  fillPublishIds(program);
  guardKeyedWork(program);
  return fresh ? fillMembers(program) : null;
}

/** What is asked before the work itself is done: a gateway answers for that itself. */
const ASIDE: ReadonlySet<string> = new Set(["identity-provider", "schema-registry", TOKEN_STORE]);

function fillTold({ nodes: list }: Program, edge: number): void {
  const to = edges.to[edge];
  const stationOf = (row: number) => {
    const descriptor = list[row]?.descriptor;
    return descriptor === undefined || descriptor.primitive === "source"
      ? null
      : descriptor.station;
  };
  edges.toldMs[edge] = stationOf(to)?.retryAfterMs ?? 0;
  const isGateway = stationOf(edges.from[edge])?.relays === "limits";
  toldEdges.isAside[edge] = isGateway && ASIDE.has(list[to]?.kind ?? "") ? 1 : 0;
}

function fillEdge(program: Program, resolved: ResolvedEdge, edge: number): void {
  const values = resolved.values as unknown as EdgeValues;
  edges.from[edge] = program.index.nodeOf(resolved.from);
  edges.to[edge] = program.index.nodeOf(resolved.to);
  fillTold(program, edge);
  edges.sort[edge] = SORTS[resolved.sort];
  edges.network[edge] = program.index.distribution(values.networkMs, "ms");
  edges.timeoutMs[edge] = values.timeoutMs ?? 0;
  edges.oneWay[edge] = values.oneWay ? 1 : 0;
  edges.cancel[edge] = CANCELS[values.cancel ?? "none"];
  edges.balancing[edge] = BALANCINGS[values.balancing ?? "roundRobin"];
  if (resolved.protocol === "in-process" || resolved.part?.own) edges.balancing[edge] = BALANCE_OWN;
  else if (dataPlaces.way[edges.to[edge]] !== 0) edges.balancing[edge] = BALANCE_PLACED;
  edges.choiceCount[edge] = values.choiceCount ?? 1;
  fillRetry(edge, values.retry ?? null);
  fillFallback(edge, values.fallback ?? null);
  edges.idempotencyKey[edge] = values.idempotencyKey ? 1 : 0;
  edges.keyLookupMs[edge] = values.idempotencyLookupMs ?? 0;
  edges.guards[edge] =
    (values.fallback ? FALLS_BACK : 0) |
    (values.oneWay ? SENDS_ONE_WAY : 0) |
    (values.retry?.avoidTried ? AVOIDS_TRIED : 0) |
    (values.retry?.budget ? RETRY_BUDGET : 0) |
    (resolved.sort === "export" ? EXPORTS_SPANS : 0);
}
