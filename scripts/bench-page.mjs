// `npm run bench:page`: what the studio costs the browser, against its goals, as a table. Medians of
// several visits in a Chromium of this machine, next to a page that merely moves as much.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { build, preview } from "vite";
import { findChromium } from "./chromium.mjs";
import { CALIBRATION_PAGE, layeredDrawing } from "./page-bench/drawings.mjs";
import { answersTo, costOf, median, quantile } from "./page-bench/measure.mjs";
import { dragNode, focusSlider, openDrawing, pan, run } from "./page-bench/studio.mjs";
import { firstFreePort } from "./port.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    seconds: { type: "string", default: "6" },
    dist: { type: "string", default: "" },
  },
});
const RUNS = Number(values.runs);
const WATCHED_MS = Number(values.seconds) * 1000;
const SLIDER_MOVES = 50;

/** @typedef {import("@playwright/test").Page} Page */

/**
 * Kilobytes of the scripts that the page asks for before it can draw, compressed.
 * @param {string} folder
 */
function initialScriptKb(folder) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const names = [...page.matchAll(/assets\/[\w.-]+\.js/g)].map(([name]) => name);
  const sizes = [...new Set(names)].map(
    (name) => gzipSync(readFileSync(join(folder, name))).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** @param {Page} page @param {string} url */
async function firstSnapshotMs(page, url) {
  await page.goto(url);
  await page.getByRole("button", { name: /^orders, service, [a-z ]+, \d/ }).waitFor();
  return page.evaluate(() => performance.now());
}

/** @param {Page} page @param {string} url */
async function sixtyLive(page, url) {
  await openDrawing(page, url, layeredDrawing(60, 3600));
  await run(page);
  await page.waitForTimeout(2000);
  const cost = await costOf(page, () => page.waitForTimeout(WATCHED_MS));
  await focusSlider(page, "service-9");
  const keys = Array.from({ length: SLIDER_MOVES }, (_, at) =>
    at % 2 === 0 ? "ArrowRight" : "ArrowLeft",
  );
  const answers = await answersTo(page, keys, 60);
  return { live: cost.taskMsPerS, longest: cost.longestMs, p95: quantile(answers, 0.95) };
}

/** @param {Page} page @param {string} url */
async function threeHundred(page, url) {
  await openDrawing(page, url, layeredDrawing(300, 3600));
  await page.waitForTimeout(1000);
  const drag = await costOf(page, () => dragNode(page, "service-150"));
  const panned = await costOf(page, () => pan(page));
  await run(page);
  await page.waitForTimeout(2000);
  const live = await costOf(page, () => page.waitForTimeout(WATCHED_MS));
  return { drag: drag.longestMs, pan: panned.longestMs, live300: live.taskMsPerS };
}

/** @param {Page} page */
async function calibration(page) {
  await page.setContent(CALIBRATION_PAGE);
  await page.waitForTimeout(500);
  const { taskMsPerS } = await costOf(page, () => page.waitForTimeout(WATCHED_MS));
  return { calibration: taskMsPerS };
}

/** @param {string} url */
async function measureAll(url) {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  /** @type {Record<string, number[]>} */
  const found = {};
  try {
    for (let visit = 1; visit <= RUNS; visit++) {
      for (const measure of [calibration, visitShop, sixtyLive, threeHundred]) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const numbers = await measure(await context.newPage(), url);
        await context.close();
        for (const [name, value] of Object.entries(numbers)) {
          found[name] = [...(found[name] ?? []), value];
        }
      }
      process.stderr.write(`visit ${visit} of ${RUNS}\n`);
    }
  } finally {
    await browser.close();
  }
  return found;
}

/** @param {Page} page @param {string} url */
async function visitShop(page, url) {
  return { first: await firstSnapshotMs(page, url) };
}

/** What is measured, its goal, and its unit. */
const ROWS = /** @type {const} */ ([
  ["first", "first values on the drawing", 2000, "ms"],
  ["scripts", "scripts before it can draw, gzip", 350, "kB"],
  ["calibration", "calibration page, main thread", null, "ms/s"],
  ["live", "60 nodes at 10x with four charts, main thread", 600, "ms/s"],
  ["ratio", "the same, against the calibration page", 3, "times"],
  ["longest", "60 nodes: longest task (0: none over 50)", 50, "ms"],
  ["p95", "60 nodes: slider moves, p95 until painted", 100, "ms"],
  ["drag", "300 nodes: dragging, longest task", 50, "ms"],
  ["pan", "300 nodes: panning, longest task", 50, "ms"],
  ["live300", "300 nodes at 10x, main thread", null, "ms/s"],
]);

/** @param {Record<string, number>} numbers */
function table(numbers) {
  const lines = ROWS.map(([name, label, goal, unit]) => {
    const value = numbers[name] ?? Number.NaN;
    const verdict = goal === null ? "" : value <= goal ? "met" : "missed";
    const aim = goal === null ? "" : `<= ${goal}`;
    return `${label.padEnd(48)}${value.toFixed(1).padStart(9)} ${unit.padEnd(6)}${aim.padEnd(9)}${verdict}`;
  });
  return `${lines.join("\n")}\n`;
}

const own = values.dist === "" ? mkdtempSync(join(tmpdir(), "brownout-page-")) : null;
const folder = own ?? values.dist;
try {
  if (own !== null) await build({ logLevel: "warn", build: { outDir: own, emptyOutDir: true } });
  const port = await firstFreePort(4341, "localhost");
  const server = await preview({
    logLevel: "warn",
    build: { outDir: folder },
    preview: { host: "localhost", port, strictPort: true },
  });
  const found = await measureAll(`http://localhost:${port}/`);
  await new Promise((resolve) => server.httpServer.close(resolve));
  const medians = Object.fromEntries(
    Object.entries(found).map(([name, list]) => [name, median(list)]),
  );
  medians.scripts = initialScriptKb(folder);
  medians.ratio = (medians.live ?? Number.NaN) / (medians.calibration ?? Number.NaN);
  process.stdout.write(`medians of ${RUNS}\n${table(medians)}`);
} finally {
  if (own !== null) rmSync(own, { recursive: true, force: true });
}
process.exit(0);
