// The store of a cache's instance: which keys it holds and which goes when room is needed. A binary
// heap over its entries, so a use costs log2(entries). Least recently used: ordered by the last use;
// least frequently: by the number of uses since it was stored, then by the last; first in, first out:
// by when it was stored. Time to live is looked at when a key is asked for, as in memcached, so what
// has expired takes room until then or until it is evicted.
import { nextUniform } from "../core/random.ts";
import { NOW, registers, UNIFORM } from "../core/registers.ts";
import { EVICTIONS, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { CACHE, caches, cells, EVICTS_FIFO, EVICTS_LFU, stores } from "./cache-rows.ts";
import { nodes } from "./parameters.ts";
import { EXPIRY, FLUSH, NODE_STREAMS } from "./streams.ts";

const heap = cells.heap;
const place = cells.place;

function goesFirst(left: number, right: number): boolean {
  const more = cells.uses[left] - cells.uses[right];
  if (more !== 0) return more < 0;
  return cells.usedAt[left] < cells.usedAt[right];
}

/** Puts a cell into position `at` of the heap that begins at `first`. */
function put(first: number, at: number, cell: number): void {
  heap[first + at] = cell;
  place[cell] = at + 1;
}

function siftUp(first: number, from: number, cell: number): void {
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const other = heap[first + above];
    if (!goesFirst(cell, other)) break;
    put(first, at, other);
    at = above;
  }
  put(first, at, cell);
}

function siftDown(first: number, count: number, from: number, cell: number): void {
  let at = from;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= count) break;
    if (below + 1 < count && goesFirst(heap[first + below + 1], heap[first + below])) below++;
    const other = heap[first + below];
    if (!goesFirst(other, cell)) break;
    put(first, at, other);
    at = below;
  }
  put(first, at, cell);
}

/** Takes a key that is held out of its store. */
export function dropEntry(instance: number, cell: number): void {
  const first = stores.firstCell[instance];
  const at = place[cell] - 1;
  const count = stores.entries[instance] - 1;
  stores.entries[instance] = count;
  place[cell] = 0;
  if (at === count) return;
  const last = heap[first + count];
  if (at > 0 && goesFirst(last, heap[first + ((at - 1) >> 1)])) siftUp(first, at, last);
  else siftDown(first, count, at, last);
}

/** A key that is held is used. */
export function touchEntry(node: number, instance: number, cell: number): void {
  const eviction = caches.eviction[node];
  if (eviction === EVICTS_FIFO) return;
  if (eviction === EVICTS_LFU) cells.uses[cell]++;
  cells.usedAt[cell] = ++stores.clock[instance];
  siftDown(stores.firstCell[instance], stores.entries[instance], place[cell] - 1, cell);
}

/** Stores a key with a full time to live; another goes where there is no room. */
export function storeEntry(node: number, instance: number, cell: number): void {
  cells.expiresAt[cell] = registers[NOW] + lifeMs(node);
  if (place[cell] !== 0) {
    touchEntry(node, instance, cell);
    return;
  }
  const first = stores.firstCell[instance];
  if (stores.entries[instance] >= stores.capacity[instance]) {
    nodeMeter[node * NODE_METERS + EVICTIONS]++;
    dropEntry(instance, heap[first]);
  }
  const count = stores.entries[instance];
  stores.entries[instance] = count + 1;
  cells.uses[cell] = 1;
  cells.usedAt[cell] = ++stores.clock[instance];
  siftUp(first, count, cell);
}

/** Longer than any run, ms. */
const FOR_EVER = 1e15;

function lifeMs(node: number): number {
  const ttl = caches.ttlMs[node];
  if (ttl === 0) return FOR_EVER;
  const jitter = caches.ttlJitter[node];
  if (jitter === 0) return ttl;
  nextUniform(node * NODE_STREAMS + EXPIRY);
  return ttl * (1 - jitter * registers[UNIFORM]);
}

/** Fills an empty store with the keys that are wanted most; of those that expire each at any age. */
export function warmStore(node: number, instance: number): void {
  const count = Math.min(stores.capacity[instance], nodes.keyCount[node]);
  // The least wanted first, as they would have been used last.
  for (let key = count - 1; key >= 0; key--) {
    const cell = stores.firstCell[instance] + key;
    storeEntry(node, instance, cell);
    if (caches.ttlMs[node] === 0) continue;
    nextUniform(node * NODE_STREAMS + EXPIRY);
    cells.expiresAt[cell] *= registers[UNIFORM];
  }
}

/** A share of what an instance holds goes at once, each entry by chance; at most once an instant. */
export function flushStore(instance: number, node: number, ratio: number): void {
  if (nodes.primitive[node] !== CACHE || stores.flushedAt[instance] === registers[NOW] + 1) return;
  stores.flushedAt[instance] = registers[NOW] + 1;
  const shield = caches.shield[node];
  if (shield >= 0) flushStore(shield, node, ratio);
  if (ratio >= 1) {
    emptyStore(instance);
    return;
  }
  const first = stores.firstCell[instance];
  const held = Array.from(heap.subarray(first, first + stores.entries[instance]));
  // By keys, not by places in the heap.
  for (const cell of held.sort((left, right) => left - right)) {
    nextUniform(node * NODE_STREAMS + FLUSH);
    if (registers[UNIFORM] < ratio) dropEntry(instance, cell);
  }
}

/** An instance holds nothing any more. */
export function emptyStore(instance: number): void {
  const first = stores.firstCell[instance];
  for (let at = 0; at < stores.entries[instance]; at++) place[heap[first + at]] = 0;
  stores.entries[instance] = 0;
}
