// Cases of caches: the plant's holds 5 of 20 keys and is asked by the askers.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

/** What it fetches takes long. */
const FETCHING: Settings = { "nodes.origin.serviceTime": 40 };
const EXPIRING: Settings = { ...FETCHING, "nodes.cache.ttlMs": 100 };

const WRITING: Settings = {
  "nodes.cache.operations.request.access": "write",
  "nodes.cache.flushMs": 100,
};

export const CACHE_CASES: Readonly<Record<string, ParameterCase>> = {
  keyCount: { to: 8 },
  keySkew: { to: 0 },
  capacity: { to: 12 },
  eviction: {},
  ttlMs: { to: 50 },
  ttlJitter: { given: { "nodes.cache.ttlMs": 100 }, to: 0.8 },
  staleMs: { given: EXPIRING, to: 500 },
  singleFlight: { given: FETCHING, to: true },
  // From contents to a ratio is another design; from one ratio to another a live change.
  hitRatio: { given: { "nodes.cache.hitRatio": 0.2 }, to: 0.5 },
  warm: { to: true },
  writes: { given: WRITING },
  flushMs: { given: { ...WRITING, "nodes.cache.writes": "behind" }, to: 20 },
  blocking: { given: FETCHING, to: true },
  requires: {
    given: { ...FETCHING, "nodes.origin.errorRate": 0.5, "edges.cache->origin#2": {} },
    to: { 1: "any" },
  },
};

export const COMMAND_CASES: Readonly<Record<string, ParameterCase>> = {
  access: {},
  requires: CACHE_CASES.requires ?? {},
};

/** The gate asks the cache, of which it keeps the answers too, before it calls orders. */
export const ASIDE: Settings = { "edges.gate->cache": {}, "edges.gate->orders.calls.a.stage": 2 };

export const FLUSH_CASES: Readonly<Record<string, Readonly<Record<string, ParameterCase>>>> = {
  "cache-flush fault": {
    ratio: {
      given: {
        "nodes.cache.warm": true,
        "nodes.cache.capacity": 20,
        "faults.f": { kind: "cache-flush", target: "cache", atS: 0.5 },
      },
      to: 0.3,
    },
  },
};
