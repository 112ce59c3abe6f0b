import { defineFault } from "../kinds/define.ts";

export const failingCheck = defineFault({
  id: "failing-check",
  label: "Health check fails",
  help:
    "The instance works, yet what answers its health checks does not: callers with HTTP checks " +
    "leave it out.",
  icon: "alert",
  targets: ["node"],
  ramp: false,
  params: {
    mode: {
      type: "choice",
      label: "Its answer",
      help: "An error at once, or none at all, so that a check costs its whole timeout.",
      options: ["error", "hang"],
      optionLabels: ["An error", "None"],
      default: "error",
    },
  },
});
