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
  if ((half & 1) === TO_CALLEE) sendFromCaller(half, tries);
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
  if ((half & 1) === TO_CALLEE) {
    if (rpcStreams.handler[stream] === AWAITS_MESSAGE) moveHandler(stream, goOn(stream));
  } else if (rpcStreams.busy[half] === 0) {
    read(half);
  }
}

function read(half: number): void {
  const stream = half >> 1;
  if (!readAtCaller(half) || rpcStreams.answered[stream] === 0) return;
  rpcStreams.answered[stream] = 0;
  response(rpcStreams.attempt[stream]);
}

/** Room has come back to a sender. */
export function streamCredit(half: number, payload: number): void {
  if (payload === OF_LINE) {
    callUp(half);
    return;
  }
  if (isStale(half, payload >> 1)) return;
  const stream = half >> 1;
  const ofChannel = payload & 1;
  const way = wayOf(half);
  const edge = rpcStreams.edge[stream];
  const goesOn = creditComes(half, ofChannel);
  if (goesOn) handlerHasSent(stream);
  if (ofChannel === 1 || streamEdges.creditOnRead[edge] === 1) callUp(way);
}

function handlerHasSent(stream: number): void {
  if (rpcStreams.handler[stream] === AWAITS_CREDIT) moveHandler(stream, goOn(stream));
}

/** Those who wait for the window of a connection send in their order. */
function callUp(way: number): void {
  for (let next = nextInLine(way); next !== 0; next = nextInLine(way)) {
    const half = next - 1;
    if (sendInTurn(half) && (half & 1) !== TO_CALLEE) handlerHasSent(half >> 1);
  }
}

/** The reset of a stream that its caller has given up is sent again. */
export function streamReset(attempt: number, payload: number): void {
  if (attempts.generation[attempt] !== generationIn(payload)) return;
  resetStream(attempt, triesIn(payload));
}
