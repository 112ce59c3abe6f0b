// Fallback: what the caller makes do with when the call has failed for good.
import type { ParamSet } from "../kinds/define.ts";

const FALLBACK_PARAMS = {
  type: {
    type: "choice",
    label: "Answer",
    help:
      "Static: an answer made by the caller itself, the request ends as degraded. Stale: the last " +
      "good answer, likewise. Ignore: the caller goes on as if the call had succeeded. Call: " +
      "another edge is called instead, and a good answer is as good as the first.",
    options: ["static", "cache", "ignore", "call"],
    optionLabels: ["Static answer", "Stale answer", "Ignore the failure", "Another call"],
    default: "static",
  },
  latencyMs: {
    type: "number",
    label: "Takes",
    help: "Time the caller needs to make a static answer or to find a stale one.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [0, 100],
    default: 0,
    live: true,
  },
  hitRatio: {
    type: "ratio",
    label: "Stale answer is there",
    help: "Stale: how often the caller has asked the same before; else the call stays failed.",
    default: 1,
    live: true,
  },
  maxAgeMs: {
    type: "number",
    label: "No older than",
    help:
      "Stale: the caller's last good answer over this edge may be this old; before its first one " +
      "it has none.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [1000, 3_600_000],
    scale: "log",
    default: null,
    nullMeans: "any age",
    live: true,
  },
  edge: {
    type: "text",
    label: "Calls instead",
    help:
      "Call: id of another edge of the same node (from->to). An edge that says nothing about its " +
      "own calls is then used for this alone.",
    default: null,
    nullMeans: "none",
  },
} as const satisfies ParamSet;

export const FALLBACK = {
  type: "object",
  label: "Fallback",
  help: "Replaces a failed call, after all retries, by something else.",
  fields: FALLBACK_PARAMS,
  default: null,
  nullMeans: "off",
} as const;
