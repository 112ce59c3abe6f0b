// Writes what balancing keeps beside the plain list of members: its numbers, the rows of callers and
// members, hash rings; and lets the first checks and intervals begin.
import { schedule } from "../core/event-list.ts";
import { hash32 } from "../core/murmur.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import {
  AVOIDS,
  balancedNodes,
  balanceRows,
  balanceState,
  balances,
  CHECKS,
  COUNTS,
  DETECTS,
  FILTERS,
  LEAVES_OUT,
  members,
  NEAR_FIRST,
  ringPoints,
  STAYS,
  TIMES,
  WARMS,
  WEIGHS,
} from "../primitives/balance-rows.ts";
import { OUTLIER_TICK } from "../primitives/event-kinds.ts";
import { VIRTUAL_NODES } from "../primitives/hash-ring.ts";
import { startHealthChecks } from "../primitives/health-check.ts";
import { refreshEdge } from "../primitives/membership.ts";
import { instances } from "../primitives/node-state.ts";
import { outliers } from "../primitives/outlier-parameters.ts";
import {
  BALANCE_EWMA,
  BALANCE_LEAST_CONNECTIONS,
  BALANCE_LEAST_REQUEST,
  BALANCE_PICK_FIRST,
  BALANCE_RING_HASH,
  BALANCE_ROUND_ROBIN,
  edges,
  nodes,
} from "../primitives/parameters.ts";
import { OUTCOMES } from "../results/outcomes.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { maskOf } from "./fill-nodes.ts";
import type { Program } from "./program.ts";

/** What the resolved values of a call say of balancing (policies/balancing.ts and neighbors). */
interface BalancingValues {
  readonly withReplacement?: boolean;
  readonly ewmaDecayMs?: number;
  readonly ewmaInitialMs?: number;
  readonly locality?: "none" | "zoneFirst";
  readonly overprovisioning?: number;
  readonly panicThreshold?: number;
  readonly slowStart?: {
    readonly windowMs: number;
    readonly aggression: number;
    readonly minWeight: number;
  } | null;
  readonly outlier?: OutlierValues | null;
  readonly maxFails?: {
    readonly fails: number;
    readonly failTimeoutMs: number;
    readonly failOn: readonly string[];
  } | null;
  readonly healthCheck?: {
    readonly type: "http" | "tcp";
    readonly intervalMs: number;
    readonly timeoutMs: number;
    readonly unhealthyThreshold: number;
    readonly healthyThreshold: number;
  } | null;
  readonly retry?: { readonly avoidTried?: boolean; readonly sameInstance?: boolean } | null;
}

interface OutlierValues {
  readonly intervalMs: number;
  readonly baseEjectionMs: number;
  readonly maxEjectionMs: number;
  readonly maxEjectionJitterMs: number;
  readonly maxEjectionRatio: number;
  readonly alwaysEjectOne: boolean;
  readonly consecutive5xx: number | null;
  readonly consecutiveGateway: number | null;
  readonly consecutiveLocal: number | null;
  readonly splitLocal: boolean;
  readonly successRateHosts: number;
  readonly successRateVolume: number;
  readonly successRateStdevFactor: number;
  readonly failureShareHosts: number;
  readonly failureShareVolume: number;
  readonly failureShareThreshold: number;
  readonly enforcing5xx: number;
  readonly enforcingGateway: number;
  readonly enforcingLocal: number;
  readonly enforcingSuccessRate: number;
  readonly enforcingLocalSuccessRate: number;
  readonly enforcingFailureShare: number;
  readonly enforcingLocalFailureShare: number;
}

/** Opens the tables of edges and nodes. Null or the cap that was hit. */
export function openBalancing(program: Program): string | null {
  const count = program.scenario.edges.length;
  if (!balances.occupy(count) || !balanceState.occupy(count) || !outliers.occupy(count)) {
    return "edges";
  }
  return balancedNodes.occupy(program.nodes.length) ? null : "nodes";
}

