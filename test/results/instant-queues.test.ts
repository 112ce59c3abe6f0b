// What the Delivery tab says of one instant: rates over the second before it, from recorded windows.
import { expect, it } from "vitest";
import { BACKLOG_COLUMNS, type BacklogEntry } from "../../simulation/results/backlog-series.ts";
import { rowLengthOf } from "../../simulation/results/series.ts";
import { instantQueues } from "../../src/results/delivery/instant-queues.ts";
import { NO_HISTORY, withSeries } from "../../src/store/backlog-history.ts";
import { appendRows, emptyRows } from "../../src/store/run-rows.ts";

const layout = { windowMs: 500, typeIds: ["all"], nodeIds: ["mq"], edgeIds: [] };

const ENTRIES: readonly BacklogEntry[] = [
  { node: "mq", name: "mail", partition: null },
  { node: "mq", name: "mail", partition: 0 },
];

function rows(count: number) {
  const length = rowLengthOf(layout);
  const values = new Float64Array(count * length);
  for (let row = 0; row < count; row += 1) values[row * length] = 500 * (row + 1);
  return appendRows(emptyRows(layout), 0, values);
}

/** Five messages a window are published, one of them expires and one is lost in the last. */
function history(windows: number) {
  const length = BACKLOG_COLUMNS.length;
  const values = new Float64Array(windows * ENTRIES.length * length);
  for (let row = 0; row < windows; row += 1) {
    const at = row * ENTRIES.length * length;
    const put = (column: (typeof BACKLOG_COLUMNS)[number], value: number) => {
      values[at + BACKLOG_COLUMNS.indexOf(column)] = value;
    };
    put("backlog", 3 * row);
    put("oldestMs", 40);
    put("published", 5 * (row + 1));
    put("expired", row + 1);
    put("lost", row === windows - 1 ? 1 : 0);
  }
  return withSeries(NO_HISTORY, { entries: ENTRIES, from: 0, windows, values });
}

it("tells rates a second and levels at the end of the window, by queue", () => {
  const [queue, ...others] = instantQueues(history(6), rows(6), 5);
  expect(others).toEqual([]);
  expect(queue).toMatchObject({ broker: "mq", to: "mail", waiting: 15, oldestMs: 40 });
  expect(queue).toMatchObject({ published: 10, givenUp: 2, lost: 1, delivered: 0 });
  expect(instantQueues(history(6), rows(6), 3)[0]?.lost).toBe(0);
});

it("says nothing of windows that were not told yet, or before a run", () => {
  expect(instantQueues(history(4), rows(6), 5)).toEqual([]);
  expect(instantQueues(history(4), rows(6), -1)).toEqual([]);
  expect(instantQueues(NO_HISTORY, null, 0)).toEqual([]);
});
