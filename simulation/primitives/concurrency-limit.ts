// Concurrency limits at the callee: how many may be present, fixed or worked out from how long answers
// take. AIMD and Gradient2 are those of Netflix's concurrency-limits (AIMDLimit, Gradient2Limit with
// ExpAvgMeasurement, SimpleLimiter): one sample for each request that leaves, taken with the number in
// flight when it was let in. As in its gRPC interceptor a request is dropped if it was cancelled or ran
// out of time, and any other answer, errors too, is a sample. Response times run from the arrival, so a
// wait for a token of the rate limit is part of them. Cost: a few operations a departure.
import { reachRow } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import {
  CANCELLED,
  CONNECTION_LOST,
  DEADLINE_EXCEEDED,
  QUEUE_TIMEOUT,
  REJECTED,
  SHED,
} from "../results/outcomes.ts";
import { AIMD_LIMIT, doors, FIXED_LIMIT, limits } from "./admission-rows.ts";
import { instances } from "./node-state.ts";
import { attemptExtras, attempts, DELIVERED } from "./rows.ts";

/** Samples of which the long average is the plain mean before it becomes exponential. */
const WARM_SAMPLES = 10;
/** A long average above this many short ones shrinks by DRIFT a sample: the overload is over. */
const DRIFT_FROM = 2;
const DRIFT = 0.95;
/** The gradient never takes more than half at once. */
const LEAST_GRADIENT = 0.5;

/** Whether one more may come in; if so it is counted, and the attempt knows how many there were. */
export function acquire(attempt: number): boolean {
  const row = instances.queue[attempts.instance[attempt]];
  if (limits.inFlight[row] >= limits.limit[row]) return false;
  limits.inFlight[row]++;
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.permit[attempt] = limits.inFlight[row];
  return true;
}

/** An attempt that may have been let in leaves. */
export function release(attempt: number, node: number, outcome: number): void {
  if (attempts.origin[attempt] === DELIVERED) return;
  const inFlight = attemptExtras.permit[attempt];
  if (inFlight === 0) return;
  attemptExtras.permit[attempt] = 0;
  const row = instances.queue[attempts.instance[attempt]];
  limits.inFlight[row]--;
  const kind = doors.limitKind[node];
  if (kind === FIXED_LIMIT || outcome === CONNECTION_LOST) return;
  const rtt = registers[NOW] - attempts.arrivedAt[attempt];
  if (kind === AIMD_LIMIT) stepAimd(row, node, inFlight, rtt, isDropped(outcome));
  else stepGradient(row, node, inFlight, rtt);
}

function isDropped(outcome: number): boolean {
  switch (outcome) {
    case CANCELLED:
    case DEADLINE_EXCEEDED:
    case QUEUE_TIMEOUT:
    case REJECTED:
    case SHED:
      return true;
    default:
      return false;
  }
}

function stepAimd(row: number, node: number, inFlight: number, rtt: number, drop: boolean): void {
  const limit = limits.limit[row];
  if (drop || rtt > doors.lateMs[node]) {
    setLimit(row, node, Math.floor(limit * doors.backoffRatio[node]));
  } else {
    setLimit(row, node, inFlight * 2 >= limit ? limit + 1 : limit);
  }
}

function stepGradient(row: number, node: number, inFlight: number, rtt: number): void {
  const long = averageOf(row, node, rtt);
  if (long > DRIFT_FROM * rtt) limits.longRtt[row] = long * DRIFT;
  const estimate = limits.estimate[row];
  if (inFlight < estimate / 2) return;
  const slope = rtt > 0 ? (doors.rttTolerance[node] * long) / rtt : 1;
  const gradient = Math.max(LEAST_GRADIENT, Math.min(1, slope));
  const smoothing = doors.smoothing[node];
  const wanted = estimate * gradient + doors.queueSize[node];
  const next = estimate * (1 - smoothing) + wanted * smoothing;
  limits.estimate[row] = Math.max(doors.limitLeast[node], Math.min(doors.limitMost[node], next));
  setLimit(row, node, Math.floor(limits.estimate[row]));
}

/** Takes a response time into the long average, and returns that. */
function averageOf(row: number, node: number, rtt: number): number {
  const seen = limits.warmCount[row];
  if (seen < WARM_SAMPLES) {
    limits.warmCount[row] = seen + 1;
    limits.warmSum[row] += rtt;
    limits.longRtt[row] = limits.warmSum[row] / (seen + 1);
  } else {
    const weight = 2 / (doors.longWindow[node] + 1);
    limits.longRtt[row] = limits.longRtt[row] * (1 - weight) + rtt * weight;
  }
  return limits.longRtt[row];
}

function setLimit(row: number, node: number, wanted: number): void {
  const limit = Math.min(doors.limitMost[node], Math.max(doors.limitLeast[node], wanted));
  if (limit === limits.limit[row]) return;
  bookLimit(row);
  limits.limit[row] = limit;
  if (limit < limits.lowest[row]) limits.lowest[row] = limit;
  if (limit > limits.highest[row]) limits.highest[row] = limit;
}

/** Books the time for which the present limit has held. */
export function bookLimit(row: number): void {
  const now = registers[NOW];
  limits.limitTime[row] += limits.limit[row] * (now - limits.changedAt[row]);
  limits.changedAt[row] = now;
}

/** A limit as a fresh process has it. */
export function openLimit(row: number, node: number): void {
  bookLimit(row);
  const start = doors.limitStart[node];
  limits.limit[row] = start;
  limits.estimate[row] = start;
  limits.longRtt[row] = 0;
  limits.warmCount[row] = 0;
  limits.warmSum[row] = 0;
  if (start < limits.lowest[row]) limits.lowest[row] = start;
  if (start > limits.highest[row]) limits.highest[row] = start;
}

/** The measured period begins. */
export function restartLimits(): void {
  for (let row = 0; row < limits.highWater; row++) {
    bookLimit(row);
    limits.limitTime[row] = 0;
    limits.lowest[row] = limits.limit[row];
    limits.highest[row] = limits.limit[row];
  }
}
