import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { ENVIRONMENT_PRESETS } from "../../catalogs/2026-11/presets-serverless.ts";
import { accessParams } from "../access-params.ts";
import { defineKind } from "../define.ts";
import { ANSWER_PARAMS, CALLER_PARAMS, EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";

const { priority: _, ...FUNCTION_WORK } = WORK_PARAMS;

const COUNT = { type: "number", unit: "", min: 1, integer: true } as const;

const ENVIRONMENT_FIELDS = {
  max: {
    ...COUNT,
    label: "At most",
    help: "Environments at the same time (concurrency limit); further requests are throttled.",
    max: 100_000,
    soft: [10, 10_000],
    scale: "log",
    default: DOCUMENTED.functionEnvironments.value,
    source: DOCUMENTED.functionEnvironments.source,
  },
  requestsEach: {
    ...COUNT,
    label: "Requests each",
    help: "That one environment works on at once.",
    max: 10_000,
    soft: [1, 100],
    default: 1,
  },
  burst: {
    ...COUNT,
    label: "Start at once",
    help: "Environments that may start at one instant; then the scaling rate holds.",
    max: 100_000,
    soft: [10, 10_000],
    scale: "log",
    default: DOCUMENTED.functionBurst.value,
    source: DOCUMENTED.functionBurst.source,
    nullMeans: "any number: no scaling rate",
    live: true,
  },
  ratePerS: {
    type: "number",
    label: "Scaling rate",
    help: "How fast the allowance to start environments is refilled.",
    unit: "1/s",
    min: 0.001,
    max: 100_000,
    soft: [1, 1000],
    scale: "log",
    default: DOCUMENTED.functionRatePerS.value,
    source: DOCUMENTED.functionRatePerS.source,
    live: true,
  },
  coldStart: {
    type: "distribution",
    label: "Cold start",
    help: "Until a new environment is ready. Assumption; platforms say from 100 ms to seconds.",
    unit: "ms",
    default: { type: "lognormal", meanMs: 400, p99Ms: 1500 },
    live: true,
  },
  idleMs: {
    type: "number",
    label: "Idle ones go after",
    help: "Without a request. Assumption: five minutes; no platform promises a time.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [1000, 900_000],
    scale: "log",
    default: 300_000,
    nullMeans: "never",
    live: true,
  },
  warm: {
    ...COUNT,
    label: "Kept warm",
    help: "Environments that are there from the start and stay (provisioned concurrency).",
    min: 0,
    max: 100_000,
    soft: [0, 100],
    default: 0,
  },
  waitMs: {
    type: "number",
    label: "Wait while all are busy",
    help: "How long a request waits for an environment with room.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [100, 60_000],
    scale: "log",
    default: null,
    nullMeans: "not at all: throttled at once",
  },
} as const;

export const serverless = defineKind({
  id: "serverless",
  label: "Serverless function",
  family: "compute",
  icon: "serverless-function",
  summary: "Starts an environment for each request that finds none free, down to none at all.",
  ports: { out: ["call", "publish"], in: ["call", "deliver"] },
  invoked: true,
  protocols: ["rest", "grpc", "graphql"],
  params: {
    environments: {
      type: "object",
      label: "Environments",
      help: "How the platform starts and ends what the function runs in.",
      fields: ENVIRONMENT_FIELDS,
      default: {},
      presets: Object.keys(ENVIRONMENT_PRESETS),
    },
    ...FUNCTION_WORK,
    ...ANSWER_PARAMS,
    ...accessParams(DOCUMENTED.localCheckMs),
    requires: CALLER_PARAMS.requires,
  },
  operation: { ...FUNCTION_WORK, ...EFFECT_PARAMS, requires: CALLER_PARAMS.requires },
});
