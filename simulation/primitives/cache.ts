// Cache: what happens to a command once it has been served. A read asks for the key of its request:
// a hit is answered at once; a miss goes on with the calls of its operation and what they bring is
// stored (read-through), or is answered as a miss where there are none, and the caller looks
// elsewhere (cache-aside). A write makes its calls, then stores the key; a removal drops it. Nothing
// is stored that failed or is degraded. With single-flight, who misses what is being fetched waits
// for that fetch and ends as it does; if it is cancelled the next in line fetches.
import { allocateRow, freeRow } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { NOW, registers, UNIFORM } from "../core/registers.ts";
import {
  ARRIVALS,
  COALESCED,
  EXPIRIES,
  HITS,
  MISSES,
  NODE_METERS,
  nodeMeter,
  STALE_HITS,
} from "../metrics/meters.ts";
import { CANCELLED, OK } from "../results/outcomes.ts";
import {
  caches,
  cells,
  commands,
  fetches,
  finds,
  followers,
  READS,
  stores,
  WRITES,
} from "./cache-rows.ts";
import { FETCHED, WORK_SERVED } from "./event-kinds.ts";
import { awayMoreAt, countArrival } from "./instance-load.ts";
import { rowOfKey } from "./keyed-work.ts";
import { enter } from "./node-state.ts";
import { nodes, operations } from "./parameters.ts";
import { holdRequest } from "./request.ts";
import { attempts, CALLED, CALLING, calls, DISCARDED, FETCHES, FOUND, FROM_RETRY } from "./rows.ts";
import { dropEntry, storeEntry, touchEntry } from "./store.ts";
import { LOOKUP, NODE_STREAMS } from "./streams.ts";
import { follow } from "./transitions.ts";

/** What becomes of a command. */
export const ANSWERED = 0;
export const GOES_ON = 1;
/** Another fetches what it wants. */
export const FOLLOWS = 2;

function cellOf(attempt: number, node: number): number {
  const instance = attempts.instance[attempt];
  return stores.firstCell[instance] + rowOfKey(attempt, node) - nodes.firstKey[node];
}

/** A command has been served; says how it goes on. */
export function serveCommand(attempt: number, node: number): number {
  if (commands.access[attempts.operation[attempt]] !== READS) return GOES_ON;
  const m = node * NODE_METERS;
  const cell = cellOf(attempt, node);
  if (holds(attempt, node, cell)) {
    nodeMeter[m + HITS]++;
    attempts.flags[attempt] |= FOUND;
    return ANSWERED;
  }
  nodeMeter[m + MISSES]++;
  if (operations.stageCount[attempts.operation[attempt]] === 0) return ANSWERED;
  if (caches.singleFlight[node] === 1) {
    if (cells.next[cell] !== 0) {
      nodeMeter[m + COALESCED]++;
      waitFor(cells.next[cell] - 1, attempt);
      return FOLLOWS;
    }
    openFetch(cell, attempt);
  }
  attempts.flags[attempt] |= FETCHES;
  return GOES_ON;
}

/** Whether a key is there to be served; what has expired may be for a while. */
function holds(attempt: number, node: number, cell: number): boolean {
  const ratio = caches.hitRatio[node];
  if (ratio >= 0) {
    nextUniform(node * NODE_STREAMS + LOOKUP);
    return registers[UNIFORM] < ratio;
  }
  if (cells.place[cell] === 0) return false;
  const instance = attempts.instance[attempt];
  const late = registers[NOW] - cells.expiresAt[cell];
  if (late >= 0 && late >= staleMs(attempt, node)) {
    nodeMeter[node * NODE_METERS + EXPIRIES]++;
    dropEntry(instance, cell);
    return false;
  }
  touchEntry(node, instance, cell);
  if (late >= 0) {
    nodeMeter[node * NODE_METERS + STALE_HITS]++;
    if (cells.next[cell] === 0) refresh(attempt, node, cell);
  }
  return true;
}

/** Only what a cache fetches by itself can be served while it does. */
function staleMs(attempt: number, node: number): number {
  return operations.stageCount[attempts.operation[attempt]] === 0 ? 0 : caches.staleMs[node];
}

