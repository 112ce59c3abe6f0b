import { defineProtocol } from "../kinds/define.ts";

export const sns = defineProtocol({
  id: "sns",
  label: "SNS",
  help: "Publishes to a topic that pushes to its subscriptions.",
  sort: "publish-deliver",
  defaults: {},
});
