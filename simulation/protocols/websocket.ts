import { defineProtocol } from "../kinds/define.ts";

export const websocket = defineProtocol({
  id: "websocket",
  label: "WebSocket",
  help: "One connection of each client, held open: both sides send when they like, always to one instance.",
  sort: "call",
  // A frame has 2 to 14 bytes of header (RFC 6455); requests and answers here have 6 and 4.
  wire: { encoding: "json", envelopeBytes: 5 },
  callers: ["client"],
  defaults: {
    pool: {
      value: { max: 1, timeoutMs: null, idleMs: null, handshake: "tls13", http: "2", warm: true },
    },
  },
});
