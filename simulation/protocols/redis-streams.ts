import { defineProtocol } from "../kinds/define.ts";

export const redisStreams = defineProtocol({
  id: "redis-streams",
  label: "Redis Streams",
  help: "XADD to a stream; groups read it.",
  sort: "publish-deliver",
  defaults: {},
});
