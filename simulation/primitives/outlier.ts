// Outlier detection: a caller ejects members that fail where others do not. The state machine is
// Envoy's (source/common/upstream/outlier_detection_impl.cc): failures in a row are judged at once,
// success rates and returns at the ends of intervals, which lie on a grid from time 0. Two things
// differ: members are visited in their order (Envoy's is that of a hash map), and none is ejected
// twice within one interval's end.
import { schedule } from "../core/event-list.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, UNIFORM } from "../core/registers.ts";
import {
  CANCELLED,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  DEADLINE_EXCEEDED,
  FIRST_FAILURE,
  POOL_TIMEOUT,
  QUEUE_TIMEOUT,
  RATE_LIMITED,
  REJECTED,
  SHED,
  TIMEOUT,
  UNAUTHORIZED,
} from "../results/outcomes.ts";
import { balanceRows, balanceState, memberCell, members } from "./balance-rows.ts";
import { OUTLIER_TICK } from "./event-kinds.ts";
import { isKnown, knownMembers, refreshRow } from "./membership.ts";
import { edgeStream } from "./network.ts";
import { outliers } from "./outlier-parameters.ts";
import { edges, nodes } from "./parameters.ts";
import { EJECTION } from "./streams.ts";

/** What an ending is to the detector, as the HTTP status a proxy sees or makes of it. */
const NO_ANSWER = 0;
const SUCCESS = 1;
/** 500. */
const SERVER_ERROR = 2;
/** 502, 503 or 504. */
const GATEWAY_ERROR = 3;
/** The connection failed or timed out: 503 or 504 as well, unless told apart. */
const LOCAL_ERROR = 4;

function classOf(outcome: number): number {
  switch (outcome) {
    case CANCELLED:
      return NO_ANSWER;
    case TIMEOUT:
    case CONNECTION_REFUSED:
    case CONNECTION_LOST:
      return LOCAL_ERROR;
    case REJECTED:
    case QUEUE_TIMEOUT:
    case POOL_TIMEOUT:
    case SHED:
    case DEADLINE_EXCEEDED:
      return GATEWAY_ERROR;
    // 429 and 401 are answers below 500.
    case RATE_LIMITED:
    case UNAUTHORIZED:
      return SUCCESS;
    default:
      return outcome < FIRST_FAILURE ? SUCCESS : SERVER_ERROR;
  }
}

/** An attempt of a caller row at the member at position `at` has ended. */
export function judgeOutcome(edge: number, row: number, at: number, outcome: number): void {
  const kind = classOf(outcome);
  if (kind === NO_ANSWER) return;
  const cell = memberCell(edge, row, at);
  if (outliers.splitLocal[edge] === 1) {
    members.localAnswers[cell]++;
    if (kind === LOCAL_ERROR) {
      if (++members.consecutiveLocal[cell] === outliers.consecutiveLocal[edge]) {
        if (ejectByStreak(edge, row, cell, outliers.enforceLocal[edge])) {
          members.consecutiveLocal[cell] = 0;
        }
      }
      return;
    }
    members.localSuccesses[cell]++;
    members.consecutiveLocal[cell] = 0;
  }
  judgeAnswer(edge, row, cell, kind);
}

function judgeAnswer(edge: number, row: number, cell: number, kind: number): void {
  members.answers[cell]++;
  if (kind === SUCCESS) {
    members.successes[cell]++;
    members.consecutive5xx[cell] = 0;
    members.consecutiveGateway[cell] = 0;
    return;
  }
  if (kind === SERVER_ERROR) {
    members.consecutiveGateway[cell] = 0;
  } else if (++members.consecutiveGateway[cell] === outliers.consecutiveGateway[edge]) {
    if (ejectByStreak(edge, row, cell, outliers.enforceGateway[edge])) {
      members.consecutiveGateway[cell] = 0;
    }
  }
  if (++members.consecutive5xx[cell] === outliers.consecutive5xx[edge]) {
    if (ejectByStreak(edge, row, cell, outliers.enforce5xx[edge])) members.consecutive5xx[cell] = 0;
  }
}

/** False when it was ejected already: then its count of failures runs on. */
function ejectByStreak(edge: number, row: number, cell: number, enforcing: number): boolean {
  if (members.ejected[cell] === 1) return false;
  if (eject(edge, row, cell, enforcing)) refreshRow(edge, row);
  return true;
}

/** Ejects a member unless too many are or the rule is not enforced this time. */
function eject(edge: number, row: number, cell: number, enforcing: number): boolean {
  const ejected = ejectedMembers(edge, row);
  const allowed = outliers.maxEjectionRatio[edge] * knownMembers(edge);
  const isFirst = ejected === 0 && outliers.alwaysOne[edge] === 1;
  // The product may miss a whole number by its last bit.
  if (ejected + 1 > allowed * (1 + 1e-12) && !isFirst) return false;
  if (!happens(edge, enforcing)) return false;
  members.ejected[cell] = 1;
  members.ejectedAt[cell] = registers[NOW];
  members.ejectionJitterMs[cell] = 0;
  if (outliers.jitterMs[edge] > 0) {
    nextUniform(edgeStream(edge, EJECTION));
    members.ejectionJitterMs[cell] = registers[UNIFORM] * outliers.jitterMs[edge];
  }
  const base = outliers.baseMs[edge];
  if (members.backoff[cell] * base < outliers.maxMs[edge] + base) members.backoff[cell]++;
  balanceState.ejections[edge]++;
  return true;
}

function ejectedMembers(edge: number, row: number): number {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  let ejected = 0;
  for (let at = 0; at < count; at++) ejected += members.ejected[cells + at];
  return ejected;
}

