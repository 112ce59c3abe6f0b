// Writes caches into their columns: what they are set to and hold, what commands do, and which calls
// are spared where a cache has had what they would bring.
import type { CacheDescriptor, NodeDescriptor } from "../kinds/descriptors.ts";
import {
  COALESCED,
  EVICTIONS as EVICTED,
  EXPIRIES,
  HITS,
  MISSES,
  STALE_HITS,
} from "../metrics/meters.ts";
import {
  cacheCounts,
  caches,
  cells,
  commands,
  conditions,
  EVICTS_FIFO,
  EVICTS_LFU,
  EVICTS_LRU,
  FINDS_SHIFT,
  finds,
  PASSES,
  READS,
  REMOVES,
  stores,
  WATCH_CACHE,
  WRITES,
} from "../primitives/cache-rows.ts";
import { edges, nodes, operations, plans } from "../primitives/parameters.ts";
import { warmStore } from "../primitives/store.ts";
import type { CacheResult } from "../results/run-result.ts";
import type { PlannedCall } from "./operation-graph.ts";
import type { Program } from "./program.ts";

const EVICTIONS = { lru: EVICTS_LRU, lfu: EVICTS_LFU, fifo: EVICTS_FIFO } as const;
const ACCESSES = { read: READS, write: WRITES, remove: REMOVES, pass: PASSES } as const;

/** Caches among the nodes, whose keys are filled in. Null or the cap that was hit. */
export function fillCaches(program: Program, fresh: boolean): string | null {
  const last = program.nodes.at(-1);
  const any = program.nodes.some(({ descriptor }) => descriptor.primitive === "cache");
  if (!caches.occupy(program.nodes.length)) return "nodes";
  const instances = any && last ? last.firstInstance + last.instanceCount : 0;
  const shields = program.nodes.filter(({ descriptor }) => shieldOf(descriptor) !== null);
  if (!stores.occupy(instances + shields.length)) return "instances";
  if (!cacheCounts.occupy(program.nodes.length)) return cacheCounts.name;
  let next = 0;
  let shield = instances;
  for (const [row, { descriptor, firstInstance, instanceCount }] of program.nodes.entries()) {
    if (descriptor.primitive !== "cache") continue;
    fillCache(row, descriptor.cache);
    const rows = Array.from({ length: instanceCount }, (_, at) => firstInstance + at);
    const behind = shieldOf(descriptor);
    if (behind !== null) {
      caches.shield[row] = shield;
      caches.shieldMs[row] = 2 * behind.networkMs;
      rows.push(shield++);
    }
    if (!cells.occupy(next + rows.length * nodes.keyCount[row])) return "keys of caches";
    for (const [at, store] of rows.entries()) {
      if (fresh) stores.firstCell[store] = next;
      stores.capacity[store] = at < instanceCount ? descriptor.cache.capacity : shieldSize(behind);
      next += nodes.keyCount[row];
    }
  }
  return null;
}

type Shield = { readonly capacity: number; readonly networkMs: number };

function shieldOf(descriptor: NodeDescriptor): Shield | null {
  return descriptor.primitive === "cache" ? (descriptor.cache.points?.shield ?? null) : null;
}

function shieldSize(shield: Shield | null): number {
  return shield?.capacity ?? 0;
}

function fillCache(row: number, cache: CacheDescriptor): void {
  nodes.watch[row] |= WATCH_CACHE;
  caches.eviction[row] = EVICTIONS[cache.eviction];
  caches.ttlMs[row] = cache.ttlMs ?? 0;
  caches.ttlJitter[row] = cache.ttlJitter;
  caches.hitRatio[row] = cache.hitRatio ?? -1;
  caches.singleFlight[row] = cache.singleFlight ? 1 : 0;
  caches.staleMs[row] = cache.staleMs;
  caches.staleIfErrorMs[row] = cache.points?.staleIfErrorMs ?? 0;
  caches.shield[row] = -1;
  caches.purgeMs[row] = cache.points?.purgeMs ?? -1;
  caches.flushMs[row] = cache.flushMs ?? 0;
}

/** What caches hold before the first event; streams must be seeded. */
export function startCaches(program: Program): void {
  for (const [row, { descriptor, firstInstance, instanceCount }] of program.nodes.entries()) {
    if (descriptor.primitive !== "cache" || !descriptor.cache.warm) continue;
    for (let at = 0; at < instanceCount; at++) warmStore(row, firstInstance + at);
    if (caches.shield[row] >= 0) warmStore(row, caches.shield[row]);
  }
}

