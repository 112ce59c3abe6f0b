import { defineProtocol } from "../kinds/define.ts";

export const sqs = defineProtocol({
  id: "sqs",
  label: "SQS",
  help: "Sends to a queue; consumers poll it over HTTP.",
  sort: "publish-deliver",
  defaults: {},
});
