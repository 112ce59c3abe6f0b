// Parameters that brokers run as a service, and others that lease their messages out, have in common.
import type { ParamSet } from "./define.ts";

const DAY_MS = 86_400_000;

/** A duration, ms. */
export const MS = {
  type: "number",
  unit: "ms",
  min: 0,
  max: 31 * DAY_MS,
  soft: [1, 60_000],
  scale: "log",
} as const;
/** A number of messages or the like. */
export const COUNT = {
  type: "number",
  unit: "",
  min: 1,
  max: 1_000_000,
  soft: [1, 100],
  integer: true,
} as const;

/** Asking for messages instead of getting them pushed. */
export const PULL_PARAMS = {
  waitTimeMs: {
    ...MS,
    label: "Long poll",
    help: "How long a request for messages waits for the first; 0 is a short poll.",
    max: 60_000,
    soft: [0, 20_000],
    scale: "linear",
    default: 0,
  },
  pollPauseMs: {
    ...MS,
    label: "Pause when empty",
    help: "Between an empty answer and the next request.",
    min: 1,
    max: DAY_MS,
    soft: [1, 5000],
    default: 100,
  },
} as const satisfies ParamSet;

/** Which messages a subscription gets. */
export const FILTER = {
  type: "text",
  label: "Filter",
  help: "Gets messages whose publishing call has this operation; * is a word, # any words.",
  default: "#",
} as const;
