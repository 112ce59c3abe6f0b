// What a GraphQL query asks of the server that resolves it. The calls of its resolvers are those of the
// callee's plan: one for each item of a list (N+1), or collected by a batch without linger (DataLoader).
import type { ParamSet } from "../kinds/define.ts";

const QUERY_PARAMS = {
  selectedRatio: {
    type: "ratio",
    label: "Fields asked for",
    help: "Share of the response that the query selects; the rest is neither written nor sent.",
    default: 1,
    live: true,
  },
  parseUs: {
    type: "number",
    label: "Parse and validate",
    help: "Before anything is resolved. Assumption: 200 µs for a query of some ten fields.",
    unit: "µs",
    min: 0,
    max: 10_000_000,
    soft: [0, 2000],
    default: 200,
    live: true,
  },
  depth: {
    type: "number",
    label: "Depth",
    help: "Levels of objects in the query.",
    unit: "levels",
    min: 1,
    max: 30,
    soft: [1, 10],
    integer: true,
    default: 2,
    live: true,
  },
  listSize: {
    type: "number",
    label: "Objects a level",
    help:
      "How many objects each object of the level above leads to: depth 3 and 10 a level are " +
      "10 + 100 + 1,000 objects.",
    unit: "",
    min: 1,
    max: 1000,
    soft: [1, 50],
    default: 1,
    live: true,
  },
  resolveUs: {
    type: "number",
    label: "Resolving an object takes",
    help:
      "Time of a slot of the server for each object, beside its service time and the calls that " +
      "its resolvers make. Assumption: 5 µs.",
    unit: "µs",
    min: 0,
    max: 1_000_000,
    soft: [0, 100],
    default: 5,
    live: true,
  },
  maxDepth: {
    type: "number",
    label: "Depth limit",
    help: "The server refuses a deeper query once it has parsed it: rejected, nothing is resolved.",
    unit: "levels",
    min: 1,
    max: 30,
    soft: [1, 15],
    integer: true,
    default: null,
    nullMeans: "none",
    live: true,
  },
} as const satisfies ParamSet;

export const QUERY = {
  type: "object",
  label: "Query",
  help:
    "What each request asks of the server. Cost limits other than depth, persisted queries and " +
    "subscriptions are not modeled.",
  fields: QUERY_PARAMS,
  default: {},
} as const;
