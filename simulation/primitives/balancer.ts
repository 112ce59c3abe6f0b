// Client-side load balancing: which instance of the callee an attempt goes to, by what the caller
// instance knows. Members are the instances that callers believe to be up.
import { nextIndex } from "../core/random.ts";
import { edgeStream } from "./network.ts";
import { instances, nodeState } from "./node-state.ts";
import {
  BALANCE_LEAST_REQUEST,
  BALANCE_PICK_FIRST,
  BALANCE_ROUND_ROBIN,
  edges,
  nodes,
} from "./parameters.ts";
import { balanceCells, policyRows } from "./policy-rows.ts";
import { BALANCE } from "./streams.ts";

/** The instance for the next attempt of a caller row, -1 when no member is known. */
export function pickInstance(edge: number, row: number): number {
  const node = edges.to[edge];
  const first = nodes.firstInstance[node];
  const count = nodes.instanceCount[node];
  if (nodeState.listed[node] === 0) return -1;
  if (count === 1 || nodes.sharedQueue[node] === 1) return firstListed(first, count);
  switch (edges.balancing[edge]) {
    case BALANCE_ROUND_ROBIN:
      return first + roundRobin(edge, row, first, count);
    case BALANCE_LEAST_REQUEST:
      return first + leastRequest(edge, row, first, count);
    case BALANCE_PICK_FIRST:
      return first + pickFirst(edge, row, first, count);
    default:
      return first + randomMember(edge, first, count);
  }
}

function firstListed(first: number, count: number): number {
  for (let i = 0; i < count; i++) if (instances.listed[first + i] === 1) return first + i;
  return -1;
}

function randomMember(edge: number, first: number, count: number): number {
  const stream = edgeStream(edge, BALANCE);
  for (;;) {
    const at = nextIndex(stream, count);
    if (instances.listed[first + at] === 1) return at;
  }
}

/** Starts at a random member and goes round. */
function roundRobin(edge: number, row: number, first: number, count: number): number {
  let at = policyRows.pointer[row] - 1;
  if (at < 0) at = nextIndex(edgeStream(edge, BALANCE), count);
  while (instances.listed[first + at] === 0) at = at + 1 === count ? 0 : at + 1;
  policyRows.pointer[row] = (at + 1 === count ? 0 : at + 1) + 1;
  return at;
}

/** Two distinct draws, fewest outstanding of this caller row; a tie goes to the first drawn. */
function leastRequest(edge: number, row: number, first: number, count: number): number {
  const a = randomMember(edge, first, count);
  if (nodeState.listed[edges.to[edge]] === 1) return a;
  let b = randomMember(edge, first, count);
  while (b === a) b = randomMember(edge, first, count);
  const cells = outstandingCell(edge, row, 0);
  const outstanding = balanceCells.outstanding;
  return outstanding[cells + b] < outstanding[cells + a] ? b : a;
}

/** Stays with one random member until callers learn that it is gone. */
function pickFirst(edge: number, row: number, first: number, count: number): number {
  const chosen = policyRows.pointer[row] - 1;
  if (chosen >= 0 && instances.listed[first + chosen] === 1) return chosen;
  const at = randomMember(edge, first, count);
  policyRows.pointer[row] = at + 1;
  return at;
}

/** Cell that counts what a caller row has outstanding at member `at`. */
export function outstandingCell(edge: number, row: number, at: number): number {
  const members = nodes.instanceCount[edges.to[edge]];
  return edges.firstCell[edge] + (row - edges.firstRow[edge]) * members + at;
}
