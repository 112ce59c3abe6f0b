// Parameters of the run itself (`run`).
import type { ParamSet } from "../kinds/define.ts";
import { LIMITS } from "./limits.ts";

export const RUN_PARAMS = {
  durationS: {
    type: "number",
    label: "Duration",
    help: "Simulated time of a run.",
    unit: "s",
    min: 0.001,
    max: LIMITS.simulatedS,
    soft: [10, 3600],
    scale: "log",
    default: 120,
  },
  warmupS: {
    type: "number",
    label: "Warm-up",
    help: "Left out of the totals, since every run starts empty.",
    unit: "s",
    min: 0,
    max: LIMITS.simulatedS,
    soft: [0, 600],
    default: 0,
  },
  seed: {
    type: "number",
    label: "Seed",
    help: "The same file and seed give the same run, event by event.",
    unit: "",
    min: 0,
    max: 4_294_967_295,
    integer: true,
    default: 1,
  },
  windowS: {
    type: "number",
    label: "Window",
    help: "Width of a point of the series.",
    unit: "s",
    min: 0.001,
    max: LIMITS.simulatedS,
    soft: [0.1, 60],
    scale: "log",
    default: null,
    nullMeans: "duration / 600, at least 0.1 s",
  },
  drain: {
    type: "boolean",
    label: "Drain",
    help: "Clients stop at the end of the duration and the run goes on until nothing is left.",
    default: false,
  },
  sampleAtS: {
    type: "numbers",
    label: "Sample at",
    help: "Instants, s, at which the command reports the exact levels of all nodes (`samples`).",
    default: null,
    nullMeans: "no samples",
  },
  detail: {
    type: "boolean",
    label: "Detail",
    help:
      "Adds to the command's results those of each operation of a node (`operations`), how load " +
      "spreads over its instances (`instanceLoad`), and each instance's own means.",
    default: false,
  },
  maxEvents: {
    type: "number",
    label: "Event limit",
    help: "Ends a run early after this many events, with its results so far.",
    unit: "",
    min: 1,
    max: LIMITS.events,
    integer: true,
    soft: [1_000_000, LIMITS.events],
    scale: "log",
    default: LIMITS.events,
  },
  maxMemoryMb: {
    type: "number",
    label: "Memory limit",
    help:
      "Ends a run early when its requests, calls, messages and pending events take more memory " +
      "than this. Looked at every 65,536 events.",
    unit: "MB",
    min: 1,
    max: LIMITS.memoryMb,
    soft: [10, LIMITS.memoryMb],
    scale: "log",
    default: null,
    nullMeans: "what the engine reserves",
  },
} as const satisfies ParamSet;
