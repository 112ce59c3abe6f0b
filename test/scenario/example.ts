// The example of the format: the whole shop with every section of a file.
import { readFileSync } from "node:fs";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";

export const EXAMPLE_TEXT = readFileSync(
  new URL("./example.brownout.json", import.meta.url),
  "utf8",
);

/** A fresh copy to change at will. */
// biome-ignore lint/suspicious/noExplicitAny: tests break the file in ways that no type allows
export function exampleValue(): any {
  return JSON.parse(EXAMPLE_TEXT);
}

export function exampleDocument(): ScenarioDocument {
  const result = parseScenario(EXAMPLE_TEXT);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

/** The smallest scenario that does something. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function smallValue(): any {
  return {
    format: 1,
    catalog: "2026-11",
    name: "Small",
    run: { durationS: 10 },
    nodes: { users: { kind: "client" }, api: { kind: "service" }, db: { kind: "database" } },
    edges: { "users->api": { protocol: "rest" }, "api->db": { protocol: "sql" } },
  };
}
