// Writes deadline, breaker, rate limiter and bulkhead of each edge into its columns, and lays out the
// rows of state that they keep for each caller instance.
import { breakerCells, breakerSeconds } from "../primitives/breaker.ts";
import { policyStates } from "../primitives/guard-rows.ts";
import {
  ATTEMPT_BREAKER,
  ATTEMPT_BULKHEAD,
  ATTEMPT_RATE_LIMIT,
  CALL_BREAKER,
  CALL_BULKHEAD,
  CALL_DEADLINE,
  CALL_RATE_LIMIT,
  edges,
  plans,
  WINDOW_CONSECUTIVE,
  WINDOW_COUNT,
  WINDOW_TIME,
} from "../primitives/parameters.ts";
import { OUTCOMES } from "../results/outcomes.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { maskOf } from "./fill-nodes.ts";
import type { Program } from "./program.ts";

interface Scoped {
  readonly appliesTo: "call" | "attempt";
  readonly scope: "perCaller" | "shared";
}

interface BreakerValues extends Scoped {
  readonly window: { readonly type: keyof typeof WINDOWS; readonly size: number };
  readonly failureRateThreshold: number;
  readonly opensAt: "reached" | "exceeded";
  readonly rateOf: "ended" | "started";
  readonly judgedAt: "ending" | "failure";
  readonly slowCallMs: number | null;
  readonly slowCallRateThreshold: number;
  readonly minimumCalls: number;
  readonly openMs: number;
  readonly probes: number;
  readonly halfOpen: "refuse" | "wait";
  readonly perOperation: boolean;
  readonly ignore: readonly string[];
}

/** What an edge's resolved values say about these policies (policies/catalog.ts). */
export interface PolicyValues {
  readonly deadlineMs?: number | null;
  readonly propagateDeadline?: boolean;
  readonly breaker?: BreakerValues | null;
  readonly rateLimit?: RateLimitValues | null;
  readonly bulkhead?: BulkheadValues | null;
}

interface RateLimitValues extends Scoped {
  readonly ratePerS: number;
  readonly burst: number;
  readonly wait: boolean;
}

interface BulkheadValues extends Scoped {
  readonly maxConcurrent: number;
  readonly maxWaitMs: number;
}

const WINDOWS = {
  count: WINDOW_COUNT,
  time: WINDOW_TIME,
  consecutive: WINDOW_CONSECUTIVE,
} as const;

/** First free rows of the tables that policies share. */
interface Rows {
  state: number;
  cell: number;
  second: number;
}

/** Policies of all edges; with `fresh` their state too. Null or the cap that was hit. */
export function fillPolicies(program: Program, fresh: boolean): string | null {
  const rows: Rows = { state: 0, cell: 0, second: 0 };
  for (const [edge, resolved] of program.scenario.edges.entries()) {
    const values = resolved.values as unknown as PolicyValues;
    fillDeadline(program, resolved, edge);
    fillBreaker(edge, values.breaker ?? null);
    fillRateLimit(edge, values.rateLimit ?? null);
    fillBulkhead(edge, values.bulkhead ?? null);
    const cap = placeStates(edge, values, placeOperations(edge, values), rows, fresh);
    if (cap !== null) return cap;
  }
  return null;
}

function fillDeadline(program: Program, resolved: ResolvedEdge, edge: number): void {
  const { deadlineMs = null, propagateDeadline = false } =
    resolved.values as unknown as PolicyValues;
  edges.deadlineMs[edge] = deadlineMs ?? 0;
  edges.propagatesDeadline[edge] = propagateDeadline ? 1 : 0;
  const inherits = propagateDeadline ? anyDeadline(program) : ofSource(program, edge);
  if (deadlineMs !== null || inherits) edges.guards[edge] |= CALL_DEADLINE;
}

function ofSource(program: Program, edge: number): boolean {
  const descriptor = program.nodes[edges.from[edge]]?.descriptor;
  return descriptor?.primitive === "source" && descriptor.source.deadlineMs !== null;
}

/** Whether anything in the scenario has a deadline that could be passed on. */
function anyDeadline({ scenario, nodes }: Program): boolean {
  const has = (resolved: ResolvedEdge): boolean => (resolved.values.deadlineMs ?? null) !== null;
  return (
    scenario.edges.some(has) ||
    nodes.some(({ descriptor: of }) => of.primitive === "source" && of.source.deadlineMs !== null)
  );
}

