import { defineProtocol } from "../kinds/define.ts";

export const amqp = defineProtocol({
  id: "amqp",
  label: "AMQP",
  help: "Publish with confirmation to an exchange; deliveries are pushed to consumers.",
  sort: "publish-deliver",
  defaults: {},
});
