// Parameters shared by the kinds that work on requests: instances with slots and a queue before them.
// A kind takes these fragments and sets its own defaults.
import { ADMISSION_PARAM, RATE_LIMIT_PARAM } from "./admission-params.ts";
import type { ParamSet } from "./define.ts";

export const PRIORITY_PARAM = {
  type: "number",
  label: "Priority",
  help: "Who is served first where the order is by priority: 0 is the most urgent, 15 the least.",
  unit: "",
  min: 0,
  max: 15,
  soft: [0, 3],
  integer: true,
  default: 0,
  live: true,
} as const;

/** Longest time that these parameters take, ms: a day. */
const DAY_MS = 86_400_000;

/** How a station serves, beyond slots and the order of its queue; all off by default. */
export const SERVICE_ORDER_PARAMS = {
  preemptive: {
    type: "choice",
    label: "Preemption",
    help:
      "With the order by priority: whether a more urgent request interrupts the least urgent work " +
      "in progress, which goes on later where it stopped.",
    options: ["none", "resume"],
    optionLabels: ["None", "Interrupt, then resume"],
    default: "none",
  },
  codelTargetMs: {
    type: "number",
    label: "CoDel target",
    help:
      "With CoDel: a wait that is acceptable. RFC 8289 recommends 5 ms. With adaptive LIFO: longest " +
      "wait while the queue is standing, 5 ms in Facebook's servers (ACM Queue 13(8), 2015).",
    unit: "ms",
    min: 0,
    max: DAY_MS,
    soft: [1, 100],
    default: 5,
    live: true,
  },
  codelIntervalMs: {
    type: "number",
    label: "CoDel interval",
    help:
      "With CoDel: waits above the target for this long start the shedding; the n-th follows after " +
      "this divided by the root of n. RFC 8289 recommends 100 ms. With adaptive LIFO: longest wait " +
      "before; a queue that was not empty for this long is standing, 100 ms in Facebook's servers.",
    unit: "ms",
    min: 1,
    max: DAY_MS,
    soft: [10, 1000],
    default: 100,
    live: true,
  },
  breakdowns: {
    type: "object",
    label: "Breakdowns",
    help:
      "Each instance stands still from time to time (a long pause, a stuck disk): its work and its " +
      "queue stay, callers are not told, and it goes on after the repair.",
    fields: {
      every: {
        type: "distribution",
        label: "Runs for",
        help: "Time from the start or a repair to the next breakdown, busy or not.",
        unit: "ms",
        default: { type: "exponential", meanMs: 10_000 },
      },
      for: {
        type: "distribution",
        label: "Stands still for",
        help: "Time from a breakdown to the end of its repair.",
        unit: "ms",
        default: { type: "exponential", meanMs: 1000 },
      },
    },
    default: null,
    nullMeans: "never",
  },
} as const satisfies ParamSet;

/**
 * How a station takes requests from its queue. Not for kinds that live on messages, which are handed
 * to their slots one by one.
 */
export const PULL_PARAMS = {
  polling: {
    type: "object",
    label: "Polling",
    help:
      "An instance that finds its queue empty sleeps, then looks again. What arrives meanwhile " +
      "waits, even if its slots are free.",
    fields: {
      sleepMs: {
        type: "distribution",
        label: "Sleeps for",
        help: "Time between two looks at an empty queue.",
        unit: "ms",
        default: 100,
      },
    },
    default: null,
    nullMeans: "off: work starts as soon as a slot is free",
  },
  bulk: {
    type: "object",
    label: "Bulk service",
    help:
      "A free slot takes several waiting requests and serves them together: one service time, of " +
      "the first one's operation, for all of them.",
    fields: {
      max: {
        type: "number",
        label: "At most",
        help: "Requests that one slot serves together.",
        unit: "",
        min: 1,
        max: 100_000,
        soft: [1, 100],
        integer: true,
        default: 10,
      },
      min: {
        type: "number",
        label: "At least",
        help: "A slot waits until so many are there.",
        unit: "",
        min: 1,
        max: 100_000,
        soft: [1, 100],
        integer: true,
        default: 1,
      },
    },
    default: null,
    nullMeans: "one by one",
  },
} as const satisfies ParamSet;

