// `npm run bench:page`: what the studio costs the browser, against its goals, as a table. Medians of
// several visits in a Chromium of this machine, next to a page that merely moves as much. On a busy
// machine there are fewer visits, and the table says so.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { build, preview } from "vite";
import { findChromium } from "./chromium.mjs";
import { CALIBRATION_PAGE, layeredDrawing } from "./page-bench/drawings.mjs";
import {
  answersTo,
  costOf,
  framesPerS,
  median,
  particlesDrawn,
  quantile,
} from "./page-bench/measure.mjs";
import { dragNode, focusSlider, openDrawing, pan, run } from "./page-bench/studio.mjs";
import { firstFreePort } from "./port.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    minutes: { type: "string", default: "3.5" },
    dist: { type: "string", default: "" },
  },
});
const RUNS = Number(values.runs);
const WATCHED_MS = Number(values.seconds) * 1000;
const SLIDER_MOVES = 50;
/** No visit begins that would not be over by then, as long as the longest one so far took. */
const DEADLINE_MS = performance.now() + Number(values.minutes) * 60_000;
/** One measurement that takes longer than this has failed, ms. */
const MEASURE_MOST_MS = 60_000;
/** Loading, first drawing and the engine's start are not part of what goes on, ms. */
const SETTLE_MS = 1500;

/** @typedef {import("@playwright/test").Page} Page */

/**
 * Compressed kilobytes of the scripts that the page names: its own, which it waits for, and the
 * worker's, which is read in another thread meanwhile.
 * @param {string} folder
 */
function namedScriptsKb(folder) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const names = [...page.matchAll(/assets\/[\w.-]+\.js/g)].map(([name]) => name);
  const kbOf = (/** @type {(name: string) => boolean} */ isMeant) =>
    [...new Set(names)]
      .filter(isMeant)
      .map((name) => gzipSync(readFileSync(join(folder, name))).length)
      .reduce((sum, size) => sum + size, 0) / 1000;
  const isWorker = (/** @type {string} */ name) => name.includes(".worker-");
  return { scripts: kbOf((name) => !isWorker(name)), worker: kbOf(isWorker) };
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
  await page.waitForTimeout(SETTLE_MS);
  const watch = () => page.waitForTimeout(WATCHED_MS);
  const cost = await costOf(page, watch);
  const fps = await framesPerS(page, () => page.waitForTimeout(1000));
  const selecting = await costOf(page, () => focusSlider(page, "service-9"));
  const keys = Array.from({ length: SLIDER_MOVES }, (_, at) =>
    at % 2 === 0 ? "ArrowRight" : "ArrowLeft",
  );
  /** @type {number[]} */
  let answers = [];
  const sliding = await costOf(page, async () => {
    answers = await answersTo(page, keys, 60);
  });
  return {
    live: cost.taskMsPerS,
    longest: cost.longestMs,
    longestWall: cost.longestWallMs,
    fps,
    select: selecting.longestMs,
    p95: quantile(answers, 0.95),
    slide: sliding.longestMs,
    particles: await particlesDrawn(page),
  };
}

/** @param {Page} page @param {string} url */
async function threeHundred(page, url) {
  await openDrawing(page, url, layeredDrawing(300, 3600));
  await page.waitForTimeout(SETTLE_MS);
  const drag = await costOf(page, () => dragNode(page, "service-150"));
  const panned = await costOf(page, () => pan(page));
  await run(page);
  await page.waitForTimeout(SETTLE_MS);
  const live = await costOf(page, () => page.waitForTimeout(WATCHED_MS));
  return {
    drag: drag.longestMs,
    dragWall: drag.longestWallMs,
    pan: panned.longestMs,
    live300: live.taskMsPerS,
    longest300: live.longestMs,
  };
}

