import { defineProtocol } from "../kinds/define.ts";

export const graphql = defineProtocol({
  id: "graphql",
  label: "GraphQL",
  help: "A query over HTTP that says which fields it wants; the callee resolves it by its own calls.",
  sort: "call",
  wire: { encoding: "json", envelopeBytes: 0 },
  defaults: {},
});
