import { defineKind } from "../define.ts";
import { CALLER_PARAMS, CAPACITY_PARAMS, EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";

const { afterTime: _, afterProbability: _1, priority: _2, ...ANSWERS } = WORK_PARAMS;

const POINT_WORK = {
  ...ANSWERS,
  serviceTime: {
    ...WORK_PARAMS.serviceTime,
    label: "A point takes",
    help: "Time of a point of presence for each request, beside the network. Assumption: 1 ms.",
    default: { type: "exponential", meanMs: 1 },
  },
} as const;

const POINT_PARAMS = {
  replicas: {
    ...CAPACITY_PARAMS.replicas,
    label: "Points of presence",
    help: "Places near the clients. Each has entries of its own, and takes any number of requests at once.",
    soft: [1, 50],
    default: 8,
  },
  instanceWeight: {
    ...CAPACITY_PARAMS.instanceWeight,
    label: "Share of each point",
    help: "How many of the clients are near point 0, 1, ..., relative to the others. Balancing must be random.",
  },
  endpointDelayMs: {
    ...CAPACITY_PARAMS.endpointDelayMs,
    help: "How long clients go on asking a point that is down, until they are led to another.",
  },
} as const;

const CONTENT_PARAMS = {
  keyCount: {
    type: "number",
    label: "Objects",
    help: "Different pages, pictures or answers that are asked for; the key of a request says which.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [100, 10_000],
    scale: "log",
    integer: true,
    default: 1000,
  },
  keySkew: {
    type: "number",
    label: "Skew of the objects",
    help: "Object k is wanted 1 / k to this power as often as the first (Zipf); 0: all alike.",
    unit: "",
    min: 0,
    max: 5,
    soft: [0, 2],
    default: 1,
  },
  capacity: {
    type: "number",
    label: "Objects at a point",
    help: "One more evicts the one that was asked for longest ago.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [10, 100_000],
    scale: "log",
    integer: true,
    default: 500,
  },
  ttlMs: {
    type: "number",
    label: "Time to live",
    help:
      "An object is fresh for so long after it came from the origin (Cache-Control: max-age). Assumption: a " +
      "minute, since runs are short; CloudFront takes a day where the origin says nothing.",
    unit: "ms",
    min: 1,
    max: 2_592_000_000,
    soft: [1000, 86_400_000],
    scale: "log",
    default: 60_000,
    nullMeans: "fresh for ever",
    live: true,
  },
  staleMs: {
    type: "number",
    label: "Stale while revalidating",
    help: "What has expired is served for so long while it is fetched anew (RFC 5861).",
    unit: "ms",
    min: 0,
    max: 2_592_000_000,
    soft: [0, 600_000],
    default: 0,
    live: true,
  },
  staleIfErrorMs: {
    type: "number",
    label: "Stale if the origin fails",
    help:
      "What has expired is served for so long where fetching it fails (RFC 5861): the answer is degraded, " +
      "and comes once the fetch has failed, so its timeout counts.",
    unit: "ms",
    min: 0,
    max: 2_592_000_000,
    soft: [0, 86_400_000],
    default: 0,
    live: true,
  },
  singleFlight: {
    type: "boolean",
    label: "One fetch per object",
    help: "Who misses at a point what it is fetching already waits for that (request collapsing).",
    default: true,
  },
  purgeMs: {
    type: "number",
    label: "A purge takes",
    help: "Until an operation that removes has reached all points. Assumption: 150 ms, as Fastly says of its own.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 60_000],
    default: 150,
    live: true,
  },
  warm: {
    type: "boolean",
    label: "Warm at the start",
    help: "Points and shield begin with their most popular objects instead of empty.",
    default: false,
  },
  shield: {
    type: "object",
    label: "Origin shield",
    help:
      "One more store that all points ask before the origin, so that it is asked once for an object and not " +
      "once by each point.",
    fields: {
      capacity: {
        type: "number",
        label: "Objects at the shield",
        help: "One more evicts the one that was asked for longest ago.",
        unit: "",
        min: 1,
        max: 100_000,
        soft: [10, 100_000],
        scale: "log",
        integer: true,
        default: 1000,
      },
      networkMs: {
        type: "number",
        label: "From a point to it",
        help: "One way. Assumption: 20 ms, the same for all points.",
        unit: "ms",
        min: 0,
        max: 10_000,
        soft: [0, 200],
        default: 20,
        live: true,
      },
    },
    default: null,
    nullMeans: "each point asks the origin",
  },
} as const;

export const cdn = defineKind({
  id: "cdn",
  label: "CDN",
  family: "edge",
  icon: "cdn",
  summary: "Copies of an origin's answers at points of presence near the clients.",
  ports: { out: ["call"], in: ["call"] },
  // What has a web server.
  calls: ["load-balancer", "api-gateway", "service", "monolith", "serverless", "cdn"],
  protocols: ["rest", "graphql"],
  params: { ...POINT_PARAMS, ...CONTENT_PARAMS, ...POINT_WORK },
  operation: {
    ...POINT_WORK,
    ...EFFECT_PARAMS,
    access: {
      type: "choice",
      label: "What it does",
      help:
        "Read: answered from a copy, else fetched. Pass: always the origin's, nothing is kept (what changes " +
        "data, or is for one user). Purge: drops the object at all points.",
      options: ["read", "pass", "remove"],
      optionLabels: ["Read", "Pass", "Purge"],
      default: "read",
    },
    requires: CALLER_PARAMS.requires,
  },
});