function happens(edge: number, share: number): boolean {
  if (share >= 1) return true;
  if (share <= 0) return false;
  nextUniform(edgeStream(edge, EJECTION));
  return registers[UNIFORM] < share;
}

/** Ends an ejection. */
export function returnMember(cell: number): void {
  members.ejected[cell] = 0;
  members.returnedAt[cell] = registers[NOW];
  members.consecutive5xx[cell] = 0;
  members.consecutiveGateway[cell] = 0;
  members.consecutiveLocal[cell] = 0;
}

/** An interval of an edge's detectors ends. */
export function outlierTick(edge: number): void {
  const last = edges.firstRow[edge] + edges.rowCount[edge];
  for (let row = edges.firstRow[edge]; row < last; row++) tickRow(edge, row);
  registers[AT] = registers[NOW] + outliers.intervalMs[edge];
  schedule(OUTLIER_TICK, edge, 0);
}

function tickRow(edge: number, row: number): void {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  const before = balanceRows.ejected[row];
  let returned = 0;
  for (let cell = cells; cell < cells + count; cell++) {
    if (members.ejected[cell] === 0) continue;
    const term = Math.min(outliers.baseMs[edge] * members.backoff[cell], outliers.maxMs[edge]);
    if (term + members.ejectionJitterMs[cell] > registers[NOW] - members.ejectedAt[cell]) continue;
    returnMember(cell);
    returned++;
  }
  const ejections = balanceState.ejections[edge];
  judgeRates(edge, row, false);
  if (outliers.splitLocal[edge] === 1) judgeRates(edge, row, true);
  for (let cell = cells; cell < cells + count; cell++) {
    members.answers[cell] = 0;
    members.successes[cell] = 0;
    members.localAnswers[cell] = 0;
    members.localSuccesses[cell] = 0;
    calmDown(edge, cell);
  }
  const changed = returned > 0 || balanceState.ejections[edge] !== ejections;
  if (changed || before !== balanceRows.ejected[row]) refreshRow(edge, row);
}

/** A member that has stayed for an interval since its return gets a shorter ejection next time. */
function calmDown(edge: number, cell: number): void {
  if (members.ejected[cell] === 1 || members.returnedAt[cell] <= 0) return;
  if (registers[NOW] - members.returnedAt[cell] < outliers.intervalMs[edge]) return;
  if (members.backoff[cell] > 0) members.backoff[cell]--;
}

function answersOf(cell: number, local: boolean): number {
  return local ? members.localAnswers[cell] : members.answers[cell];
}

function rateOf(cell: number, local: boolean): number {
  const successes = local ? members.localSuccesses[cell] : members.successes[cell];
  return (successes * 100) / answersOf(cell, local);
}

/** Whether a member had enough answers in the interval for a rule. */
function isJudged(edge: number, cell: number, at: number, local: boolean, volume: number): boolean {
  const answers = answersOf(cell, local);
  return members.ejected[cell] === 0 && answers > 0 && answers >= volume && isKnown(edge, at);
}

/** Judges the success rates of the interval: against those of the others, then by themselves. */
function judgeRates(edge: number, row: number, local: boolean): void {
  const known = knownMembers(edge);
  const rateHosts = outliers.rateHosts[edge];
  const shareHosts = outliers.shareHosts[edge];
  if (known < rateHosts && known < shareHosts) return;
  // Both rules look at those who were there before either ejected anybody.
  const wanted = countJudged(edge, row, local, outliers.shareVolume[edge]);
  judgeAgainstOthers(edge, row, local);
  if (wanted > 0 && wanted >= shareHosts) judgeByShare(edge, row, local);
}

function countJudged(edge: number, row: number, local: boolean, volume: number): number {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  let judged = 0;
  for (let at = 0; at < count; at++) if (isJudged(edge, cells + at, at, local, volume)) judged++;
  return judged;
}

/** Ejects whose success rate lies some standard deviations below the mean. */
function judgeAgainstOthers(edge: number, row: number, local: boolean): void {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  const volume = outliers.rateVolume[edge];
  const judged = countJudged(edge, row, local, volume);
  if (judged === 0 || judged < outliers.rateHosts[edge]) return;
  let sum = 0;
  for (let at = 0; at < count; at++) {
    if (isJudged(edge, cells + at, at, local, volume)) sum += rateOf(cells + at, local);
  }
  const mean = sum / judged;
  let squares = 0;
  for (let at = 0; at < count; at++) {
    if (!isJudged(edge, cells + at, at, local, volume)) continue;
    const distance = rateOf(cells + at, local) - mean;
    squares += distance * distance;
  }
  const threshold = mean - outliers.stdevFactor[edge] * Math.sqrt(squares / judged);
  const enforcing = local ? outliers.enforceLocalRate[edge] : outliers.enforceRate[edge];
  for (let at = 0; at < count; at++) {
    if (!isJudged(edge, cells + at, at, local, volume)) continue;
    if (rateOf(cells + at, local) < threshold) eject(edge, row, cells + at, enforcing);
  }
}

/** Ejects whose share of failures reaches the threshold. */
function judgeByShare(edge: number, row: number, local: boolean): void {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  const enforcing = local ? outliers.enforceLocalShare[edge] : outliers.enforceShare[edge];
  for (let at = 0; at < count; at++) {
    if (!isJudged(edge, cells + at, at, local, outliers.shareVolume[edge])) continue;
    if (100 - rateOf(cells + at, local) >= outliers.failureShare[edge] * 100) {
      eject(edge, row, cells + at, enforcing);
    }
  }
}
