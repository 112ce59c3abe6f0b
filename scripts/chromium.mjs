// Finds the Chromium that the end-to-end tests drive, or gets one.
// Search order: CHROMIUM_PATH, Playwright's own, the system's. Then: Playwright's download, then
// the system's package manager. Each failure is one sentence that ends in what to do.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { run, runInstalled, say } from "./process.mjs";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FIXED_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];
const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const PACKAGE_LIMIT_MS = 10 * 60_000;

/** @returns {string | undefined} where Playwright's own Chromium is, or would be */
function playwrightChromium() {
  try {
    return createRequire(import.meta.url)("playwright-core").chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * @typedef {object} Surroundings
 * @property {NodeJS.ProcessEnv} env
 * @property {(path: string) => boolean} exists
 * @property {() => string | undefined} playwright
 */

/**
 * @param {Partial<Surroundings>} [surroundings]
 * @returns {string | undefined} path of an executable
 */
export function findChromium(surroundings = {}) {
  const { env = process.env, exists = existsSync, playwright = playwrightChromium } = surroundings;
  const asked = env.CHROMIUM_PATH;
  if (asked !== undefined && asked !== "") {
    if (exists(asked)) return asked;
    say(`CHROMIUM_PATH is ${asked}, which does not exist: correct or unset it. Looking elsewhere.`);
  }
  const own = playwright();
  if (own !== undefined && exists(own)) return own;
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  return [...onPath, ...FIXED_PATHS].find(exists);
}

/** @returns {Promise<void>} */
async function download() {
  say("no Chromium found: downloading Playwright's (about 150 MB)");
  const status = await runInstalled("playwright-core/cli.js", ["install", "chromium"], {
    output: "stderr",
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  if (status !== 0) {
    say("Playwright's Chromium could not be downloaded: trying the system's package manager.");
  }
}

/** @returns {Promise<void>} */
async function installFromSystem() {
  if (process.platform !== "linux") return;
  /** @type {string[]} */
  const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const step of [["update"], ["install", "-y", "chromium"]]) {
    const [program = "apt-get", ...args] = [...prefix, "apt-get", ...step];
    const status = await run(program, args, { output: "stderr", timeoutMs: PACKAGE_LIMIT_MS, env });
    if (status !== 0) {
      say(`\`${[program, ...args].join(" ")}\` failed with status ${status}: run it as root.`);
      return;
    }
  }
}

/** @returns {Promise<string | undefined>} */
export async function findOrInstallChromium() {
  for (const get of [async () => {}, download, installFromSystem]) {
    await get();
    const found = findChromium();
    if (found !== undefined) return found;
  }
  say("no Chromium: install Chromium or Chrome, or set CHROMIUM_PATH to one, then try again.");
  return undefined;
}