/** What commands do and when calls are spared; operations, plans and edges must be filled in. */
export function fillCommands(program: Program): string | null {
  const { graph } = program;
  if (!commands.occupy(operations.highWater)) return "operations";
  if (!conditions.occupy(plans.highWater)) return "calls of operations";
  if (!finds.occupy(edges.highWater)) return "edges";
  finds.bit.fill(0, 0, edges.highWater);
  graph.operations.forEach(({ work }, row) => {
    commands.access[row] = ACCESSES[work?.access ?? "read"];
  });
  // In the order in which fillOperations gives them rows; what stands in for a call has no condition.
  const planned = graph.operations.flatMap(({ stages }) => stages.flatMap(({ calls }) => calls));
  conditions.unless.fill(0, 0, plans.highWater);
  planned.forEach((call, row) => {
    conditions.unless[row] = bitOf(program, call);
  });
  return null;
}

/** The bit that a hit sets at the caller of a call which waits for a miss; its edges learn it. */
function bitOf({ scenario }: Program, { edge, call }: PlannedCall): number {
  const from = scenario.edges[edge]?.from;
  if (call.whenMiss === null) return 0;
  const named = scenario.edges
    .filter((other) => other.from === from)
    .flatMap(({ calls }) => calls.map(({ whenMiss }) => whenMiss));
  const asked = [...new Set(named.filter((id) => id !== null))].sort();
  const bit = 1 << (FINDS_SHIFT + asked.indexOf(call.whenMiss));
  scenario.edges.forEach((other, row) => {
    if (other.from === from && other.to === call.whenMiss) finds.bit[row] = bit;
  });
  return bit;
}

/** Entries that the instances of a node hold, what has expired and was not asked for included. */
export function entriesOf(node: number): number {
  const first = nodes.firstInstance[node];
  let entries = 0;
  for (let at = 0; at < nodes.instanceCount[node]; at++) entries += stores.entries[first + at];
  return entries;
}

/** What a cache did over the measured period; `sum` gives a field of its meters. */
export function cacheResultOf(node: number, sum: (field: number) => number): CacheResult {
  const hits = sum(HITS);
  const misses = sum(MISSES);
  return {
    hits,
    misses,
    hitRatio: hits + misses > 0 ? hits / (hits + misses) : null,
    staleHits: sum(STALE_HITS),
    coalesced: sum(COALESCED),
    evictions: sum(EVICTED),
    expiries: sum(EXPIRIES),
    entriesAtEnd: entriesOf(node),
    ...pointsResultOf(node),
    ...bufferResultOf(node),
  };
}

/** What the points of presence of a CDN did beyond that. */
function pointsResultOf(node: number): Pick<CacheResult, "staleOnError" | "purged" | "shield"> {
  if (caches.purgeMs[node] < 0) return {};
  const counts = {
    staleOnError: cacheCounts.staleOnError[node],
    purged: cacheCounts.purged[node],
  };
  if (caches.shield[node] < 0) return counts;
  const hits = cacheCounts.shieldHits[node];
  const misses = cacheCounts.shieldMisses[node];
  const hitRatio = hits + misses > 0 ? hits / (hits + misses) : null;
  const coalesced = cacheCounts.shieldCoalesced[node];
  return { ...counts, shield: { hits, misses, hitRatio, coalesced } };
}

function bufferResultOf(node: number): Pick<CacheResult, "writesBehind"> {
  if (caches.flushMs[node] === 0) return {};
  return {
    writesBehind: {
      answered: cacheCounts.keptBack[node],
      merged: cacheCounts.merged[node],
      made: cacheCounts.flushed[node],
      lost: cacheCounts.lost[node],
      inDoubt: cacheCounts.inDoubt[node],
      waitingMax: cacheCounts.waitingMax[node],
      waitingAtEnd: cacheCounts.waiting[node],
    },
  };
}

/** The measured period begins: counts begin anew, what waits stays. */
export function restartCaches(): void {
  for (const column of [
    ...[cacheCounts.shieldHits, cacheCounts.shieldMisses, cacheCounts.shieldCoalesced],
    ...[cacheCounts.staleOnError, cacheCounts.purged, cacheCounts.keptBack, cacheCounts.merged],
    ...[cacheCounts.flushed, cacheCounts.lost, cacheCounts.inDoubt],
  ]) {
    column.fill(0, 0, cacheCounts.highWater);
  }
  cacheCounts.waitingMax.set(cacheCounts.waiting.subarray(0, cacheCounts.highWater));
}
