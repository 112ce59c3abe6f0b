import { defineProtocol } from "../kinds/define.ts";

export const jms = defineProtocol({
  id: "jms",
  label: "JMS",
  help: "Sends to queues and topics; deliveries are pushed.",
  sort: "publish-deliver",
  defaults: {},
});
