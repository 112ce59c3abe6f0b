import { defineFault } from "../kinds/define.ts";

export const latency = defineFault({
  id: "latency",
  label: "Network latency",
  help: "Messages take longer: over one edge, or over every edge into and out of a node.",
  icon: "network",
  targets: ["edge", "node"],
  links: "all",
  ramp: true,
  params: {
    addMs: {
      type: "number",
      label: "Adds",
      help: "Added to each one-way trip.",
      unit: "ms",
      min: 0,
      max: 3_600_000,
      soft: [1, 5000],
      scale: "log",
      default: 100,
      live: true,
    },
  },
});
