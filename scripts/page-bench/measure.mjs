// What a page costs while something goes on: time of the main thread, its longest task, and how long
// a gesture takes to be answered. Tasks are told in time of the processor, which other programs that
// run meanwhile do not lengthen.

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {object} Cost
 * @property {number} taskMsPerS processor time in tasks of the main thread, per second of wall time
 * @property {number} longestMs processor time of the longest task
 * @property {number} longestWallMs wall time of the task that took longest by the clock
 */

/**
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {number} pid
 * @property {number} tid
 * @property {number} [dur] wall time, us
 * @property {number} [tdur] processor time, us
 * @property {{ name?: string }} [args]
 */

/** Shorter answers than this are not told by the browser, ms. */
const LEAST_EVENT_MS = 16;

// What runs in the page is text: this file is checked for Node, which knows no page.
const WATCH_KEYS = `
  window.benchKeys = new Map();
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries()) {
      if (name === "keydown") benchKeys.set(startTime, duration);
    }
  }).observe({ type: "event", durationThreshold: ${LEAST_EVENT_MS} });
`;

/** @param {readonly TraceEvent[]} events */
function tasksOfMainThread(events) {
  const isMain = (/** @type {TraceEvent} */ { name, args }) =>
    name === "thread_name" && args?.name === "CrRendererMain";
  const threads = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid}:${tid}`));
  return events.filter(
    ({ name, pid, tid }) =>
      name === "ThreadControllerImpl::RunTask" && threads.has(`${pid}:${tid}`),
  );
}

/**
 * @param {Page} page
 * @param {() => Promise<void>} work what goes on meanwhile
 * @returns {Promise<Cost>}
 */
export async function costOf(page, work) {
  const session = await page.context().newCDPSession(page);
  /** @type {TraceEvent[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    events.push(.../** @type {TraceEvent[]} */ (/** @type {unknown} */ (value)));
  });
  const traceConfig = { includedCategories: ["toplevel", "__metadata"], excludedCategories: ["*"] };
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  const before = performance.now();
  await work();
  const wallS = (performance.now() - before) / 1000;
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const tasks = tasksOfMainThread(events);
  const taskMs = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return {
    taskMsPerS: taskMs.reduce((sum, ms) => sum + ms, 0) / wallS,
    longestMs: Math.max(0, ...taskMs),
    longestWallMs: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)),
  };
}

const COUNT_FRAMES = `
  window.benchFrames = 0;
  (function frame() { benchFrames += 1; requestAnimationFrame(frame); })();
`;

/**
 * Frames per second. Only for pages that draw each frame anyway.
 * @param {Page} page
 * @param {() => Promise<void>} work
 */
export async function framesPerS(page, work) {
  await page.evaluate(COUNT_FRAMES);
  const before = performance.now();
  await work();
  const frames = /** @type {number} */ (await page.evaluate("benchFrames"));
  return (frames / (performance.now() - before)) * 1000;
}

/** Every particle is one filled figure, and every drawing of them begins with a clean layer. */
const COUNT_PARTICLES = `
  window.benchDrawn = [];
  const { fill, clearRect } = CanvasRenderingContext2D.prototype;
  const isLayer = (context) => context.canvas.className === "particle-layer";
  CanvasRenderingContext2D.prototype.fill = function (...args) {
    if (isLayer(this) && benchDrawn.length > 0) benchDrawn[benchDrawn.length - 1] += 1;
    return fill.apply(this, args);
  };
  CanvasRenderingContext2D.prototype.clearRect = function (...args) {
    if (isLayer(this)) benchDrawn.push(0);
    return clearRect.apply(this, args);
  };
`;

/**
 * Median number of particles in a drawing. The page is not to be timed afterwards.
 * @param {Page} page
 */
export async function particlesDrawn(page) {
  await page.evaluate(COUNT_PARTICLES);
  await page.waitForTimeout(1000);
  const drawn = /** @type {number[]} */ (await page.evaluate("benchDrawn"));
  return drawn.length > 0 ? median(drawn) : 0;
}

/**
 * How long each of the keys took until what it changed was painted, ms, shortest first.
 * @param {Page} page
 * @param {readonly string[]} keys
 * @param {number} pauseMs between two
 */
export async function answersTo(page, keys, pauseMs) {
  await page.evaluate(WATCH_KEYS);
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(pauseMs);
  }
  await page.waitForTimeout(500);
  const slow = /** @type {number[]} */ (await page.evaluate("[...benchKeys.values()]"));
  const quick = keys.slice(slow.length).map(() => LEAST_EVENT_MS);
  return [...slow, ...quick].sort((a, b) => a - b);
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * @param {readonly number[]} sorted
 * @param {number} share
 */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
