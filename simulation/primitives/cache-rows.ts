// Caches as columns: what a cache is set to, what its instances hold, and which commands and calls
// have to do with them. A cell is one key at one instance, so keys times instances is what a cache
// costs, whether or not they are in it.
import { Table } from "../core/memory.ts";
import { rowOfKey } from "./keyed-work.ts";
import { nodes } from "./parameters.ts";

/** `nodes.primitive` of a cache: a station whose commands ask for a key. */
export const CACHE = 4;

/** Bit of a node's `watch`: its commands change what it holds as they leave. */
export const WATCH_CACHE = 4;

/** What makes room for a new entry: the one used longest ago, least often, or stored first. */
export const EVICTS_LRU = 0;
export const EVICTS_LFU = 1;
export const EVICTS_FIFO = 2;

/** What a command does. */
export const READS = 0;
export const WRITES = 1;
export const REMOVES = 2;
/** Asks for nothing that could be kept: its calls are made, and that is all. */
export const PASSES = 3;

/** Bits of an attempt's `flags` from here on: its lookups at the first ... eighth cache hit. */
export const FINDS_SHIFT = 16;

/** By the row of the node. */
class CacheParameters extends Table {
  readonly eviction = this.uint8();
  /** 0 = entries do not expire. */
  readonly ttlMs = this.float64();
  readonly ttlJitter = this.float64();
  /** Chance of a hit whatever it holds; -1 = by what it holds. */
  readonly hitRatio = this.float64();
  readonly singleFlight = this.uint8();
  /** How long an expired entry is still served while it is fetched anew. */
  readonly staleMs = this.float64();
  /** How long it is served where fetching it fails. */
  readonly staleIfErrorMs = this.float64();
  /** Row of the store behind those of its instances, -1 = none; and the way there and back, ms. */
  readonly shield = this.int32();
  readonly shieldMs = this.float64();
  /** Until a removal has reached all its stores, ms; -1 = it is of one instance only. */
  readonly purgeMs = this.float64();
  /** Writes are answered first and made so much later, ms; 0 = they are made first. */
  readonly flushMs = this.float64();
}

/** What caches did beside their meters, by the row of the node. */
class CacheCounts extends Table {
  readonly shieldHits = this.float64();
  readonly shieldMisses = this.float64();
  readonly shieldCoalesced = this.float64();
  readonly staleOnError = this.float64();
  readonly purged = this.float64();
  /** Writes kept back; of those, put into one with another; made; lost; cut off while they were made. */
  readonly keptBack = this.float64();
  readonly merged = this.float64();
  readonly flushed = this.float64();
  readonly lost = this.float64();
  readonly inDoubt = this.float64();
  /** Kept back now, or being made. */
  readonly waiting = this.float64();
  readonly waitingMax = this.float64();
}

/** By the row of the instance; those of shields stand behind. */
class StoreState extends Table {
  readonly capacity = this.int32();
  readonly firstCell = this.int32();
  readonly entries = this.int32();
  /** Uses so far, the clock of what was used last. */
  readonly clock = this.float64();
  /** When it was flushed last, ms + 1; 0 = never. */
  readonly flushedAt = this.float64();
}

/** `next` of a cell: who fetches its key and who waits for it, fetch + 1; 0 = nobody. */
class CellState extends Table {
  /** Place in the heap of its instance, + 1; 0 = it holds no such key. */
  readonly place = this.int32();
  /** The cells of an instance as a heap, of which the first is the next to be evicted. */
  readonly heap = this.int32();
  readonly uses = this.int32();
  readonly usedAt = this.float64();
  readonly expiresAt = this.float64();
  /** Its write that was not made yet, + 1; 0 = there is none. */
  readonly keptBack = this.int32();
}

/** Writes that are kept back. */
class KeptBackRows extends Table {
  readonly node = this.int32();
  readonly instance = this.int32();
  readonly cell = this.int32();
  /** Of the last of them. */
  readonly request = this.int32();
  readonly operation = this.int32();
  readonly edge = this.int32();
  readonly depth = this.uint8();
  /** The event that makes it, + 1. */
  readonly event = this.int32();
}

/** Removals on their way to all stores of a node: which of its keys. */
class PurgeRows extends Table {
  readonly node = this.int32();
  readonly key = this.int32();
}

class FetchRows extends Table {
  /** The attempt that fetches. */
  readonly attempt = this.int32();
  /** Ends of the list of those who wait for it, row + 1. */
  readonly firstFollower = this.int32();
  readonly lastFollower = this.int32();
}

/** An attempt that waits for what another fetches; `next` is the one after it, row + 1. */
class FollowerRows extends Table {
  readonly attempt = this.int32();
  readonly generation = this.int32();
}

class CommandParameters extends Table {
  readonly access = this.uint8();
}

class ConditionParameters extends Table {
  /** A call that is made unless one of these bits of its caller's `flags` is set; 0 = always. */
  readonly unless = this.int32();
}

class FindParameters extends Table {
  /** The bit of the caller's `flags` that a hit over this edge sets; 0 = nobody asks. */
  readonly bit = this.int32();
}

export const caches = new CacheParameters("caches", 1_000);
export const cacheCounts = new CacheCounts("counts of caches", 1_000);
export const stores = new StoreState("stores of caches", 100_000);
export const cells = new CellState("keys of caches", 250_000);
export const keptBack = new KeptBackRows("writes kept back", 100_000);
export const purges = new PurgeRows("purges", 20_000);
export const fetches = new FetchRows("fetches", 50_000);
export const followers = new FollowerRows("waits for fetches", 100_000);
/** By the row of the operation, the plan and the edge. */
export const commands = new CommandParameters("commands", 20_000);
export const conditions = new ConditionParameters("conditions of calls", 50_000);
export const finds = new FindParameters("finds", 5_000);

/** The cell of an attempt's key in one of the stores of its node. */
export function cellAt(store: number, attempt: number, node: number): number {
  return stores.firstCell[store] + rowOfKey(attempt, node) - nodes.firstKey[node];
}
