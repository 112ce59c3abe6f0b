// Messages of streaming calls and their flow control (RFC 9113, section 5.2): a message is sent while the
// windows of its stream and of its connection have room for it, and what is read gives room back after
// a trip. So a slow reader holds its sender back, and a window bounds what a long way carries. A
// message that is larger than a window is sent when nothing else is under way, as receivers that
// put messages together allow. Cost: two events for each message and one for each window it fills.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { PARTICLE_REQUEST, PARTICLE_RESPONSE } from "../results/snapshot.ts";
import { STREAM_ARRIVE, STREAM_CREDIT, STREAM_SEND } from "./event-kinds.ts";
import {
  IN_ORDER,
  linkFaults,
  losesRequest,
  RETRANSMISSIONS_MAX,
  timeoutOf,
} from "./link-faults.ts";
import { edgeStream, sampleDelay } from "./network.ts";
import { attemptExtras, attempts, callExtras } from "./rows.ts";
import {
  CHANNEL_WINDOW,
  OWN_WINDOW,
  rpcStreams,
  STREAMED,
  streamChannels,
  streamEdges,
  TO_CALLEE,
  TO_CALLER,
} from "./rpc-stream-rows.ts";
import { STREAM_DRAW } from "./streams.ts";
import { wires } from "./wire-rows.ts";

/** Bits of a payload that say how often what it is about was lost. */
const TRIES_BITS = 4;
const TRIES_MASK = 15;

/** Payload of STREAM_CREDIT where what comes back is a connection's: `a` is its way then. */
export const OF_LINE = -1;

/** The stream of an attempt that has one. */
export function streamOf(attempt: number): number {
  return attemptExtras.identity[attempt] - 1;
}

/** Brings the integrals of an edge up to now. */
export function touchStreams(edge: number): void {
  const ms = registers[NOW] - streamEdges.since[edge];
  streamEdges.openTime[edge] += ms * streamEdges.open[edge];
  streamEdges.underTime[edge] += ms * streamEdges.under[edge];
  streamEdges.since[edge] = registers[NOW];
}

/** True of an event of a stream that has ended meanwhile. */
export function isStale(half: number, generation: number): boolean {
  return rpcStreams.generation[half >> 1] !== generation;
}

/** A generation, and how often what belongs to it was lost, in one payload. */
export function inPayload(generation: number, tries: number): number {
  return (generation << TRIES_BITS) | tries;
}

export function generationIn(payload: number): number {
  return payload >> TRIES_BITS;
}

export function triesIn(payload: number): number {
  return payload & TRIES_MASK;
}

/** The sender of a half has its next message ready after the gap of its edge. */
export function pauseBefore(half: number, edge: number): void {
  sampleInto(streamEdges.gap[edge], edgeStream(edge, STREAM_DRAW));
  sendLater(half, Math.max(0, registers[SAMPLE]), 0);
}

function sendLater(half: number, ms: number, tries: number): void {
  registers[AT] = registers[NOW] + ms;
  schedule(STREAM_SEND, half, inPayload(rpcStreams.generation[half >> 1], tries));
}

/** The sender of a half has a message to send. */
export function makeReady(half: number, edge: number): void {
  rpcStreams.waits[half] = 1;
  rpcStreams.readyAt[half] = registers[NOW];
  touchStreams(edge);
  streamEdges.under[edge]++;
}

/** The caller sends what it has ready, as long as there is room and it need not pause. */
export function sendFromCaller(half: number, tries: number): void {
  const edge = rpcStreams.edge[half >> 1];
  if (tries === 0) makeReady(half, edge);
  while (mayGo(half, edge, tries)) {
    if (rpcStreams.left[half] === 0) return;
    if (streamEdges.gap[edge] >= 0) {
      pauseBefore(half, edge);
      return;
    }
    makeReady(half, edge);
  }
}

/** A message of the caller that waited for room is on its way: the next may follow. */
function goOnSending(half: number, edge: number): void {
  if (rpcStreams.left[half] === 0 || streamEdges.fromProxy[edge] === 1) return;
  if (streamEdges.gap[edge] >= 0) pauseBefore(half, edge);
  else sendFromCaller(half, 0);
}

/** Sends the message that is ready, `tries` times lost before; false where it has to wait. */
export function mayGo(half: number, edge: number, tries: number): boolean {
  const bytes = streamEdges.bytes[edge];
  const credit = rpcStreams.credit[half];
  if (credit < bytes && credit !== streamEdges.window[2 * edge + (half & 1)]) {
    rpcStreams.held[half] = OWN_WINDOW;
    return false;
  }
  if (isBounded(half, edge)) {
    const way = wayOf(half);
    if (streamChannels.first[way] !== 0 || !hasRoom(way, edge)) {
      joinLine(half, way);
      return false;
    }
  }
  return send(half, edge, tries);
}

