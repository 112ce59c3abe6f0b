// Circuit breaker: stops calling a callee that keeps failing, for a while. The defaults are those of
// resilience4j; what other libraries do differently is a parameter.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { namesOffered, PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";
import { APPLIES_TO, SCOPE } from "./define-placement.ts";

/** Endings that a breaker may be told to leave out of its count. */
const IGNORABLE_OUTCOMES = [
  "timeout",
  "rejected",
  "queueTimeout",
  "deadlineExceeded",
  "rateLimited",
  "bulkheadFull",
  "connectionRefused",
  "connectionLost",
  "error",
  "dependency",
] as const;

const WINDOW_PARAMS = {
  type: {
    type: "choice",
    label: "Window",
    help:
      "What is judged: the last N calls; the calls of the last N seconds, in buckets of a second; " +
      "or whether N calls failed one after another, whatever the rates.",
    options: ["count", "time", "consecutive"],
    optionLabels: ["Last N calls", "Last N seconds", "N failures in a row"],
    default: DOCUMENTED.breakerWindowType.value,
    source: DOCUMENTED.breakerWindowType.source,
  },
  size: {
    type: "number",
    label: "Window size",
    help: "N: calls, seconds, or failures in a row.",
    unit: "",
    min: 1,
    max: 10_000,
    soft: [5, 500],
    integer: true,
    default: DOCUMENTED.breakerWindowSize.value,
    source: DOCUMENTED.breakerWindowSize.source,
  },
} as const satisfies ParamSet;

const BREAKER_PARAMS = {
  window: {
    type: "object",
    label: "Window",
    help: "The calls that the failure rate is computed over.",
    fields: WINDOW_PARAMS,
    default: {},
  },
  failureRateThreshold: {
    type: "ratio",
    label: "Failure rate to open",
    help: "Opens when this share of the calls in the window failed.",
    default: DOCUMENTED.breakerFailureRate.value,
    source: DOCUMENTED.breakerFailureRate.source,
    live: true,
  },
  opensAt: {
    type: "choice",
    label: "Threshold is",
    help: "Whether a rate that just reaches its threshold opens the breaker, or only a higher one.",
    options: ["reached", "exceeded"],
    optionLabels: ["Reached", "Exceeded"],
    default: "reached",
    live: true,
  },
  rateOf: {
    type: "choice",
    label: "Rate of",
    help:
      "What the rates are shares of. Calls that ended; or, in a window of seconds, calls that came: " +
      "those still in progress and those refused count as well, so many slow calls put it off.",
    options: ["ended", "started"],
    optionLabels: ["Calls that ended", "Calls that came"],
    default: "ended",
    live: true,
  },
  judgedAt: {
    type: "choice",
    label: "Judged at",
    help: "When the rates are looked at: whenever a call ends, or only when one fails.",
    options: ["ending", "failure"],
    optionLabels: ["Every ending", "Failures"],
    default: "ending",
    live: true,
  },
  slowCallMs: {
    type: "number",
    label: "A call is slow from",
    help: "Calls that took longer count as slow.",
    unit: "ms",
    min: 0.001,
    max: 86_400_000,
    soft: [10, 10_000],
    scale: "log",
    default: null,
    nullMeans: "slow calls do not count",
    live: true,
  },
  slowCallRateThreshold: {
    type: "ratio",
    label: "Slow-call rate to open",
    help: "Opens when this share of the calls in the window was slow.",
    default: DOCUMENTED.breakerSlowCallRate.value,
    source: DOCUMENTED.breakerSlowCallRate.source,
    live: true,
  },
  minimumCalls: {
    type: "number",
    label: "Calls before judging",
    help: "No rate is computed before this many calls are in the window.",
    unit: "calls",
    min: 1,
    max: 10_000,
    soft: [1, 500],
    integer: true,
    default: DOCUMENTED.breakerMinimumCalls.value,
    source: DOCUMENTED.breakerMinimumCalls.source,
    live: true,
  },
  openMs: {
    type: "number",
    label: "Stays open for",
    help: "Calls end at once as circuitOpen for this long; then probes are let through.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [100, 120_000],
    scale: "log",
    default: DOCUMENTED.breakerOpenMs.value,
    source: DOCUMENTED.breakerOpenMs.source,
    live: true,
  },
  probes: {
    type: "number",
    label: "Probes",
    help: "Calls let through half-open; their failure rate decides between closed and open.",
    unit: "calls",
    min: 1,
    max: 10_000,
    soft: [1, 50],
    integer: true,
    default: DOCUMENTED.breakerProbes.value,
    source: DOCUMENTED.breakerProbes.source,
    live: true,
  },
  halfOpen: {
    type: "choice",
    label: "While it probes",
    help:
      "What happens to calls that come when all probes are out: refused as circuitOpen, or they wait " +
      "for the verdict and then go or are refused.",
    options: ["refuse", "wait"],
    optionLabels: ["Others are refused", "Others wait"],
    default: "refuse",
    live: true,
  },
  appliesTo: { ...APPLIES_TO, default: "attempt" },
  scope: SCOPE,
  perOperation: {
    type: "boolean",
    label: "Each operation apart",
    help: "A breaker for each operation of the callee instead of one for all.",
    default: false,
  },
  ignore: {
    type: "names",
    label: "Ignore",
    help: "Endings that count neither as failure nor as success.",
    options: IGNORABLE_OUTCOMES,
    default: [],
    live: true,
  },
} as const satisfies ParamSet;

export const BREAKER = {
  type: "object",
  label: "Circuit breaker",
  help: "Stops calling a callee that keeps failing, and probes it after a while.",
  fields: BREAKER_PARAMS,
  presets: namesOffered(PRESETS.breaker, BREAKER_PARAMS),
  default: null,
  nullMeans: "off",
} as const;
