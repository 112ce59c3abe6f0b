import { defineFault } from "../kinds/define.ts";

export const poolLeak = defineFault({
  id: "pool-leak",
  label: "Connection leak",
  help:
    "Callers of the target do not give all of their connections back to their pools, until nothing is " +
    "left to take. Without a pool on the link there is nothing to leak.",
  icon: "plug",
  targets: ["node", "edge"],
  links: "incoming",
  ramp: true,
  params: {
    ratio: {
      type: "ratio",
      label: "Share that leaks",
      help: "Share of the requests after which the connection is not given back.",
      default: 0.01,
      live: true,
    },
    returns: {
      type: "boolean",
      label: "All come back",
      help: "When the fault ends what has leaked is free again, as after a restart of the callers.",
      default: true,
      live: true,
    },
  },
});
