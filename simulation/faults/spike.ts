import { defineFault } from "../kinds/define.ts";

export const spike = defineFault({
  id: "spike",
  label: "Traffic spike",
  help:
    "Clients send more, or less: a spike that ends, a step that stays, a ramp. Beside the load profile, " +
    "which it multiplies. Users of a closed loop think for a shorter time instead.",
  icon: "trending-up",
  targets: ["client"],
  ramp: true,
  params: {
    factor: {
      type: "number",
      label: "Load times",
      help: "The rate of requests is multiplied by this.",
      unit: "×",
      min: 0.001,
      max: 10_000,
      soft: [0.1, 20],
      scale: "log",
      default: 3,
      live: true,
    },
  },
});
