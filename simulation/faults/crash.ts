import { defineFault } from "../kinds/define.ts";

export const crash = defineFault({
  id: "crash",
  label: "Crash",
  help:
    "Instances stop at once and start again when the fault ends: with an empty queue and without " +
    "connections, caches with nothing in them.",
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
    restart: {
      type: "boolean",
      label: "Starts again",
      help: "Off: what has crashed stays down to the end of the run.",
      default: true,
      live: true,
    },
    startS: {
      type: "number",
      label: "Time to start",
      help: "From the end of the fault until instances are up again.",
      unit: "s",
      min: 0,
      max: 86_400,
      soft: [0, 120],
      default: 0,
      live: true,
    },
  },
});
