// What lies behind the points of presence of a CDN. A shield is one more store that all points ask before
// anybody asks the origin: what one has fetched the others find there, and of those who miss the same key
// one asks the origin. The way to the shield and back is spent before it looks, so what it fetches is
// asked for one trip later than in reality and arrives when it would. It has no slots and is never down.
// What a point stores expires with the copy of the shield (HTTP: Age). A purge drops a key everywhere.
import { schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { OK } from "../results/outcomes.ts";
import { isWaiting, openFetch, waiterOf, waitFor } from "./cache-fetches.ts";
import {
  CACHE,
  cacheCounts,
  caches,
  cellAt,
  cells,
  commands,
  followers,
  purges,
  READS,
  stores,
} from "./cache-rows.ts";
import { CACHE_ERRAND, FETCHED, WORK_SERVED } from "./event-kinds.ts";
import { rowOfKey } from "./keyed-work.ts";
import { nodes } from "./parameters.ts";
import { attempts } from "./rows.ts";
import { dropEntry, storeEntry, touchEntry } from "./store.ts";
import { follow } from "./transitions.ts";

/** Sorts of errands of a cache. */
export const TO_SHIELD = 0;
export const PURGE = 1;
export const FLUSH_WRITE = 2;

/** A point has missed a key and asks the shield. */
export function askShield(attempt: number, node: number): void {
  registers[AT] = registers[NOW] + caches.shieldMs[node];
  schedule(CACHE_ERRAND, waiterOf(attempt), TO_SHIELD);
}

/** The shield looks for what a point asks it for. */
export function shieldAsked(row: number): void {
  if (!isWaiting(row)) {
    freeRow(followers.marks, followers.next, row);
    return;
  }
  const attempt = followers.attempt[row];
  const node = attempts.node[attempt];
  const shield = caches.shield[node];
  const cell = cellAt(shield, attempt, node);
  if (isFresh(node, shield, cell)) {
    cacheCounts.shieldHits[node]++;
    touchEntry(node, shield, cell);
    follow(FETCHED, row, OK);
    return;
  }
  cacheCounts.shieldMisses[node]++;
  if (cells.next[cell] !== 0) {
    cacheCounts.shieldCoalesced[node]++;
    waitFor(cells.next[cell] - 1, row);
    return;
  }
  freeRow(followers.marks, followers.next, row);
  openFetch(cell, attempt);
  follow(WORK_SERVED, attempt, 0);
}

function isFresh(node: number, shield: number, cell: number): boolean {
  if (cells.place[cell] === 0) return false;
  const late = registers[NOW] - cells.expiresAt[cell];
  if (late < 0) return true;
  if (late >= caches.staleIfErrorMs[node]) dropEntry(shield, cell);
  return false;
}

/** What a point has got: the shield keeps what came from the origin, the point until then. */
export function storeThrough(attempt: number, node: number, cell: number): void {
  const shield = caches.shield[node];
  const behind = cellAt(shield, attempt, node);
  if (cells.place[behind] === 0 || cells.expiresAt[behind] <= registers[NOW]) {
    storeEntry(node, shield, behind);
  }
  storeEntry(node, attempts.instance[attempt], cell);
  cells.expiresAt[cell] = cells.expiresAt[behind];
}

/** A fetch has failed: true where what has expired, at the point or the shield, is served instead. */
export function servesStale(attempt: number, node: number): boolean {
  if (nodes.primitive[node] !== CACHE || caches.staleIfErrorMs[node] === 0) return false;
  if (commands.access[attempts.operation[attempt]] !== READS) return false;
  const shield = caches.shield[node];
  const found =
    isUsable(node, cellAt(attempts.instance[attempt], attempt, node)) ||
    (shield >= 0 && isUsable(node, cellAt(shield, attempt, node)));
  if (found) cacheCounts.staleOnError[node]++;
  return found;
}

function isUsable(node: number, cell: number): boolean {
  if (cells.place[cell] === 0) return false;
  return registers[NOW] - cells.expiresAt[cell] < caches.staleIfErrorMs[node];
}

/** A removal sets out to all stores of its node. */
export function purgeLater(attempt: number, node: number): void {
  const row = allocateRow(purges.marks, purges.next, purges.cap);
  purges.node[row] = node;
  purges.key[row] = rowOfKey(attempt, node) - nodes.firstKey[node];
  registers[AT] = registers[NOW] + caches.purgeMs[node];
  schedule(CACHE_ERRAND, row, PURGE);
}

/** A removal has reached all stores. */
export function purgeEverywhere(row: number): void {
  const node = purges.node[row];
  const key = purges.key[row];
  const first = nodes.firstInstance[node];
  freeRow(purges.marks, purges.next, row);
  for (let store = first; store < first + nodes.instanceCount[node]; store++) drop(store, key);
  if (caches.shield[node] >= 0) drop(caches.shield[node], key);
  cacheCounts.purged[node]++;
}

function drop(store: number, key: number): void {
  const cell = stores.firstCell[store] + key;
  if (cells.place[cell] !== 0) dropEntry(store, cell);
}
