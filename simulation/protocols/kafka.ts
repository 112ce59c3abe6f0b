import { defineProtocol } from "../kinds/define.ts";

export const kafka = defineProtocol({
  id: "kafka",
  label: "Kafka",
  help: "Records are appended to a log; consumers poll.",
  sort: "publish-deliver",
  defaults: {},
});