/** The connection of a half, in its direction. */
export function wayOf(half: number): number {
  return 2 * rpcStreams.channel[half >> 1] + (half & 1);
}

function hasRoom(way: number, edge: number): boolean {
  const credit = streamChannels.credit[way];
  const whole = streamEdges.channelWindow[2 * edge + (way & 1)];
  return credit >= streamEdges.bytes[edge] || credit === whole;
}

/** Whether a half is bounded by the window of its connection, too. */
function isBounded(half: number, edge: number): boolean {
  return streamEdges.channelWindow[2 * edge + (half & 1)] > 0;
}

function joinLine(half: number, way: number): void {
  rpcStreams.held[half] = CHANNEL_WINDOW;
  rpcStreams.behind[half] = 0;
  const last = streamChannels.last[way];
  if (last !== 0) rpcStreams.behind[last - 1] = half + 1;
  else streamChannels.first[way] = half + 1;
  streamChannels.last[way] = half + 1;
}

/** Takes a half out of the line for the window of its connection. */
export function leaveLine(half: number, way: number): void {
  let before = 0;
  let at = streamChannels.first[way];
  while (at !== half + 1) {
    before = at;
    at = rpcStreams.behind[at - 1];
  }
  const behind = rpcStreams.behind[half];
  if (before === 0) streamChannels.first[way] = behind;
  else rpcStreams.behind[before - 1] = behind;
  if (streamChannels.last[way] === half + 1) streamChannels.last[way] = before;
}

/** Puts a message on the wire; false where the link is cut: it is sent again later. */
function send(half: number, edge: number, tries: number): boolean {
  const isAnswer = (half & 1) === TO_CALLER;
  sampleDelay(edge, isAnswer ? PARTICLE_RESPONSE : PARTICLE_REQUEST);
  if (registers[SAMPLE] < 0) {
    if (linkFaults.cuts[edge] !== 0) {
      if (tries < RETRANSMISSIONS_MAX) sendLater(half, timeoutOf(edge, tries), tries + 1);
      return false;
    }
    makeGood(edge);
  }
  const bytes = streamEdges.bytes[edge];
  noteHeld(half, edge);
  rpcStreams.waits[half] = 0;
  rpcStreams.left[half]--;
  rpcStreams.credit[half] -= bytes;
  if (isBounded(half, edge)) {
    streamChannels.credit[wayOf(half)] -= bytes;
    rpcStreams.taken[half] += bytes;
  }
  // The size of the request and of the answer is not that of a message.
  const delay = registers[SAMPLE] - (isAnswer ? wires.responseMs[edge] : wires.requestMs[edge]);
  const out = Math.max(registers[NOW], rpcStreams.wireFreeAt[half]) + streamEdges.sendMs[edge];
  rpcStreams.wireFreeAt[half] = out;
  const at = Math.max(out + Math.max(0, delay), rpcStreams.arrivesAt[half]);
  rpcStreams.arrivesAt[half] = at;
  registers[AT] = at;
  schedule(STREAM_ARRIVE, half, 2 * rpcStreams.generation[half >> 1]);
  return true;
}

/** A lost message arrives later by all the time-outs of TCP: leaves its delay in `registers[SAMPLE]`. */
function makeGood(edge: number): void {
  let delay = linkFaults.delayMs[edge];
  if (linkFaults.obstacle[edge] !== IN_ORDER) {
    delay += timeoutOf(edge, 0);
    for (let tries = 1; tries < RETRANSMISSIONS_MAX; tries++) {
      if (!losesRequest(edge, edgeStream(edge, 0))) break;
      delay += timeoutOf(edge, tries);
    }
  }
  registers[SAMPLE] = delay;
}

function noteHeld(half: number, edge: number): void {
  const why = rpcStreams.held[half];
  rpcStreams.held[half] = 0;
  const ms = registers[NOW] - rpcStreams.readyAt[half];
  if (why === OWN_WINDOW) streamEdges.heldByStream[edge] += ms;
  else if (why === CHANNEL_WINDOW) streamEdges.heldByChannel[edge] += ms;
}

/** A message has reached its reader's side. */
export function arriveInStream(half: number): void {
  const edge = rpcStreams.edge[half >> 1];
  const arrived = ++rpcStreams.arrived[half];
  if (arrived > streamEdges.bufferedMost[edge]) streamEdges.bufferedMost[edge] = arrived;
  if (isBounded(half, edge) && streamEdges.creditOnRead[edge] === 0) giveCredit(half, edge, 1);
}

