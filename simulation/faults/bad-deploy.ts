import { defineFault } from "../kinds/define.ts";

export const badDeploy = defineFault({
  id: "bad-deploy",
  label: "Bad deploy",
  help:
    "Some of the instances run a new version that fails or is slow, the first ones first, at least one. " +
    "The ramp is the rollout; at the end all are rolled back together. Exchanging a version takes no " +
    "capacity and no time here.",
  icon: "package",
  targets: ["node"],
  ramp: true,
  params: {
    share: {
      type: "ratio",
      label: "Rolled out to",
      help: "Share of the instances that get the new version.",
      default: 0.5,
      live: true,
    },
    ratio: {
      type: "ratio",
      label: "Errors",
      help: "Share of requests that fail in the new version, beside the usual error rate.",
      default: 0.2,
      live: true,
    },
    factor: {
      type: "number",
      label: "Slower by",
      help: "Service times in the new version are multiplied by this.",
      unit: "×",
      min: 0.001,
      max: 100_000,
      soft: [1, 100],
      scale: "log",
      default: 1,
      live: true,
    },
  },
});
