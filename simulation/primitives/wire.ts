// The wire: an attempt comes into being and travels to the callee, or loses its caller.
import { schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { PARTICLE_REQUEST } from "../results/snapshot.ts";
import { SHOWN } from "./access-rows.ts";
import { detour } from "./detour.ts";
import { ARRIVE, ARRIVE_NOW, CANCEL_ARRIVE, STREAM_RESET } from "./event-kinds.ts";
import { IN_ORDER, linkFaults, RETRANSMISSIONS_MAX, timeoutOf } from "./link-faults.ts";
import { sampleDelay } from "./network.ts";
import { CANCEL_NONE, edges, plans } from "./parameters.ts";
import { holdRequest } from "./request.ts";
import { attempts, calls, DISCARDED, FROM_RETRY, IN_SHARING, IN_TRANSIT } from "./rows.ts";
import { inPayload } from "./rpc-stream-flow.ts";
import { abandonStream } from "./rpc-stream-life.ts";
import { STREAMED } from "./rpc-stream-rows.ts";
import { discardService } from "./service.ts";
import { orphanShared } from "./sharing.ts";
import { follow } from "./transitions.ts";
import { wires } from "./wire-rows.ts";

/** A new attempt of a call at an instance; `isExtra`: it is a retry or a hedge. */
export function makeAttempt(
  call: number,
  edge: number,
  instance: number,
  isExtra: boolean,
): number {
  const operation = plans.operation[calls.plan[call]];
  return newAttempt(calls.parent[call], operation, edge, instance, isExtra ? FROM_RETRY : 0);
}

/** A new attempt that descends from `parent`, with flags of its own. */
export function newAttempt(
  parent: number,
  operation: number,
  edge: number,
  instance: number,
  flags: number,
): number {
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  attempts.node[attempt] = edges.to[edge];
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = operation;
  attempts.edge[attempt] = edge;
  attempts.request[attempt] = attempts.request[parent];
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.phase[attempt] = IN_TRANSIT;
  attempts.flags[attempt] = (attempts.flags[parent] & (FROM_RETRY | SHOWN)) | flags;
  attempts.depth[attempt] = attempts.depth[parent] + 1;
  holdRequest(attempts.request[parent]);
  return attempt;
}

/** Sends an attempt on its way; `call` is its caller's. */
export function travel(attempt: number, edge: number, kind: number, call: number): void {
  sampleDelay(edge, kind);
  const delay = registers[SAMPLE];
  if (delay > 0) {
    registers[AT] = registers[NOW] + delay;
    schedule(ARRIVE, attempt, 0);
  } else if (delay < 0) {
    detour(attempt, edge, call);
  } else {
    follow(ARRIVE_NOW, attempt, 0);
  }
}

/** An attempt goes on without a caller; DISCARDED as `flag`: its result was thrown away. */
export function orphanAttempt(attempt: number, flag: number): void {
  attempts.call[attempt] = -1;
  attempts.orphanedAt[attempt] = registers[NOW];
  if (attempts.phase[attempt] === IN_SHARING) orphanShared(attempt);
  attempts.flags[attempt] |= flag;
  if (flag === DISCARDED) discardService(attempt);
  if ((attempts.flags[attempt] & STREAMED) === 0) {
    sendCancel(attempt);
    return;
  }
  abandonStream(attempt);
  resetStream(attempt, 0);
}

/** Ends a stream at its callee, however it deals with cancellations; `tries` times that was lost. */
export function resetStream(attempt: number, tries: number): void {
  const edge = attempts.edge[attempt];
  const generation = attempts.generation[attempt];
  sampleDelay(edge, PARTICLE_REQUEST);
  if (registers[SAMPLE] < 0 && linkFaults.cuts[edge] !== 0 && tries < RETRANSMISSIONS_MAX) {
    registers[AT] = registers[NOW] + timeoutOf(edge, tries);
    schedule(STREAM_RESET, attempt, inPayload(generation, tries + 1));
    return;
  }
  if (registers[SAMPLE] < 0) registers[SAMPLE] = linkFaults.delayMs[edge];
  registers[AT] = registers[NOW] + Math.max(0, registers[SAMPLE] - wires.requestMs[edge]);
  schedule(CANCEL_ARRIVE, attempt, generation);
}

/** Tells the callee, over the wire, that nobody waits any more, if the edge's policy does so. */
export function sendCancel(attempt: number): void {
  const edge = attempts.edge[attempt];
  if (edges.cancel[edge] === CANCEL_NONE) return;
  sampleDelay(edge, PARTICLE_REQUEST);
  if (registers[SAMPLE] < 0) {
    // Nobody sends a cancellation again that is lost on the way.
    if (linkFaults.obstacle[edge] !== IN_ORDER) return;
    registers[SAMPLE] = linkFaults.delayMs[edge];
  }
  // It is a few bytes, whatever the request was.
  registers[AT] = registers[NOW] + registers[SAMPLE] - wires.requestMs[edge];
  schedule(CANCEL_ARRIVE, attempt, attempts.generation[attempt]);
}