function fillBreaker(edge: number, breaker: BreakerValues | null): void {
  if (breaker === null) return;
  edges.guards[edge] |= breaker.appliesTo === "call" ? CALL_BREAKER : ATTEMPT_BREAKER;
  edges.breakerWindow[edge] = WINDOWS[breaker.window.type];
  edges.breakerSize[edge] = breaker.window.size;
  edges.breakerThreshold[edge] = breaker.failureRateThreshold;
  edges.breakerAbove[edge] = breaker.opensAt === "exceeded" ? 1 : 0;
  const ofStarted = breaker.rateOf === "started" && breaker.window.type === "time";
  edges.breakerOfStarted[edge] = ofStarted ? 1 : 0;
  edges.breakerOnFailure[edge] = breaker.judgedAt === "failure" ? 1 : 0;
  edges.breakerSlowMs[edge] = breaker.slowCallMs ?? 0;
  edges.breakerSlowThreshold[edge] = breaker.slowCallRateThreshold;
  edges.breakerMinimum[edge] = breaker.minimumCalls;
  edges.breakerOpenMs[edge] = breaker.openMs;
  edges.breakerProbes[edge] = breaker.probes;
  edges.breakerWaits[edge] = breaker.halfOpen === "wait" ? 1 : 0;
  edges.breakerIgnore[edge] = maskOf(["cancelled", "conflict", ...breaker.ignore], OUTCOMES);
}

function fillRateLimit(edge: number, limit: RateLimitValues | null): void {
  if (limit === null) return;
  edges.guards[edge] |= limit.appliesTo === "call" ? CALL_RATE_LIMIT : ATTEMPT_RATE_LIMIT;
  edges.ratePerMs[edge] = limit.ratePerS / 1000;
  edges.rateBurst[edge] = limit.burst;
  edges.rateWaits[edge] = limit.wait ? 1 : 0;
}

function fillBulkhead(edge: number, bulkhead: BulkheadValues | null): void {
  if (bulkhead === null) return;
  edges.guards[edge] |= bulkhead.appliesTo === "call" ? CALL_BULKHEAD : ATTEMPT_BULKHEAD;
  edges.bulkheadMax[edge] = bulkhead.maxConcurrent;
  edges.bulkheadWaitMs[edge] = bulkhead.maxWaitMs;
}

/** Numbers the operations that an edge invokes, if its breaker tells them apart; how many there are. */
function placeOperations(edge: number, { breaker }: PolicyValues): number {
  const found: number[] = [];
  if (!breaker?.perOperation) return 1;
  for (let plan = 0; plan < plans.highWater; plan++) {
    if (plans.edge[plan] !== edge) continue;
    const operation = plans.operation[plan];
    const known = found.indexOf(operation);
    plans.breakerAt[plan] = known >= 0 ? known : found.push(operation) - 1;
  }
  return Math.max(1, found.length);
}

function placeStates(
  edge: number,
  values: PolicyValues,
  operations: number,
  rows: Rows,
  fresh: boolean,
): string | null {
  const { breaker, rateLimit, bulkhead } = values;
  const callers = edges.rowCount[edge];
  const first = rows.state;
  const place = (of: Scoped | null | undefined, each: number): [number, number] => {
    const at = rows.state;
    if (!of) return [at, 0];
    rows.state += of.scope === "shared" ? each : each * callers;
    return [at, of.scope === "shared" ? 0 : each];
  };
  [edges.firstBreaker[edge], edges.breakerStride[edge]] = place(breaker, operations);
  const breakers = rows.state - first;
  [edges.firstLimiter[edge], edges.limiterStride[edge]] = place(rateLimit, 1);
  [edges.firstBulkhead[edge], edges.bulkheadStride[edge]] = place(bulkhead, 1);
  edges.breakerRows[edge] = breakers;
  if (!fresh) return null;
  if (!policyStates.occupy(rows.state)) return "policy states";
  for (let state = first; state < rows.state; state++) {
    policyStates.edge[state] = edge;
    policyStates.level[state] = rateLimit?.burst ?? 0;
  }
  return placeWindows(edge, first, breakers, breaker?.window.type ?? "consecutive", rows);
}

/** Cells or seconds of the windows of an edge's breakers. */
function placeWindows(
  edge: number,
  first: number,
  breakers: number,
  type: keyof typeof WINDOWS,
  rows: Rows,
): string | null {
  const size = edges.breakerSize[edge];
  for (let state = first; state < first + breakers; state++) {
    policyStates.firstCell[state] = type === "time" ? rows.second : rows.cell;
    if (type === "time") rows.second += size;
    else if (type === "count") rows.cell += size;
  }
  if (!breakerCells.occupy(rows.cell)) return "breaker windows";
  return breakerSeconds.occupy(rows.second) ? null : "breaker seconds";
}
