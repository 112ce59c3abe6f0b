// Writes the connections and hedges of a program's edges into their columns. An edge without a pool
// into a node that counts connections gets one in which each call has a connection for itself.

import { GREETED } from "../primitives/access-rows.ts";
import { balances, COUNTS } from "../primitives/balance-rows.ts";
import { callees, hedgedEdges, poolCounts, pooledEdges, pools } from "../primitives/flight-rows.ts";
import { hedgeLatencies, hedgeWindows, WINDOW } from "../primitives/hedge.ts";
import { heldPools } from "../primitives/held-rows.ts";
import {
  BALANCE_LEAST_CONNECTIONS,
  edges,
  FLIES,
  nodes,
  RETRY_BUDGET,
  UNLIMITED,
} from "../primitives/parameters.ts";
import { openMore } from "../primitives/pool.ts";
import { openWarm } from "../primitives/pool-faults.ts";
import { ENCODES } from "../primitives/wire-rows.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { sharesConnections } from "../scenario/wire-costs.ts";
import type { Program } from "./program.ts";

interface PoolValues {
  readonly max: number | null;
  readonly timeoutMs: number | null;
  readonly idleMs: number | null;
  readonly maxIdle: number | null;
  readonly handshake: keyof typeof ROUND_TRIPS;
  readonly http: "1.1" | "2" | null;
  readonly maxConcurrentStreams: number;
  readonly pipelining: number;
  readonly warm: boolean;
  readonly tls?: TlsValues | null;
}

interface TlsValues {
  readonly mutual: boolean;
  readonly resumption: boolean;
  readonly signMs: number;
  readonly verifyMs: number;
}

interface HedgeValues {
  readonly delayMs: number;
  readonly atPercentile: number | null;
  readonly max: number;
  readonly usesBudget: boolean;
}

/** Round trips of a handshake. Source: RFC 8446 (TLS 1.3: one after TCP's), RFC 5246 (1.2: two). */
const ROUND_TRIPS = { none: 0, tcp: 1, tls13: 2, tls12: 3 } as const;
/** The upgrade to a WebSocket, after the handshake. Source: RFC 6455, section 1.3. */
const UPGRADE_TRIPS = 1;

/** A connection for each call, closed after it. */
const OWN_CONNECTION: PoolValues = {
  max: null,
  timeoutMs: null,
  idleMs: 0,
  maxIdle: null,
  handshake: "none",
  http: "1.1",
  maxConcurrentStreams: 1,
  pipelining: 1,
  warm: false,
};

/** The pool of an edge, null where connections do not matter. */
export function poolOf(program: Program, edge: ResolvedEdge): PoolValues | null {
  if (edge.sort !== "call" || edge.values.oneWay === true) return null;
  const own = edge.values.pool as PoolValues | null | undefined;
  return own ?? (limitOf(program, edge.to) === 0 ? null : OWN_CONNECTION);
}

export function hedgeOf(edge: ResolvedEdge): HedgeValues | null {
  if (edge.sort !== "call" || edge.values.oneWay === true) return null;
  return (edge.values.hedge as HedgeValues | null | undefined) ?? null;
}

/** How many connections a node takes, 0 = any number. */
function limitOf(program: Program, node: string): number {
  const descriptor = program.nodes[program.index.nodeOf(node)]?.descriptor;
  return descriptor?.primitive === "station" ? (descriptor.station.maxConnections ?? 0) : 0;
}

/** Pools and hedges of all edges; with `fresh` their rows too. Null or the cap that was hit. */
export function fillPools(program: Program, fresh: boolean): string | null {
  const { edges: list, nodes: nodeList } = program.scenario;
  for (const table of [pooledEdges, poolCounts, hedgedEdges]) {
    if (!table.occupy(list.length)) return "edges";
  }
  callees.occupy(nodeList.length);
  nodeList.forEach(({ id }, node) => {
    callees.max[node] = limitOf(program, id);
  });
  let pool = 0;
  let window = 0;
  for (const [edge, resolved] of list.entries()) {
    const pooled = poolOf(program, resolved);
    const hedge = hedgeOf(resolved);
    if (pooled !== null || hedge !== null) edges.guards[edge] |= FLIES;
    pooledEdges.firstPool[edge] = pool;
    hedgedEdges.firstWindow[edge] = window;
    fillHedge(edge, hedge);
    const callers = edges.rowCount[edge];
    if (hedge !== null && hedge.atPercentile !== null) window += callers;
    if (pooled === null) continue;
    fillPool(edge, resolved, pooled);
    pool += callers;
  }
  return fresh ? openRows(pool, window) : null;
}

