// Client-side load balancing: which instance of the callee an attempt goes to, by what the caller
// instance knows. Members are the instances that callers believe to be up.
import { nextIndex, nextUniform } from "../core/random.ts";
import { registers, UNIFORM } from "../core/registers.ts";
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
      if (nodes.weighted[node] === 1) return first + weightedRoundRobin(edge, row, first, count);
      return first + roundRobin(edge, row, first, count);
    case BALANCE_LEAST_REQUEST:
      return first + leastRequest(edge, row, first, count);
    case BALANCE_PICK_FIRST:
      return first + pickFirst(edge, row, first, count);
    default:
      if (nodes.weighted[node] === 1) return first + weightedMember(edge, first, count);
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

/** A member by chance, in proportion to its weight. One uniform a pick. */
function weightedMember(edge: number, first: number, count: number): number {
  let total = 0;
  for (let at = 0; at < count; at++) {
    if (instances.listed[first + at] === 1) total += instances.weight[first + at];
  }
  nextUniform(edgeStream(edge, BALANCE));
  let rest = registers[UNIFORM] * total;
  let chosen = -1;
  for (let at = 0; at < count; at++) {
    if (instances.listed[first + at] === 0) continue;
    chosen = at;
    rest -= instances.weight[first + at];
    if (rest < 0) break;
  }
  return chosen;
}

/**
 * Earliest deadline first: a pick puts off the member's next turn by 1 / weight, so in any stretch
 * each gets its share to within one pick or so. Members begin at phases drawn by the caller row; one
 * that was away has no turns to catch up on.
 */
function weightedRoundRobin(edge: number, row: number, first: number, count: number): number {
  const cells = outstandingCell(edge, row, 0);
  const deadline = balanceCells.deadline;
  if (policyRows.pointer[row] === 0) {
    for (let at = 0; at < count; at++) {
      nextUniform(edgeStream(edge, BALANCE));
      deadline[cells + at] = registers[UNIFORM] / instances.weight[first + at];
    }
    policyRows.pointer[row] = 1;
  }
  const turn = policyRows.turn[row];
  let chosen = -1;
  let earliest = 0;
  for (let at = 0; at < count; at++) {
    if (instances.listed[first + at] === 0) continue;
    const due = Math.max(deadline[cells + at], turn);
    if (chosen < 0 || due < earliest) {
      chosen = at;
      earliest = due;
    }
  }
  policyRows.turn[row] = earliest;
  deadline[cells + chosen] = earliest + 1 / instances.weight[first + chosen];
  return chosen;
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
  const draws = drawMembers(edge, first, count, edges.choiceCount[edge]);
  const cells = outstandingCell(edge, row, 0);
  const outstanding = balanceCells.outstanding;
  let best = drawn[0];
  for (let i = 1; i < draws; i++) {
    const at = drawn[i];
    if (outstanding[cells + at] < outstanding[cells + best]) best = at;
  }
  return best;
}

/** Members drawn by the last `drawMembers`, by their position in the node. */
const drawn = new Int32Array(10_000);

/** Draws different members, at most as many as there are; returns how many. */
function drawMembers(edge: number, first: number, count: number, wanted: number): number {
  const listed = nodeState.listed[edges.to[edge]];
  const draws = Math.min(wanted, listed);
  if (draws > listed / 2 && draws > 2) {
    shuffleMembers(edge, first, count, draws);
    return draws;
  }
  for (let i = 0; i < draws; i++) {
    let at = randomMember(edge, first, count);
    while (isAmong(at, i)) at = randomMember(edge, first, count);
    drawn[i] = at;
  }
  return draws;
}

function isAmong(member: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (drawn[i] === member) return true;
  return false;
}

/** The same where most members are drawn: a partial shuffle of all of them. */
function shuffleMembers(edge: number, first: number, count: number, draws: number): void {
  let known = 0;
  for (let at = 0; at < count; at++) if (instances.listed[first + at] === 1) drawn[known++] = at;
  for (let i = 0; i < draws; i++) {
    const j = i + nextIndex(edgeStream(edge, BALANCE), known - i);
    const at = drawn[j];
    drawn[j] = drawn[i];
    drawn[i] = at;
  }
}

/** Draws different instances for calls made at once; returns how many there are to go round. */
export function drawDistinct(edge: number, wanted: number): number {
  const node = edges.to[edge];
  return drawMembers(edge, nodes.firstInstance[node], nodes.instanceCount[node], wanted);
}

/** Position of one of the instances drawn last, valid until the next pick. */
export function drawnMember(at: number): number {
  return drawn[at];
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
