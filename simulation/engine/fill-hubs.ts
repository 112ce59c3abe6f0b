// Writes hubs, what they push, and how their clients come back, and reports what hubs did.
import { NOW, registers } from "../core/registers.ts";
import { heldEdges, hubInstances, hubs, pushOperations } from "../primitives/held-rows.ts";
import { nodes } from "../primitives/parameters.ts";
import { CLOSES, DROPS, pushCounts } from "../primitives/push-buffers.ts";
import { ENCODES } from "../primitives/wire-rows.ts";
import type { HubResult, PushBufferResult } from "../results/hub-result.ts";
import type { Program } from "./program.ts";

interface ReconnectValues {
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
  readonly jitter: number;
  readonly heartbeatMs: number | null;
  readonly heartbeatTimeoutMs: number;
}

/** 1 Mbit/s is so many bytes in a ms. */
const BYTES_PER_MS = 125;

/** Numbers of all hubs, edges and operations; nodes must be filled in. Null or the cap that was hit. */
export function fillHubs(program: Program): string | null {
  const { scenario, nodes: list, graph } = program;
  const last = list.at(-1);
  const instanceCount = last ? last.firstInstance + last.instanceCount : 0;
  if (!heldEdges.occupy(scenario.edges.length)) return heldEdges.name;
  if (!hubs.occupy(list.length)) return hubs.name;
  if (!hubInstances.occupy(instanceCount)) return hubInstances.name;
  if (!pushOperations.occupy(graph.operations.length)) return pushOperations.name;
  for (const [row, { descriptor }] of list.entries()) {
    const hub = descriptor.primitive === "station" ? descriptor.station.hub : undefined;
    hubs.isHub[row] = hub === undefined ? 0 : 1;
    hubs.connectionsMax[row] = hub?.connectionsMax ?? 0;
    hubs.acceptMs[row] = hub?.acceptMs ?? 0;
    hubs.backlog[row] = hub?.acceptBacklog ?? 0;
    hubs.buffers[row] = 0;
    hubs.bufferBytes[row] = hub?.sendBufferBytes ?? 0;
    hubs.whenFull[row] = hub?.whenFull === "close" ? CLOSES : DROPS;
  }
  pushCounts.occupy(list.length);
  for (const [row, { protocol, values, from, to }] of scenario.edges.entries()) {
    const reconnect = values.reconnect as ReconnectValues | undefined;
    heldEdges.held[row] = protocol === "websocket" ? 1 : 0;
    heldEdges.baseMs[row] = reconnect?.baseMs ?? 0;
    heldEdges.factor[row] = reconnect?.factor ?? 1;
    heldEdges.capMs[row] = reconnect?.capMs ?? 0;
    heldEdges.jitter[row] = reconnect?.jitter ?? 0;
    heldEdges.heartbeatMs[row] = reconnect?.heartbeatMs ?? 0;
    heldEdges.answerMs[row] = reconnect?.heartbeatTimeoutMs ?? 0;
    const mbps = protocol === "websocket" ? Number(values.bandwidthMbps ?? 0) : 0;
    heldEdges.bytesPerMs[row] = mbps * BYTES_PER_MS;
    const checks = heldEdges.held[row] === 1 ? graph.checkOf(program.index.nodeOf(to)) : -1;
    heldEdges.upgrade[row] = checks + 1;
    heldEdges.source[row] = checks < 0 ? -1 : sourceAt(program, from);
    if (mbps > 0) hubs.buffers[program.index.nodeOf(to)] = 1;
  }
  for (const [row, { node, work }] of graph.operations.entries()) {
    const isHub = hubs.isHub[node] === 1;
    pushOperations.ratio[row] = isHub ? (work?.push?.ratio ?? 0) : 0;
    pushOperations.eachMs[row] = (work?.push?.us ?? 0) / 1000;
    pushOperations.bytes[row] = work?.push?.bytes ?? 0;
    if (pushOperations.ratio[row] > 0) nodes.mode[node] |= ENCODES;
  }
  return null;
}

/** The source that a client is: they stand in the order of their nodes. */
function sourceAt({ nodes: list, index }: Program, id: string): number {
  const before = list.slice(0, index.nodeOf(id));
  return before.filter(({ descriptor }) => descriptor.primitive === "source").length;
}

/** What a hub did in the measured period; null where a node is none. */
export function hubResultOf(node: number, periodMs: number): HubResult | null {
  if (hubs.isHub[node] === 0) return null;
  const held = hubs.openTime[node] + (registers[NOW] - hubs.since[node]) * hubs.open[node];
  return {
    connections: { mean: held / periodMs, max: hubs.openMax[node] },
    connectionsAtEnd: hubs.open[node],
    accepted: hubs.accepted[node],
    refused: hubs.refused[node],
    lost: hubs.lost[node],
    pushed: hubs.pushed[node],
    ...(hubs.buffers[node] === 1 ? { buffers: buffersOf(node) } : {}),
  };
}

function buffersOf(node: number): PushBufferResult {
  const sent = pushCounts.sent[node] ?? 0;
  return {
    sent,
    dropped: pushCounts.dropped[node],
    closed: pushCounts.closed[node],
    delayMs: {
      mean: sent === 0 ? null : pushCounts.delayTotal[node] / sent,
      max: sent === 0 ? null : pushCounts.delayMost[node],
    },
    bytesMax: pushCounts.bytesMost[node],
  };
}

/** Connections of a hub now; NaN of other nodes. */
export function hubPresentOf(node: number): {
  readonly connections: number;
  readonly refusedConnections: number;
} {
  if (hubs.isHub[node] === 0) return { connections: Number.NaN, refusedConnections: Number.NaN };
  return { connections: hubs.open[node], refusedConnections: hubs.refused[node] };
}
