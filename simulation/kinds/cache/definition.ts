import { defineKind } from "../define.ts";
import { CALLER_PARAMS, CAPACITY_PARAMS, WORK_PARAMS } from "../station-params.ts";

const COMMAND_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 0.1 } },
} as const;

const { queueScope: _, ...capacityParams } = CAPACITY_PARAMS;

const CONTENT_PARAMS = {
  keyCount: {
    type: "number",
    label: "Keys",
    help: "Different keys that are asked for; the key of a request says which.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [100, 100_000],
    scale: "log",
    integer: true,
    default: 10_000,
  },
  keySkew: {
    type: "number",
    label: "Skew of the keys",
    help: "Key k is wanted 1 / k to this power as often as the first (Zipf); 0: all alike.",
    unit: "",
    min: 0,
    max: 5,
    soft: [0, 2],
    default: 1,
  },
  capacity: {
    type: "number",
    label: "Entries per instance",
    help: "Keys that one instance holds; one more evicts another.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [10, 100_000],
    scale: "log",
    integer: true,
    default: 1000,
  },
  eviction: {
    type: "choice",
    label: "Eviction",
    help: "Which entry makes room: the one used longest ago (LRU) or least often (LFU), or the oldest.",
    options: ["lru", "lfu", "fifo"],
    optionLabels: ["LRU", "LFU", "Oldest first"],
    default: "lru",
  },
  ttlMs: {
    type: "number",
    label: "Time to live",
    help: "An entry is of use for so long after it was stored.",
    unit: "ms",
    min: 1,
    max: 2_592_000_000,
    soft: [100, 3_600_000],
    scale: "log",
    default: null,
    nullMeans: "does not expire",
    live: true,
  },
  ttlJitter: {
    type: "ratio",
    label: "Expires earlier by",
    help: "At most this part of its time to live, by chance, so that entries do not expire together.",
    default: 0,
    live: true,
  },
  staleMs: {
    type: "number",
    label: "Served stale for",
    help:
      "What has expired is served for so long while it is fetched anew (stale-while-revalidate). " +
      "For a cache that calls what is behind it.",
    unit: "ms",
    min: 0,
    max: 2_592_000_000,
    soft: [0, 60_000],
    default: 0,
    live: true,
  },
  singleFlight: {
    type: "boolean",
    label: "One fetch per key",
    help: "Who misses a key that is being fetched waits for it. For a cache that calls what is behind it.",
    default: false,
  },
  hitRatio: {
    type: "ratio",
    label: "Fixed hit ratio",
    help: "Each read hits with this chance, whatever the cache holds.",
    default: null,
    nullMeans: "what it holds decides",
    live: true,
  },
  writes: {
    type: "choice",
    label: "Writes are made",
    help:
      "First (write-through): the answer waits for them, and nothing is lost. Later (write-behind): it is " +
      "answered at once, writes to one key become one, and a crash loses what was not made yet.",
    options: ["through", "behind"],
    optionLabels: ["First", "Later"],
    default: "through",
  },
  flushMs: {
    type: "number",
    label: "Made after",
    help:
      "With writes made later: so long after the first write to a key, and after each failure. Assumption: " +
      "one second.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [10, 60_000],
    scale: "log",
    default: 1000,
    live: true,
  },
  warm: {
    type: "boolean",
    label: "Warm at the start",
    help: "Begins with its most popular keys instead of empty.",
    default: false,
  },
} as const;

export const cache = defineKind({
  id: "cache",
  label: "Cache",
  family: "data",
  icon: "cache",
  summary: "Keeps answers by key. Calls what is behind it on a miss.",
  ports: { out: ["call"], in: ["call"] },
  protocols: ["redis", "rest", "grpc"],
  params: {
    ...capacityParams,
    concurrency: { ...CAPACITY_PARAMS.concurrency, label: "Commands at once", default: 1 },
    ...CONTENT_PARAMS,
    ...COMMAND_WORK,
    ...CALLER_PARAMS,
  },
  operation: {
    ...COMMAND_WORK,
    access: {
      type: "choice",
      label: "What it does",
      help: "Write: makes its calls, then stores the key. Remove: drops it.",
      options: ["read", "write", "remove"],
      optionLabels: ["Read", "Write", "Remove"],
      default: "read",
    },
    requires: CALLER_PARAMS.requires,
  },
});
