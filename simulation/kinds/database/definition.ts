import { defineKind } from "../define.ts";
import { CAPACITY_PARAMS, EFFECT_PARAMS, PULL_PARAMS, WORK_PARAMS } from "../station-params.ts";

const QUERY_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 4 } },
} as const;

/** Rows with versions, for optimistic concurrency. */
const KEY_PARAMS = {
  keyCount: {
    type: "number",
    label: "Rows",
    help: "Rows that conditional writes and locks compete for; the key of a request says which is meant.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [1, 10_000],
    scale: "log",
    integer: true,
    default: 1000,
  },
  keySkew: {
    type: "number",
    label: "Skew of the rows",
    help: "Row k is wanted 1 / k to this power as often as the first (Zipf); 0: all alike.",
    unit: "",
    min: 0,
    max: 5,
    soft: [0, 2],
    default: 0,
  },
} as const;

/** Which instance has which rows. */
const PLACE_PARAMS = {
  layout: {
    type: "choice",
    label: "Rows are",
    help:
      "One store: any instance serves any row. Shards: each row is at one of them, dealt out by its number. " +
      "Replicas: the first instance is the primary and takes the writes, the others apply them later.",
    options: ["one-store", "shards", "replicas"],
    optionLabels: ["In one store", "In shards", "At a primary, with replicas"],
    default: "one-store",
  },
  replicaLag: {
    type: "distribution",
    label: "Replica lag",
    help: "Until the replicas have applied a write. Writes are applied in order.",
    unit: "ms",
    default: { type: "exponential", meanMs: 50 },
    live: true,
  },
  readsFrom: {
    type: "choice",
    label: "Reads go to",
    help:
      "Replicas spare the primary and may be stale; the primary is always current (immediate consistency). " +
      "What is a read: operations that neither change data nor lock a row.",
    options: ["replicas", "primary", "all"],
    optionLabels: ["Replicas", "Primary", "Any instance"],
    default: "replicas",
  },
  failoverMs: {
    type: "number",
    label: "Failover takes",
    help: "From a crash of the primary until a replica takes its place. Writes that it had not applied are lost.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [1000, 120_000],
    scale: "log",
    default: 30_000,
    nullMeans: "no failover: writes wait for the primary",
  },
} as const;

const LOCK_TIMEOUT = {
  type: "number",
  label: "Gives up a lock after",
  help:
    "A statement that has waited so long for the lock of its row ends as an error. PostgreSQL ships with " +
    "no limit (lock_timeout), MySQL with 50 s (innodb_lock_wait_timeout).",
  unit: "ms",
  min: 1,
  max: 86_400_000,
  soft: [10, 60_000],
  scale: "log",
  default: null,
  live: true,
} as const;

const CONDITION_PARAMS = {
  locksRow: {
    type: "boolean",
    label: "Locks its row",
    help:
      "A write that has the row to itself while it works; others who want the same row wait, and keep " +
      "their slots and connections. Reads lock nothing (multiversion concurrency).",
    default: false,
  },
  lockTimeoutMs: { ...LOCK_TIMEOUT, nullMeans: "as the database" },
  conditional: {
    type: "boolean",
    label: "Conditional write",
    help:
      "Optimistic concurrency: each attempt reads the row with its version, then writes it if " +
      "nobody has written it meanwhile. Otherwise it ends as a conflict, and a retry reads again.",
    default: false,
  },
  readOperation: {
    type: "text",
    label: "Read by",
    help: "Operation that takes the time of the read before a conditional write.",
    default: null,
    nullMeans: "takes as long as the write",
  },
} as const;

export const database = defineKind({
  id: "database",
  label: "Database",
  family: "data",
  icon: "database",
  summary: "Answers queries: one store, shards, or a primary with replicas. Calls nobody.",
  ports: { out: [], in: ["call"] },
  protocols: ["sql", "redis"],
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    concurrency: { ...CAPACITY_PARAMS.concurrency, label: "Queries at once", default: 20 },
    maxConnections: {
      type: "number",
      label: "Connections at most",
      help:
        "From all callers together, over all instances; a further one is refused. A call over an " +
        "edge without a pool takes a connection of its own. PostgreSQL ships with 100.",
      unit: "",
      min: 1,
      max: 1_000_000,
      soft: [10, 1000],
      integer: true,
      default: null,
      nullMeans: "unlimited",
    },
    queueScope: { ...CAPACITY_PARAMS.queueScope, default: "node" },
    ...PULL_PARAMS,
    ...QUERY_WORK,
    ...KEY_PARAMS,
    ...PLACE_PARAMS,
    lockTimeoutMs: { ...LOCK_TIMEOUT, nullMeans: "waits without end" },
  },
  operation: { ...QUERY_WORK, ...EFFECT_PARAMS, ...CONDITION_PARAMS },
});
