import { defineFault } from "../kinds/define.ts";

export const zoneOutage = defineFault({
  id: "zone-outage",
  label: "Zone outage",
  help:
    "All that stands in a group goes down together and comes back together. Clients in it send on. " +
    "Of a node in several zones, whose instances are spread over them, those in this one.",
  icon: "cloud-off",
  targets: ["group"],
  ramp: false,
  params: {
    mode: {
      type: "choice",
      label: "How it fails",
      help:
        "Black hole: nothing answers, callers run into their timeouts. Exit: connections break " +
        "and new ones are refused.",
      options: ["blackhole", "exit"],
      optionLabels: ["Black hole", "Process exit"],
      default: "blackhole",
    },
    startS: {
      type: "number",
      label: "Time to start",
      help: "From the end of the outage until instances are up again.",
      unit: "s",
      min: 0,
      max: 86_400,
      soft: [0, 120],
      default: 0,
      live: true,
    },
  },
});
