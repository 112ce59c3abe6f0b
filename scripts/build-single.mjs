// `npm run build:single [-- scenario.brownout.json]`: the app, and the scenario if one is given, in
// one HTML file that opens from disk. Written to dist/, beside the page for a host.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "vite";
import { ROOT, say } from "./process.mjs";

const [given] = process.argv.slice(2);

/** @returns {unknown} the scenario of the file; null without one */
function readScenario() {
  if (given === undefined) return null;
  try {
    return JSON.parse(readFileSync(resolve(given), "utf8"));
  } catch (error) {
    say(`${given} cannot be read as a scenario: ${error instanceof Error ? error.message : error}`);
    return process.exit(2);
  }
}

const scenario = readScenario();
await build({ root: ROOT, logLevel: "warn" });

const page = readFileSync(join(ROOT, "dist", "single.html"), "utf8");
const stem = given === undefined ? "brownout" : basename(given).replace(/(\.brownout)?\.json$/, "");
const target = join(ROOT, "dist", `${stem}.html`);
const json = JSON.stringify(scenario).replaceAll("<", "\\u003c");
const slot = '<script type="application/json" id="scenario">';
writeFileSync(
  target,
  page.replace(`${slot}null`, () => slot + json),
);
process.stdout.write(`${target}\n`);