export const CAPACITY_PARAMS = {
  replicas: {
    type: "number",
    label: "Instances",
    help: "How many instances of it run. Each has its own slots and fails on its own.",
    unit: "",
    min: 1,
    max: 10_000,
    soft: [1, 20],
    integer: true,
    default: 1,
  },
  concurrency: {
    type: "number",
    label: "Slots per instance",
    help: "Requests that one instance works on at the same time (threads, workers).",
    unit: "",
    min: 1,
    max: 1_000_000,
    soft: [1, 256],
    scale: "log",
    integer: true,
    default: 16,
    nullMeans: "unlimited",
    live: true,
  },
  queueLengthMax: {
    type: "number",
    label: "Queue length, at most",
    help: "Requests that may wait for a slot; one more is rejected. 0: none may wait.",
    unit: "",
    min: 0,
    max: 100_000_000,
    soft: [0, 1000],
    integer: true,
    default: null,
    nullMeans: "unbounded",
  },
  queueScope: {
    type: "choice",
    label: "Queue",
    help: "Each instance with a queue of its own, or one queue shared by all of them.",
    options: ["instance", "node"],
    optionLabels: ["Per instance", "Shared"],
    default: "instance",
  },
  discipline: {
    type: "choice",
    label: "Order",
    help:
      "Who is served next: the one waiting longest (FIFO) or shortest (LIFO), the most urgent " +
      "one (by the operation's priority, first in first out among equals), or any at random. " +
      "Processor sharing: nobody waits, all share the slots as cores. CoDel: first in, first " +
      "out, and who has waited too long is shed while waits do not come down. Adaptive LIFO: " +
      "first in, first out, until the queue has not been empty for an interval.",
    options: ["fifo", "lifo", "priority", "random", "ps", "codel", "adaptive-lifo"],
    optionLabels: [
      "First in, first out",
      "Last in, first out",
      "Priority",
      "Random",
      "Processor sharing",
      "CoDel",
      "Adaptive LIFO",
    ],
    default: "fifo",
  },
  ...SERVICE_ORDER_PARAMS,
  queueTimeoutMs: {
    type: "distribution",
    label: "Leaves the queue after",
    help: "A request not started by then ends as queueTimeout; started work runs on.",
    unit: "ms",
    default: null,
    nullMeans: "never",
    live: true,
  },
  instanceSpeed: {
    type: "numbers",
    label: "Speed of each instance",
    help: "Factor on the speed of instance 0, 1, ...; the last one holds for the rest.",
    default: null,
    nullMeans: "all alike",
  },
  instanceWeight: {
    type: "numbers",
    label: "Weight of each instance",
    help:
      "Share of calls for instance 0, 1, ..., relative to the others; the last one holds for the " +
      "rest. Respected by random, round robin (by earliest deadline, as Envoy does), least requests " +
      "(in its draws), least connections (per weight) and ring hash (in its points).",
    default: null,
    nullMeans: "all alike",
  },
  endpointDelayMs: {
    type: "number",
    label: "Membership is known after",
    help: "How long callers go on without noticing that an instance started or crashed.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 30_000],
    default: 1000,
  },
  rateLimit: RATE_LIMIT_PARAM,
  admission: ADMISSION_PARAM,
} as const satisfies ParamSet;

/** What one operation does; the node's own values hold for operations that do not say. */
export const WORK_PARAMS = {
  serviceTime: {
    type: "distribution",
    label: "Service time",
    help: "Slot time before any call, without waiting.",
    unit: "ms",
    default: { type: "exponential", meanMs: 10 },
    live: true,
  },
  afterTime: {
    type: "distribution",
    label: "After-work",
    help: "Slot time after the last stage of calls.",
    unit: "ms",
    default: 0,
    live: true,
  },
  afterProbability: {
    type: "ratio",
    label: "After-work happens",
    help: "How often the after-work is needed.",
    default: 1,
    live: true,
  },
  errorRate: {
    type: "ratio",
    label: "Error rate",
    help: "Share of requests that end in an error of its own; they make no calls.",
    default: 0,
    live: true,
  },
  errorTime: {
    type: "distribution",
    label: "An error takes",
    help: "Time until an error is answered; 0 fails fast.",
    unit: "ms",
    default: null,
    nullMeans: "the sampled service time",
    live: true,
  },
  priority: PRIORITY_PARAM,
} as const satisfies ParamSet;

/** For kinds that answer over HTTP or gRPC. */
export const ANSWER_PARAMS = {
  retryAfterMs: {
    type: "number",
    label: "Retry-After",
    help:
      "With an answer that refuses or fails (429, 503, 500) it says after which time to come back " +
      "(HTTP: Retry-After). Callers heed it if their retry policy does.",
    unit: "ms",
    min: 0,
    max: DAY_MS,
    soft: [0, 60_000],
    scale: "log",
    default: null,
    nullMeans: "says nothing",
    live: true,
  },
} as const satisfies ParamSet;

/** For kinds that call others. */
export const CALLER_PARAMS = {
  blocking: {
    type: "boolean",
    label: "Holds its slot while it waits",
    help:
      "On: a thread per request, held during calls; this is what cascades. Off: asynchronous, " +
      "the slot is free while a call is pending.",
    default: false,
  },
  requires: {
    type: "requires",
    label: "Stages require",
    help: "Per stage: all of its calls (default), the first success (any), or k successes.",
    default: {},
  },
} as const satisfies ParamSet;

/** Beside the work of an operation: whether executing it twice does harm. */
export const EFFECT_PARAMS = {
  method: {
    type: "choice",
    label: "Method",
    help: "HTTP method. POST and PATCH are not idempotent unless said otherwise.",
    options: ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"],
    default: null,
    nullMeans: "a read",
  },
  write: {
    type: "boolean",
    label: "Changes data",
    help: "It has an effect beyond its answer, so it is not idempotent unless said otherwise.",
    default: false,
  },
  idempotent: {
    type: "boolean",
    label: "Idempotent",
    help: "Executing it twice has the effect of once. Decides what callers may retry.",
    default: null,
    nullMeans: "POST, PATCH and what changes data are not",
  },
} as const satisfies ParamSet;
