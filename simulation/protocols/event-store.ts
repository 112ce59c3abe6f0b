import { defineProtocol } from "../kinds/define.ts";

export const eventStore = defineProtocol({
  id: "event-store",
  label: "Event store",
  help: "Appends to streams, loads of them, and the subscriptions that follow them.",
  sort: "publish-deliver",
  defaults: {},
});
