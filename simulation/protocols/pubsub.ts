import { defineProtocol } from "../kinds/define.ts";

export const pubsub = defineProtocol({
  id: "pubsub",
  label: "Pub/Sub",
  help: "Publishes to a topic; subscriptions lease messages out.",
  sort: "publish-deliver",
  defaults: {},
});
