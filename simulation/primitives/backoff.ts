// Back-off: how long a call pauses before its next attempt. The pause grows with the retries and is
// capped before jitter, except where a product's code does otherwise. Sources: AWS Architecture Blog,
// "Exponential Backoff And Jitter" (2015); gRPC proposal A6; Polly v8, RetryHelper.

import { exp, log } from "../core/deterministic-math.ts";
import { reachRow } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { EXPONENTIAL, registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { nextExponential } from "../core/ziggurat.ts";
import { edgeStream } from "./network.ts";
import {
  BACKOFF_CONSTANT,
  BACKOFF_LINEAR,
  BACKOFF_NONE,
  edges,
  JITTER_ADDED,
  JITTER_DECORRELATED,
  JITTER_EQUAL,
  JITTER_EXPONENTIAL,
  JITTER_FULL,
  JITTER_MULTIPLICATIVE,
  JITTER_NONE,
  JITTER_SMOOTH,
  RETRY_AFTER_FOLLOWED,
  RETRY_AFTER_IGNORED,
} from "./parameters.ts";
import { callExtras, calls } from "./rows.ts";
import { JITTER } from "./streams.ts";
import { heardOver } from "./told.ts";

/** Polly's constants: the steepness of its first pause, and what makes its mean that of the base. */
const SMOOTH_FACTOR = 4;
const SMOOTH_SCALE = 1 / 1.4;

/** So much longer an answer makes a pause at most (AWS SDK, x-amz-retry-after), ms. */
const LONGER_MAX_MS = 5000;

/** Leaves the back-off before the next attempt of a call in `registers[SAMPLE]`, ms. */
export function drawBackoff(call: number): void {
  const edge = calls.edge[call];
  const kind = edges.backoff[edge];
  if (kind === BACKOFF_NONE) {
    registers[SAMPLE] = 0;
    return;
  }
  const jitter = edges.jitter[edge];
  if (jitter === JITTER_DECORRELATED) decorrelated(call, edge);
  else if (jitter === JITTER_SMOOTH) smooth(call, edge);
  else spread(edge, jitter, grown(call, edge, kind));
}

/** Takes the pause in `registers[SAMPLE]` to what the answer that ended an attempt makes of it. */
export function heedAnswer(edge: number, outcome: number): void {
  const heeds = edges.retryAfter[edge];
  const told = heardOver(edge, outcome);
  if (heeds === RETRY_AFTER_IGNORED || told <= 0) return;
  const drawn = registers[SAMPLE];
  registers[SAMPLE] =
    heeds === RETRY_AFTER_FOLLOWED
      ? Math.min(told, edges.backoffCapMs[edge])
      : Math.min(Math.max(drawn, told), drawn + LONGER_MAX_MS);
}

/** The pause before jitter. */
function grown(call: number, edge: number, kind: number): number {
  const base = edges.backoffBaseMs[edge];
  const cap = edges.backoffCapMs[edge];
  const tries = calls.tries[call];
  if (kind === BACKOFF_LINEAR) return Math.min(cap, base * tries);
  let wait = Math.min(cap, base);
  const factor = edges.backoffFactor[edge];
  if (kind === BACKOFF_CONSTANT || factor <= 1 || wait <= 0) return wait;
  for (let retry = 1; retry < tries && wait < cap; retry++) wait = Math.min(cap, wait * factor);
  return wait;
}

/** Notes what the next pause of a call depends on. */
function remember(call: number, value: number): void {
  reachRow(callExtras.marks, call);
  callExtras.previousBackoff[call] = value;
}

function spread(edge: number, jitter: number, wait: number): void {
  registers[SAMPLE] = wait;
  if (jitter === JITTER_NONE) return;
  const stream = edgeStream(edge, JITTER);
  if (jitter === JITTER_EXPONENTIAL) {
    nextExponential(stream);
    registers[SAMPLE] = registers[EXPONENTIAL] * wait;
    return;
  }
  nextUniform(stream);
  const uniform = registers[UNIFORM];
  if (jitter === JITTER_FULL) {
    registers[SAMPLE] = uniform * wait;
  } else if (jitter === JITTER_EQUAL) {
    registers[SAMPLE] = wait / 2 + (uniform * wait) / 2;
  } else if (jitter === JITTER_MULTIPLICATIVE) {
    registers[SAMPLE] = wait * (1 + edges.jitterRatio[edge] * (2 * uniform - 1));
  } else if (jitter === JITTER_ADDED) {
    registers[SAMPLE] = wait + uniform * edges.jitterMs[edge];
  }
}

/** min(cap, U(base, 3 x the pause before)), of which the first is the base. */
function decorrelated(call: number, edge: number): void {
  nextUniform(edgeStream(edge, JITTER));
  const base = edges.backoffBaseMs[edge];
  const from = calls.tries[call] === 1 ? base : Math.max(base, callExtras.previousBackoff[call]);
  const drawn = base + registers[UNIFORM] * (from * 3 - base);
  registers[SAMPLE] = Math.min(edges.backoffCapMs[edge], drawn);
  remember(call, registers[SAMPLE]);
}

/**
 * Differences of f(t) = factor^t tanh(sqrt(4 t)) at t = n - 1 + U(0, 1), so that pauses of all lengths
 * are about equally frequent; capped at the end.
 */
function smooth(call: number, edge: number): void {
  nextUniform(edgeStream(edge, JITTER));
  const tries = calls.tries[call];
  const t = tries - 1 + registers[UNIFORM];
  const root = Math.sqrt(SMOOTH_FACTOR * t);
  const square = exp(-2 * root);
  const value = exp(t * log(edges.backoffFactor[edge])) * ((1 - square) / (1 + square));
  const before = tries === 1 ? 0 : callExtras.previousBackoff[call];
  remember(call, value);
  const wait = (value - before) * SMOOTH_SCALE * edges.backoffBaseMs[edge];
  registers[SAMPLE] = Math.max(0, Math.min(edges.backoffCapMs[edge], wait));
}
