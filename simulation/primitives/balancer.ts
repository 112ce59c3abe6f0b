// Client-side load balancing: which instance of the callee an attempt goes to, by what the caller
// instance knows. Members are the instances that callers believe to be up; where an edge filters
// them (`membership.ts`), `cells` is the caller's first row of `members` and `zone` says which of
// them count, else `cells` is -1.
import { nextIndex, nextUniform } from "../core/random.ts";
import { registers, UNIFORM } from "../core/registers.ts";
import {
  AVOIDS,
  balancedNodes,
  balanceRows,
  balances,
  FAR,
  FILTERS,
  GUIDES,
  memberCell,
  NEAR,
  STICKS,
} from "./balance-rows.ts";
import { BALANCE_PLACED, placedMember } from "./data-places.ts";
import { hashOfKey, ownerOf, pointOf } from "./hash-ring.ts";
import {
  drawAnyMembers,
  drawMembers,
  drawnMember,
  isIn,
  randomMember,
  weighs,
  weightedMember,
  weightOf,
  zoneSize,
} from "./member-draws.ts";
import { edgeStream } from "./network.ts";
import { instances, nodeState } from "./node-state.ts";
import {
  BALANCE_EWMA,
  BALANCE_HASH,
  BALANCE_LEAST_CONNECTIONS,
  BALANCE_LEAST_REQUEST,
  BALANCE_OWN,
  BALANCE_PICK_FIRST,
  BALANCE_RING_HASH,
  BALANCE_ROUND_ROBIN,
  edges,
  nodes,
} from "./parameters.ts";
import { costOf } from "./peak-ewma.ts";
import { balanceCells, policyRows } from "./policy-rows.ts";
import { keepMember, keptMember } from "./stickiness.ts";
import { BALANCE, SPILL } from "./streams.ts";
import { isTried } from "./tried-members.ts";

/** Picks that may be drawn anew to find a member not tried yet. Source: Istio's default. */
const REDRAWS = 5;

/** More connections, requests or milliseconds than there can be. */
const BEHIND_ALL = 1e12;

/** True when a pick depends on more than the edge and the caller's instance. */
export function picksByCall(edge: number): boolean {
  const balancing = edges.balancing[edge];
  if (balancing === BALANCE_LEAST_CONNECTIONS || balancing === BALANCE_HASH) return true;
  return balancing === BALANCE_RING_HASH || balancing === BALANCE_PLACED;
}

/** The instance for the next attempt of a call, -1 when no member may be picked. */
export function pickInstance(edge: number, row: number, call: number): number {
  const node = edges.to[edge];
  const first = nodes.firstInstance[node];
  const watch = balances.watch[edge];
  if ((watch & GUIDES) !== 0) return pickGuided(edge, row, call);
  if (nodeState.listed[node] === 0) return unlisted(edge, row);
  const count = nodes.instanceCount[node];
  if (count === 1 || nodes.sharedQueue[node] === 1) return first + firstIn(first, count, -1, 0);
  return first + pickMember(edge, row, call, -1, 0, 0);
}

/** Nobody has to be told of what stands beside it or lives in its process: it is up with its caller. */
function unlisted(edge: number, row: number): number {
  if (edges.balancing[edge] !== BALANCE_OWN) return -1;
  return nodes.firstInstance[edges.to[edge]] + row - edges.firstRow[edge];
}

/** The same where not all may be picked, or where a retry looks for another. */
function pickGuided(edge: number, row: number, call: number): number {
  const node = edges.to[edge];
  const first = nodes.firstInstance[node];
  const watch = balances.watch[edge];
  const filters = (watch & FILTERS) !== 0 && nodes.sharedQueue[node] === 0;
  const cells = filters ? memberCell(edge, row, 0) : -1;
  const zone = filters ? zoneOf(edge, row) : 0;
  const size = filters ? zoneSize(row, zone) : nodeState.listed[node];
  if (size === 0) return -1;
  const count = nodes.instanceCount[node];
  if (count === 1 || nodes.sharedQueue[node] === 1 || (filters && size === 1)) {
    return first + firstIn(first, count, cells, zone);
  }
  if ((watch & STICKS) !== 0) return first + pickSticky(edge, row, call, cells, zone);
  return first + pickUntried(edge, row, call, cells, zone);
}

function pickUntried(edge: number, row: number, call: number, cells: number, zone: number): number {
  if ((balances.watch[edge] & AVOIDS) === 0) return pickMember(edge, row, call, cells, zone, 0);
  for (let redraw = 0; ; redraw++) {
    const at = pickMember(edge, row, call, cells, zone, redraw);
    if (redraw === REDRAWS || !isTried(call, at)) return at;
  }
}

/** The member that what belongs to the call went to, or one that it will go to from now on. */
function pickSticky(edge: number, row: number, call: number, cells: number, zone: number): number {
  const kept = keptMember(edge, call, cells, zone);
  const isRefused = kept >= 0 && (balances.watch[edge] & AVOIDS) !== 0 && isTried(call, kept);
  if (kept >= 0 && !isRefused) return kept;
  const at = pickUntried(edge, row, call, cells, zone);
  keepMember(edge, call, at);
  return at;
}

