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

/** Distinct draws, fewest outstanding of this caller row; a tie goes to the first drawn. */
function leastRequest(edge: number, row: number, first: number, count: number): number {
  const listed = nodeState.listed[edges.to[edge]];
  const draws = Math.min(edges.choiceCount[edge], listed);
  const cells = outstandingCell(edge, row, 0);
  if (draws > listed / 2 && draws > 2) return leastOfMany(edge, cells, first, count, draws);
  let best = randomMember(edge, first, count);
  drawn[0] = best;
  for (let i = 1; i < draws; i++) {
    let at = randomMember(edge, first, count);
    while (isAmong(at, i)) at = randomMember(edge, first, count);
    drawn[i] = at;
    const outstanding = balanceCells.outstanding;
    if (outstanding[cells + at] < outstanding[cells + best]) best = at;
  }
  return best;
}

/** Members drawn so far for one pick. */
const drawn = new Int32Array(10_000);

function isAmong(member: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (drawn[i] === member) return true;
  return false;
}

/** The same where most members are drawn: a partial shuffle of all of them. */
function leastOfMany(
  edge: number,
  cells: number,
  first: number,
  count: number,
  draws: number,
): number {
  let known = 0;
  for (let at = 0; at < count; at++) if (instances.listed[first + at] === 1) drawn[known++] = at;
  let best = -1;
  for (let i = 0; i < draws; i++) {
    const j = i + nextIndex(edgeStream(edge, BALANCE), known - i);
    const at = drawn[j];
    drawn[j] = drawn[i];
    const outstanding = balanceCells.outstanding;
    if (best < 0 || outstanding[cells + at] < outstanding[cells + best]) best = at;
  }
  return best;
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