/** Fetches a key in the background: an attempt that nobody waits for, without work of its own. */
function refresh(before: number, node: number, cell: number): void {
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  const instance = attempts.instance[before];
  const request = attempts.request[before];
  attempts.node[attempt] = node;
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = attempts.operation[before];
  attempts.edge[attempt] = attempts.edge[before];
  attempts.request[attempt] = request;
  attempts.call[attempt] = -1;
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.origin[attempt] = CALLED;
  attempts.outcome[attempt] = OK;
  attempts.phase[attempt] = CALLING;
  attempts.flags[attempt] = (attempts.flags[before] & FROM_RETRY) | FETCHES | DISCARDED;
  attempts.depth[attempt] = attempts.depth[before];
  attempts.arrivedAt[attempt] = registers[NOW];
  attempts.servedMs[attempt] = 0;
  holdRequest(request);
  openFetch(cell, attempt);
  nodeMeter[node * NODE_METERS + ARRIVALS]++;
  countArrival(attempt, instance);
  enter(node);
  awayMoreAt(node, instance);
  follow(WORK_SERVED, attempt, 0);
}

/** Whoever misses the key of a cell waits for this attempt. */
function openFetch(cell: number, attempt: number): void {
  const fetch = allocateRow(fetches.marks, fetches.next, fetches.cap);
  fetches.attempt[fetch] = attempt;
  fetches.firstFollower[fetch] = 0;
  fetches.lastFollower[fetch] = 0;
  cells.next[cell] = fetch + 1;
}

function waitFor(fetch: number, attempt: number): void {
  const row = allocateRow(followers.marks, followers.next, followers.cap);
  followers.attempt[row] = attempt;
  followers.generation[row] = attempts.generation[attempt];
  followers.next[row] = 0;
  const last = fetches.lastFollower[fetch];
  if (last === 0) fetches.firstFollower[fetch] = row + 1;
  else followers.next[last - 1] = row + 1;
  fetches.lastFollower[fetch] = row + 1;
}

/** A command has done its work; what it brings or changes is stored. */
export function completeCommand(attempt: number, node: number, outcome: number): void {
  if (outcome !== OK || caches.hitRatio[node] >= 0) return;
  const access = commands.access[attempts.operation[attempt]];
  if (access === READS && (attempts.flags[attempt] & FETCHES) === 0) return;
  const instance = attempts.instance[attempt];
  const cell = cellOf(attempt, node);
  if (access === READS || access === WRITES) storeEntry(node, instance, cell);
  else if (cells.place[cell] !== 0) dropEntry(instance, cell);
}

/** A command leaves; who waits for what it has fetched ends as it does, or fetches instead. */
export function leaveCache(attempt: number, node: number, outcome: number): void {
  if ((attempts.flags[attempt] & FETCHES) === 0) return;
  attempts.flags[attempt] &= ~FETCHES;
  const cell = cellOf(attempt, node);
  const fetch = cells.next[cell] - 1;
  if (fetch < 0 || fetches.attempt[fetch] !== attempt) return;
  if (outcome === CANCELLED && handOver(fetch)) return;
  cells.next[cell] = 0;
  let link = fetches.firstFollower[fetch];
  freeRow(fetches.marks, fetches.next, fetch);
  while (link !== 0) {
    const row = link - 1;
    link = followers.next[row];
    follow(FETCHED, row, outcome);
  }
}

/** The first of those who still wait fetches; false if nobody does. */
function handOver(fetch: number): boolean {
  let link = fetches.firstFollower[fetch];
  while (link !== 0) {
    const row = link - 1;
    const attempt = followers.attempt[row];
    const waits = isWaiting(row);
    link = followers.next[row];
    freeRow(followers.marks, followers.next, row);
    fetches.firstFollower[fetch] = link;
    if (!waits) continue;
    if (link === 0) fetches.lastFollower[fetch] = 0;
    fetches.attempt[fetch] = attempt;
    attempts.flags[attempt] |= FETCHES;
    follow(WORK_SERVED, attempt, 0);
    return true;
  }
  return false;
}

function isWaiting(row: number): boolean {
  const attempt = followers.attempt[row];
  const same = attempts.generation[attempt] === followers.generation[row];
  return same && attempts.phase[attempt] === CALLING;
}

/** The attempt of a wait that is over, -1 if it is gone. */
export function endWait(row: number): number {
  const attempt = isWaiting(row) ? followers.attempt[row] : -1;
  freeRow(followers.marks, followers.next, row);
  return attempt;
}

/** The answer to a call of a caller that is to know of it is a hit. */
export function noteFound(call: number): void {
  const parent = calls.parent[call];
  if (parent >= 0) attempts.flags[parent] |= finds.bit[calls.edge[call]];
}
