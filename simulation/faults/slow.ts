import { defineFault } from "../kinds/define.ts";

export const slow = defineFault({
  id: "slow",
  label: "Slow",
  help: "Work that starts during the fault takes longer; work in progress is not re-timed.",
  icon: "hourglass",
  targets: ["node"],
  ramp: true,
  params: {
    factor: {
      type: "number",
      label: "Slower by",
      help: "Service times are multiplied by this.",
      unit: "×",
      min: 0.001,
      max: 100_000,
      soft: [1, 100],
      scale: "log",
      default: 10,
      live: true,
    },
  },
});
