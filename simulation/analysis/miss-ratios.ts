// The share of a cache's reads that miss once it is warm, from its settings and how often it is read.
// Least recently used: Che, Tung and Wang (2002), a key is held if it was wanted within a time that is
// the same for all; taken for the other orders too. Time to live: a fetch, then hits for a life
// (Poisson). Of both the one that misses more. Costs some sixty sums over the keys.
import { exp, pow } from "../core/deterministic-math.ts";
import type { NodeDescriptor } from "../kinds/descriptors.ts";

export type CacheNode = Extract<NodeDescriptor, { primitive: "cache" }>;

/** Halvings of an interval of 10^12 times the mean until nothing of it is left. */
const HALVINGS = 60;
const LONGEST = 1e12;

function sharesOf({ count, skew }: CacheNode["station"]["keys"]): Float64Array {
  const shares = Float64Array.from({ length: count }, (_, key) => 1 / pow(key + 1, skew));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / all);
}

function missesByRoom(shares: Float64Array, capacity: number): number {
  if (capacity >= shares.length) return 0;
  const heldFor = (time: number): number =>
    shares.reduce((sum, share) => sum + 1 - exp(-share * time), 0);
  let low = 0;
  let high = LONGEST;
  for (let round = 0; round < HALVINGS; round++) {
    const middle = (low + high) / 2;
    if (heldFor(middle) < capacity) low = middle;
    else high = middle;
  }
  return shares.reduce((sum, share) => sum + share * exp(-share * low), 0);
}

/** `ratePerS`: reads of the whole node; `byKey`: callers pick the instance by the key. */
export function missRatioOf(
  { cache, station }: CacheNode,
  ratePerS: number,
  byKey: boolean,
): number {
  if (cache.hitRatio !== null) return 1 - cache.hitRatio;
  const { points, ...plain } = cache;
  if (points?.shield != null) {
    // The shield sees only what points miss; taken as one store that sees all.
    const { capacity } = points.shield;
    const shield = { cache: { ...plain, capacity }, station: { ...station, instances: 1 } };
    return Math.min(
      missRatioOf({ primitive: "cache", cache: plain, station }, ratePerS, byKey),
      missRatioOf({ primitive: "cache", ...shield }, ratePerS, byKey),
    );
  }
  const shares = sharesOf(station.keys);
  const copies = byKey ? 1 : station.instances;
  const byRoom = missesByRoom(shares, (cache.capacity * station.instances) / copies);
  if (cache.ttlMs === null) return byRoom;
  const reads = (ratePerS / copies) * (cache.ttlMs / 1000) * (1 - cache.ttlJitter / 2);
  if (!(reads < Infinity)) return byRoom;
  return Math.max(
    byRoom,
    shares.reduce((sum, share) => sum + share / (1 + share * reads), 0),
  );
}

/**
 * The share of the writes of a cache that it makes: of those that it makes later, one for all that come to
 * a key in the meantime (Poisson). `ratePerS`: writes of the whole node.
 */
export function madeRatioOf(
  { cache, station }: CacheNode,
  ratePerS: number,
  byKey: boolean,
): number {
  if (cache.flushMs === undefined) return 1;
  const writes = (ratePerS / (byKey ? 1 : station.instances)) * (cache.flushMs / 1000);
  if (!(writes < Infinity)) return 0;
  return sharesOf(station.keys).reduce((sum, share) => sum + share / (1 + share * writes), 0);
}
