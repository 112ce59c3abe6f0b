import { defineProtocol } from "../kinds/define.ts";

export const sql = defineProtocol({
  id: "sql",
  label: "SQL",
  help: "Queries to a relational database.",
  sort: "call",
  defaults: {},
});
