// Writes caches into their columns: what they are set to and hold, what commands do, and which calls
// are spared where a cache has had what they would bring.
import type { CacheDescriptor } from "../kinds/descriptors.ts";
import {
  COALESCED,
  EVICTIONS as EVICTED,
  EXPIRIES,
  HITS,
  MISSES,
  STALE_HITS,
} from "../metrics/meters.ts";
import {
  caches,
  cells,
  commands,
  conditions,
  EVICTS_FIFO,
  EVICTS_LFU,
  EVICTS_LRU,
  FINDS_SHIFT,
  finds,
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
const ACCESSES = { read: READS, write: WRITES, remove: REMOVES } as const;

/** Caches among the nodes, whose keys are filled in. Null or the cap that was hit. */
export function fillCaches(program: Program, fresh: boolean): string | null {
  const last = program.nodes.at(-1);
  const any = program.nodes.some(({ descriptor }) => descriptor.primitive === "cache");
  if (!caches.occupy(program.nodes.length)) return "nodes";
  if (!stores.occupy(any && last ? last.firstInstance + last.instanceCount : 0)) return "instances";
  let next = 0;
  for (const [row, { descriptor, firstInstance, instanceCount }] of program.nodes.entries()) {
    if (descriptor.primitive !== "cache") continue;
    fillCache(row, descriptor.cache);
    if (!cells.occupy(next + instanceCount * nodes.keyCount[row])) return "keys of caches";
    for (let at = 0; at < instanceCount; at++, next += nodes.keyCount[row]) {
      if (fresh) stores.firstCell[firstInstance + at] = next;
    }
  }
  return null;
}

function fillCache(row: number, cache: CacheDescriptor): void {
  nodes.watch[row] |= WATCH_CACHE;
  caches.capacity[row] = cache.capacity;
  caches.eviction[row] = EVICTIONS[cache.eviction];
  caches.ttlMs[row] = cache.ttlMs ?? 0;
  caches.ttlJitter[row] = cache.ttlJitter;
  caches.hitRatio[row] = cache.hitRatio ?? -1;
  caches.singleFlight[row] = cache.singleFlight ? 1 : 0;
  caches.staleMs[row] = cache.staleMs;
}

/** What caches hold before the first event; streams must be seeded. */
export function startCaches(program: Program): void {
  for (const [row, { descriptor, firstInstance, instanceCount }] of program.nodes.entries()) {
    if (descriptor.primitive !== "cache" || !descriptor.cache.warm) continue;
    for (let at = 0; at < instanceCount; at++) warmStore(row, firstInstance + at);
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
  };
}
