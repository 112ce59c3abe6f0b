// `npm test`: every check of the project, each with its time. Two go on side by side, since most of
// them leave a processor idle now and then, and each line says which step it is of; what keeps all
// processors busy by itself, or watches the time, has the machine alone.
// All steps run even after a failure, so that one run shows everything there is to mend; the end
// repeats what did not pass.
// `npm test -- unit build` runs only the named steps; --full adds the long suites.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT, run, runInstalled, runNpm } from "./process.mjs";

const full = process.argv.includes("--full");
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
// In a log file colors are noise, whatever CI=true makes the tools believe.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: "0" };
const env = { ...process.env, ...plain, ...(full ? { BROWNOUT_FULL: "1" } : {}) };
const AT_ONCE = 2;
/** In the long suite. */
const TELL_EVERY_MS = 5 * 60_000;
const LOCK = ["ci", "--dry-run", "--no-audit", "--no-fund"];

/** @typedef {{ env: NodeJS.ProcessEnv, label: string, hear: (line: string) => void }} Options */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(options: Options) => Promise<number>} check resolves to an exit status
 * @property {string} [after] a step that must have passed
 * @property {string} [needs] a file or folder without which there is nothing to check
 * @property {boolean} [alone] begins when all others have ended, and has the machine to itself
 */

/**
 * In the order in which they begin: what another waits for comes early.
 * @type {readonly Step[]}
 */
const STEPS = [
  { name: "types", check: (options) => runInstalled("typescript/bin/tsc", ["-b"], options) },
  { name: "build", check: (options) => runInstalled("vite/bin/vite.js", ["build"], options) },
  { name: "lint", check: lint },
  {
    name: "knip",
    check: (options) => runInstalled("knip/bin/knip.js", ["--no-progress"], options),
  },
  { name: "lock", check: (options) => runNpm(LOCK, options) },
  { name: "theory", check: validate, needs: "simulation/cli/validate.ts" },
  { name: "unit", check: unit, alone: true },
  { name: "e2e", check: endToEnd, after: "build", needs: "e2e", alone: true },
];

/** @param {Options} options */
function lint(options) {
  const colors = process.stdout.isTTY ? [] : ["--colors=off"];
  return runInstalled("@biomejs/biome/bin/biome", ["ci", ...colors], options);
}

/** @param {Options} options */
function validate(options) {
  const script = join(ROOT, "scripts", "brownout.mjs");
  const args = [script, "--entry", "validate", ...(full ? [] : ["--fast"])];
  return run(process.execPath, args, options);
}

/** @param {Options} options */
function unit(options) {
  return runInstalled("vitest/vitest.mjs", ["run"], options);
}

/** @param {Options} options */
function endToEnd(options) {
  return runInstalled("@playwright/test/cli.js", ["test"], options);
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
const chosenSteps = STEPS.filter(({ name }) => chosen.length === 0 || chosen.includes(name));

/**
 * What failed, to be repeated at the end: lines of unit tests and of journeys.
 * @type {Set<string>}
 */
const failures = new Set();

/**
 * @param {string} step
 * @param {string} line
 */
function noteFailure(step, line) {
  const text = stripVTControlCharacters(line).trim();
  if (/^(FAIL |\d+\) \[)/.test(text)) failures.add(`${step}: ${text.replace(/[ ─]+$/, "")}`);
}

/** @param {Step} step */
async function runStep(step) {
  const { name } = step;
  const options = {
    env,
    label: chosenSteps.length > 1 ? `${name.padEnd(6)} | ` : "",
    /** @param {string} line */
    hear: (line) => noteFailure(name, line),
  };
  process.stdout.write(`=== ${name}\n`);
  const startedAt = performance.now();
  underWay.set(name, startedAt);
  const status = await step.check(options);
  underWay.delete(name);
  const seconds = (performance.now() - startedAt) / 1000;
  const outcome = status === 0 ? "passed" : "failed";
  results.set(name, { outcome, seconds });
  process.stdout.write(`=== ${name} ${outcome} in ${seconds.toFixed(1)} s\n`);
}

/** @type {Map<string, Promise<void>>} */
const begun = new Map();

/** Steps that go on, by the time at which they began, ms. */
const underWay = new Map();

/** Long steps are silent for minutes; whoever waits is told that they go on. */
function tellWhatGoesOn() {
  const steps = [...underWay].map(([name, startedAt]) => {
    return `${name} for ${Math.round((performance.now() - startedAt) / 60_000)} min`;
  });
  process.stdout.write(`=== ${new Date().toISOString().slice(11, 16)} ${steps.join(", ")}\n`);
}

/** @param {Step} step */
async function runUnlessBlocked(step) {
  if (step.after !== undefined) await begun.get(step.after);
  const blocked = step.after !== undefined && results.get(step.after)?.outcome === "failed";
  if (blocked || !hasSomethingToCheck(step)) {
    results.set(step.name, { outcome: "skipped", seconds: 0 });
  } else await runStep(step);
}

/** @param {Step[]} waiting */
async function takeSteps(waiting) {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const work = runUnlessBlocked(step);
    begun.set(step.name, work);
    await work;
  }
}
if (full) setInterval(tellWhatGoesOn, TELL_EVERY_MS).unref();
const sideBySide = chosenSteps.filter(({ alone }) => !alone);
await Promise.all(Array.from({ length: AT_ONCE }, () => takeSteps(sideBySide)));
await takeSteps(chosenSteps.filter(({ alone }) => alone));

process.stdout.write("\n");
for (const failure of failures) process.stdout.write(`${failure}\n`);
for (const { name } of chosenSteps) {
  const { outcome, seconds } = results.get(name) ?? { outcome: "skipped", seconds: 0 };
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
