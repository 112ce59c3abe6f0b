import { defineFault } from "../kinds/define.ts";

export const rollingDeploy = defineFault({
  id: "rolling-deploy",
  label: "Rolling deploy",
  help:
    "A new version replaces the old one instance by instance, as the node's rolling deploys say. At its " +
    "end it is rolled back in the same way.",
  icon: "package",
  targets: ["node"],
  ramp: false,
  params: {
    ratio: {
      type: "ratio",
      label: "Errors",
      help: "Share of requests that fail in the new version, beside the usual error rate.",
      default: 0,
      live: true,
    },
    factor: {
      type: "number",
      label: "Slower by",
      help: "Service times in the new version are multiplied by this.",
      unit: "×",
      min: 0.001,
      max: 100_000,
      soft: [0.1, 10],
      scale: "log",
      default: 1,
      live: true,
    },
  },
});
