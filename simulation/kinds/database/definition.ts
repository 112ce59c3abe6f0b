import { defineKind } from "../define.ts";
import { CAPACITY_PARAMS, EFFECT_PARAMS, PULL_PARAMS, WORK_PARAMS } from "../station-params.ts";

const QUERY_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 4 } },
} as const;

export const database = defineKind({
  id: "database",
  label: "Database",
  family: "data",
  icon: "database",
  summary: "Answers queries; all its instances serve one queue. Calls nobody.",
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
      live: true,
    },
    queueScope: { ...CAPACITY_PARAMS.queueScope, default: "node" },
    ...PULL_PARAMS,
    ...QUERY_WORK,
  },
  operation: { ...QUERY_WORK, ...EFFECT_PARAMS },
});
