// Types of the requests that a source makes.
import type { ParamSet } from "./define.ts";

export const REQUESTS_PARAM = {
  type: "map",
  label: "Request types",
  help: "What the users do; each request is of one type, drawn by weight.",
  entry: {
    weight: {
      type: "number",
      label: "Weight",
      help: "How often it is drawn, relative to the other types.",
      unit: "",
      min: 0,
      max: 1_000_000,
      soft: [0, 100],
      default: 1,
      live: true,
    },
    goalMs: {
      type: "number",
      label: "Good within",
      help: "Goodput counts only requests of this type that ended ok within this time.",
      unit: "ms",
      min: 0.001,
      max: 86_400_000,
      soft: [50, 10_000],
      scale: "log",
      default: null,
      nullMeans: "any ok request is good",
    },
  },
  default: { request: {} },
} as const satisfies ParamSet[string];
