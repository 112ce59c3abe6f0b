// What a page costs while something goes on: time of the main thread, its longest task, and how long
// a gesture takes to be answered.

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {object} Cost
 * @property {number} taskMsPerS time in tasks of the main thread, per second of wall time
 * @property {number} longestMs longest task of 50 ms and more; 0 if there was none
 * @property {number} long how many of these
 */

/** Shorter answers than this are not told by the browser, ms. */
const LEAST_EVENT_MS = 16;

// What runs in the page is text: this file is checked for Node, which knows no page.
const WATCH_TASKS = `
  window.benchTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) benchTasks.push(duration);
  }).observe({ type: "longtask" });
`;
const WATCH_KEYS = `
  window.benchKeys = new Map();
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries()) {
      if (name === "keydown") benchKeys.set(startTime, duration);
    }
  }).observe({ type: "event", durationThreshold: ${LEAST_EVENT_MS} });
`;

/**
 * @param {Page} page
 * @param {() => Promise<void>} work what goes on meanwhile
 * @returns {Promise<Cost>}
 */
export async function costOf(page, work) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "timeTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  await page.evaluate(WATCH_TASKS);
  const before = await read();
  await work();
  const after = await read();
  const tasks = /** @type {number[]} */ (await page.evaluate("benchTasks"));
  await session.detach();
  const delta = (/** @type {string} */ name) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  return {
    taskMsPerS: (delta("TaskDuration") / delta("Timestamp")) * 1000,
    longestMs: Math.max(0, ...tasks),
    long: tasks.length,
  };
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
