// Hedging: another copy of a slow request to another instance; the first answer wins.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { namesOffered, PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";

const HEDGE_PARAMS = {
  delayMs: {
    type: "number",
    label: "Hedge after",
    help:
      "An attempt that is unfinished after this time is sent again; each further hedge waits as " +
      "long.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [1, 5000],
    scale: "log",
    default: DOCUMENTED.hedgeDelayMs.value,
    source: DOCUMENTED.hedgeDelayMs.source,
    live: true,
  },
  atPercentile: {
    type: "ratio",
    label: "Hedge at percentile",
    help:
      "Instead of a fixed time: how long this share of the last 1,000 successes of the caller " +
      "took. Before 100 successes nothing is hedged.",
    default: null,
    nullMeans: "after the fixed time",
  },
  max: {
    type: "number",
    label: "Hedges at most",
    help: "Further copies of one attempt. All may be in progress at once.",
    unit: "",
    min: 1,
    max: 100,
    soft: [1, 4],
    integer: true,
    default: DOCUMENTED.hedgeMax.value,
    source: DOCUMENTED.hedgeMax.source,
    live: true,
  },
  usesBudget: {
    type: "boolean",
    label: "Hedges take from the retry budget",
    help: "On: a hedge needs a permit of the edge's retry budget, as a retry after a time-out does.",
    default: false,
    live: true,
  },
} as const satisfies ParamSet;

export const HEDGE = {
  type: "object",
  label: "Hedging",
  help:
    "Sends a slow request again, to another instance where there is one; the first success wins, " +
    "the others are given up. A failure while another copy is in progress waits for that one.",
  fields: HEDGE_PARAMS,
  presets: namesOffered(PRESETS.hedge, HEDGE_PARAMS),
  default: null,
  nullMeans: "off",
} as const;
