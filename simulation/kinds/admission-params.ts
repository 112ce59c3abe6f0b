// What a station does with arrivals before they may take a slot or wait: a rate limit, and admission.
// Defaults of the concurrency limits are those of Netflix's concurrency-limits, read 2026-01
// (AIMDLimit.Builder, Gradient2Limit.Builder).
import type { ParamSet } from "./define.ts";

const LIMIT_MAX = 1_000_000;

/** Fields of a concurrency limit, fixed or adaptive. */
const LIMIT_FIELDS = {
  initialLimit: {
    type: "number",
    label: "Limit at the start",
    help:
      "Requests that may be present at an instance, waiting ones included; one more is shed. Fixed: " +
      "it stays. Others start with it (concurrency-limits: 20).",
    unit: "",
    min: 1,
    max: LIMIT_MAX,
    soft: [1, 500],
    scale: "log",
    integer: true,
    default: 20,
    live: true,
  },
  minLimit: {
    type: "number",
    label: "Limit, at least",
    help: "AIMD and gradient: the limit falls no lower (concurrency-limits: 20).",
    unit: "",
    min: 1,
    max: LIMIT_MAX,
    soft: [1, 500],
    scale: "log",
    integer: true,
    default: 20,
    live: true,
  },
  maxLimit: {
    type: "number",
    label: "Limit, at most",
    help: "AIMD and gradient: the limit rises no higher (concurrency-limits: 200).",
    unit: "",
    min: 1,
    max: LIMIT_MAX,
    soft: [1, 1000],
    scale: "log",
    integer: true,
    default: 200,
    live: true,
  },
  backoffRatio: {
    type: "number",
    label: "Back-off ratio",
    help:
      "AIMD: the limit is multiplied by this when a request was dropped or late, and else grows by 1 " +
      "while at least half of it is used (concurrency-limits: 0.9).",
    unit: "",
    min: 0.5,
    max: 0.999,
    default: 0.9,
    live: true,
  },
  timeoutMs: {
    type: "number",
    label: "Late after",
    help:
      "AIMD: a request that took longer counts as dropped, like one that was cancelled or ran out of " +
      "time in the queue (concurrency-limits: 5 s).",
    unit: "ms",
    min: 0.001,
    max: 86_400_000,
    soft: [10, 10_000],
    scale: "log",
    default: 5000,
    live: true,
  },
  smoothing: {
    type: "number",
    label: "Smoothing",
    help: "Gradient: weight of a new estimate against the present one (concurrency-limits: 0.2).",
    unit: "",
    min: 0.001,
    max: 1,
    default: 0.2,
    live: true,
  },
  rttTolerance: {
    type: "number",
    label: "Tolerance",
    help:
      "Gradient: response times up to this many times their long average do not lower the limit " +
      "(concurrency-limits: 1.5).",
    unit: "",
    min: 1,
    max: 100,
    soft: [1, 4],
    default: 1.5,
    live: true,
  },
  longWindow: {
    type: "number",
    label: "Long window",
    help: "Gradient: responses that the long average looks back over (concurrency-limits: 600).",
    unit: "",
    min: 1,
    max: 1_000_000,
    soft: [10, 5000],
    scale: "log",
    integer: true,
    default: 600,
    live: true,
  },
  queueSize: {
    type: "number",
    label: "Queue allowed",
    help: "Gradient: what the limit may grow by while response times stay low (concurrency-limits: 4).",
    unit: "",
    min: 0,
    max: 10_000,
    soft: [0, 50],
    default: 4,
    live: true,
  },
} as const satisfies ParamSet;

/** Decides what may enter; only for stations that requests arrive at one by one. */
export const ADMISSION_PARAM = {
  type: "object",
  label: "Admission",
  help: "Sheds requests at the door instead of letting them wait; messages are not concerned.",
  fields: {
    type: {
      type: "choice",
      label: "By",
      help:
        "Chance: drawn by how many are present. A concurrency limit: fixed, AIMD (falls when requests " +
        "are late or dropped) or gradient (falls when answers take longer than they used to). " +
        "Priority: the least urgent are shed first.",
      options: ["ratios", "fixed", "aimd", "gradient", "priority"],
      optionLabels: ["Chance", "Fixed limit", "AIMD limit", "Gradient limit", "Priority"],
      default: "ratios",
    },
    acceptRatios: {
      type: "numbers",
      label: "Chance to be let in",
      help: "With 0, 1, 2, ... requests waiting or in service; the last one holds beyond.",
      default: [1],
    },
    ...LIMIT_FIELDS,
    measure: {
      type: "choice",
      label: "Load is",
      help: "Priority: the share of an instance's slots that are held, or how many wait in its queue.",
      options: ["utilization", "queue"],
      optionLabels: ["Utilization", "Queue length"],
      default: "utilization",
    },
    thresholds: {
      type: "numbers",
      label: "Shed from a load of",
      help:
        "Priority: requests of priority 1, 2, ... are shed from this load on; the last one holds for " +
        "all that are less urgent. Priority 0 is never shed.",
      default: [0.9, 0.8],
    },
  },
  default: null,
  nullMeans: "everything is let in",
} as const;

/** A token bucket before everything else. */
export const RATE_LIMIT_PARAM = {
  type: "object",
  label: "Rate limit",
  help:
    "A token bucket at the door: every arrival takes a token or ends as rateLimited. Messages from " +
    "brokers are not concerned.",
  fields: {
    ratePerS: {
      type: "number",
      label: "Tokens per second",
      help: "Requests that may enter per second in the long run.",
      unit: "1/s",
      min: 0.001,
      max: 10_000_000,
      soft: [1, 5000],
      scale: "log",
      default: 100,
      live: true,
    },
    burst: {
      type: "number",
      label: "Bucket size",
      help:
        "Requests that may enter at once after a pause. It starts full. nginx limit_req counts the " +
        "first one apart: its burst = 5 nodelay is a bucket of 6.",
      unit: "",
      min: 1,
      max: 1_000_000,
      soft: [1, 1000],
      scale: "log",
      integer: true,
      default: 10,
      live: true,
    },
    wait: {
      type: "boolean",
      label: "Waits for a token",
      help: "Without a token a request waits for its turn instead of being refused.",
      default: false,
    },
    queueLengthMax: {
      type: "number",
      label: "Waiting, at most",
      help:
        "Where requests wait for a token: one more than this is refused. nginx limit_req burst = 5 " +
        "without nodelay is a bucket of 1 for which 5 may wait.",
      unit: "",
      min: 0,
      max: 1_000_000,
      soft: [0, 1000],
      integer: true,
      default: null,
      nullMeans: "unbounded",
      live: true,
    },
    scope: {
      type: "choice",
      label: "Bucket",
      help: "Each instance with a bucket of its own, or one for all of them.",
      options: ["instance", "node"],
      optionLabels: ["Per instance", "Shared"],
      default: "instance",
    },
  },
  default: null,
  nullMeans: "no limit",
} as const;