function openRows(poolCount: number, windowCount: number): string | null {
  if (!pools.occupy(poolCount) || !heldPools.occupy(poolCount)) return "connection pools";
  const room = hedgeWindows.occupy(windowCount) && hedgeLatencies.occupy(windowCount * WINDOW);
  if (!room) return "hedge windows";
  for (let edge = 0; edge < pooledEdges.highWater; edge++) {
    if (pooledEdges.pooled[edge] === 0) continue;
    const first = pooledEdges.firstPool[edge];
    for (let at = 0; at < edges.rowCount[edge]; at++) pools.edge[first + at] = edge;
  }
  return null;
}

function fillPool(edge: number, resolved: ResolvedEdge, pool: PoolValues): void {
  const shared = sharesConnections(resolved.protocol, pool.http);
  pooledEdges.pooled[edge] = 1;
  pooledEdges.max[edge] = pool.max ?? UNLIMITED;
  pooledEdges.maxIdle[edge] = pool.maxIdle ?? UNLIMITED;
  pooledEdges.waitMs[edge] = pool.timeoutMs ?? 0;
  pooledEdges.idleMs[edge] = pool.idleMs ?? -1;
  const upgrade = resolved.protocol === "websocket" ? UPGRADE_TRIPS : 0;
  pooledEdges.roundTrips[edge] = ROUND_TRIPS[pool.handshake] + upgrade;
  fillTls(edge, pool);
  pooledEdges.streams[edge] = shared ? pool.maxConcurrentStreams : pool.pipelining;
  pooledEdges.inOrder[edge] = !shared && pool.pipelining > 1 ? 1 : 0;
  pooledEdges.closes[edge] = shared ? 0 : 1;
  const byConnections = edges.balancing[edge] === BALANCE_LEAST_CONNECTIONS;
  pooledEdges.balances[edge] = byConnections ? 1 : 0;
  if (byConnections) balances.watch[edge] &= ~COUNTS;
  pooledEdges.warm[edge] = pool.warm && pool.max !== null ? 1 : 0;
}

/** The callee signs, the caller checks that; in a mutual handshake both do both. Source: RFC 8446. */
function fillTls(edge: number, { tls, handshake }: PoolValues): void {
  const works = tls != null && (handshake === "tls13" || handshake === "tls12");
  const { mutual = false, resumption = false, signMs = 0, verifyMs = 0 } = works ? tls : {};
  pooledEdges.calleeMs[edge] = works ? signMs + (mutual ? verifyMs : 0) : 0;
  pooledEdges.callerMs[edge] = works ? verifyMs + (mutual ? signMs : 0) : 0;
  pooledEdges.resumes[edge] = resumption ? 1 : 0;
  // An abbreviated handshake of TLS 1.2 is one round trip (RFC 5246); TLS 1.3 has one either way.
  pooledEdges.sparedTrips[edge] = handshake === "tls12" ? 1 : 0;
  if (pooledEdges.calleeMs[edge] === 0) return;
  edges.guards[edge] |= GREETED;
  nodes.mode[edges.to[edge]] |= ENCODES;
}

function fillHedge(edge: number, hedge: HedgeValues | null): void {
  hedgedEdges.max[edge] = hedge?.max ?? 0;
  hedgedEdges.delayMs[edge] = hedge?.delayMs ?? 0;
  hedgedEdges.percentile[edge] = hedge?.atPercentile ?? 0;
  const usesBudget = hedge?.usesBudget === true && (edges.guards[edge] & RETRY_BUDGET) !== 0;
  hedgedEdges.usesBudget[edge] = usesBudget ? 1 : 0;
}

/** What pools do by themselves at time 0. */
export function startPools(): void {
  for (let pool = 0; pool < pools.highWater; pool++) {
    if (pooledEdges.warm[pools.edge[pool]] === 1) openWarm(pool);
  }
}

/** Who waits for a connection gets one where a live change has made room. */
export function servePools(): void {
  for (let pool = 0; pool < pools.highWater; pool++) openMore(pool);
}
