// What the page keeps of backlogs, and the charts made of it.
import { describe, expect, it } from "vitest";
import {
  BACKLOG_COLUMNS,
  type BacklogEntry,
  type BacklogSeries,
} from "../../simulation/results/backlog-series.ts";
import { entryLabel } from "../../src/results/delivery/backlog-definitions.ts";
import { countOf, levelOf, NO_HISTORY, withSeries } from "../../src/store/backlog-history.ts";

const ENTRIES: readonly BacklogEntry[] = [
  { node: "mq", name: "a", partition: null },
  { node: "mq", name: "b", partition: null },
  { node: "sqs", name: "main", partition: null },
  { node: "log", name: "g", partition: null },
  { node: "log", name: "g", partition: 1 },
];

/** Windows from `from` on in which the first queue holds the window's number, of ten more each. */
function series(from: number, windows: number): BacklogSeries {
  const length = ENTRIES.length * BACKLOG_COLUMNS.length;
  const values = new Float64Array((windows - from) * length);
  for (let row = from; row < windows; row++) {
    values[(row - from) * length] = row;
    values[(row - from) * length + BACKLOG_COLUMNS.indexOf("published")] = 10 * (row + 1);
  }
  return { entries: ENTRIES, from, windows, values };
}

describe("the history of backlogs", () => {
  it("grows by what the worker tells and reads levels and counts of windows", () => {
    const history = withSeries(withSeries(NO_HISTORY, series(0, 3)), series(3, 7));
    const level = levelOf(history, 0, "backlog");
    const count = countOf(history, 0, "published");
    expect([0, 4, 6].map(level)).toEqual([0, 4, 6]);
    expect([0, 3, 6].map(count)).toEqual([10, 10, 10]);
    expect(level(7)).toBeNaN();
    expect(count(7)).toBeNaN();
  });

  it("begins anew with what does not follow on", () => {
    const history = withSeries(NO_HISTORY, series(0, 3));
    expect(withSeries(history, series(0, 2)).windows).toBe(2);
    expect(withSeries(history, series(5, 7))).toBe(NO_HISTORY);
  });

  it("names queues by their broker, and partitions by their group", () => {
    const labels = ENTRIES.map((entry) => entryLabel(entry, ENTRIES));
    expect(labels).toEqual(["mq/a", "mq/b", "sqs", "log/g", "log/g[1]"]);
  });
});
