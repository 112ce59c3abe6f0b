// Retry: the same call again after a back-off. The engine's formulas: decision tables of the format.
import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { namesOffered, PRESETS } from "../../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../../kinds/define.ts";
import { BUDGET_PARAMS } from "./budget.ts";

/** Endings of an attempt that a caller may see and retry. */
const RETRYABLE_OUTCOMES = [
  "timeout",
  "rejected",
  "queueTimeout",
  "poolTimeout",
  "rateLimited",
  "shed",
  "circuitOpen",
  "bulkheadFull",
  "connectionRefused",
  "connectionLost",
  "error",
  "dependency",
  "conflict",
] as const;

const FORMULA = DOCUMENTED.retryFormula;

const BACKOFF_PARAMS = {
  type: {
    type: "choice",
    label: "Back-off",
    help:
      "How the pause before retry n grows: none, always the base, base × n, or " +
      "base × factor^(n−1).",
    options: ["none", "constant", "linear", "exponential"],
    optionLabels: ["None", "Constant", "Linear", "Exponential"],
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
      "Spreads the retries of many callers over time; v is the pause that has grown to here. " +
      "Full: 0 to v (AWS, Envoy). Equal: v/2 to v. Decorrelated: base to three times the pause " +
      "before (AWS). Smooth: Polly's decorrelated jitter, which has no peaks. Plus or minus: v " +
      "times 1 − r to 1 + r (gRPC, Kafka). Exponential: drawn with the mean v. Added: v and up to " +
      "a fixed time more (got).",
    options: [
      "none",
      "full",
      "equal",
      "decorrelated",
      "smooth",
      "multiplicative",
      "exponentialRandom",
      "added",
    ],
    optionLabels: [
      "None",
      "Full",
      "Equal",
      "Decorrelated",
      "Smooth (Polly)",
      "Plus or minus",
      "Exponential",
      "Added",
    ],
    default: FORMULA.value.jitter,
    source: FORMULA.source,
    live: true,
  },
  jitterRatio: {
    type: "ratio",
    label: "Plus or minus",
    help: "By which share of itself the pause varies, with the jitter plus or minus.",
    default: DOCUMENTED.grpcJitter.value.ratio,
    source: DOCUMENTED.grpcJitter.source,
    live: true,
  },
  jitterMs: {
    type: "number",
    label: "Added at most",
    help: "So much is added to the pause at most, with the jitter added.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 1000],
    default: 100,
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
  attemptsCap: {
    type: "number",
    label: "Never more than",
    help:
      "Attempts that the library makes at most, whatever is asked for above: gRPC takes more than 5 " +
      "for 5, without a word.",
    unit: "",
    min: 1,
    max: 1000,
    soft: [1, 10],
    integer: true,
    default: null,
    nullMeans: "as many as asked for",
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
    default: [
      "timeout",
      "connectionRefused",
      "connectionLost",
      "rejected",
      "error",
      "dependency",
      "conflict",
    ],
    live: true,
  },
  retryNonIdempotent: {
    type: "boolean",
    label: "Retry non-idempotent operations",
    help:
      "Off: an operation that is not idempotent (a POST, say) is retried only if the connection " +
      "was refused or a conditional write found another version, since otherwise it may have " +
      "taken effect.",
    default: false,
    live: true,
  },
  retryAfter: {
    type: "choice",
    label: "Retry-After",
    help:
      "What becomes of the pause where the answer says when to come back (the callee's Retry-After): " +
      "nothing, the answer's time instead of it, up to the longest pause, or the longer of the " +
      "two, yet at most 5 s more than the pause (AWS).",
    options: ["ignore", "follow", "atLeast"],
    optionLabels: ["Ignored", "Followed", "At least that"],
    default: "ignore",
    live: true,
  },
  pastDeadline: {
    type: "choice",
    label: "Too late for the deadline",
    help:
      "What a call does whose next attempt would begin past its deadline: it ends at once with its " +
      "last failure, or it pauses in vain until the deadline ends it (gRPC).",
    options: ["giveUp", "wait"],
    optionLabels: ["Gives up at once", "Waits for it"],
    default: "giveUp",
    live: true,
  },
  avoidTried: {
    type: "boolean",
    label: "Avoid instances tried before",
    help:
      "A retry that would go to an instance that this call has tried already is picked anew, up to " +
      "5 times (Istio does so; Envoy by itself and most libraries do not).",
    default: false,
  },
  sameInstance: {
    type: "boolean",
    label: "Stay with the instance",
    help:
      "Retries go to the instance of the first attempt, as HAProxy does without redispatch: they " +
      "help against a hiccup and not against an instance that is down.",
    default: false,
  },
  budget: {
    type: "object",
    label: "Budget",
    help: "Bounds what retries may add to the load, however many calls fail.",
    fields: BUDGET_PARAMS,
    default: null,
    nullMeans: "no bound but the number of attempts",
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
