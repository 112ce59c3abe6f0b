// Active health checks: each caller asks each member from time to time and leaves out those that
// fail so many in a row. A check takes the way of a message but no slot and no service time: it tells
// whether the process answers, not how busy it is. The next one is sent an interval after the end of
// the last one (HAProxy, Envoy), so a check that hangs costs its timeout and another interval.
import { schedule } from "../core/event-list.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { balances, members, positionOf } from "./balance-rows.ts";
import { HEALTH_CHECK } from "./event-kinds.ts";
import {
  CUT_ANSWERS,
  CUT_REQUESTS,
  callerWays,
  linkFaults,
  REFUSES,
  RETRANSMISSIONS_MAX,
} from "./link-faults.ts";
import { refreshRow } from "./membership.ts";
import { edgeState, edgeStream } from "./network.ts";
import { instances } from "./node-state.ts";
import { returnMember } from "./outlier.ts";
import { edges, nodes } from "./parameters.ts";
import { policyRows } from "./policy-rows.ts";
import { HEALTH } from "./streams.ts";

/** Steps of a check. */
const SEND = 0;
const MEET = 1;
const PASSED = 2;
const FAILED = 3;

/** Values of `checkFault` of an instance. */
const CHECK_FAILS = 1;
const CHECK_HANGS = 2;

/** A fault makes the checks of an instance fail, or hang, which is worse. */
export function failChecks(instance: number, hangs: boolean): void {
  const worse = hangs ? CHECK_HANGS : CHECK_FAILS;
  instances.checkFault[instance] = Math.max(worse, instances.checkFault[instance]);
}

/** Sends the first check of every member within one interval. */
export function startHealthChecks(edge: number): void {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = balances.firstMember[edge];
  for (let cell = cells; cell < cells + count * edges.rowCount[edge]; cell++) {
    nextUniform(edgeStream(edge, HEALTH));
    registers[AT] = registers[NOW] + registers[UNIFORM] * balances.checkIntervalMs[edge];
    schedule(HEALTH_CHECK, cell, SEND);
  }
}

/** A step of the check of a member. */
export function healthCheck(cell: number, step: number): void {
  const row = members.row[cell];
  const edge = policyRows.edge[row];
  switch (step) {
    case SEND:
      members.sentAt[cell] = registers[NOW];
      travel(cell, edge, MEET);
      break;
    case MEET:
      meet(cell, edge);
      break;
    default:
      conclude(cell, edge, row, step === PASSED);
  }
}

function deadlineOf(cell: number, edge: number): number {
  return members.sentAt[cell] + balances.checkTimeoutMs[edge];
}

/**
 * On the wire; what would arrive later than the timeout has failed at the timeout. A cut link loses or
 * refuses a check, lost messages come after the time-outs of TCP; delays that faults draw anew for
 * each message do not meet it.
 */
function travel(cell: number, edge: number, step: number): void {
  sampleInto(edges.network[edge], edgeStream(edge, HEALTH));
  let delay = registers[SAMPLE] + Math.max(0, edgeState.addedMs[edge]);
  if (edgeState.addedMs[edge] < 0) {
    const cut = linkFaults.cuts[edge];
    if (step === MEET && ((cut & REFUSES) !== 0 || !mayConnect(edge, members.row[cell]))) {
      conclude(cell, edge, members.row[cell], false);
      return;
    }
    if ((cut & (step === MEET ? CUT_REQUESTS : CUT_ANSWERS)) !== 0) {
      hang(cell, edge);
      return;
    }
    delay = registers[SAMPLE] + linkFaults.addedMs[edge] + lossDelay(edge);
  }
  const arrival = registers[NOW] + delay;
  const deadline = deadlineOf(cell, edge);
  registers[AT] = Math.min(arrival, deadline);
  schedule(HEALTH_CHECK, cell, arrival < deadline ? step : FAILED);
}

function mayConnect(edge: number, row: number): boolean {
  return linkFaults.expires[edge] === 0 || callerWays.lostAt[row] > registers[NOW];
}

/** Time until a message gets through a link that loses some. */
function lossDelay(edge: number): number {
  const ratio = linkFaults.lossRatio[edge];
  let rto = linkFaults.rtoMs[edge];
  let delay = 0;
  // After so many losses no check is still waiting.
  for (let tries = 0; ratio > 0 && tries < RETRANSMISSIONS_MAX; tries++) {
    nextUniform(edgeStream(edge, HEALTH));
    if (registers[UNIFORM] >= ratio) break;
    delay += rto;
    rto *= 2;
  }
  return delay;
}

function meet(cell: number, edge: number): void {
  const instance = nodes.firstInstance[edges.to[edge]] + positionOf(cell, edge);
  const connectionOnly = balances.checksConnection[edge] === 1;
  if (instances.up[instance] === 0) {
    if (instances.blackhole[instance] === 0) travel(cell, edge, FAILED);
    else hang(cell, edge);
    return;
  }
  // A process that stands still or hangs has its connections accepted by the system below it.
  const stands = instances.broken[instance] !== 0 || instances.hung[instance] !== 0;
  if (connectionOnly) {
    travel(cell, edge, PASSED);
  } else if (stands || instances.checkFault[instance] === CHECK_HANGS) {
    hang(cell, edge);
  } else {
    travel(cell, edge, answers(edge, instance) ? PASSED : FAILED);
  }
}

/** Errors that a fault adds meet the check like any request. */
function answers(edge: number, instance: number): boolean {
  if (instances.checkFault[instance] === CHECK_FAILS) return false;
  const ratio = instances.addedErrorRatio[instance];
  if (ratio <= 0) return true;
  nextUniform(edgeStream(edge, HEALTH));
  return registers[UNIFORM] >= ratio;
}

function hang(cell: number, edge: number): void {
  registers[AT] = deadlineOf(cell, edge);
  schedule(HEALTH_CHECK, cell, FAILED);
}

/** A check has its result; the next one is sent after the interval. */
function conclude(cell: number, edge: number, row: number, passed: boolean): void {
  registers[AT] = registers[NOW] + balances.checkIntervalMs[edge];
  schedule(HEALTH_CHECK, cell, SEND);
  const sick = members.sick[cell] === 1;
  if (passed && !sick && members.ejected[cell] === 1) {
    // As in Envoy, where a check that passes ends an ejection.
    returnMember(cell);
    refreshRow(edge, row);
  }
  if (passed !== sick) {
    members.streak[cell] = 0;
    return;
  }
  const threshold = sick ? balances.healthyThreshold[edge] : balances.unhealthyThreshold[edge];
  if (++members.streak[cell] < threshold) return;
  members.streak[cell] = 0;
  members.sick[cell] = sick ? 0 : 1;
  if (sick) members.warmSince[cell] = registers[NOW];
  refreshRow(edge, row);
}
