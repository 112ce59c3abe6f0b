// Passive health: a caller leaves out instances that fail. Outlier detection as Envoy does it, and
// failures with a time-out as nginx does them.
import { DOCUMENTED_BALANCING as DOCUMENTED } from "../catalogs/2026-11/documented-balancing.ts";
import { namesOffered, PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";

/** Of every number of failures in a row. */
const STREAK = {
  type: "number",
  unit: "failures",
  min: 1,
  max: 1_000_000,
  soft: [1, 50],
  integer: true,
  nullMeans: "never",
  live: true,
} as const;

const DURATION = {
  type: "number",
  unit: "ms",
  min: 1,
  max: 86_400_000,
  soft: [1000, 300_000],
  scale: "log",
  live: true,
} as const;

const COUNT = {
  type: "number",
  min: 1,
  max: 1_000_000,
  soft: [1, 200],
  integer: true,
  live: true,
} as const;

const CHANCE = { type: "ratio", live: true } as const;

const STREAK_PARAMS = {
  consecutive5xx: {
    ...STREAK,
    label: "Failures in a row",
    help:
      "Ejects an instance after so many failed attempts in a row. A failure is an answer of 500 or " +
      "above, a refused or lost connection, or a timeout.",
    default: DOCUMENTED.consecutive5xx.value,
    source: DOCUMENTED.consecutive5xx.source,
  },
  enforcing5xx: {
    ...CHANCE,
    label: "Enforced",
    help: "How often failures in a row really eject; 0 only watches.",
    default: 1,
  },
  consecutiveGateway: {
    ...STREAK,
    label: "Gateway failures in a row",
    help:
      "The same for 502, 503 and 504 only: rejected, shed, expired, refused, lost or timed out, " +
      "and no error of the service's own.",
    default: DOCUMENTED.consecutiveGateway.value,
    source: DOCUMENTED.consecutiveGateway.source,
  },
  enforcingGateway: {
    ...CHANCE,
    label: "Enforced",
    help: "How often gateway failures in a row really eject; 0 only watches.",
    default: DOCUMENTED.enforcingGateway.value,
    source: DOCUMENTED.enforcingGateway.source,
  },
  splitLocal: {
    type: "boolean",
    label: "Tell connections from answers",
    help:
      "On: refused, lost and timed-out attempts are counted by themselves, and answers by " +
      "themselves. Off: all count alike.",
    default: DOCUMENTED.splitLocal.value,
    source: DOCUMENTED.splitLocal.source,
    live: true,
  },
  consecutiveLocal: {
    ...STREAK,
    label: "Failed connections in a row",
    help: "Told apart from answers: so many refused, lost or timed-out attempts in a row eject.",
    default: 5,
  },
  enforcingLocal: {
    ...CHANCE,
    label: "Enforced",
    help: "How often failed connections in a row really eject; 0 only watches.",
    default: 1,
  },
} as const satisfies ParamSet;

const RATE_PARAMS = {
  successRateHosts: {
    ...COUNT,
    unit: "instances",
    label: "Success rate: instances",
    help: "Rates are compared at the end of an interval if so many instances had enough answers.",
    default: DOCUMENTED.successRateHosts.value,
    source: DOCUMENTED.successRateHosts.source,
  },
  successRateVolume: {
    ...COUNT,
    unit: "answers",
    label: "Success rate: answers",
    help: "An instance is compared if it gave so many answers in the interval.",
    default: DOCUMENTED.successRateVolume.value,
    source: DOCUMENTED.successRateVolume.source,
  },
  successRateStdevFactor: {
    type: "number",
    label: "Success rate: distance",
    help: "Ejects below the mean rate less this many standard deviations.",
    unit: "",
    min: 0,
    max: 100,
    soft: [0, 5],
    default: DOCUMENTED.successRateStdevFactor.value,
    source: DOCUMENTED.successRateStdevFactor.source,
    live: true,
  },
  enforcingSuccessRate: {
    ...CHANCE,
    label: "Enforced",
    help: "How often a low success rate really ejects; 0 only watches.",
    default: 1,
  },
  enforcingLocalSuccessRate: {
    ...CHANCE,
    label: "Enforced for connections",
    help: "The same for the rate of connections, where they are told from answers.",
    default: 1,
  },
  failureShareHosts: {
    ...COUNT,
    unit: "instances",
    label: "Failure share: instances",
    help: "Shares are judged if so many instances had enough answers in the interval.",
    default: DOCUMENTED.failureShareHosts.value,
    source: DOCUMENTED.failureShareHosts.source,
  },
  failureShareVolume: {
    ...COUNT,
    unit: "answers",
    label: "Failure share: answers",
    help: "An instance is judged if it gave so many answers in the interval.",
    default: DOCUMENTED.failureShareVolume.value,
    source: DOCUMENTED.failureShareVolume.source,
  },
  failureShareThreshold: {
    ...CHANCE,
    label: "Failure share to eject",
    help: "Ejects an instance that failed at least this share, whatever the others did.",
    default: DOCUMENTED.failureShareThreshold.value,
    source: DOCUMENTED.failureShareThreshold.source,
  },
  enforcingFailureShare: {
    ...CHANCE,
    label: "Enforced",
    help: "How often a high share of failures really ejects; 0 only watches.",
    default: DOCUMENTED.enforcingFailureShare.value,
    source: DOCUMENTED.enforcingFailureShare.source,
  },
  enforcingLocalFailureShare: {
    ...CHANCE,
    label: "Enforced for connections",
    help: "The same for the share of connections, where they are told from answers.",
    default: DOCUMENTED.enforcingFailureShare.value,
    source: DOCUMENTED.enforcingFailureShare.source,
  },
} as const satisfies ParamSet;

const OUTLIER_PARAMS = {
  ...STREAK_PARAMS,
  intervalMs: {
    ...DURATION,
    label: "Interval",
    help: "Ejections end, and success rates are compared, at multiples of this time.",
    default: DOCUMENTED.outlierIntervalMs.value,
    source: DOCUMENTED.outlierIntervalMs.source,
  },
  baseEjectionMs: {
    ...DURATION,
    label: "Ejected for",
    help: "Times how often it was ejected; one less after each good interval since its return.",
    default: DOCUMENTED.baseEjectionMs.value,
    source: DOCUMENTED.baseEjectionMs.source,
  },
  maxEjectionMs: {
    ...DURATION,
    label: "Ejected for at most",
    help: "No ejection is longer, apart from its jitter.",
    default: DOCUMENTED.maxEjectionMs.value,
    source: DOCUMENTED.maxEjectionMs.source,
  },
  maxEjectionJitterMs: {
    ...DURATION,
    min: 0,
    soft: [0, 60_000],
    scale: "linear",
    label: "Jitter",
    help: "Each ejection is longer by a random time up to this.",
    default: DOCUMENTED.maxEjectionJitterMs.value,
    source: DOCUMENTED.maxEjectionJitterMs.source,
  },
  maxEjectionRatio: {
    ...CHANCE,
    label: "Ejected at most",
    help: "Share of the instances that one caller may have ejected at a time.",
    default: DOCUMENTED.maxEjectionRatio.value,
    source: DOCUMENTED.maxEjectionRatio.source,
  },
  alwaysEjectOne: {
    type: "boolean",
    label: "One in any case",
    help: "One instance may be ejected even if that is more than the share allows.",
    default: DOCUMENTED.alwaysEjectOne.value,
    source: DOCUMENTED.alwaysEjectOne.source,
    live: true,
  },
  ...RATE_PARAMS,
} as const satisfies ParamSet;

export const OUTLIER = {
  type: "object",
  label: "Outlier detection",
  help: "Each caller ejects instances that fail where others do not, for a while (as Envoy does).",
  fields: OUTLIER_PARAMS,
  presets: namesOffered(PRESETS.outlier, OUTLIER_PARAMS),
  default: null,
  nullMeans: "off",
} as const;

const MAX_FAILS_PARAMS = {
  fails: {
    type: "number",
    label: "Failures",
    help: "So many failures within the time leave an instance out for that time.",
    unit: "failures",
    min: 1,
    max: 1_000_000,
    soft: [1, 20],
    integer: true,
    default: 1,
    live: true,
  },
  failTimeoutMs: {
    ...DURATION,
    label: "Left out for",
    help: "Then it is tried again; one more failure leaves it out once more.",
    default: 10_000,
  },
  failOn: {
    type: "names",
    label: "What counts",
    help: "Endings of an attempt that count as a failure.",
    options: [
      "timeout",
      "connectionRefused",
      "connectionLost",
      "rejected",
      "queueTimeout",
      "error",
      "dependency",
    ],
    default: ["timeout", "connectionRefused", "connectionLost"],
    live: true,
  },
} as const satisfies ParamSet;

export const MAX_FAILS = {
  type: "object",
  label: "Failures with a time-out",
  help: "Leaves an instance out for a fixed time after failures (max_fails, fail_timeout of nginx).",
  fields: MAX_FAILS_PARAMS,
  default: null,
  nullMeans: "off",
} as const;
