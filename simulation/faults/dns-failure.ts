import { defineFault } from "../kinds/define.ts";

export const dnsFailure = defineFault({
  id: "dns-failure",
  label: "DNS failure",
  help:
    "The name of the target cannot be resolved. Each instance of its callers goes on with the address " +
    "it knows until that expires, at a time of its own; then its requests fail at once as " +
    "connectionRefused until names resolve again. Over a link with a pool, open connections go on and " +
    "only new ones fail. Failed look-ups are not cached.",
  icon: "compass-off",
  targets: ["node", "edge"],
  links: "incoming",
  ramp: false,
  params: {
    ttlS: {
      type: "number",
      label: "Addresses live for",
      help: "Callers look a name up again this long after they did last. 0: before each request.",
      unit: "s",
      min: 0,
      max: 604_800,
      soft: [0, 300],
      default: 30,
      live: true,
    },
  },
});
