// What an alert rule says beside its expression.
import type { ParamSet } from "../kinds/define.ts";

/** Longest of the times below: 30 days. */
const MONTH_S = 2_592_000;

export const ALERT_PARAMS = {
  overS: {
    type: "number",
    label: "Over the last",
    help: "What is measured is taken over so long, up to the instant of evaluation. Assumption: 1 min.",
    unit: "s",
    min: 0.1,
    max: MONTH_S,
    soft: [5, 3600],
    scale: "log",
    default: 60,
  },
  shortOverS: {
    type: "number",
    label: "And over the last",
    help: "The same must hold over this shorter time too, so that an alert ends soon after its cause.",
    unit: "s",
    min: 0.1,
    max: MONTH_S,
    soft: [5, 600],
    scale: "log",
    default: null,
    nullMeans: "one window is enough",
  },
  forS: {
    type: "number",
    label: "For",
    help: "It fires once it has held for so long; until then it is pending. Prometheus: 0 where nothing is said.",
    unit: "s",
    min: 0,
    max: MONTH_S,
    soft: [0, 600],
    default: 0,
  },
  everyS: {
    type: "number",
    label: "Evaluated every",
    help: "Nothing is noticed in between. Prometheus: 1 min where nothing is said.",
    unit: "s",
    min: 0.1,
    max: MONTH_S,
    soft: [1, 120],
    scale: "log",
    default: 60,
  },
} as const satisfies ParamSet;
