import { defineProtocol } from "../kinds/define.ts";

export const rest = defineProtocol({
  id: "rest",
  label: "REST",
  help: "HTTP request and response; spread over the instances request by request.",
  sort: "call",
  wire: { encoding: "json", envelopeBytes: 0 },
  defaults: {},
});
