// Cache: what happens to a command once it has been served. A read asks for the key of its request:
// a hit is answered at once; a miss goes on with the calls of its operation and what they bring is
// stored (read-through), or is answered as a miss where there are none, and the caller looks
// elsewhere (cache-aside). A write makes its calls, then stores the key; a removal drops it. Nothing
// is stored that failed or is degraded. With single-flight, who misses what is being fetched waits
// for that fetch and ends as it does; if it is cancelled the next in line fetches. What lies behind the
// points of a CDN is in shield.ts, writes that are made later in write-behind.ts.
import { allocateRow } from "../core/memory.ts";
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
import { OK } from "../results/outcomes.ts";
import { closeFetch, openFetch, waiterOf, waitFor } from "./cache-fetches.ts";
import {
  caches,
  cellAt,
  cells,
  commands,
  finds,
  PASSES,
  READS,
  REMOVES,
  WRITES,
} from "./cache-rows.ts";
import { WORK_SERVED } from "./event-kinds.ts";
import { awayMoreAt, countArrival } from "./instance-load.ts";
import { enter } from "./node-state.ts";
import { operations } from "./parameters.ts";
import { holdRequest } from "./request.ts";
import {
  attempts,
  CALLED,
  CALLING,
  calls,
  DISCARDED,
  FETCHES,
  FLUSHES,
  FOUND,
  FROM_RETRY,
} from "./rows.ts";
import { askShield, purgeLater, storeThrough } from "./shield.ts";
import { dropEntry, storeEntry, touchEntry } from "./store.ts";
import { LOOKUP, NODE_STREAMS } from "./streams.ts";
import { follow } from "./transitions.ts";
import { flushEnded, isKeptBack, keepBack } from "./write-behind.ts";

/** What becomes of a command. */
export const ANSWERED = 0;
export const GOES_ON = 1;
/** Another fetches what it wants. */
export const FOLLOWS = 2;

function cellOf(attempt: number, node: number): number {
  return cellAt(attempts.instance[attempt], attempt, node);
}

/** A command has been served; says how it goes on. */
export function serveCommand(attempt: number, node: number): number {
  const access = commands.access[attempts.operation[attempt]];
  if (access !== READS) return serveChange(attempt, node, access);
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
      waitFor(cells.next[cell] - 1, waiterOf(attempt));
      return FOLLOWS;
    }
    openFetch(cell, attempt);
  }
  attempts.flags[attempt] |= FETCHES;
  if (caches.shield[node] < 0) return GOES_ON;
  askShield(attempt, node);
  return FOLLOWS;
}

/** What is not a read: a purge or a write that is kept back is answered at once. */
function serveChange(attempt: number, node: number, access: number): number {
  if (access === REMOVES && caches.purgeMs[node] >= 0) return ANSWERED;
  if (access !== WRITES || caches.flushMs[node] === 0) return GOES_ON;
  keepBack(attempt, node, cellOf(attempt, node));
  return ANSWERED;
}

/** Whether a key is there to be served; what has expired may be for a while. */
function holds(attempt: number, node: number, cell: number): boolean {
  const ratio = caches.hitRatio[node];
  if (ratio >= 0) {
    nextUniform(node * NODE_STREAMS + LOOKUP);
    return registers[UNIFORM] < ratio;
  }
  if (cells.place[cell] === 0) return isKeptBack(node, cell);
  const instance = attempts.instance[attempt];
  const late = registers[NOW] - cells.expiresAt[cell];
  if (late >= 0 && late >= staleMs(attempt, node)) {
    nodeMeter[node * NODE_METERS + EXPIRIES]++;
    if (late >= caches.staleIfErrorMs[node]) dropEntry(instance, cell);
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
  if (caches.shield[node] < 0) follow(WORK_SERVED, attempt, 0);
  else askShield(attempt, node);
}

/** A command has done its work; what it brings or changes is stored. */
export function completeCommand(attempt: number, node: number, outcome: number): void {
  if (outcome !== OK || caches.hitRatio[node] >= 0) return;
  const access = commands.access[attempts.operation[attempt]];
  if (access === READS && (attempts.flags[attempt] & FETCHES) === 0) return;
  if (access === PASSES || (attempts.flags[attempt] & FLUSHES) !== 0) return;
  const instance = attempts.instance[attempt];
  const cell = cellOf(attempt, node);
  if (access === REMOVES && caches.purgeMs[node] >= 0) purgeLater(attempt, node);
  else if (access === READS && caches.shield[node] >= 0) storeThrough(attempt, node, cell);
  else if (access !== REMOVES) storeEntry(node, instance, cell);
  else if (cells.place[cell] !== 0) dropEntry(instance, cell);
}

/** A command leaves; who waits for what it has fetched ends as it does, or fetches instead. */
export function leaveCache(attempt: number, node: number, outcome: number): void {
  const flags = attempts.flags[attempt];
  if ((flags & FLUSHES) !== 0) flushEnded(attempt, node, outcome);
  if ((flags & FETCHES) === 0) return;
  attempts.flags[attempt] = flags & ~FETCHES;
  closeFetch(cellOf(attempt, node), attempt, outcome);
  const shield = caches.shield[node];
  if (shield >= 0) closeFetch(cellAt(shield, attempt, node), attempt, outcome);
}

/** The answer to a call of a caller that is to know of it is a hit. */
export function noteFound(call: number): void {
  const parent = calls.parent[call];
  if (parent >= 0) attempts.flags[parent] |= finds.bit[calls.edge[call]];
}
