// `npm test`: every check of the project, one after the other, each with its time.
// All steps run even after a failure, so that one run shows everything there is to mend.
// `npm test -- unit build` runs only the named steps; --full adds the long suites.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, runInstalled, runNpm } from "./process.mjs";

const full = process.argv.includes("--full");
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
// In a log file colors are noise, whatever CI=true makes the tools believe.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: "0" };
const env = { ...process.env, ...plain, ...(full ? { BROWNOUT_FULL: "1" } : {}) };

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<number>} check resolves to an exit status
 * @property {string} [after] a step that must have passed
 * @property {string} [needs] a file or folder without which there is nothing to check
 */

/** @type {readonly Step[]} */
const STEPS = [
  { name: "types", check: () => runInstalled("typescript/bin/tsc", ["-b"], { env }) },
  { name: "lint", check: lint },
  { name: "knip", check: () => runInstalled("knip/bin/knip.js", ["--no-progress"], { env }) },
  { name: "lock", check: () => runNpm(["ci", "--dry-run", "--no-audit", "--no-fund"]) },
  { name: "unit", check: () => runInstalled("vitest/vitest.mjs", ["run"], { env }) },
  { name: "theory", check: validate, needs: "simulation/cli/validate.ts" },
  { name: "build", check: () => runInstalled("vite/bin/vite.js", ["build"]) },
  { name: "e2e", check: endToEnd, after: "build", needs: "e2e" },
];

/** @returns {Promise<number>} */
function lint() {
  const colors = process.stdout.isTTY ? [] : ["--colors=off"];
  return runInstalled("@biomejs/biome/bin/biome", ["ci", ...colors]);
}

/** @returns {Promise<number>} */
function validate() {
  const script = join(ROOT, "scripts", "brownout.mjs");
  const args = [script, "--entry", "validate", ...(full ? [] : ["--fast"])];
  return run(process.execPath, args);
}

/** @returns {Promise<number>} */
function endToEnd() {
  return runInstalled("@playwright/test/cli.js", ["test"], { env });
}

/**
 * @param {Step} step
 * @returns {boolean}
 */
function hasSomethingToCheck({ needs }) {
  if (needs === undefined) return true;
  const path = join(ROOT, needs);
  if (!existsSync(path)) return false;
  return needs !== "e2e" || readdirSync(path).some((name) => name.endsWith(".spec.ts"));
}

const unknown = chosen.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  const names = STEPS.map((step) => step.name).join(", ");
  process.stderr.write(`no step is called ${unknown.join(", ")}; there are: ${names}\n`);
  process.exit(2);
}

/** @type {Map<string, { outcome: "passed" | "failed" | "skipped", seconds: number }>} */
const results = new Map();
for (const step of STEPS) {
  if (chosen.length > 0 && !chosen.includes(step.name)) continue;
  const blocked = step.after !== undefined && results.get(step.after)?.outcome === "failed";
  if (blocked || !hasSomethingToCheck(step)) {
    results.set(step.name, { outcome: "skipped", seconds: 0 });
    continue;
  }
  process.stdout.write(`\n=== ${step.name}\n`);
  const startedAt = performance.now();
  const status = await step.check();
  const seconds = (performance.now() - startedAt) / 1000;
  const outcome = status === 0 ? "passed" : "failed";
  results.set(step.name, { outcome, seconds });
  process.stdout.write(`=== ${step.name} ${outcome} in ${seconds.toFixed(1)} s\n`);
}

process.stdout.write("\n");
for (const [name, { outcome, seconds }] of results) {
  process.stdout.write(
    `${name.padEnd(8)} ${outcome.padEnd(8)} ${seconds.toFixed(1).padStart(7)} s\n`,
  );
}

/** @param {"passed" | "failed" | "skipped"} outcome */
function count(outcome) {
  return [...results.values()].filter((result) => result.outcome === outcome).length;
}
const skipped = count("skipped") === 0 ? "" : `, ${count("skipped")} skipped`;
process.stdout.write(`\n${count("passed")} passed, ${count("failed")} failed${skipped}\n`);
process.exit(count("failed") === 0 ? 0 : 1);
