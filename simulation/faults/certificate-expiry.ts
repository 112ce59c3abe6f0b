import { defineFault } from "../kinds/define.ts";

export const certificateExpiry = defineFault({
  id: "certificate-expiry",
  label: "Certificate expiry",
  help:
    "The certificate of the target is no longer valid: TLS handshakes fail as connectionRefused after " +
    "two round trips, open connections go on. Where a link has no pool its connections are not " +
    "followed one by one: each instance of its callers has to connect anew at a time of its own; from " +
    "then on all of its requests fail.",
  icon: "certificate",
  targets: ["node", "edge"],
  links: "incoming",
  ramp: false,
  params: {
    connectionS: {
      type: "number",
      label: "Connections live for",
      help:
        "Callers open a new connection this long after the last. 0: for each request. Links " +
        "with a pool need no such number.",
      unit: "s",
      min: 0,
      max: 604_800,
      soft: [0, 600],
      default: 60,
      live: true,
    },
  },
});
