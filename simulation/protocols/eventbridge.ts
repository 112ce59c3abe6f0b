import { defineProtocol } from "../kinds/define.ts";

export const eventbridge = defineProtocol({
  id: "eventbridge",
  label: "EventBridge",
  help: "Events to a bus; rules push them to targets.",
  sort: "publish-deliver",
  defaults: {},
});
