// Writes the edges of a program, their policies and the rows of policy state into their columns.

import { edgeState } from "../primitives/network.ts";
import {
  ATTEMPT_BREAKER,
  BALANCE_LEAST_REQUEST,
  BALANCE_PICK_FIRST,
  BALANCE_RANDOM,
  BALANCE_ROUND_ROBIN,
  CANCEL_CHECK,
  CANCEL_INTERRUPT,
  CANCEL_NONE,
  edges,
  FALLS_BACK,
  nodes,
  RETRY_BUDGET,
  SORT_CALL,
  SORT_DELIVER,
  SORT_PUBLISH,
} from "../primitives/parameters.ts";
import { balanceCells, breakerCells, policyRows } from "../primitives/policy-rows.ts";
import { OUTCOMES } from "../results/outcomes.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { guardKeyedWork } from "./fill-keys.ts";
import { maskOf } from "./fill-nodes.ts";
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
  readonly breaker?: BreakerValues | null;
  readonly fallback?: FallbackValues | null;
  readonly idempotencyKey?: boolean;
  readonly idempotencyLookupMs?: number;
}

interface BreakerValues {
  readonly window: { readonly size: number };
  readonly failureRateThreshold: number;
  readonly slowCallMs: number | null;
  readonly slowCallRateThreshold: number;
  readonly minimumCalls: number;
  readonly openMs: number;
  readonly probes: number;
  readonly ignore: readonly string[];
}

const SORTS = { call: SORT_CALL, publish: SORT_PUBLISH, deliver: SORT_DELIVER } as const;
const CANCELS = { none: CANCEL_NONE, check: CANCEL_CHECK, interrupt: CANCEL_INTERRUPT } as const;
const BALANCINGS = {
  random: BALANCE_RANDOM,
  roundRobin: BALANCE_ROUND_ROBIN,
  leastRequest: BALANCE_LEAST_REQUEST,
  pickFirst: BALANCE_PICK_FIRST,
} as const;
/** Parameters of all edges; with `fresh` their policy rows too. Null or the cap that was hit. */
export function fillEdges(program: Program, fresh: boolean): string | null {
  const list = program.scenario.edges;
  if (!edges.occupy(list.length) || !edgeState.occupy(list.length)) return "edges";
  let row = 0;
  let breakerCell = 0;
  let balanceCell = 0;
  let budget = 0;
  for (const [edge, resolved] of list.entries()) {
    fillEdge(program, resolved, edge);
    const from = program.nodes[edges.from[edge]];
    const callers = resolved.sort === "deliver" ? 0 : (from?.instanceCount ?? 0);
    const members = program.nodes[edges.to[edge]]?.instanceCount ?? 0;
    edges.firstRow[edge] = row;
    edges.rowCount[edge] = callers;
    edges.firstCell[edge] = balanceCell;
    const size = (edges.guards[edge] & ATTEMPT_BREAKER) === 0 ? 0 : edges.breakerSize[edge];
    const balanced = needsCells(edge) ? members : 0;
    budget = placeBudgets(edge, callers, budget, fresh);
    if (budget < 0) return "retry budgets";
    if (fresh) {
      if (!policyRows.occupy(row + callers)) return "caller instances";
      if (!breakerCells.occupy(breakerCell + callers * size)) return "breaker windows";
      if (!balanceCells.occupy(balanceCell + callers * balanced)) return "balanced instances";
      for (let at = 0; at < callers; at++) {
        policyRows.edge[row + at] = edge;
        policyRows.firstCell[row + at] = breakerCell + at * size;
      }
    }
    row += callers;
    breakerCell += callers * size;
    balanceCell += callers * balanced;
  }
  guardKeyedWork(program);
  return null;
}

/** Whether a caller keeps something about each member. */
function needsCells(edge: number): boolean {
  const balancing = edges.balancing[edge];
  if (balancing === BALANCE_LEAST_REQUEST) return true;
  return balancing === BALANCE_ROUND_ROBIN && nodes.weighted[edges.to[edge]] === 1;
}

function fillEdge(program: Program, resolved: ResolvedEdge, edge: number): void {
  const values = resolved.values as unknown as EdgeValues;
  edges.from[edge] = program.index.nodeOf(resolved.from);
  edges.to[edge] = program.index.nodeOf(resolved.to);
  edges.sort[edge] = SORTS[resolved.sort];
  edges.network[edge] = program.index.distribution(values.networkMs, "ms");
  edges.timeoutMs[edge] = values.timeoutMs ?? 0;
  edges.oneWay[edge] = values.oneWay ? 1 : 0;
  edges.cancel[edge] = CANCELS[values.cancel ?? "none"];
  edges.balancing[edge] = BALANCINGS[values.balancing ?? "roundRobin"];
  edges.choiceCount[edge] = values.choiceCount ?? 1;
  fillRetry(edge, values.retry ?? null);
  fillBreaker(edge, values.breaker ?? null);
  fillFallback(edge, values.fallback ?? null);
  edges.idempotencyKey[edge] = values.idempotencyKey ? 1 : 0;
  edges.keyLookupMs[edge] = values.idempotencyLookupMs ?? 0;
  edges.guards[edge] =
    (values.breaker ? ATTEMPT_BREAKER : 0) |
    (values.fallback ? FALLS_BACK : 0) |
    (values.retry?.budget ? RETRY_BUDGET : 0);
}

function fillBreaker(edge: number, breaker: BreakerValues | null): void {
  if (!breaker) return;
  edges.breakerSize[edge] = breaker.window.size;
  edges.breakerThreshold[edge] = breaker.failureRateThreshold;
  edges.breakerSlowMs[edge] = breaker.slowCallMs ?? 0;
  edges.breakerSlowThreshold[edge] = breaker.slowCallRateThreshold;
  edges.breakerMinimum[edge] = breaker.minimumCalls;
  edges.breakerOpenMs[edge] = breaker.openMs;
  edges.breakerProbes[edge] = breaker.probes;
  edges.breakerIgnore[edge] = maskOf(["cancelled", "conflict", ...breaker.ignore], OUTCOMES);
}
