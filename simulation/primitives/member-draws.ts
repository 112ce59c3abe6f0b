// Members by chance: one, some different ones, or some that may be the same. `cells` and `zone` say who
// counts, see balancer.ts.
import { nextIndex, nextUniform } from "../core/random.ts";
import { registers, UNIFORM } from "../core/registers.ts";
import { balanceRows, balances, members, NEAR, WARMS, WEIGHS } from "./balance-rows.ts";
import { edgeStream } from "./network.ts";
import { instances, nodeState } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import { warmthOf } from "./slow-start.ts";
import { BALANCE } from "./streams.ts";

export function zoneSize(row: number, zone: number): number {
  return zone === NEAR ? balanceRows.near[row] : balanceRows.far[row];
}

export function isIn(first: number, at: number, cells: number, zone: number): boolean {
  if (cells < 0) return instances.listed[first + at] === 1;
  return members.usable[cells + at] === zone;
}

export function weighs(edge: number): boolean {
  return (balances.watch[edge] & WEIGHS) !== 0;
}

export function weightOf(edge: number, instance: number, cell: number): number {
  const weight = instances.weight[instance];
  return (balances.watch[edge] & WARMS) === 0 ? weight : weight * warmthOf(edge, cell);
}

export function randomMember(edge: number, cells: number, zone: number): number {
  const node = edges.to[edge];
  const stream = edgeStream(edge, BALANCE);
  for (;;) {
    const at = nextIndex(stream, nodes.instanceCount[node]);
    if (isIn(nodes.firstInstance[node], at, cells, zone)) return at;
  }
}

/**
 * A member by chance, in proportion to its weight, that is not among the first `taken` drawn. One
 * uniform a pick.
 */
export function weightedMember(edge: number, cells: number, zone: number, taken: number): number {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  let total = 0;
  for (let at = 0; at < count; at++) {
    if (!isIn(first, at, cells, zone) || isAmong(at, taken)) continue;
    total += weightOf(edge, first + at, cells + at);
  }
  nextUniform(edgeStream(edge, BALANCE));
  let rest = registers[UNIFORM] * total;
  let chosen = -1;
  for (let at = 0; at < count; at++) {
    if (!isIn(first, at, cells, zone) || isAmong(at, taken)) continue;
    chosen = at;
    rest -= weightOf(edge, first + at, cells + at);
    if (rest < 0) break;
  }
  return chosen;
}

/** Members drawn by the last `drawMembers`, by their position in the node. */
const drawn = new Int32Array(10_000);

/** Draws that may hit a member again; returns how many. */
export function drawAnyMembers(edge: number, cells: number, zone: number): number {
  const draws = edges.choiceCount[edge];
  for (let i = 0; i < draws; i++) {
    drawn[i] = weighs(edge)
      ? weightedMember(edge, cells, zone, 0)
      : randomMember(edge, cells, zone);
  }
  return draws;
}

/** Draws different members, at most as many as there are; returns how many. */
export function drawMembers(edge: number, cells: number, zone: number, wanted: number): number {
  const row = policyRowOf(edge, cells);
  const size = cells < 0 ? nodeState.listed[edges.to[edge]] : zoneSize(row, zone);
  const draws = Math.min(wanted, size);
  if (draws > size / 2 && draws > 2) {
    shuffleMembers(edge, cells, zone, draws);
    return draws;
  }
  for (let i = 0; i < draws; i++) {
    if (weighs(edge)) {
      drawn[i] = weightedMember(edge, cells, zone, i);
      continue;
    }
    let at = randomMember(edge, cells, zone);
    while (isAmong(at, i)) at = randomMember(edge, cells, zone);
    drawn[i] = at;
  }
  return draws;
}

/** Caller row of its first row of `members`. */
function policyRowOf(edge: number, cells: number): number {
  return cells < 0 ? edges.firstRow[edge] : members.row[cells];
}

function isAmong(member: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (drawn[i] === member) return true;
  return false;
}

/** The same where most members are drawn: a partial shuffle of all of them. */
function shuffleMembers(edge: number, cells: number, zone: number, draws: number): void {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  let known = 0;
  for (let at = 0; at < count; at++) if (isIn(first, at, cells, zone)) drawn[known++] = at;
  for (let i = 0; i < draws; i++) {
    const j = i + nextIndex(edgeStream(edge, BALANCE), known - i);
    const at = drawn[j];
    drawn[j] = drawn[i];
    drawn[i] = at;
  }
}

/** Draws different instances for calls made at once; returns how many there are to go round. */
export function drawDistinct(edge: number, wanted: number): number {
  return drawMembers(edge, -1, 0, wanted);
}

/** Position of one of the instances drawn last, valid until the next pick. */
export function drawnMember(at: number): number {
  return drawn[at];
}