/** Numbers of an edge whose ends and balancing are filled in. */
export function fillBalancing(resolved: ResolvedEdge, edge: number): void {
  const values = resolved.values as unknown as BalancingValues;
  balances.watch[edge] = resolved.sort === "call" ? watchOf(values, edge) : 0;
  balances.withReplacement[edge] = values.withReplacement ? 1 : 0;
  balances.ewmaDecayMs[edge] = values.ewmaDecayMs ?? 1;
  balances.ewmaInitialMs[edge] = values.ewmaInitialMs ?? 0;
  balances.overprovisioning[edge] = values.overprovisioning ?? 1;
  balances.panicThreshold[edge] = values.panicThreshold ?? 0;
  balances.warmWindowMs[edge] = values.slowStart?.windowMs ?? 0;
  balances.aggression[edge] = values.slowStart?.aggression ?? 1;
  balances.warmMinimum[edge] = values.slowStart?.minWeight ?? 0;
  balances.failuresMax[edge] = values.maxFails?.fails ?? 0;
  balances.failTimeoutMs[edge] = values.maxFails?.failTimeoutMs ?? 0;
  balances.failMask[edge] = maskOf(values.maxFails?.failOn ?? [], OUTCOMES);
  const check = values.healthCheck;
  balances.checkIntervalMs[edge] = check?.intervalMs ?? 0;
  balances.checkTimeoutMs[edge] = check?.timeoutMs ?? 0;
  balances.unhealthyThreshold[edge] = check?.unhealthyThreshold ?? 0;
  balances.healthyThreshold[edge] = check?.healthyThreshold ?? 0;
  balances.checksConnection[edge] = check?.type === "tcp" ? 1 : 0;
  if (values.outlier) fillOutlier(edge, values.outlier);
}

function watchOf(values: BalancingValues, edge: number): number {
  // Where all instances share one queue nobody picks one of them.
  if (nodes.sharedQueue[edges.to[edge]] === 1) return 0;
  const bits: [number, unknown][] = [
    [DETECTS, values.outlier],
    [LEAVES_OUT, values.maxFails],
    [CHECKS, values.healthCheck],
    [WARMS, values.slowStart],
    [NEAR_FIRST, values.locality === "zoneFirst"],
    [WEIGHS, values.slowStart || nodes.weighted[edges.to[edge]] === 1],
    [AVOIDS, values.retry?.avoidTried],
    [STAYS, values.retry?.sameInstance],
  ];
  const policies = bits.reduce((mask, [bit, present]) => (present ? mask | bit : mask), 0);
  switch (edges.balancing[edge]) {
    case BALANCE_EWMA:
      return policies | COUNTS | TIMES;
    case BALANCE_LEAST_REQUEST:
    case BALANCE_LEAST_CONNECTIONS:
      return policies | COUNTS;
    default:
      return policies;
  }
}

function fillOutlier(edge: number, values: OutlierValues): void {
  outliers.intervalMs[edge] = values.intervalMs;
  outliers.baseMs[edge] = values.baseEjectionMs;
  outliers.maxMs[edge] = values.maxEjectionMs;
  outliers.jitterMs[edge] = values.maxEjectionJitterMs;
  outliers.maxEjectionRatio[edge] = values.maxEjectionRatio;
  outliers.alwaysOne[edge] = values.alwaysEjectOne ? 1 : 0;
  outliers.consecutive5xx[edge] = values.consecutive5xx ?? 0;
  outliers.consecutiveGateway[edge] = values.consecutiveGateway ?? 0;
  outliers.consecutiveLocal[edge] = values.consecutiveLocal ?? 0;
  outliers.splitLocal[edge] = values.splitLocal ? 1 : 0;
  outliers.rateHosts[edge] = values.successRateHosts;
  outliers.rateVolume[edge] = values.successRateVolume;
  outliers.stdevFactor[edge] = values.successRateStdevFactor;
  outliers.shareHosts[edge] = values.failureShareHosts;
  outliers.shareVolume[edge] = values.failureShareVolume;
  outliers.failureShare[edge] = values.failureShareThreshold;
  outliers.enforce5xx[edge] = values.enforcing5xx;
  outliers.enforceGateway[edge] = values.enforcingGateway;
  outliers.enforceLocal[edge] = values.enforcingLocal;
  outliers.enforceRate[edge] = values.enforcingSuccessRate;
  outliers.enforceLocalRate[edge] = values.enforcingLocalSuccessRate;
  outliers.enforceShare[edge] = values.enforcingFailureShare;
  outliers.enforceLocalShare[edge] = values.enforcingLocalFailureShare;
}

