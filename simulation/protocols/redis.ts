import { defineProtocol } from "../kinds/define.ts";

export const redis = defineProtocol({
  id: "redis",
  label: "Redis",
  help: "Commands to a key-value store.",
  sort: "call",
  defaults: {},
});
