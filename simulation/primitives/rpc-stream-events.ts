// What happens to streaming calls: messages are ready, arrive, are read; room comes back; a stream that was
// given up ends at its callee.

import { response } from "./attempt-end.ts";
import { attempts, CALLING } from "./rows.ts";
import {
  arriveInStream,
  creditComes,
  generationIn,
  isStale,
  mayGo,
  nextInLine,
  OF_LINE,
  readAtCaller,
  sendFromCaller,
  sendInTurn,
  triesIn,
  wayOf,
} from "./rpc-stream-flow.ts";
import { goOn, make } from "./rpc-stream-handler.ts";
import { beginsAtProxy, endsAtProxy, passOnFrom, sourceOf } from "./rpc-stream-relay.ts";
import {
  AWAITS_CREDIT,
  AWAITS_MESSAGE,
  rpcStreams,
  streamEdges,
  TO_CALLEE,
} from "./rpc-stream-rows.ts";
import { handlerMoves } from "./station.ts";
import { resetStream } from "./wire.ts";

/** A message is ready to be sent, or is sent again where the link was cut. */
export function streamSend(half: number, payload: number): void {
  if (isStale(half, generationIn(payload))) return;
  const stream = half >> 1;
  const edge = rpcStreams.edge[stream];
  const tries = triesIn(payload);
  if (beginsAtProxy(half)) {
    if (mayGo(half, edge, tries)) passOnInto(half);
  } else if ((half & 1) === TO_CALLEE) sendFromCaller(half, tries);
  else if (tries === 0) moveHandler(stream, make(stream, edge));
  else if (mayGo(half, edge, tries)) moveHandler(stream, goOn(stream));
}

/** The handler of a stream, which has waited, goes on. */
function moveHandler(stream: number, does: number): void {
  const attempt = rpcStreams.attempt[stream];
  if (attempts.phase[attempt] === CALLING) handlerMoves(attempt, does);
}

/** A message has arrived, or its caller has read it. */
export function streamArrive(half: number, payload: number): void {
  if (isStale(half, payload >> 1)) return;
  if ((payload & 1) !== 0) {
    rpcStreams.busy[half] = 0;
    read(half);
    return;
  }
  const stream = half >> 1;
  arriveInStream(half);
  if (endsAtProxy(half)) {
    passOnFrom(half);
    if ((half & 1) !== TO_CALLEE) answerOnceRead(half);
  } else if ((half & 1) === TO_CALLEE) {
    if (rpcStreams.handler[stream] === AWAITS_MESSAGE) moveHandler(stream, goOn(stream));
  } else if (rpcStreams.busy[half] === 0) {
    read(half);
  }
}

function read(half: number): void {
  if (readAtCaller(half)) answerOnceRead(half);
}

/** An answer that has come early is taken once all that precedes it is read. */
function answerOnceRead(half: number): void {
  const stream = half >> 1;
  if (rpcStreams.unread[half] !== 0 || rpcStreams.answered[stream] === 0) return;
  rpcStreams.answered[stream] = 0;
  response(rpcStreams.attempt[stream]);
}

/** A proxy has room over a half: what has come to it goes on. */
function passOnInto(half: number): void {
  const from = sourceOf(half);
  if (from < 0) return;
  passOnFrom(from);
  if ((from & 1) !== TO_CALLEE) answerOnceRead(from);
}

/** What waited for room over a half is on its way. */
function hasSent(half: number): void {
  if (beginsAtProxy(half)) passOnInto(half);
  else if ((half & 1) !== TO_CALLEE) handlerHasSent(half >> 1);
}

/** Room has come back to a sender. */
export function streamCredit(half: number, payload: number): void {
  if (payload === OF_LINE) {
    callUp(half);
    return;
  }
  if (isStale(half, payload >> 1)) return;
  const ofChannel = payload & 1;
  const way = wayOf(half);
  const edge = rpcStreams.edge[half >> 1];
  if (creditComes(half, ofChannel)) hasSent(half);
  if (ofChannel === 1 || streamEdges.creditOnRead[edge] === 1) callUp(way);
}

function handlerHasSent(stream: number): void {
  if (rpcStreams.handler[stream] === AWAITS_CREDIT) moveHandler(stream, goOn(stream));
}

/** Those who wait for the window of a connection send in their order. */
function callUp(way: number): void {
  for (let next = nextInLine(way); next !== 0; next = nextInLine(way)) {
    const half = next - 1;
    if (sendInTurn(half)) hasSent(half);
  }
}

/** The reset of a stream that its caller has given up is sent again. */
export function streamReset(attempt: number, payload: number): void {
  if (attempts.generation[attempt] !== generationIn(payload)) return;
  resetStream(attempt, triesIn(payload));
}
