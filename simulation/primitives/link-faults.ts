// What faults do to the messages of a link, looked at only where there are any: added delays, losses
// that TCP makes good by sending again, cuts, and callers that cannot connect anew. A message that
// does not get through leaves -1 in `registers[SAMPLE]` and the reason in the link's row.
// Retransmission as in Linux: time-outs double up to 120 s, 15 in a row lose the connection
// (RFC 6298 section 5; tcp(7), tcp_retries2).
import { schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { PARTICLE_FAILURE, PARTICLE_REQUEST, PARTICLE_RESPONSE } from "../results/snapshot.ts";
import { RETRANSMIT } from "./event-kinds.ts";
import { edges, MAILBOX_BROKER, nodes, SORT_DELIVER } from "./parameters.ts";
import { ADDED_DELAY, LOSS } from "./streams.ts";
import { wires } from "./wire-rows.ts";

/** Bits of `cuts`. */
export const CUT_REQUESTS = 1;
export const CUT_ANSWERS = 2;
export const REFUSES = 4;

/** Why a message did not get through: `obstacle`. */
export const LOST = 1;
export const REFUSED = 2;
/** Its connection is broken. */
export const BROKEN = 3;
/** It depends on the caller, see `lostAt`. */
export const ASK_CALLER = 4;
/** Nothing, yet it must not overtake what is sent again on its connection. */
export const IN_ORDER = 5;

class LinkFaults extends Table {
  readonly cuts = this.uint8();
  /** 1: some of its callers may be unable to connect. Where they have pools, see `refusal` there. */
  readonly expires = this.uint8();
  /** What the last message met, and its delay had it got through, ms. */
  readonly obstacle = this.uint8();
  readonly delayMs = this.float64();
  readonly addedMs = this.float64();
  readonly lossRatio = this.float64();
  /** 1: what is lost on a shared connection holds up what is behind it. */
  readonly ordered = this.uint8();
  /** Share of requests that keep their connection; whether it did and all are to come back. */
  readonly leakRatio = this.float64();
  readonly returnsLeaked = this.uint8();
  /** Share of requests that the callee cannot make sense of. */
  readonly breaksRatio = this.float64();
  readonly rtoMs = this.float64();
  /** First of its added delays that are drawn, + 1. */
  readonly firstJitter = this.int32();
}

class JitterTable extends Table {
  readonly distribution = this.int32();
  readonly level = this.float64();
  readonly nextHere = this.int32();
}

class CallerWays extends Table {
  /** From when on a caller instance cannot connect over an edge, ms; by rows of policy state. */
  readonly lostAt = this.float64();
  /** One-way trips until it knows. */
  readonly trips = this.uint8();
}

export const linkFaults = new LinkFaults("link faults", 5_000);
export const jitters = new JitterTable("added delays", 10_000);
export const callerWays = new CallerWays("callers' ways", 1_000_000);

export const LEAST_RTO_MS = 200;
const RTO_MAX_MS = 120_000;
export const RETRANSMISSIONS_MAX = 15;

/** Time-out before a retransmission, ms; `tries` were made before it. */
export function timeoutOf(edge: number, tries: number): number {
  let rto = linkFaults.rtoMs[edge];
  for (let i = 0; i < tries && rto < RTO_MAX_MS; i++) rto *= 2;
  return Math.min(rto, RTO_MAX_MS);
}

function isLost(edge: number, firstStream: number): boolean {
  const ratio = linkFaults.lossRatio[edge];
  if (ratio <= 0) return false;
  nextUniform(firstStream + LOSS);
  return registers[UNIFORM] < ratio;
}

/** What a queue delivers and its consumer settles is sent again by those who know it was lost. */
function isSentAgain(edge: number, kind: number): boolean {
  return kind !== PARTICLE_REQUEST && nodes.primitive[edges.from[edge]] === MAILBOX_BROKER;
}

/** What groups fetch, and requests for messages: lost ones arrive later by all their time-outs. */
function delayDelivery(edge: number, firstStream: number): void {
  let delay = linkFaults.delayMs[edge];
  for (let tries = 0; tries < RETRANSMISSIONS_MAX && isLost(edge, firstStream); tries++) {
    delay += timeoutOf(edge, tries);
  }
  registers[SAMPLE] = delay;
}

/** Takes the undisturbed delay in `registers[SAMPLE]` to what it is under the link's faults. */
export function disturb(edge: number, kind: number, firstStream: number): void {
  let delay = registers[SAMPLE] + linkFaults.addedMs[edge];
  for (let at = linkFaults.firstJitter[edge]; at !== 0; at = jitters.nextHere[at - 1]) {
    sampleInto(jitters.distribution[at - 1], firstStream + ADDED_DELAY);
    delay += Math.max(0, registers[SAMPLE]) * jitters.level[at - 1];
  }
  const isAnswer = kind === PARTICLE_RESPONSE || kind === PARTICLE_FAILURE;
  // A failure is answered without a payload.
  if (!isAnswer) delay += wires.requestMs[edge];
  else if (kind === PARTICLE_RESPONSE) delay += wires.responseMs[edge];
  linkFaults.delayMs[edge] = delay;
  const cuts = linkFaults.cuts[edge];
  const isCut = (cuts & (isAnswer ? CUT_ANSWERS : CUT_REQUESTS)) !== 0;
  if (edges.sort[edge] === SORT_DELIVER) {
    if (isCut || (isSentAgain(edge, kind) && isLost(edge, firstStream))) registers[SAMPLE] = -1;
    else if (isSentAgain(edge, kind)) registers[SAMPLE] = delay;
    else delayDelivery(edge, firstStream);
    return;
  }
  let obstacle = 0;
  if (isCut) {
    obstacle = (cuts & REFUSES) === 0 ? LOST : isAnswer ? BROKEN : REFUSED;
  } else if (!isAnswer && linkFaults.expires[edge] === 1) {
    obstacle = ASK_CALLER;
  } else if (isLost(edge, firstStream)) {
    obstacle = LOST;
  } else if (linkFaults.ordered[edge] === 1) {
    obstacle = IN_ORDER;
  }
  linkFaults.obstacle[edge] = obstacle;
  registers[SAMPLE] = obstacle === 0 ? delay : -1;
}

/** Whether consumers cannot reach their broker over a link. */
export function isParted(edge: number): boolean {
  return linkFaults.cuts[edge] !== 0;
}

/** A message is lost; TCP sends it again. `tries` times were lost before. */
export function sendAgainLater(
  attempt: number,
  edge: number,
  tries: number,
  isAnswer: number,
): void {
  registers[AT] = registers[NOW] + timeoutOf(edge, tries);
  schedule(RETRANSMIT, attempt, 2 * tries + isAnswer);
}

/** Whether a request over a link that lets messages through is lost. */
export function losesRequest(edge: number, firstStream: number): boolean {
  return isLost(edge, firstStream);
}
