// Fallback: what the caller makes do with when the call has failed for good.
import type { ParamSet } from "../kinds/define.ts";

const FALLBACK_PARAMS = {
  type: {
    type: "choice",
    label: "Answer",
    help: "A static answer made by the caller itself; the request ends as degraded, not failed.",
    options: ["static"],
    optionLabels: ["Static answer"],
    default: "static",
  },
  latencyMs: {
    type: "number",
    label: "Takes",
    help: "Time the caller needs to make the answer.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [0, 100],
    default: 0,
    live: true,
  },
} as const satisfies ParamSet;

export const FALLBACK = {
  type: "object",
  label: "Fallback",
  help: "Replaces a failed call, after all retries, by an answer of the caller's own.",
  fields: FALLBACK_PARAMS,
  default: null,
  nullMeans: "off",
} as const;
