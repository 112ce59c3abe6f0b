// Replies to messages: when the processing of a message has ended well and its publisher waits for a
// reply, one goes back through the broker, which handles it like a publish. It stands in the queue of
// the one caller that waits for it, who takes it at once, so no queue is kept for it. Whoever does not
// wait any more (a timeout, a crash, another reply before) makes an orphan of it. Cost: two events per
// reply besides its handling by the broker.
import { schedule } from "../core/event-list.ts";
import { reachRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import {
  CALLER_ENDED_APART,
  CALLER_FAILED,
  NODE_METERS,
  nodeMeter,
  VAIN_COMPLETIONS,
} from "../metrics/meters.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { PARTICLE_RESPONSE } from "../results/snapshot.ts";
import { forget } from "./answer.ts";
import { attemptEnded } from "./attempt-end.ts";
import { stopTimer } from "./call-timer.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { ARRIVE, REPLY_ARRIVE } from "./event-kinds.ts";
import { apply, inboxes } from "./inbox.ts";
import { records } from "./log-rows.ts";
import { messages } from "./mailbox-rows.ts";
import { sampleDelay } from "./network.ts";
import { instances } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import {
  correlations,
  REPLY,
  replyCounts,
  requestMessages,
  requestRecords,
  rowOf,
} from "./reply-rows.ts";
import { settleTo } from "./request.ts";
import { ANSWERING, attemptExtras, attempts, callExtras, calls, NONE, SWALLOWED } from "./rows.ts";
import { newAttempt } from "./wire.ts";

/** The processing of a message in `attempt` has ended: it takes effect, and may be answered. */
export function messageProcessed(attempt: number, message: number, outcome: number): void {
  const consumer = messages.consumer[message];
  if (inboxes.place[consumer] !== 0) apply(attempt, consumer, outcome);
  const correlation = requestMessages.correlation[message];
  if (requestMessages.mark[message] !== messages.number[message] || correlation === 0) return;
  const edge = requestMessages.edge[message];
  if (edges.to[edge] !== edges.from[attempts.edge[attempt]] || outcome >= FIRST_FAILURE) return;
  sendReply(attempt, edge, requestMessages.operation[message], correlation, outcome);
}

/** The same of a record of a log. */
export function recordProcessed(
  attempt: number,
  row: number,
  consumer: number,
  outcome: number,
): void {
  if (inboxes.place[consumer] !== 0) apply(attempt, consumer, outcome);
  const correlation = requestRecords.correlation[row];
  if (correlation === 0 || requestRecords.mark[row] !== records.appendedAt[row]) return;
  const edge = requestRecords.edge[row];
  if (edges.to[edge] !== edges.from[attempts.edge[attempt]] || outcome >= FIRST_FAILURE) return;
  sendReply(attempt, edge, requestRecords.operation[row], correlation, outcome);
}

/** `edge` is that of the publish; the way to the broker is that of the consumer. */
function sendReply(
  attempt: number,
  edge: number,
  operation: number,
  correlation: number,
  outcome: number,
): void {
  const consumerEdge = attempts.edge[attempt];
  const reply = newAttempt(attempt, operation, edge, instanceUp(edges.to[edge]), 0);
  attempts.call[reply] = NONE;
  attempts.origin[reply] = REPLY;
  attempts.needed[reply] = outcome;
  reachRow(attemptExtras.marks, reply);
  attemptExtras.correlation[reply] = correlation;
  sampleDelay(consumerEdge, PARTICLE_RESPONSE);
  if (registers[SAMPLE] < 0) {
    loseReply(reply, edge);
    return;
  }
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(ARRIVE, reply, 0);
}

/** The first instance of a node that is up; its first one if none is. */
function instanceUp(node: number): number {
  const first = nodes.firstInstance[node];
  for (let instance = first; instance < first + nodes.instanceCount[node]; instance++) {
    if (instances.up[instance] === 1) return instance;
  }
  return first;
}

function loseReply(reply: number, edge: number): void {
  replyCounts.lost[edge]++;
  settleTo(attempts.request[reply]);
  forget(reply);
}

/** The broker has handled a reply, or refused or lost it. */
export function replyHandled(reply: number, outcome: number): void {
  const edge = attempts.edge[reply];
  const m = attempts.node[reply] * NODE_METERS;
  nodeMeter[m + CALLER_ENDED_APART]++;
  if (outcome >= FIRST_FAILURE) {
    nodeMeter[m + CALLER_FAILED]++;
    loseReply(reply, edge);
    return;
  }
  nodeMeter[m + VAIN_COMPLETIONS]--;
  attempts.phase[reply] = ANSWERING;
  sampleDelay(edge, PARTICLE_RESPONSE);
  if (registers[SAMPLE] < 0) {
    loseReply(reply, edge);
    return;
  }
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(REPLY_ARRIVE, reply, 0);
}

/** A reply has reached the caller's side. */
export function replyArrives(reply: number): void {
  const edge = attempts.edge[reply];
  const correlation = attemptExtras.correlation[reply];
  const outcome = attempts.needed[reply];
  const row = rowOf(correlation);
  const call = correlations.call[row];
  settleTo(attempts.request[reply]);
  forget(reply);
  if (correlations.number[row] !== correlation || !isAwaited(call, edge, correlation)) {
    replyCounts.orphans[edge]++;
  } else if (calls.attempt[call] === SWALLOWED) {
    registers[VALUE] = registers[NOW] - calls.attemptAt[call];
    record(edgeHistogram(edge));
    calls.attempt[call] = NONE;
    stopTimer(call);
    attemptEnded(call, outcome);
  } else if (correlations.early[row] === 0) {
    correlations.early[row] = outcome + 1;
  } else {
    replyCounts.orphans[edge]++;
  }
}

/** Whether a call still waits for what answers its latest attempt. */
function isAwaited(call: number, edge: number, correlation: number): boolean {
  if (calls.edge[call] !== edge || callExtras.correlation[call] !== correlation) return false;
  const attempt = calls.attempt[call];
  if (attempt === SWALLOWED) return true;
  return attempt >= 0 && attempts.call[attempt] === call;
}
