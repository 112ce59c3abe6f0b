import { defineFault } from "../kinds/define.ts";

export const herd = defineFault({
  id: "herd",
  label: "Thundering herd",
  help:
    "Clients hold their requests back while it lasts, as those of an app that shows it is offline, and " +
    "return together when it ends: let it end with an outage. Held back requests count as offered when " +
    "they are sent. Users of a closed loop all return.",
  icon: "users",
  targets: ["client"],
  ramp: false,
  params: {
    ratio: {
      type: "ratio",
      label: "Share that returns",
      help: "Share of the requests held back that are sent after all; the others are given up.",
      default: 1,
      live: true,
    },
    withinS: {
      type: "number",
      label: "Return within",
      help: "They are spread evenly over this time. 0: all at one instant.",
      unit: "s",
      min: 0,
      max: 86_400,
      soft: [0, 60],
      default: 1,
      live: true,
    },
  },
});
