// Write-behind: a cache answers a write at once and makes it later, as an attempt that nobody waits for.
// Writes to one key in between become one. A write that fails is made again after the same time; what an
// instance has kept back when it crashes is lost, though it was acknowledged. Cost: an event and an
// attempt for each write that is made.
import { cancel, schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { ARRIVALS, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { cacheCounts, caches, cellAt, cells, keptBack } from "./cache-rows.ts";
import { CACHE_ERRAND, WORK_SERVED } from "./event-kinds.ts";
import { awayMoreAt, countArrival } from "./instance-load.ts";
import { enter, instances } from "./node-state.ts";
import { holdRequest, releaseRequest, settleTo } from "./request.ts";
import { attempts, CALLED, CALLING, DISCARDED, FLUSHES } from "./rows.ts";
import { FLUSH_WRITE } from "./shield.ts";
import { follow } from "./transitions.ts";

/** A write is answered now and made later. */
export function keepBack(attempt: number, node: number, cell: number): void {
  cacheCounts.keptBack[node]++;
  const known = cells.keptBack[cell] - 1;
  const request = attempts.request[attempt];
  holdRequest(request);
  if (known >= 0) {
    cacheCounts.merged[node]++;
    dropRequest(keptBack.request[known]);
    keptBack.request[known] = request;
    keptBack.operation[known] = attempts.operation[attempt];
    return;
  }
  const row = allocateRow(keptBack.marks, keptBack.next, keptBack.cap);
  keptBack.node[row] = node;
  keptBack.instance[row] = attempts.instance[attempt];
  keptBack.cell[row] = cell;
  keptBack.request[row] = request;
  keptBack.operation[row] = attempts.operation[attempt];
  keptBack.edge[row] = attempts.edge[attempt];
  keptBack.depth[row] = attempts.depth[attempt];
  cells.keptBack[cell] = row + 1;
  countWaiting(node, 1);
  makeLater(row, node);
}

function makeLater(row: number, node: number): void {
  registers[AT] = registers[NOW] + caches.flushMs[node];
  keptBack.event[row] = schedule(CACHE_ERRAND, row, FLUSH_WRITE) + 1;
}

function countWaiting(node: number, more: number): void {
  const waiting = cacheCounts.waiting[node] + more;
  cacheCounts.waiting[node] = waiting;
  if (waiting > cacheCounts.waitingMax[node]) cacheCounts.waitingMax[node] = waiting;
}

/** A request whose write is not made by itself has settled, as far as that is concerned. */
function dropRequest(request: number): void {
  settleTo(request);
  releaseRequest(request);
}

/** A key that is evicted is still at hand until its write is made. */
export function isKeptBack(node: number, cell: number): boolean {
  return caches.flushMs[node] > 0 && cells.keptBack[cell] !== 0;
}

/** A write that was kept back is made. */
export function flushWrite(row: number): void {
  const node = keptBack.node[row];
  const instance = keptBack.instance[row];
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  cells.keptBack[keptBack.cell[row]] = 0;
  attempts.node[attempt] = node;
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = keptBack.operation[row];
  attempts.edge[attempt] = keptBack.edge[row];
  // The reference that the row held is the attempt's now.
  attempts.request[attempt] = keptBack.request[row];
  attempts.call[attempt] = -1;
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.origin[attempt] = CALLED;
  attempts.outcome[attempt] = OK;
  attempts.phase[attempt] = CALLING;
  attempts.flags[attempt] = FLUSHES | DISCARDED;
  attempts.depth[attempt] = keptBack.depth[row];
  attempts.arrivedAt[attempt] = registers[NOW];
  attempts.servedMs[attempt] = 0;
  freeRow(keptBack.marks, keptBack.next, row);
  nodeMeter[node * NODE_METERS + ARRIVALS]++;
  countArrival(attempt, instance);
  enter(node);
  awayMoreAt(node, instance);
  follow(WORK_SERVED, attempt, 0);
}

/** The attempt that makes a write leaves its cache. */
export function flushEnded(attempt: number, node: number, outcome: number): void {
  countWaiting(node, -1);
  settleTo(attempts.request[attempt]);
  if (outcome < FIRST_FAILURE) {
    cacheCounts.flushed[node]++;
  } else if (instances.up[attempts.instance[attempt]] === 0) {
    cacheCounts.inDoubt[node]++;
  } else {
    keepAgain(attempt, node);
  }
}

/** A write that failed is made again, unless a later one to its key waits already. */
function keepAgain(attempt: number, node: number): void {
  const cell = cellAt(attempts.instance[attempt], attempt, node);
  const before = cacheCounts.keptBack[node];
  const merged = cells.keptBack[cell] !== 0;
  if (merged) {
    cacheCounts.merged[node]++;
    return;
  }
  keepBack(attempt, node, cell);
  cacheCounts.keptBack[node] = before;
}

/** An instance crashes with what it has kept back. */
export function loseKeptBack(instance: number, node: number): void {
  if (caches.flushMs[node] === 0) return;
  for (let row = 0; row < keptBack.highWater; row++) {
    const cell = keptBack.cell[row];
    if (keptBack.instance[row] !== instance || cells.keptBack[cell] !== row + 1) continue;
    cancel(keptBack.event[row] - 1);
    cells.keptBack[cell] = 0;
    cacheCounts.lost[node]++;
    countWaiting(node, -1);
    dropRequest(keptBack.request[row]);
    freeRow(keptBack.marks, keptBack.next, row);
  }
}
