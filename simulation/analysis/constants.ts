// Every number that decides a state, an origin or a recovery stands in this one table, so that the
// page can show what the words "degraded" or "blamed" rest on. Plain data, no imports.

export interface Threshold {
  readonly value: number;
  /** "ratio" (0..1), "x" (a factor), "ms", "s", "windows", "attempts", "items" or "errors". */
  readonly unit: string;
  readonly means: string;
}

export const THRESHOLDS = {
  analysisWindowMs: {
    value: 1000,
    unit: "ms",
    means: "Shortest analysis window; it is made of whole series windows.",
  },
  minimumAttempts: {
    value: 20,
    unit: "attempts",
    means: "A node with fewer finished attempts in a window is judged by several windows together.",
  },
  quietWindows: {
    value: 60,
    unit: "windows",
    means:
      "By this many at most; a node with too few attempts in all of them keeps its last state.",
  },
  enterWindows: { value: 2, unit: "windows", means: "A worse state is entered after this many." },
  enterDownWindows: { value: 1, unit: "windows", means: "Down is entered after this many." },
  leaveWindows: {
    value: 3,
    unit: "windows",
    means: "A state is left after this many better ones.",
  },
  idleWindows: {
    value: 3,
    unit: "windows",
    means:
      "A node without traffic in this many keeps no state; calls that come every few seconds do not flicker.",
  },
  downFailureRatio: { value: 0.95, unit: "ratio", means: "Down: callers' failures from here on." },
  failingFailureRatio: {
    value: 0.25,
    unit: "ratio",
    means: "Failing: callers' failures from here on.",
  },
  saturatedUtilization: {
    value: 0.95,
    unit: "ratio",
    means:
      "Saturated: share of slots held, together with waiting, a full queue or a growing one; or share " +
      "of the time in which calls wait for a full pool or bulkhead of the node.",
  },
  saturatedWaitRatio: {
    value: 1,
    unit: "x",
    means:
      "Saturated: mean wait over mean service time, or over the time past the pool or bulkhead.",
  },
  fullQueueRatio: { value: 0.9, unit: "ratio", means: "Saturated: queue length over its bound." },
  fullQueueShare: {
    value: 0.5,
    unit: "ratio",
    means: "Saturated: share of the window in which the queue is that full.",
  },
  queueGrowth: { value: 10, unit: "items", means: "Saturated: growth of the queue in a window." },
  queueGrowthRatio: {
    value: 0.1,
    unit: "ratio",
    means: "Saturated: growth of the queue over arrivals, or of a backlog over publishes.",
  },
  backlog: { value: 100, unit: "items", means: "Saturated broker: its backlog is above this." },
  degradedFailureRatio: {
    value: 0.01,
    unit: "ratio",
    means: "Degraded: callers' failures above the baseline by this much.",
  },
  degradedLatencyRatio: { value: 2, unit: "x", means: "Degraded: p95 over the baseline's p95." },
  degradedLatencyMs: {
    value: 10,
    unit: "ms",
    means: "Degraded: p95 above the baseline's at least.",
  },
  recoveringQueueRatio: {
    value: 2,
    unit: "x",
    means: "Recovering: queue over this many times the baseline's mean, plus a few items.",
  },
  recoveringQueue: { value: 10, unit: "items", means: "Recovering: those few items." },
  baselineWindows: { value: 10, unit: "windows", means: "A baseline needs this many." },
  baselineAttempts: { value: 200, unit: "attempts", means: "A node's baseline needs this many." },
  shadowRunS: {
    value: 60,
    unit: "s",
    means: "Longest measured part of the undisturbed run that replaces a missing baseline.",
  },
  noiseErrors: {
    value: 3,
    unit: "errors",
    means: "Nobody is blamed for a ratio or load within this many standard errors of the baseline.",
  },
  certainErrors: {
    value: 6,
    unit: "errors",
    means:
      "Failures of a single window are told, with its cause, where they exceed the usual by this many " +
      "standard errors and something was done to the system shortly before.",
  },
  originWindows: {
    value: 5,
    unit: "windows",
    means: "A cause is looked for within this many windows, or within two of the longest timeouts.",
  },
  originTimeouts: { value: 2, unit: "x", means: "Those timeouts." },
  loadRatio: {
    value: 1.2,
    unit: "x",
    means: "Load is an origin when first attempts exceed the baseline by this factor.",
  },
  carriedShare: {
    value: 0.5,
    unit: "ratio",
    means: "A neighbor is an origin when it carries this share of the excess.",
  },
  quietUtilization: {
    value: 0.7,
    unit: "ratio",
    means: "With nothing injected and every station below this, nobody is blamed.",
  },
  impactGoodputRatio: {
    value: 0.95,
    unit: "ratio",
    means: "Impact and recovery: goodput over the baseline's.",
  },
  recoveredWindows: {
    value: 5,
    unit: "windows",
    means: "Recovered: goodput back and every node healthy for this many.",
  },
  metastableAfterS: {
    value: 60,
    unit: "s",
    means: "Metastable: still below after the trigger has been over for this long.",
  },
  metastableForS: { value: 30, unit: "s", means: "Metastable: and during this time." },
  metastableLoadRatio: {
    value: 0.1,
    unit: "ratio",
    means: "Metastable: first attempts are within this share of those before.",
  },
  metastableGoodputRatio: {
    value: 0.9,
    unit: "ratio",
    means: "Metastable: goodput over the baseline's is below this.",
  },
  loopShare: {
    value: 0.2,
    unit: "ratio",
    means: "Sustaining loop: share of retried arrivals, or of wasted service time.",
  },
  loopHitRatio: {
    value: 0.8,
    unit: "x",
    means: "Sustaining loop: hit ratio of a cache over the baseline's is below this.",
  },
} as const satisfies Record<string, Threshold>;

type Limits = { readonly [K in keyof typeof THRESHOLDS]: number };

/** The bare values of THRESHOLDS, in their units. */
export const LIMITS = Object.fromEntries(
  Object.entries(THRESHOLDS).map(([name, threshold]) => [name, threshold.value]),
) as Limits;