/** Near or far: by chance where the caller's zone cannot take everything. */
function zoneOf(edge: number, row: number): number {
  const share = balanceRows.nearShare[row];
  if (share >= 1) return NEAR;
  if (share <= 0) return FAR;
  nextUniform(edgeStream(edge, SPILL));
  return registers[UNIFORM] < share ? NEAR : FAR;
}

function firstIn(first: number, count: number, cells: number, zone: number): number {
  let at = 0;
  while (at + 1 < count && !isIn(first, at, cells, zone)) at++;
  return at;
}

function pickMember(
  edge: number,
  row: number,
  call: number,
  cells: number,
  zone: number,
  redraw: number,
): number {
  switch (edges.balancing[edge]) {
    case BALANCE_ROUND_ROBIN:
      if (weighs(edge)) return weightedRoundRobin(edge, row, cells, zone);
      return roundRobin(edge, row, cells, zone);
    case BALANCE_LEAST_REQUEST:
      return leastRequest(edge, row, redraw > 0 ? call : -1, cells, zone);
    case BALANCE_LEAST_CONNECTIONS:
      return leastConnections(edge, row, call, cells, zone, redraw > 0);
    case BALANCE_RING_HASH:
      return ringOwner(edge, call, cells, zone, redraw);
    case BALANCE_HASH:
      return hashed(edge, row, call, cells, zone, redraw);
    case BALANCE_EWMA:
      return leastCost(edge, row, redraw > 0 ? call : -1, cells, zone);
    case BALANCE_PICK_FIRST:
      return pickFirst(edge, row, cells, zone);
    case BALANCE_OWN:
      return row - edges.firstRow[edge];
    case BALANCE_PLACED:
      return placedMember(edge, call);
    default:
      return weighs(edge) ? weightedMember(edge, cells, zone, 0) : randomMember(edge, cells, zone);
  }
}

/**
 * Earliest deadline first, as in Envoy: a pick puts off the member's next turn by 1 / weight, so in
 * any stretch each gets its share to within one pick or so. Members begin at phases drawn by the
 * caller row; one that was away has no turns to catch up on.
 */
function weightedRoundRobin(edge: number, row: number, cells: number, zone: number): number {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  const own = outstandingCell(edge, row, 0);
  const deadline = balanceCells.deadline;
  if (policyRows.pointer[row] === 0) {
    for (let at = 0; at < count; at++) {
      nextUniform(edgeStream(edge, BALANCE));
      deadline[own + at] = registers[UNIFORM] / instances.weight[first + at];
    }
    policyRows.pointer[row] = 1;
  }
  const turn = policyRows.turn[row];
  let chosen = -1;
  let earliest = 0;
  for (let at = 0; at < count; at++) {
    if (!isIn(first, at, cells, zone)) continue;
    const due = Math.max(deadline[own + at], turn);
    if (chosen < 0 || due < earliest) {
      chosen = at;
      earliest = due;
    }
  }
  policyRows.turn[row] = earliest;
  deadline[own + chosen] = earliest + 1 / weightOf(edge, first + chosen, cells + chosen);
  return chosen;
}

/** Starts at a random member and goes round. */
function roundRobin(edge: number, row: number, cells: number, zone: number): number {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  let at = policyRows.pointer[row] - 1;
  if (at < 0) at = nextIndex(edgeStream(edge, BALANCE), count);
  while (!isIn(first, at, cells, zone)) at = at + 1 === count ? 0 : at + 1;
  policyRows.pointer[row] = (at + 1 === count ? 0 : at + 1) + 1;
  return at;
}

/**
 * Some draws, fewest outstanding of this caller row; a tie goes to the first drawn. `call`: -1, or one that
 * has tried what was picked before.
 */
function leastRequest(
  edge: number,
  row: number,
  call: number,
  cells: number,
  zone: number,
): number {
  const draws =
    balances.withReplacement[edge] === 1
      ? drawAnyMembers(edge, cells, zone)
      : drawMembers(edge, cells, zone, edges.choiceCount[edge]);
  const own = outstandingCell(edge, row, 0);
  const outstanding = balanceCells.outstanding;
  const passesOver = call >= 0 && drawsAll(edge, row, cells, zone, draws);
  let best = drawnMember(0);
  let least = outstanding[own + best];
  if (passesOver && isTried(call, best)) least += BEHIND_ALL;
  for (let i = 1; i < draws; i++) {
    const at = drawnMember(i);
    let load = outstanding[own + at];
    if (passesOver && isTried(call, at)) load += BEHIND_ALL;
    if (load >= least) continue;
    best = at;
    least = load;
  }
  return best;
}

