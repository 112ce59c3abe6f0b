import { defineFault } from "../kinds/define.ts";

export const crash = defineFault({
  id: "crash",
  label: "Crash",
  help: "Instances stop at once and start again, empty, when the fault ends.",
  icon: "power",
  targets: ["node"],
  ramp: false,
  params: {
    mode: {
      type: "choice",
      label: "How it stops",
      help:
        "Exit: connections break and new ones are refused. Black hole: nothing is answered, " +
        "callers run into their timeouts.",
      options: ["exit", "blackhole"],
      optionLabels: ["Process exit", "Black hole"],
      default: "exit",
    },
  },
});
