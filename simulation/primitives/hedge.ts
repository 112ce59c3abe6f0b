// Hedging: when another copy of an unfinished attempt is due, and where it goes. The delay is fixed,
// or a percentile of the latest successes of the caller instance, which are kept in order of time
// and in order of size; a success costs a search and a shift within them.
import { Table } from "../core/memory.ts";
import { NOW, registers, VALUE } from "../core/registers.ts";
import { balances, FILTERS } from "./balance-rows.ts";
import { pickInstance } from "./balancer.ts";
import { flights, hedgedEdges, newestFlight } from "./flight-rows.ts";
import { instances } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import { calls } from "./rows.ts";

/** Successes that a percentile is taken of, and how many there must be. Decision 56. */
export const WINDOW = 1_000;
export const FEWEST = 100;
const REDRAWS = 5;

class HedgeWindows extends Table {
  readonly filled = this.int32();
  /** Where the oldest of a full window stands, which is the next to go. */
  readonly position = this.int32();
}

class HedgeLatencies extends Table {
  readonly inTime = this.float64();
  readonly inOrder = this.float64();
}

export const hedgeWindows = new HedgeWindows("hedge windows", 1_000);
export const hedgeLatencies = new HedgeLatencies("hedge latencies", 300_000);

function windowOf(call: number, edge: number): number {
  return hedgedEdges.firstWindow[edge] + calls.row[call] - edges.firstRow[edge];
}

/** Leaves the delay of the next hedge of a call in `registers[VALUE]` (ms); false: none is made. */
export function hedgeDelay(call: number, edge: number): boolean {
  const percentile = hedgedEdges.percentile[edge];
  if (percentile === 0) {
    registers[VALUE] = hedgedEdges.delayMs[edge];
    return true;
  }
  const window = windowOf(call, edge);
  const filled = hedgeWindows.filled[window];
  if (filled < FEWEST) return false;
  // Rank ceil(p n), as everywhere; products such as 0.95 x 100 must not be rounded up.
  const rank = Math.max(1, Math.trunc(percentile * filled + 1 - 1e-9));
  registers[VALUE] = hedgeLatencies.inOrder[window * WINDOW + rank - 1];
  return true;
}

/** Notes the latency of a success, `registers[VALUE]`, ms. */
export function noteSuccess(call: number, edge: number): void {
  if (hedgedEdges.percentile[edge] === 0) return;
  const window = windowOf(call, edge);
  const first = window * WINDOW;
  const latency = registers[VALUE];
  const position = hedgeWindows.position[window];
  let filled = hedgeWindows.filled[window];
  if (filled === WINDOW) {
    removeOrdered(first, filled, hedgeLatencies.inTime[first + position]);
    filled--;
  }
  hedgeLatencies.inTime[first + position] = latency;
  hedgeWindows.position[window] = position + 1 === WINDOW ? 0 : position + 1;
  insertOrdered(first, filled, latency);
  hedgeWindows.filled[window] = filled + 1;
}

/** Where in the ordered list the first value stands that is not smaller. */
function placeOf(first: number, count: number, value: number): number {
  let low = first;
  let high = first + count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hedgeLatencies.inOrder[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertOrdered(first: number, count: number, value: number): void {
  const place = placeOf(first, count, value);
  for (let at = first + count; at > place; at--) {
    hedgeLatencies.inOrder[at] = hedgeLatencies.inOrder[at - 1];
  }
  hedgeLatencies.inOrder[place] = value;
}

function removeOrdered(first: number, count: number, value: number): void {
  const last = first + count - 1;
  for (let at = placeOf(first, count, value); at < last; at++) {
    hedgeLatencies.inOrder[at] = hedgeLatencies.inOrder[at + 1];
  }
}

/** True when a flight of the call is on its way to an instance. */
function isUsed(call: number, instance: number): boolean {
  for (let link = newestFlight(call); link !== 0; link = flights.sibling[link - 1]) {
    if (flights.instance[link - 1] === instance) return true;
  }
  return false;
}

/** An instance for a hedge, one to which none of its try's attempts has gone if there is one. */
export function pickOther(call: number, edge: number): number {
  let instance = -1;
  for (let draw = 0; draw <= REDRAWS; draw++) {
    instance = pickInstance(edge, calls.row[call], call);
    if (instance < 0 || !isUsed(call, instance)) return instance;
  }
  // Who is left out for failures, or far away, is not asked for the sake of another place.
  if ((balances.watch[edge] & FILTERS) !== 0) return instance;
  const node = edges.to[edge];
  const first = nodes.firstInstance[node];
  const count = nodes.instanceCount[node];
  for (let step = 1; step < count; step++) {
    const other = first + ((instance - first + step) % count);
    if (instances.listed[other] === 1 && !isUsed(call, other)) return other;
  }
  return instance;
}

/** How long a flight has been under way, into `registers[VALUE]`, ms. */
export function measureFlight(flight: number): void {
  registers[VALUE] = registers[NOW] - flights.startedAt[flight];
}
