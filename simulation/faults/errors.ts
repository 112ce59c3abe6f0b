import { defineFault } from "../kinds/define.ts";

export const errors = defineFault({
  id: "errors",
  label: "Errors",
  help: "A share of the requests ends in an error of the node's own, beside its usual error rate.",
  icon: "alert",
  targets: ["node"],
  ramp: true,
  params: {
    ratio: {
      type: "ratio",
      label: "Share of requests",
      help: "Share of requests that fail because of the fault.",
      default: 0.5,
      live: true,
    },
  },
});
