// How streaming calls begin and end: a stream opens with its attempt, on the connection of its caller
// instance to the instance it goes to, and stays there until the attempt is over.
import { allocateRow, freeRow, reachRow } from "../core/memory.ts";
import { registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { RESPONSE_NOW, STREAM_CREDIT } from "./event-kinds.ts";
import { edgeStream } from "./network.ts";
import { edges, nodes } from "./parameters.ts";
import { attemptExtras, attempts, callExtras, calls } from "./rows.ts";
import {
  leaveLine,
  OF_LINE,
  sendFromCaller,
  streamOf,
  touchStreams,
  wayOf,
} from "./rpc-stream-flow.ts";
import { partStreams, passFrom, passOnFrom } from "./rpc-stream-relay.ts";
import {
  CHANNEL_WINDOW,
  CLIENT_STREAMS,
  channelPlaces,
  DONE,
  NOT_BEGUN,
  rpcStreams,
  SERVER_STREAMS,
  STREAMED,
  streamChannels,
  streamEdges,
  TO_CALLEE,
  TO_CALLER,
} from "./rpc-stream-rows.ts";
import { STREAM_DRAW } from "./streams.ts";
import { follow } from "./transitions.ts";

/** Opens the stream of an attempt that sets out; `connection` is that of its pool, -1 = it has none. */
export function openStream(call: number, attempt: number, edge: number, connection: number): void {
  const stream = allocateRow(rpcStreams.marks, rpcStreams.next, rpcStreams.cap);
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.identity[attempt] = stream + 1;
  attempts.flags[attempt] |= STREAMED;
  reachRow(callExtras.marks, call);
  if (calls.tries[call] <= 1) callExtras.correlation[call] = 0;
  rpcStreams.attempt[stream] = attempt;
  rpcStreams.edge[stream] = edge;
  // A proxy has no handler of its own.
  rpcStreams.handler[stream] = streamEdges.atProxy[edge] === 1 ? DONE : NOT_BEGUN;
  rpcStreams.passes[stream] = 0;
  rpcStreams.onward[stream] = 0;
  rpcStreams.gone[stream] = 0;
  rpcStreams.answered[stream] = 0;
  rpcStreams.place[stream] = connection >= 0 ? connection : placeOf(call, attempt, edge);
  joinChannel(stream, edge);
  const type = streamEdges.type[edge];
  if (streamEdges.fromProxy[edge] === 1) passFrom(calls.parent[call], stream);
  const passed = rpcStreams.passes[stream];
  const count = passed === 0 ? drawCount(edge) : rpcStreams.count[passed - 1];
  rpcStreams.count[stream] = count;
  openHalf(2 * stream + TO_CALLEE, edge, type === SERVER_STREAMS ? 0 : count);
  openHalf(2 * stream + TO_CALLER, edge, type === CLIENT_STREAMS ? 0 : count);
  touchStreams(edge);
  streamEdges.opened[edge]++;
  const open = ++streamEdges.open[edge];
  if (open > streamEdges.openMost[edge]) streamEdges.openMost[edge] = open;
  if (type === SERVER_STREAMS) return;
  if (passed !== 0) passOnFrom(2 * (passed - 1) + TO_CALLEE);
  else if (streamEdges.fromProxy[edge] === 0) sendFromCaller(2 * stream + TO_CALLEE, 0);
}

function drawCount(edge: number): number {
  const count = streamEdges.count[edge];
  if (count < 0) return streamEdges.fixedCount[edge];
  sampleInto(count, edgeStream(edge, STREAM_DRAW));
  return Math.max(1, Math.floor(registers[SAMPLE] + 0.5)) | 0;
}

/** One connection leads from each caller instance to each instance of the callee. */
function placeOf(call: number, attempt: number, edge: number): number {
  const callee = edges.to[edge];
  const row = calls.row[call] - edges.firstRow[edge];
  const member = attempts.instance[attempt] - nodes.firstInstance[callee];
  return streamEdges.firstPlace[edge] + row * nodes.instanceCount[callee] + member;
}

function joinChannel(stream: number, edge: number): void {
  const place = rpcStreams.place[stream];
  reachRow(channelPlaces.marks, place);
  let channel = channelPlaces.channel[place] - 1;
  if (channel < 0) {
    channel = allocateRow(streamChannels.marks, streamChannels.next, streamChannels.cap);
    channelPlaces.channel[place] = channel + 1;
    streamChannels.streams[channel] = 0;
    for (let way = 2 * channel; way <= 2 * channel + 1; way++) {
      streamChannels.credit[way] = streamEdges.channelWindow[2 * edge + (way & 1)];
      streamChannels.first[way] = 0;
      streamChannels.last[way] = 0;
    }
  }
  streamChannels.streams[channel]++;
  rpcStreams.channel[stream] = channel;
}

function leaveChannel(stream: number): void {
  const channel = rpcStreams.channel[stream];
  if (--streamChannels.streams[channel] > 0) return;
  channelPlaces.channel[rpcStreams.place[stream]] = 0;
  freeRow(streamChannels.marks, streamChannels.next, channel);
}

function openHalf(half: number, edge: number, count: number): void {
  rpcStreams.left[half] = count;
  rpcStreams.unread[half] = count;
  rpcStreams.arrived[half] = 0;
  rpcStreams.busy[half] = 0;
  rpcStreams.waits[half] = 0;
  rpcStreams.held[half] = 0;
  rpcStreams.credit[half] = streamEdges.window[2 * edge + (half & 1)];
  rpcStreams.taken[half] = 0;
  rpcStreams.arrivesAt[half] = 0;
  rpcStreams.wireFreeAt[half] = 0;
  rpcStreams.behind[half] = 0;
}

/** The caller has given a stream up: nothing of it is sent or read any more. */
export function abandonStream(attempt: number): void {
  const stream = streamOf(attempt);
  if (rpcStreams.gone[stream] === 1) return;
  rpcStreams.gone[stream] = 1;
  partStreams(stream);
  rpcStreams.generation[stream]++;
  const edge = rpcStreams.edge[stream];
  touchStreams(edge);
  for (let half = 2 * stream; half <= 2 * stream + 1; half++) {
    if (rpcStreams.held[half] === CHANNEL_WINDOW) leaveLine(half, wayOf(half));
    rpcStreams.held[half] = 0;
    streamEdges.under[edge] -= underWay(half);
    if (rpcStreams.taken[half] > 0) {
      streamChannels.credit[wayOf(half)] += rpcStreams.taken[half];
      rpcStreams.taken[half] = 0;
      follow(STREAM_CREDIT, wayOf(half), OF_LINE);
    }
  }
  if (rpcStreams.answered[stream] === 1) follow(RESPONSE_NOW, attempt, 0);
}

/** Messages of a half that are ready and not read. */
function underWay(half: number): number {
  return rpcStreams.unread[half] - rpcStreams.left[half] + rpcStreams.waits[half];
}

/** A stream is over with its attempt. */
export function closeStream(attempt: number): void {
  const stream = streamOf(attempt);
  rpcStreams.answered[stream] = 0;
  abandonStream(attempt);
  attemptExtras.identity[attempt] = 0;
  streamEdges.open[rpcStreams.edge[stream]]--;
  leaveChannel(stream);
  freeRow(rpcStreams.marks, rpcStreams.next, stream);
}
