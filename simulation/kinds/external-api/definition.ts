import { defineKind } from "../define.ts";
import { EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";

const { afterTime: _, afterProbability: _1, priority: _2, ...ANSWERS } = WORK_PARAMS;

const PROVIDER_WORK = {
  ...ANSWERS,
  serviceTime: {
    ...WORK_PARAMS.serviceTime,
    label: "Answers within",
    help: "From a request's arrival at the provider to its answer. Assumption: 120 ms, 1 of 100 above 400.",
    default: { type: "lognormal", meanMs: 120, p99Ms: 400 },
  },
  errorRate: {
    ...WORK_PARAMS.errorRate,
    help: "Share of requests that the provider fails by itself.",
  },
} as const;

const QUOTA_FIELDS = {
  way: {
    type: "choice",
    label: "Counted by",
    help:
      "Window: so many calls between two full windows of the clock. Bucket: tokens that flow back all the " +
      "time, as many in a window as it holds.",
    options: ["window", "bucket"],
    optionLabels: ["Window of the clock", "Token bucket"],
    default: "window",
  },
  limit: {
    type: "number",
    label: "Calls in a window",
    help: "What the plan includes; of a bucket its size.",
    unit: "",
    min: 1,
    max: 1_000_000_000,
    soft: [10, 100_000],
    scale: "log",
    integer: true,
    default: 1000,
    live: true,
  },
  windowS: {
    type: "number",
    label: "Window",
    help: "Windows begin at time 0 and follow each other, as full minutes do.",
    unit: "s",
    min: 0.001,
    max: 2_592_000,
    soft: [1, 3600],
    scale: "log",
    default: 60,
  },
  scope: {
    type: "choice",
    label: "Belongs to",
    help: "Account: all callers draw on one quota. Caller: each has a key with a quota of its own.",
    options: ["account", "caller"],
    optionLabels: ["The account", "Each caller"],
    default: "account",
  },
  over: {
    type: "choice",
    label: "Beyond it",
    help: "Refused as rateLimited (HTTP 429), or served and billed apart.",
    options: ["refuse", "bill"],
    optionLabels: ["Refused", "Billed"],
    default: "refuse",
    live: true,
  },
  tells: {
    type: "boolean",
    label: "Says when to come back",
    help:
      "A refusal carries Retry-After: whole seconds until the window ends, or until the next token. Only " +
      "callers heed it whose retry does.",
    default: true,
    live: true,
  },
} as const;

const PRICE = {
  type: "number",
  unit: "",
  min: 0,
  max: 1_000_000,
  soft: [0, 100],
  default: 0,
  live: true,
} as const;

const PRICE_FIELDS = {
  feePerMonth: {
    ...PRICE,
    label: "Fee a month",
    help: "Paid whatever is called, in any currency.",
  },
  pricePer1000: { ...PRICE, label: "Price of 1,000 calls", help: "Of calls within the quota." },
  overPricePer1000: {
    ...PRICE,
    label: "Price of 1,000 beyond",
    help: "Of calls beyond the quota, where they are billed.",
  },
} as const;

const BROWNOUT_FIELDS = {
  every: {
    type: "distribution",
    label: "Comes every",
    help: "Time without trouble before each one.",
    unit: "ms",
    default: { type: "exponential", meanMs: 60_000 },
  },
  for: {
    type: "distribution",
    label: "Stays for",
    help: "How long it lasts.",
    unit: "ms",
    default: { type: "exponential", meanMs: 10_000 },
  },
  factor: {
    type: "number",
    label: "Slower by",
    help: "Answers that are begun meanwhile take so many times as long.",
    unit: "×",
    min: 1,
    max: 100_000,
    soft: [1, 50],
    scale: "log",
    default: 5,
    live: true,
  },
  errorRatio: {
    type: "ratio",
    label: "Fails of them",
    help: "Share of the requests that fail meanwhile.",
    default: 0.1,
    live: true,
  },
} as const;

export const externalApi = defineKind({
  id: "external-api",
  label: "External API",
  family: "edge",
  icon: "external-api",
  summary:
    "A provider outside: its latency and troubles are its own, and calls count against a quota.",
  ports: { out: [], in: ["call"] },
  protocols: ["rest", "grpc", "graphql", "soap"],
  params: {
    ...PROVIDER_WORK,
    quota: {
      type: "object",
      label: "Quota",
      help: "How many calls the plan allows, and what becomes of those beyond it.",
      fields: { ...QUOTA_FIELDS, ...PRICE_FIELDS },
      default: null,
      nullMeans: "any number of calls",
    },
    brownouts: {
      type: "object",
      label: "Brownouts",
      help: "Times at random in which the provider is slow and fails in part. Nobody here can end them.",
      fields: BROWNOUT_FIELDS,
      default: null,
      nullMeans: "none",
    },
  },
  operation: { ...PROVIDER_WORK, ...EFFECT_PARAMS },
});
