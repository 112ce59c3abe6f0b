// Retry: whether another attempt is made and how long the back-off is. Formulas: AWS Architecture
// Blog "Exponential Backoff And Jitter" (2015) and the products' own code.
import { nextUniform } from "../core/random.ts";
import { registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { CONNECTION_REFUSED } from "../results/outcomes.ts";
import { edgeStream } from "./network.ts";
import {
  BACKOFF_CONSTANT,
  BACKOFF_NONE,
  edges,
  JITTER_DECORRELATED,
  JITTER_EQUAL,
  JITTER_FULL,
  operations,
  plans,
} from "./parameters.ts";
import { attempts, calls, requests } from "./rows.ts";
import { JITTER } from "./streams.ts";

/** True when the call's policy makes another attempt after `outcome`. */
export function mayRetry(call: number, outcome: number): boolean {
  const edge = calls.edge[call];
  if (calls.tries[call] >= edges.maxAttempts[edge]) return false;
  if ((edges.retryMask[edge] & (1 << outcome)) === 0) return false;
  // Retries on each of 64 nested calls would multiply without end.
  if (requests.tooDeep[attempts.request[calls.parent[call]]] === 1) return false;
  if (outcome === CONNECTION_REFUSED || edges.retryNonIdempotent[edge] === 1) return true;
  return operations.idempotent[plans.operation[calls.plan[call]]] === 1;
}

/** Leaves the back-off before the next attempt of a call in `registers[SAMPLE]`, ms. */
export function drawBackoff(call: number): void {
  const edge = calls.edge[call];
  const kind = edges.backoff[edge];
  if (kind === BACKOFF_NONE) {
    registers[SAMPLE] = 0;
    return;
  }
  const base = edges.backoffBaseMs[edge];
  const cap = edges.backoffCapMs[edge];
  // The row may hold what an earlier call left.
  const previous = calls.tries[call] === 1 ? 0 : calls.previousBackoff[call];
  if (edges.jitter[edge] === JITTER_DECORRELATED) {
    nextUniform(edgeStream(edge, JITTER));
    const from = previous === 0 ? base : previous;
    const drawn = Math.min(cap, base + registers[UNIFORM] * (from * 3 - base));
    calls.previousBackoff[call] = drawn;
    registers[SAMPLE] = drawn;
    return;
  }
  const grown =
    previous === 0 || kind === BACKOFF_CONSTANT ? base : previous * edges.backoffFactor[edge];
  const wait = Math.min(cap, grown);
  calls.previousBackoff[call] = wait;
  registers[SAMPLE] = wait;
  spread(edge, wait);
}

function spread(edge: number, wait: number): void {
  const jitter = edges.jitter[edge];
  if (jitter === JITTER_FULL) {
    nextUniform(edgeStream(edge, JITTER));
    registers[SAMPLE] = registers[UNIFORM] * wait;
  } else if (jitter === JITTER_EQUAL) {
    nextUniform(edgeStream(edge, JITTER));
    registers[SAMPLE] = wait / 2 + (registers[UNIFORM] * wait) / 2;
  }
}
