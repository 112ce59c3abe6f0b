// How an attempt leaves: its outcome goes to whoever waits for it, over the wire, or to nobody.
import { schedule } from "../core/event-list.ts";
import { freeRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import {
  CALLER_ENDED_APART,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_METERS,
  nodeMeter,
} from "../metrics/meters.ts";
import { CONNECTION_LOST, FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { PARTICLE_FAILURE, PARTICLE_RESPONSE } from "../results/snapshot.ts";
import {
  DELIVERY_ENDED,
  RELAY_HANDLED,
  REPLY_HANDLED,
  RESPONSE,
  RESPONSE_NOW,
  UPGRADE_CHECKED,
} from "./event-kinds.ts";
import { UPGRADE } from "./held-rows.ts";
import { forgetKeyed } from "./keyed-work.ts";
import { BROKEN, IN_ORDER, linkFaults, sendAgainLater } from "./link-faults.ts";
import { sampleDelay } from "./network.ts";
import { edges } from "./parameters.ts";
import { CARRIES, releaseParcel } from "./parcel-rows.ts";
import { REPLY } from "./reply-rows.ts";
import { releaseRequest, settleTo } from "./request.ts";
import { ANSWERING, attempts, DELIVERED, GONE, KEYED, ONE_WAY } from "./rows.ts";
import { closeStream } from "./rpc-stream-life.ts";
import { STREAMED } from "./rpc-stream-rows.ts";
import { EXPORTS_SPANS, releaseBatch } from "./span-rows.ts";
import { holdBehind, waitsInOrder } from "./stream-order.ts";
import { follow } from "./transitions.ts";

/** Sends the outcome to whoever waits for it. */
export function answer(attempt: number, outcome: number): void {
  attempts.outcome[attempt] = outcome;
  const origin = attempts.origin[attempt];
  if (origin === DELIVERED) {
    attempts.phase[attempt] = ANSWERING;
    follow(DELIVERY_ENDED, attempt, outcome);
    return;
  }
  if (origin === ONE_WAY) {
    endOneWay(attempt, outcome);
    return;
  }
  if (attempts.call[attempt] < 0) {
    if (origin < REPLY) forget(attempt);
    else follow(handlerOf(origin), attempt, outcome);
    return;
  }
  attempts.phase[attempt] = ANSWERING;
  const failed = outcome >= FIRST_FAILURE;
  sampleDelay(attempts.edge[attempt], failed ? PARTICLE_FAILURE : PARTICLE_RESPONSE);
  const delay = registers[SAMPLE];
  if (delay > 0) {
    registers[AT] = registers[NOW] + delay;
    schedule(RESPONSE, attempt, 0);
  } else if (delay < 0) {
    loseAnswer(attempt, attempts.edge[attempt]);
  } else {
    follow(RESPONSE_NOW, attempt, 0);
  }
}

/** The transition that tells whoever waits for an attempt apart from a call. */
function handlerOf(origin: number): number {
  if (origin === REPLY) return REPLY_HANDLED;
  return origin === UPGRADE ? UPGRADE_CHECKED : RELAY_HANDLED;
}

/** The answer does not get through: its connection is broken, or TCP sends it again. */
function loseAnswer(attempt: number, edge: number): void {
  const obstacle = linkFaults.obstacle[edge];
  if (obstacle === IN_ORDER) {
    if (waitsInOrder(attempt, 1)) return;
    registers[AT] = registers[NOW] + linkFaults.delayMs[edge];
    schedule(RESPONSE, attempt, 0);
    return;
  }
  if (obstacle !== BROKEN) {
    if (linkFaults.ordered[edge] === 1) holdBehind(attempt, edge, 0, 1);
    sendAgainLater(attempt, edge, 0, 1);
    return;
  }
  attempts.outcome[attempt] = CONNECTION_LOST;
  registers[AT] = registers[NOW] + linkFaults.delayMs[edge];
  schedule(RESPONSE, attempt, 0);
}

/** Nobody is answered after a one-way call; its edge counts the failure, its request may settle. */
function endOneWay(attempt: number, outcome: number): void {
  const m = attempts.node[attempt] * NODE_METERS;
  nodeMeter[m + CALLER_ENDED_APART]++;
  if (outcome >= FIRST_FAILURE) {
    nodeMeter[m + CALLER_FAILED]++;
    const ended = attempts.edge[attempt] * EDGE_METERS + EDGE_ENDED;
    edgeMeter[ended + OK]--;
    edgeMeter[ended + outcome]++;
  }
  settleTo(attempts.request[attempt]);
  forget(attempt);
}

/** Spans or calls that were sent together: an attempt that brought them is gone. */
function releaseCarried(attempt: number): void {
  const bringsSpans = (edges.guards[attempts.edge[attempt]] & EXPORTS_SPANS) !== 0;
  if (bringsSpans) releaseBatch(attempts.message[attempt]);
  else releaseParcel(attempts.message[attempt]);
}

/** Frees an attempt that nobody will hear of again. */
export function forget(attempt: number): void {
  attempts.phase[attempt] = GONE;
  attempts.generation[attempt]++;
  const flags = attempts.flags[attempt];
  if ((flags & (KEYED | CARRIES | STREAMED)) !== 0) {
    if ((flags & STREAMED) !== 0) closeStream(attempt);
    if ((flags & KEYED) !== 0) forgetKeyed(attempt);
    else if ((flags & CARRIES) !== 0) releaseCarried(attempt);
  }
  const request = attempts.request[attempt];
  freeRow(attempts.marks, attempts.next, attempt);
  releaseRequest(request);
}
