// Retry: whether a call makes another attempt, and the calls that pause before theirs.
import { events } from "../core/event-list.ts";
import { EDGE_METERS, edgeMeter, RETRIES_DENIED } from "../metrics/meters.ts";
import { CONFLICT, CONNECTION_REFUSED, POOL_TIMEOUT } from "../results/outcomes.ts";
import { budgetDenies } from "./call-budget.ts";
import { RETRY } from "./event-kinds.ts";
import { pauseLess } from "./network.ts";
import { edges, operations, plans, RETRY_BUDGET } from "./parameters.ts";
import { attempts, callExtras, calls, requests } from "./rows.ts";
import { STREAMS, streamEdges } from "./rpc-stream-rows.ts";

/** True when the call's policy makes another attempt after `outcome`, if its budget allows it. */
export function mayRetry(call: number, outcome: number): boolean {
  const edge = calls.edge[call];
  if (calls.tries[call] >= edges.maxAttempts[edge]) return false;
  if ((edges.retryMask[edge] & (1 << outcome)) === 0) return false;
  // Retries on each of 64 nested calls would multiply without end.
  if (requests.tooDeep[attempts.request[calls.parent[call]]] === 1) return false;
  if ((edges.guards[edge] & STREAMS) !== 0 && isCommitted(call, edge)) return false;
  return isSafe(call, edge, outcome);
}

/** A stream of which the caller has read something is not begun anew (gRFC A6, "retry commit"). */
function isCommitted(call: number, edge: number): boolean {
  if (callExtras.correlation[call] === 0) return false;
  streamEdges.committed[edge]++;
  return true;
}

/** The budget, which is asked last, pays for the retry after `outcome`; false when it cannot. */
export function isPaid(call: number, outcome: number): boolean {
  const edge = calls.edge[call];
  if ((edges.guards[edge] & RETRY_BUDGET) === 0 || !budgetDenies(call, edge, outcome)) return true;
  edgeMeter[edge * EDGE_METERS + RETRIES_DENIED]++;
  return false;
}

/** The attempt cannot have taken effect, or taking effect twice does no harm. */
function isSafe(call: number, edge: number, outcome: number): boolean {
  if (outcome === CONNECTION_REFUSED || outcome === CONFLICT || outcome === POOL_TIMEOUT)
    return true;
  if (edges.retryNonIdempotent[edge] === 1 || edges.idempotencyKey[edge] === 1) return true;
  return operations.idempotent[plans.operation[calls.plan[call]]] === 1;
}

/** The timer of a call is stopped. True if it was a pause before a retry, which is over now. */
export function endPause(call: number, timer: number): boolean {
  if (events.kind[timer - 1] !== RETRY) return false;
  pauseLess(calls.edge[call]);
  return true;
}
