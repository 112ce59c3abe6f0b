import { defineFault } from "../kinds/define.ts";

export const hang = defineFault({
  id: "hang",
  label: "Hang",
  help:
    "Instances accept requests and never answer: each keeps its slot, the rest waits in the queue, and " +
    "what the queue cannot take is rejected. Where cores are shared, or requests served in batches, all " +
    "work stands still instead. HTTP health checks notice, TCP checks do not.",
  icon: "hand",
  targets: ["node"],
  ramp: false,
  params: {
    ends: {
      type: "choice",
      label: "Ends by",
      help:
        "Restart: the process is killed and started, whatever it held is lost as connectionLost. " +
        "Going on: work goes on with what was left of it.",
      options: ["restart", "resume"],
      optionLabels: ["A restart", "Going on"],
      default: "restart",
      live: true,
    },
  },
});