/** Tells the sender of room in its window, or in that of the connection (`ofChannel` 1). */
function giveCredit(half: number, edge: number, ofChannel: number): void {
  const isAnswer = (half & 1) === TO_CALLER;
  sampleDelay(edge, isAnswer ? PARTICLE_REQUEST : PARTICLE_RESPONSE);
  if (registers[SAMPLE] < 0) makeGood(edge);
  const size = isAnswer ? wires.requestMs[edge] : wires.responseMs[edge];
  registers[AT] = registers[NOW] + Math.max(0, registers[SAMPLE] - size);
  schedule(STREAM_CREDIT, half, 2 * rpcStreams.generation[half >> 1] + ofChannel);
}

/** A reader takes the next message that has arrived. */
export function takeMessage(half: number, edge: number): void {
  rpcStreams.arrived[half]--;
  rpcStreams.unread[half]--;
  touchStreams(edge);
  streamEdges.under[edge]--;
  streamEdges.read[2 * edge + (half & 1)]++;
  // Room is of use to who has more to send, or to others on the connection.
  if (rpcStreams.left[half] > 0 || streamEdges.creditOnRead[edge] === 1) giveCredit(half, edge, 0);
}

/** The caller has read a message of its call, which is not begun anew from now on. */
export function commitCall(stream: number): void {
  const call = attempts.call[rpcStreams.attempt[stream]];
  if (call >= 0) callExtras.correlation[call] = 1;
}

/** The caller reads what has arrived, one message after another. True once it has read all. */
export function readAtCaller(half: number): boolean {
  const stream = half >> 1;
  const edge = rpcStreams.edge[stream];
  while (rpcStreams.arrived[half] > 0) {
    takeMessage(half, edge);
    commitCall(stream);
    if (streamEdges.reading[edge] < 0) continue;
    rpcStreams.busy[half] = 1;
    sampleInto(streamEdges.reading[edge], edgeStream(edge, STREAM_DRAW));
    registers[AT] = registers[NOW] + Math.max(0, registers[SAMPLE]);
    schedule(STREAM_ARRIVE, half, 2 * rpcStreams.generation[stream] + 1);
    return false;
  }
  return rpcStreams.unread[half] === 0;
}

/** Whether the answer of an attempt has come before the caller has read all that precedes it. */
export function isAnswerEarly(attempt: number): boolean {
  const stream = streamOf(attempt);
  const half = 2 * stream + TO_CALLER;
  if (attempts.outcome[attempt] >= FIRST_FAILURE) return false;
  if (rpcStreams.unread[half] === 0 && rpcStreams.busy[half] === 0) return false;
  rpcStreams.answered[stream] = 1;
  return true;
}

/** Whether the answer of an attempt waits until its caller has read all messages. */
export function isStillRead(attempt: number): boolean {
  if ((attempts.flags[attempt] & STREAMED) === 0) return false;
  return rpcStreams.answered[streamOf(attempt)] === 1;
}

/**
 * Room has come back to a half, or to its connection. True where who sends has waited for it and its
 * message is on its way.
 */
export function creditComes(half: number, ofChannel: number): boolean {
  const edge = rpcStreams.edge[half >> 1];
  const bytes = streamEdges.bytes[edge];
  if (ofChannel === 1 || streamEdges.creditOnRead[edge] === 1) {
    if (isBounded(half, edge)) {
      rpcStreams.taken[half] -= bytes;
      streamChannels.credit[wayOf(half)] += bytes;
    }
  }
  if (ofChannel === 1) return false;
  rpcStreams.credit[half] += bytes;
  if (rpcStreams.held[half] !== OWN_WINDOW) return false;
  if (!mayGo(half, edge, 0)) return false;
  if ((half & 1) === TO_CALLEE) goOnSending(half, edge);
  return true;
}

/** The half that stands first in line for a connection and may send now, + 1; it has left the line. */
export function nextInLine(way: number): number {
  const first = streamChannels.first[way];
  if (first === 0) return 0;
  const half = first - 1;
  const edge = rpcStreams.edge[half >> 1];
  if (!hasRoom(way, edge)) return 0;
  leaveLine(half, way);
  return first;
}

/** Sends the message of a half that has left the line; false where it has to wait for something else. */
export function sendInTurn(half: number): boolean {
  const edge = rpcStreams.edge[half >> 1];
  if (!send(half, edge, 0)) return false;
  if ((half & 1) === TO_CALLEE) goOnSending(half, edge);
  return true;
}