/** @param {Page} page */
async function calibration(page) {
  await page.setContent(CALIBRATION_PAGE);
  await page.waitForTimeout(500);
  const { taskMsPerS } = await costOf(page, () => page.waitForTimeout(WATCHED_MS));
  const calibrationFps = await framesPerS(page, () => page.waitForTimeout(1000));
  return { calibration: taskMsPerS, calibrationFps };
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
  let visits = 0;
  let longestVisitMs = 0;
  try {
    for (; visits < RUNS && performance.now() + longestVisitMs < DEADLINE_MS; visits++) {
      const begun = performance.now();
      for (const measure of [calibration, visitShop, sixtyLive, threeHundred]) {
        for (const [name, value] of Object.entries(await measured(browser, measure, url))) {
          found[name] = [...(found[name] ?? []), value];
        }
      }
      longestVisitMs = Math.max(longestVisitMs, performance.now() - begun);
      process.stderr.write(`visit ${visits + 1} of ${RUNS}\n`);
    }
  } finally {
    await browser.close();
  }
  return { found, visits };
}

/**
 * The numbers of one measurement in a window of its own; none, and why, where it failed.
 * @param {import("@playwright/test").Browser} browser
 * @param {(page: Page, url: string) => Promise<Record<string, number>>} measure
 * @param {string} url
 * @returns {Promise<Record<string, number>>}
 */
async function measured(browser, measure, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), MEASURE_MOST_MS);
  });
  try {
    const work = context.newPage().then((page) => measure(page, url));
    return await /** @type {typeof work} */ (Promise.race([work, late]));
  } catch (error) {
    process.stderr.write(`${measure.name}: ${error instanceof Error ? error.message : error}\n`);
    return {};
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

/** @param {Page} page @param {string} url */
async function visitShop(page, url) {
  return { first: await firstSnapshotMs(page, url) };
}

/** What is measured, its goal, and its unit. */
const ROWS = /** @type {const} */ ([
  ["first", "first values on the drawing", 2000, "ms"],
  ["scripts", "scripts before it can draw, gzip", 350, "kB"],
  ["worker", "the worker's script with the kernel, gzip", null, "kB"],
  ["calibration", "calibration page, main thread", null, "ms/s"],
  ["calibrationFps", "calibration page, frames", null, "/s"],
  ["live", "60 nodes at 10x with four charts, main thread", 600, "ms/s"],
  ["ratio", "the same, against the calibration page", 3, "times"],
  ["fps", "60 nodes: frames", null, "/s"],
  ["particles", "60 nodes: particles in a frame", null, ""],
  ["longest", "60 nodes: longest task", 50, "ms"],
  ["longestWall", "60 nodes: longest task by the clock", null, "ms"],
  ["select", "60 nodes: choosing one, longest task", 50, "ms"],
  ["slide", "60 nodes: slider moves, longest task", 50, "ms"],
  ["p95", "60 nodes: slider moves, p95 until painted", 100, "ms"],
  ["drag", "300 nodes: dragging, longest task", 50, "ms"],
  ["dragWall", "300 nodes: dragging, longest task by the clock", null, "ms"],
  ["pan", "300 nodes: panning, longest task", 50, "ms"],
  ["live300", "300 nodes at 10x, main thread", null, "ms/s"],
  ["longest300", "300 nodes at 10x, longest task", null, "ms"],
]);

/** What costs little where the machine is too busy to draw: told with its frames. */
const PER_S = new Set(["live", "ratio"]);
const LEAST_FPS = 40;

/** @param {Record<string, number>} numbers */
function table(numbers) {
  const lines = ROWS.map(([name, label, goal, unit]) => {
    const value = numbers[name] ?? Number.NaN;
    const isStarved = PER_S.has(name) && !((numbers.fps ?? 0) >= LEAST_FPS);
    const met = goal !== null && value <= goal ? "met" : "missed";
    const verdict = goal === null ? "" : isStarved ? "too few frames to tell" : met;
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
  const { found, visits } = await measureAll(`http://localhost:${port}/`);
  await new Promise((resolve) => server.httpServer.close(resolve));
  const medians = Object.fromEntries(
    Object.entries(found).map(([name, list]) => [name, median(list)]),
  );
  Object.assign(medians, namedScriptsKb(folder));
  medians.ratio = (medians.live ?? Number.NaN) / (medians.calibration ?? Number.NaN);
  process.stdout.write(`medians of ${visits}\n${table(medians)}`);
} finally {
  if (own !== null) rmSync(own, { recursive: true, force: true });
}
process.exit(0);
