import { defineFault } from "../kinds/define.ts";

export const certificateExpiry = defineFault({
  id: "certificate-expiry",
  label: "Certificate expiry",
  help:
    "The certificate of the target is no longer valid: TLS handshakes fail, open connections go on. " +
    "Connections are not followed one by one here: each instance of its callers has to connect anew at " +
    "a time of its own; from then on its requests fail as connectionRefused after a handshake.",
  icon: "certificate",
  targets: ["node", "edge"],
  links: "incoming",
  ramp: false,
  params: {
    connectionS: {
      type: "number",
      label: "Connections live for",
      help: "Callers open a new connection this long after the last. 0: for each request.",
      unit: "s",
      min: 0,
      max: 604_800,
      soft: [0, 600],
      default: 60,
      live: true,
    },
  },
});
