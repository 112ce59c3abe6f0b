import { defineProtocol } from "../kinds/define.ts";

export const inProcess = defineProtocol({
  id: "in-process",
  label: "In-process",
  help:
    "A call within the caller's process: no network, on the slot that the caller holds. The callee lives " +
    "in the caller's instances, and goes down with them.",
  sort: "call",
  // Who runs code of its own.
  callers: [
    "api-gateway",
    "service",
    "monolith",
    "serverless",
    "websocket-hub",
    "stream-processor",
    "identity-provider",
    "transaction-coordinator",
    "saga-orchestrator",
  ],
  defaults: { networkMs: { value: 0 } },
});
