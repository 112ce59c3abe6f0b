// Writes the JSON Schema of the scenario file to public/schema, from the definitions.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scenarioJsonSchema } from "../scenario/schema.ts";
import { projectRoot } from "./project-root.ts";

const folder = join(projectRoot(), "public/schema");
const file = join(folder, "scenario-1.json");
mkdirSync(folder, { recursive: true });
writeFileSync(file, `${JSON.stringify(scenarioJsonSchema(), null, 1)}\n`);
console.error(`Wrote ${file}`);
