// The callee's side of a streaming call: its handler reads what the caller sends, message after message,
// or sends its own, or answers each with one. It keeps its slot where the operation blocks; else it
// has one only while it works on a message. What it does next is said here and done by the station.

import { sampleInto } from "../core/sample.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { edgeStream } from "./network.ts";
import { attempts, CANCEL_SEEN } from "./rows.ts";
import { makeReady, mayGo, pauseBefore, streamOf, takeMessage } from "./rpc-stream-flow.ts";
import {
  AT_WORK,
  AWAITS_CREDIT,
  AWAITS_MESSAGE,
  AWAITS_TIME,
  CLIENT_STREAMS,
  DONE,
  NOT_BEGUN,
  rpcStreams,
  SERVER_STREAMS,
  STREAMED,
  streamEdges,
  TO_CALLEE,
  TO_CALLER,
} from "./rpc-stream-rows.ts";
import { STREAM_DRAW } from "./streams.ts";

/** What a handler does next. */
export const ENDS = 0;
export const WAITS = 1;
export const WORKS = 2;

/** Whether the messages of an attempt come next, its calls having ended with `outcome`. */
export function streamFollows(attempt: number, outcome: number): boolean {
  if ((attempts.flags[attempt] & STREAMED) === 0 || outcome >= FIRST_FAILURE) return false;
  if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) return false;
  return rpcStreams.handler[streamOf(attempt)] === NOT_BEGUN;
}

/** Whether the handler of an attempt has worked on a message. */
export function worksOnMessage(attempt: number): boolean {
  if ((attempts.flags[attempt] & STREAMED) === 0) return false;
  return rpcStreams.handler[streamOf(attempt)] === AT_WORK;
}

/** Whether the handler of an attempt waits for a message, for time or for room to send. */
export function awaitsStream(attempt: number): boolean {
  if ((attempts.flags[attempt] & STREAMED) === 0) return false;
  const state = rpcStreams.handler[streamOf(attempt)];
  return state !== NOT_BEGUN && state !== AT_WORK && state !== DONE;
}

/** Leaves the work on a message in `registers[SAMPLE]`, ms at speed 1. */
export function sampleMessageWork(attempt: number): void {
  const edge = attempts.edge[attempt];
  sampleInto(streamEdges.work[edge], edgeStream(edge, STREAM_DRAW));
}

/** The handler begins. */
export function beginStream(attempt: number): number {
  return goOn(streamOf(attempt));
}

/** The handler has a free hand: what it does next. */
export function goOn(stream: number): number {
  const edge = rpcStreams.edge[stream];
  if (rpcStreams.gone[stream] === 1) return wait(stream, AWAITS_MESSAGE);
  if (streamEdges.type[edge] === SERVER_STREAMS) return produce(stream, edge);
  const half = 2 * stream + TO_CALLEE;
  for (;;) {
    if (rpcStreams.unread[half] === 0) return end(stream);
    if (rpcStreams.arrived[half] === 0) return wait(stream, AWAITS_MESSAGE);
    takeMessage(half, edge);
    if (streamEdges.work[edge] >= 0) return work(stream);
    if (!replies(stream, edge)) return wait(stream, AWAITS_CREDIT);
  }
}

/** A server that streams makes its next message, unless it pauses before. */
function produce(stream: number, edge: number): number {
  const half = 2 * stream + TO_CALLER;
  if (rpcStreams.left[half] === 0) return end(stream);
  const isFirst = rpcStreams.handler[stream] === NOT_BEGUN;
  if (streamEdges.gap[edge] >= 0 && !isFirst) {
    pauseBefore(half, edge);
    return wait(stream, AWAITS_TIME);
  }
  return make(stream, edge);
}

/** The pause before a message is over. */
export function make(stream: number, edge: number): number {
  const half = 2 * stream + TO_CALLER;
  if (streamEdges.work[edge] >= 0) return work(stream);
  for (;;) {
    if (!sends(half, edge)) return wait(stream, AWAITS_CREDIT);
    if (rpcStreams.left[half] === 0) return end(stream);
    if (streamEdges.gap[edge] < 0) continue;
    pauseBefore(half, edge);
    return wait(stream, AWAITS_TIME);
  }
}

/** The work on a message is done. */
export function messageWorked(attempt: number): number {
  const stream = streamOf(attempt);
  const edge = rpcStreams.edge[stream];
  if (rpcStreams.gone[stream] === 1) return wait(stream, AWAITS_MESSAGE);
  const isServer = streamEdges.type[edge] === SERVER_STREAMS;
  const isSent = isServer ? sends(2 * stream + TO_CALLER, edge) : replies(stream, edge);
  return isSent ? goOn(stream) : wait(stream, AWAITS_CREDIT);
}

/** Sends the message that was made; false where there is no room for it yet. */
function sends(half: number, edge: number): boolean {
  makeReady(half, edge);
  return mayGo(half, edge, 0);
}

/** Answers a message with one, where both sides stream. */
function replies(stream: number, edge: number): boolean {
  return streamEdges.type[edge] === CLIENT_STREAMS || sends(2 * stream + TO_CALLER, edge);
}

function wait(stream: number, state: number): number {
  rpcStreams.handler[stream] = state;
  return WAITS;
}

function work(stream: number): number {
  rpcStreams.handler[stream] = AT_WORK;
  return WORKS;
}

function end(stream: number): number {
  rpcStreams.handler[stream] = DONE;
  return ENDS;
}
