import { defineProtocol } from "../kinds/define.ts";

export const nats = defineProtocol({
  id: "nats",
  label: "NATS",
  help: "Messages to subjects, over one connection.",
  sort: "publish-deliver",
  defaults: {},
});
