// The inside of a broker at an instant of the past comes from the recorded windows, and only from them.
import { expect, it } from "vitest";
import { BACKLOG_COLUMNS, type BacklogEntry } from "../../simulation/results/backlog-series.ts";
import { recordedInside } from "../../src/canvas/inside/recorded-inside.ts";
import { NO_HISTORY, withSeries } from "../../src/store/backlog-history.ts";

const ENTRIES: readonly BacklogEntry[] = [
  { node: "mq", name: "mail", partition: null },
  { node: "log", name: "readers", partition: null },
  { node: "log", name: "readers", partition: 1 },
  { node: "log", name: "readers", partition: 0 },
];

/** Three windows in which entry `at` has 100 messages each window and one for its place. */
function history() {
  const length = BACKLOG_COLUMNS.length;
  const values = new Float64Array(3 * ENTRIES.length * length);
  for (let row = 0; row < 3; row += 1) {
    for (let at = 0; at < ENTRIES.length; at += 1) {
      const place = (row * ENTRIES.length + at) * length;
      values[place] = 100 * row + at;
      values[place + BACKLOG_COLUMNS.indexOf("oldestMs")] = 10 * row;
    }
  }
  return withSeries(NO_HISTORY, { entries: ENTRIES, from: 0, windows: 3, values });
}

it("is what each queue held at the end of the window", () => {
  expect(recordedInside(history(), "mq", 2)?.queues.mail).toMatchObject({
    backlog: 200,
    oldestMs: 20,
  });
  expect(recordedInside(history(), "mq", 0)?.queues.mail?.backlog).toBe(0);
});

it("has the partitions of a group in order, and does not say who owned them", () => {
  const group = recordedInside(history(), "log", 1)?.groups.readers;
  expect(group?.backlog).toBe(101);
  expect(group?.partitions.map(({ backlog }) => backlog)).toEqual([103, 102]);
  expect(group?.partitions.map(({ owner }) => owner)).toEqual([Number.NaN, Number.NaN]);
});

it("is unknown before the worker has told the window, and of what has no queues", () => {
  expect(recordedInside(history(), "mq", 3)).toBeNull();
  expect(recordedInside(history(), "mq", -1)).toBeNull();
  expect(recordedInside(NO_HISTORY, "mq", 0)).toBeNull();
  expect(recordedInside(history(), "orders", 1)).toBeNull();
});
