// Writes what the streams of edges are, and reports what went over them. Nodes and edges must be filled in.
import { NOW, registers } from "../core/registers.ts";
import { MESH_PROXY } from "../kinds/mesh-proxy.ts";
import { connections } from "../primitives/flight-rows.ts";
import { edges, nodes } from "../primitives/parameters.ts";
import { touchStreams } from "../primitives/rpc-stream-flow.ts";
import {
  BOTH_STREAM,
  CLIENT_STREAMS,
  channelPlaces,
  SERVER_STREAMS,
  STREAMS,
  streamEdges,
  TAKES_STREAMS,
} from "../primitives/rpc-stream-rows.ts";
import type { StreamResult } from "../results/stream-result.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import type { Program } from "./program.ts";

interface StreamValues {
  readonly type: keyof typeof TYPES;
  readonly messages: unknown;
  readonly everyMs: unknown;
  readonly messageBytes: number;
  readonly handleMs: unknown;
  readonly readMs: unknown;
  readonly windowBytes: number;
  readonly connectionWindowBytes: number | null;
  readonly connectionCredit: "arrival" | "reading";
  /** Windows of a proxy that ends streams (scenario/mesh/legs.ts). */
  readonly proxy?: { readonly windowBytes: number; readonly connectionWindowBytes: number };
}

const TYPES = { server: SERVER_STREAMS, client: CLIENT_STREAMS, both: BOTH_STREAM } as const;
const BITS_PER_BYTE = 8;
/** 1 Mbit/s is so many bits in a ms. */
const BITS_PER_MS = 1000;

/** The stream of an edge, null where its calls are plain ones. */
function streamValuesOf({ values }: ResolvedEdge): StreamValues | null {
  return (values.stream as unknown as StreamValues | null | undefined) ?? null;
}

/** Streams of all edges. Null or the cap that was hit. */
export function fillStreams(program: Program): string | null {
  const { edges: list } = program.scenario;
  if (!streamEdges.occupy(list.length)) return streamEdges.name;
  let place = connections.cap;
  for (const [edge, resolved] of list.entries()) {
    const stream = streamValuesOf(resolved);
    if (stream === null) continue;
    edges.guards[edge] |= STREAMS;
    nodes.mode[edges.to[edge]] |= TAKES_STREAMS;
    fillStream(program, edge, resolved, stream);
    streamEdges.firstPlace[edge] = place;
    place += edges.rowCount[edge] * nodes.instanceCount[edges.to[edge]];
  }
  return place > channelPlaces.cap ? channelPlaces.name : null;
}

/** Whether a node is a proxy of a mesh, which ends streams and begins them anew. */
function passesOn({ scenario, index }: Program, id: string): boolean {
  return scenario.nodes[index.nodeOf(id)]?.kind === MESH_PROXY;
}

function fillStream(
  program: Program,
  edge: number,
  { values, from, to }: ResolvedEdge,
  stream: StreamValues,
): void {
  const { index } = program;
  const timeOf = (value: unknown): number => (value === 0 ? -1 : index.distribution(value, "ms"));
  const isFixed = typeof stream.messages === "number";
  const mbps = (values.bandwidthMbps as number | null | undefined) ?? null;
  streamEdges.type[edge] = TYPES[stream.type];
  streamEdges.fixedCount[edge] = isFixed ? Number(stream.messages) : 1;
  streamEdges.count[edge] = isFixed ? -1 : index.distribution(stream.messages, "");
  streamEdges.gap[edge] = timeOf(stream.everyMs);
  streamEdges.work[edge] = timeOf(stream.handleMs);
  streamEdges.reading[edge] = timeOf(stream.readMs);
  streamEdges.bytes[edge] = stream.messageBytes;
  streamEdges.sendMs[edge] =
    mbps === null ? 0 : (stream.messageBytes * BITS_PER_BYTE) / (mbps * BITS_PER_MS);
  const atProxy = passesOn(program, to);
  const fromProxy = passesOn(program, from);
  streamEdges.atProxy[edge] = atProxy ? 1 : 0;
  streamEdges.fromProxy[edge] = fromProxy ? 1 : 0;
  for (const [half, isProxy] of [atProxy, fromProxy].entries()) {
    const { windowBytes, connectionWindowBytes } = (isProxy ? stream.proxy : null) ?? stream;
    streamEdges.window[2 * edge + half] = windowBytes;
    streamEdges.channelWindow[2 * edge + half] = connectionWindowBytes ?? 0;
  }
  streamEdges.creditOnRead[edge] = stream.connectionCredit === "reading" ? 1 : 0;
}

/** Counts begin anew; what is open stays. */
export function restartStreams(): void {
  const { opened, committed, heldByStream, heldByChannel, openTime, underTime } = streamEdges;
  for (let edge = 0; edge < streamEdges.highWater; edge++) {
    for (const column of [opened, committed, heldByStream, heldByChannel, openTime, underTime]) {
      column[edge] = 0;
    }
    streamEdges.read[2 * edge] = 0;
    streamEdges.read[2 * edge + 1] = 0;
    streamEdges.openMost[edge] = streamEdges.open[edge];
    streamEdges.bufferedMost[edge] = 0;
    streamEdges.since[edge] = registers[NOW];
  }
}

/** What went over the streams of an edge in the measured period; null where it has none. */
export function streamResultOf(edge: number, periodMs: number): StreamResult | null {
  if ((edges.guards[edge] & STREAMS) === 0) return null;
  touchStreams(edge);
  const toCallee = streamEdges.read[2 * edge] ?? 0;
  const toCaller = streamEdges.read[2 * edge + 1] ?? 0;
  const read = toCallee + toCaller;
  const each = (ms: number): number | null => (read === 0 ? null : ms / read);
  return {
    opened: streamEdges.opened[edge],
    open: { mean: streamEdges.openTime[edge] / periodMs, max: streamEdges.openMost[edge] },
    toCallee,
    toCaller,
    messagesPerS: read / (periodMs / 1000),
    // By Little's law: messages on their way over how many are read in a ms.
    messageMs: each(streamEdges.underTime[edge]),
    heldByStreamMs: each(streamEdges.heldByStream[edge]),
    heldByConnectionMs: each(streamEdges.heldByChannel[edge]),
    bufferedMax: streamEdges.bufferedMost[edge],
    committed: streamEdges.committed[edge],
  };
}
