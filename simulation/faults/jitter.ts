import { defineFault } from "../kinds/define.ts";

export const jitter = defineFault({
  id: "jitter",
  label: "Network jitter",
  help:
    "Each one-way trip takes a time longer that is drawn for it: over one edge, or over every edge " +
    "into and out of a node. Messages may overtake each other.",
  icon: "wave",
  targets: ["edge", "node"],
  links: "all",
  ramp: true,
  params: {
    addMs: {
      type: "distribution",
      label: "Adds",
      help: "Added to each one-way trip, drawn anew for each.",
      unit: "ms",
      default: { type: "exponential", meanMs: 50 },
      live: true,
    },
  },
});
