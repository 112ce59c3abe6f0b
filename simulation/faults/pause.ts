import { defineFault } from "../kinds/define.ts";

export const pause = defineFault({
  id: "pause",
  label: "Pause",
  help:
    "Instances stand still and go on where they stopped: work keeps what is left of it, queues stay " +
    "and take in what arrives. With random times it is a collector of garbage; for one at each " +
    "instance by itself use the breakdowns of the node. HTTP health checks notice, TCP checks do not.",
  icon: "pause",
  targets: ["node"],
  ramp: false,
  params: {},
});
