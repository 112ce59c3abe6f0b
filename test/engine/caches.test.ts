// Caches against theory: hit ratios of contents, not of a setting. Requests are Poisson and each
// carries a key of its own draw (the independent reference model), so the ratios are known.
import { describe, expect, it } from "vitest";
import { simulate, sketch } from "../support/simulate.ts";

const RATE = 2000;
const KEYS = 1000;

/** A cache before a database, both without delay, so that a fetch is over at once. */
function cacheOf(cache: object, more: object = {}, durationS = 120) {
  return sketch({
    run: { durationS, warmupS: durationS / 4 },
    nodes: {
      users: { kind: "client", ratePerS: RATE },
      cache: {
        kind: "cache",
        concurrency: null,
        serviceTime: 0,
        keyCount: KEYS,
        keySkew: 0.8,
        capacity: KEYS,
        ...cache,
      },
      db: { kind: "database", concurrency: null, serviceTime: 0 },
      ...more,
    },
    edges: { "users->cache": {}, "cache->db": {} },
  });
}

function weightsOf(skew: number): readonly number[] {
  const raw = Array.from({ length: KEYS }, (_, k) => (k + 1) ** -skew);
  const all = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / all);
}

/**
 * Che, Tung and Wang (2002): a key is in the cache if it was asked for within a characteristic time,
 * the same for all keys, which is such that the cache is full. FIFO has the same with a renewal each
 * time it is stored (Fricker, Robert and Roberts 2012; Martina, Garetto and Leonardi 2014).
 */
function characteristicRatio(
  weights: readonly number[],
  capacity: number,
  isIn: (mean: number) => number,
): number {
  let low = 0;
  let high = 1e9;
  for (let round = 0; round < 200; round++) {
    const middle = (low + high) / 2;
    const held = weights.reduce((sum, weight) => sum + isIn(weight * middle), 0);
    if (held < capacity) low = middle;
    else high = middle;
  }
  return weights.reduce((sum, weight) => sum + weight * isIn(weight * low), 0);
}

function ratioOf(cache: object): number {
  return simulate(cacheOf(cache)).nodes.cache?.cache?.hitRatio ?? Number.NaN;
}

describe("hit ratio under Zipf", () => {
  it.each([
    [0.6, 50],
    [0.8, 100],
    [0.8, 300],
    [1.1, 50],
    [0, 200],
  ])("of LRU is that of Che's approximation (skew %d, %d of 1000 keys)", (keySkew, capacity) => {
    const expected = characteristicRatio(weightsOf(keySkew), capacity, (m) => 1 - Math.exp(-m));
    // The approximation errs by less than a hundredth at such sizes; sampling by a few thousandths.
    expect(Math.abs(ratioOf({ keySkew, capacity }) - expected)).toBeLessThan(0.01);
  });

  it("of the oldest first is that of its renewals, below LRU", () => {
    const settings = { keySkew: 0.8, capacity: 100 };
    const expected = characteristicRatio(weightsOf(0.8), 100, (m) => m / (1 + m));
    const found = ratioOf({ ...settings, eviction: "fifo" });
    expect(Math.abs(found - expected)).toBeLessThan(0.01);
    expect(found).toBeLessThan(ratioOf(settings) - 0.02);
  });

  it("of LFU is above LRU, and at most that of the most wanted keys", () => {
    const settings = { keySkew: 0.8, capacity: 100 };
    const best = weightsOf(0.8)
      .slice(0, 100)
      .reduce((sum, weight) => sum + weight, 0);
    const found = ratioOf({ ...settings, eviction: "lfu" });
    expect(found).toBeGreaterThan(ratioOf(settings) + 0.02);
    expect(found).toBeLessThan(best + 0.005);
  });

  it("is one when all keys fit, once each was fetched", () => {
    const { cache } = simulate(cacheOf({ keySkew: 0 })).nodes.cache ?? {};
    expect(cache?.misses).toBe(0);
    expect(cache?.entriesAtEnd).toBe(KEYS);
    expect(cache?.evictions).toBe(0);
  });
});

describe("time to live", () => {
  const weights = weightsOf(0.8);
  /** Cycles of a fetch and the hits while it lives: Poisson with mean rate times life. */
  const expected = (ttlMs: number): number =>
    weights.reduce((sum, weight) => {
      const inLife = (weight * RATE * ttlMs) / 1000;
      return sum + (weight * inLife) / (1 + inLife);
    }, 0);

  it.each([100, 1000, 10_000])("of %d ms gives the ratio of its renewals", (ttlMs) => {
    expect(Math.abs(ratioOf({ ttlMs }) - expected(ttlMs))).toBeLessThan(0.005);
  });

  it("with jitter counts with its mean", () => {
    const found = ratioOf({ ttlMs: 1000, ttlJitter: 0.5 });
    // The mean life decides: a cycle is a life and a gap.
    expect(Math.abs(found - expected(750))).toBeLessThan(0.005);
  });

  it("sees what has expired when it is asked for", () => {
    const { cache } = simulate(cacheOf({ ttlMs: 1000 })).nodes.cache ?? {};
    // Nothing is evicted, so each fetch after the first of a key follows an expiry.
    expect(cache?.evictions).toBe(0);
    expect(cache?.misses).toBeGreaterThan(0);
    expect(Math.abs((cache?.misses ?? 0) - (cache?.expiries ?? 0))).toBeLessThanOrEqual(KEYS);
  });
});

describe("a cold start", () => {
  it("misses each key once, as coupons are collected", () => {
    const durationS = 1;
    const document = cacheOf({ keySkew: 0 }, {}, durationS);
    const { nodes } = simulate({ ...document, run: { ...document.run, warmupS: 0 } });
    // Poisson arrivals fall on each of the keys apart, so a key is untouched with e^-mean.
    const expected = KEYS * (1 - Math.exp(-(RATE * durationS) / KEYS));
    const sigma = Math.sqrt(expected * Math.exp(-(RATE * durationS) / KEYS));
    expect(Math.abs((nodes.cache?.cache?.misses ?? 0) - expected)).toBeLessThan(4 * sigma);
    expect(nodes.db?.arrivals).toBe(nodes.cache?.cache?.misses);
  });

  it("is none where it begins warm", () => {
    const document = cacheOf({ warm: true }, {}, 10);
    const { cache } =
      simulate({ ...document, run: { ...document.run, warmupS: 0 } }).nodes.cache ?? {};
    expect(cache?.misses).toBe(0);
    expect(cache?.entriesAtEnd).toBe(KEYS);
  });
});

describe("a fixed hit ratio", () => {
  it("holds whatever the cache holds", () => {
    const { nodes } = simulate(cacheOf({ hitRatio: 0.9, capacity: 1 }, {}, 30));
    const { hits = 0, misses = 0, hitRatio = 0, entriesAtEnd } = nodes.cache?.cache ?? {};
    const sigma = Math.sqrt((0.9 * 0.1) / (hits + misses));
    expect(Math.abs((hitRatio ?? 0) - 0.9)).toBeLessThan(4 * sigma);
    expect(entriesAtEnd).toBe(0);
    expect(nodes.db?.arrivals).toBe(misses);
  });
});
