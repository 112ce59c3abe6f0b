// What the caller lets through of its own accord: rate limiter and bulkhead.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { namesOffered, PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";
import { APPLIES_TO, SCOPE } from "./define-placement.ts";

const RATE_LIMIT_PARAMS = {
  ratePerS: {
    type: "number",
    label: "Tokens per second",
    help: "The bucket refills continuously at this rate; each call takes one token.",
    unit: "1/s",
    min: 0.001,
    max: 10_000_000,
    soft: [1, 10_000],
    scale: "log",
    default: 100,
    live: true,
  },
  burst: {
    type: "number",
    label: "Bucket size",
    help: "So many tokens the bucket holds at most; it starts full.",
    unit: "calls",
    min: 1,
    max: 10_000_000,
    soft: [1, 1000],
    scale: "log",
    default: 10,
    live: true,
  },
  wait: {
    type: "boolean",
    label: "Wait for a token",
    help:
      "On: calls stand in line for the next token, first come first served. Off: without a token " +
      "a call ends at once as rateLimited.",
    default: false,
    live: true,
  },
  appliesTo: APPLIES_TO,
  scope: SCOPE,
} as const satisfies ParamSet;

export const RATE_LIMIT = {
  type: "object",
  label: "Rate limit",
  help: "A token bucket at the caller: no more calls than tokens.",
  fields: RATE_LIMIT_PARAMS,
  default: null,
  nullMeans: "off",
} as const;

const BULKHEAD_PARAMS = {
  maxConcurrent: {
    type: "number",
    label: "At once",
    help: "So many calls of a caller may be in progress at the same time.",
    unit: "calls",
    min: 1,
    max: 1_000_000,
    soft: [1, 200],
    scale: "log",
    integer: true,
    default: DOCUMENTED.bulkheadMaxConcurrent.value,
    source: DOCUMENTED.bulkheadMaxConcurrent.source,
    live: true,
  },
  maxWaitMs: {
    type: "number",
    label: "Wait for a permit",
    help:
      "How long a call stands in line when all permits are out; then it ends as bulkheadFull. 0: " +
      "at once.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [0, 5000],
    default: DOCUMENTED.bulkheadMaxWaitMs.value,
    source: DOCUMENTED.bulkheadMaxWaitMs.source,
    live: true,
  },
  appliesTo: APPLIES_TO,
  scope: SCOPE,
} as const satisfies ParamSet;

export const BULKHEAD = {
  type: "object",
  label: "Bulkhead",
  help:
    "Limits how many calls to this callee are in progress, so that one slow callee cannot take up " +
    "everything the caller has.",
  fields: BULKHEAD_PARAMS,
  presets: namesOffered(PRESETS.bulkhead, BULKHEAD_PARAMS),
  default: null,
  nullMeans: "off",
} as const;
