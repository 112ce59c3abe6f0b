// Retry: the same call again after a back-off. The engine's formulas: decision tables of the format.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { namesOffered, PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";

/** Endings of an attempt that a caller may see and retry. */
const RETRYABLE_OUTCOMES = [
  "timeout",
  "rejected",
  "queueTimeout",
  "circuitOpen",
  "connectionRefused",
  "connectionLost",
  "error",
  "dependency",
] as const;

const FORMULA = DOCUMENTED.retryFormula;

const BACKOFF_PARAMS = {
  type: {
    type: "choice",
    label: "Back-off",
    help: "How the pause before retry n grows: none, always the base, or base × factor^(n−1).",
    options: ["none", "constant", "exponential"],
    optionLabels: ["None", "Constant", "Exponential"],
    default: "exponential",
    source: FORMULA.source,
    live: true,
  },
  baseMs: {
    type: "number",
    label: "Base pause",
    help: "Pause before the first retry, before jitter.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 2000],
    default: DOCUMENTED.retryBaseMs.value,
    source: DOCUMENTED.retryBaseMs.source,
    live: true,
  },
  factor: {
    type: "number",
    label: "Growth factor",
    help: "Each further pause is this many times the one before (exponential back-off only).",
    unit: "",
    min: 1,
    max: 100,
    soft: [1, 4],
    default: FORMULA.value.factor,
    source: FORMULA.source,
    live: true,
  },
  capMs: {
    type: "number",
    label: "Longest pause",
    help: "The pause never grows beyond this; applied before jitter.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [100, 30_000],
    scale: "log",
    default: FORMULA.value.capMs,
    source: FORMULA.source,
    live: true,
  },
  jitter: {
    type: "choice",
    label: "Jitter",
    help:
      "Spreads the retries of many callers over time. Full: 0 to v. Equal: v/2 to v. " +
      "Decorrelated: base to three times the pause before.",
    options: ["none", "full", "equal", "decorrelated"],
    optionLabels: ["None", "Full", "Equal", "Decorrelated"],
    default: FORMULA.value.jitter,
    source: FORMULA.source,
    live: true,
  },
} as const satisfies ParamSet;

export const RETRY_PARAMS = {
  maxAttempts: {
    type: "number",
    label: "Attempts",
    help: "Attempts of one call in all, the first included.",
    unit: "",
    min: 1,
    max: 1000,
    soft: [1, 10],
    integer: true,
    default: DOCUMENTED.retryMaxAttempts.value,
    source: DOCUMENTED.retryMaxAttempts.source,
    nullMeans: "unlimited",
    live: true,
  },
  backoff: {
    type: "object",
    label: "Back-off",
    help: "The pause before each retry.",
    fields: BACKOFF_PARAMS,
    default: {},
  },
  retryOn: {
    type: "names",
    label: "Retry on",
    help: "Endings of an attempt after which the call is tried again.",
    options: RETRYABLE_OUTCOMES,
    default: ["timeout", "connectionRefused", "connectionLost", "rejected", "error", "dependency"],
    live: true,
  },
  retryNonIdempotent: {
    type: "boolean",
    label: "Retry non-idempotent operations",
    help:
      "Off: an operation that is not idempotent (a POST, say) is retried only if the connection " +
      "was refused, since otherwise it may have taken effect.",
    default: false,
    live: true,
  },
} as const satisfies ParamSet;

export const RETRY = {
  type: "object",
  label: "Retry",
  help: "Tries a failed call again. Adds load exactly when the callee has least to spare.",
  fields: RETRY_PARAMS,
  presets: namesOffered(PRESETS.retry, RETRY_PARAMS),
  default: null,
  nullMeans: "off",
} as const;