/** Whether different draws are all that there is: drawn anew, they would be the same again. */
function drawsAll(edge: number, row: number, cells: number, zone: number, draws: number): boolean {
  if (balances.withReplacement[edge] === 1) return false;
  return draws === (cells < 0 ? nodeState.listed[edges.to[edge]] : zoneSize(row, zone));
}

/**
 * Of all members the one with the fewest connections for its weight; a tie goes to any of them. With
 * `fresh` those that the call has tried come last: a search of all would find the same one again.
 */
function leastConnections(
  edge: number,
  row: number,
  call: number,
  cells: number,
  zone: number,
  fresh: boolean,
): number {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  const own = outstandingCell(edge, row, 0);
  let best = -1;
  let least = 0;
  let tied = 0;
  for (let at = 0; at < count; at++) {
    if (!isIn(first, at, cells, zone)) continue;
    let load = balanceCells.outstanding[own + at] / instances.weight[first + at];
    if (fresh && isTried(call, at)) load += BEHIND_ALL;
    if (best >= 0 && load > least) continue;
    tied = best >= 0 && load === least ? tied + 1 : 1;
    least = load;
    // The k-th of a tie takes the place of the one chosen before with chance 1 / k.
    if (tied === 1 || nextIndex(edgeStream(edge, BALANCE), tied) === 0) best = at;
  }
  return best;
}

/** Some draws, lowest expected cost; a tie goes to the first drawn. `call` as for least requests. */
function leastCost(edge: number, row: number, call: number, cells: number, zone: number): number {
  const draws = drawMembers(edge, cells, zone, edges.choiceCount[edge]);
  const own = outstandingCell(edge, row, 0);
  const passesOver = call >= 0 && drawsAll(edge, row, cells, zone, draws);
  let best = -1;
  let least = 0;
  for (let i = 0; i < draws; i++) {
    const at = drawnMember(i);
    let cost = costOf(edge, row, at, balanceCells.outstanding[own + at]);
    if (passesOver && isTried(call, at)) cost += BEHIND_ALL;
    if (best < 0 || cost < least) {
      best = at;
      least = cost;
    }
  }
  return best;
}

/** Owner of the key's place on the ring; a pick that is drawn anew starts a point further on. */
function ringOwner(
  edge: number,
  call: number,
  cells: number,
  zone: number,
  redraw: number,
): number {
  const node = edges.to[edge];
  const count = balancedNodes.pointCount[node];
  let point = pointOf(node, call) + redraw;
  if (point >= count) point -= count;
  let at = ownerOf(node, point);
  while (!isIn(nodes.firstInstance[node], at, cells, zone)) {
    point = point + 1 === count ? 0 : point + 1;
    at = ownerOf(node, point);
  }
  return at;
}

/**
 * The member whose number, counted over those that may be picked, is the hash of the key modulo how
 * many they are. A pick that is drawn anew takes the next.
 */
function hashed(
  edge: number,
  row: number,
  call: number,
  cells: number,
  zone: number,
  redraw: number,
): number {
  const node = edges.to[edge];
  const size = cells < 0 ? nodeState.listed[node] : zoneSize(row, zone);
  let left = (hashOfKey(node, call) + redraw) % size;
  let at = 0;
  for (;;) {
    if (isIn(nodes.firstInstance[node], at, cells, zone) && left-- === 0) return at;
    at++;
  }
}

/**
 * Keeps one connection, to the first member of the caller row's own shuffled list that takes one. A
 * crash closes the connection, so the next pick goes through the list from its start; a black hole
 * closes nothing.
 */
function pickFirst(edge: number, row: number, cells: number, zone: number): number {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  const chosen = policyRows.pointer[row] - 1;
  if (chosen >= 0 && isIn(first, chosen, cells, zone) && connects(first + chosen)) return chosen;
  const own = outstandingCell(edge, row, 0);
  if (chosen < 0) shuffleOrder(edge, own, count);
  let fallback = -1;
  for (let i = 0; i < count; i++) {
    const at = balanceCells.outstanding[own + i];
    if (!isIn(first, at, cells, zone)) continue;
    if (fallback < 0) fallback = at;
    if (!connects(first + at)) continue;
    policyRows.pointer[row] = at + 1;
    return at;
  }
  return fallback;
}

/** Whether a connection to an instance can be had and kept. */
function connects(instance: number): boolean {
  return instances.up[instance] === 1 || instances.blackhole[instance] === 1;
}

function shuffleOrder(edge: number, own: number, count: number): void {
  const order = balanceCells.outstanding;
  for (let at = 0; at < count; at++) order[own + at] = at;
  for (let i = 0; i < count; i++) {
    const j = i + nextIndex(edgeStream(edge, BALANCE), count - i);
    const at = order[own + j];
    order[own + j] = order[own + i];
    order[own + i] = at;
  }
}

/** Cell that counts what a caller row has outstanding at member `at`. */
export function outstandingCell(edge: number, row: number, at: number): number {
  const count = nodes.instanceCount[edges.to[edge]];
  return edges.firstCell[edge] + (row - edges.firstRow[edge]) * count + at;
}
