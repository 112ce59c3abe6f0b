// When a fault is there: the parameters that all faults share, beside their target.
import type { ParamSet } from "../kinds/define.ts";

export const FAULT_PARAMS = {
  atS: {
    type: "number",
    label: "Starts at",
    help: "Simulated time at which the fault begins.",
    unit: "s",
    min: 0,
    max: 2_592_000,
    default: 0,
    live: true,
  },
  forS: {
    type: "number",
    label: "Lasts",
    help: "How long the fault is there.",
    unit: "s",
    min: 0,
    max: 2_592_000,
    default: null,
    nullMeans: "to the end",
    live: true,
  },
  rampS: {
    type: "number",
    label: "Ramp",
    help: "Grows from nothing to full strength over this time, from its start.",
    unit: "s",
    min: 0,
    max: 2_592_000,
    default: 0,
    live: true,
  },
  every: {
    type: "distribution",
    label: "Comes every",
    help:
      "The fault comes and goes at random: time without it before each coming. Drawn anew each " +
      "time, from the fault's start to its end, by a random stream of its own.",
    unit: "ms",
    default: null,
    nullMeans: "once",
    live: true,
  },
  for: {
    type: "distribution",
    label: "Stays for",
    help: "How long the fault stays each time it comes at random.",
    unit: "ms",
    default: null,
    nullMeans: "once",
    live: true,
  },
  enabled: {
    type: "boolean",
    label: "On",
    help: "A fault that is off stays in the file and can be switched on while it runs.",
    default: true,
    live: true,
  },
} as const satisfies ParamSet;