/** Whether a caller keeps a cell of balancing for each member. */
export function needsCells(edge: number): boolean {
  switch (edges.balancing[edge]) {
    case BALANCE_LEAST_REQUEST:
    case BALANCE_LEAST_CONNECTIONS:
    case BALANCE_EWMA:
    case BALANCE_PICK_FIRST:
      return true;
    case BALANCE_ROUND_ROBIN:
      return (balances.watch[edge] & WEIGHS) !== 0;
    default:
      return false;
  }
}

/**
 * Rows of callers and watched members of all edges, once their policy rows are there, and rings.
 * Null or the cap that was hit.
 */
export function fillMembers(program: Program): string | null {
  let cell = 0;
  for (let edge = 0; edge < edges.highWater; edge++) {
    balances.firstMember[edge] = cell;
    if ((balances.watch[edge] & (FILTERS | TIMES)) === 0) continue;
    const count = nodes.instanceCount[edges.to[edge]];
    const last = edges.firstRow[edge] + edges.rowCount[edge];
    if (!balanceRows.occupy(last)) return "caller instances";
    if (!members.occupy(cell + count * edges.rowCount[edge])) return "watched members";
    for (let row = edges.firstRow[edge]; row < last; row++) {
      for (let at = 0; at < count; at++) openMember(cell++, row, edge);
    }
    tellOfInstances(edge, changesInstances(program, edges.to[edge]));
  }
  return fillRings(program);
}

/** Whether the number or the version of a node's instances changes in a run. */
function changesInstances(program: Program, node: number): boolean {
  const descriptor = program.nodes[node]?.descriptor;
  if (descriptor === undefined || descriptor.primitive === "source") return false;
  const { autoscale, rollout } = descriptor.station;
  return autoscale != null || rollout != null;
}

function openMember(cell: number, row: number, edge: number): void {
  members.row[cell] = row;
  members.warmSince[cell] = -Number.MAX_VALUE;
  members.estimateMs[cell] = balances.ewmaInitialMs[edge];
}

/**
 * Puts an edge into the list of those whose callers are told when an instance comes or goes. Callers with
 * health checks are told only where instances are put on their lists and taken off them.
 */
function tellOfInstances(edge: number, changes: boolean): void {
  const watch = balances.watch[edge];
  const node = edges.to[edge];
  if ((watch & FILTERS) === 0 || ((watch & CHECKS) !== 0 && !changes)) return;
  balances.nextEdge[edge] = balancedNodes.firstEdge[node];
  balancedNodes.firstEdge[node] = edge + 1;
}

function fillRings(program: Program): string | null {
  let first = 0;
  for (let edge = 0; edge < edges.highWater; edge++) {
    const node = edges.to[edge];
    if (edges.balancing[edge] !== BALANCE_RING_HASH || balancedNodes.pointCount[node] > 0) continue;
    const points = ringOf(program.nodes[node]?.id ?? "", node);
    if (!ringPoints.occupy(first + points.length)) return "points of hash rings";
    balancedNodes.firstPoint[node] = first;
    balancedNodes.pointCount[node] = points.length;
    for (const { hash, member } of points) {
      ringPoints.hash[first] = hash;
      ringPoints.member[first++] = member;
    }
  }
  return null;
}

interface RingPoint {
  readonly hash: number;
  readonly member: number;
}

/** Points of a node's instances in order; their names depend on nothing but the node's id. */
function ringOf(id: string, node: number): readonly RingPoint[] {
  const count = nodes.instanceCount[node];
  const weights = Array.from({ length: count }, (_, at) => {
    return instances.weight[nodes.firstInstance[node] + at] ?? 1;
  });
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const points = weights.flatMap((weight, member) => {
    const owned = Math.max(1, Math.floor((VIRTUAL_NODES * weight) / mean + 0.5));
    return Array.from({ length: owned }, (_, k) => ({
      hash: hash32(0, `${id} ${member} ${k}`),
      member,
    }));
  });
  return points.sort((left, right) => left.hash - right.hash || left.member - right.member);
}

/** Works out whom callers may pick; with `fresh` the first checks and intervals begin too. */
export function startBalancing(fresh: boolean): void {
  for (let edge = 0; edge < edges.highWater; edge++) {
    const watch = balances.watch[edge];
    if ((watch & FILTERS) !== 0) refreshEdge(edge);
    if (!fresh) continue;
    if ((watch & CHECKS) !== 0) startHealthChecks(edge);
    if ((watch & DETECTS) === 0) continue;
    registers[AT] = registers[NOW] + outliers.intervalMs[edge];
    schedule(OUTLIER_TICK, edge, 0);
  }
}
