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
export const CHECK_FAILS = 1;
export const CHECK_HANGS = 2;

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

/** On the wire; what would arrive later than the timeout has failed at the timeout. */
function travel(cell: number, edge: number, step: number): void {
  sampleInto(edges.network[edge], edgeStream(edge, HEALTH));
  const arrival = registers[NOW] + registers[SAMPLE] + edgeState.addedMs[edge];
  const deadline = deadlineOf(cell, edge);
  registers[AT] = Math.min(arrival, deadline);
  schedule(HEALTH_CHECK, cell, arrival < deadline ? step : FAILED);
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
  const stands = instances.broken[instance] === 1 && instances.asleep[instance] === 0;
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
