// Backlogs window by window: they add up to the totals, over a warm-up and after a step back.
import { afterAll, beforeAll, expect, it } from "vitest";
import { backlogSeriesOf, recordBacklogs } from "../../simulation/engine/backlog-series.ts";
import { createEngine } from "../../simulation/engine/engine.ts";
import { BACKLOG_COLUMNS, type BacklogSeries } from "../../simulation/results/backlog-series.ts";
import { metronome, resolved } from "../support/simulate.ts";
import { scene } from "./messaging.ts";

const engine = createEngine({ heapOnly: false });
const SCENE = scene({
  kind: "rabbitmq",
  run: { durationS: 10, warmupS: 2.55, windowS: 0.5 },
  client: metronome(100, 50),
  consumers: { w: { concurrency: 1, serviceTime: 130 } },
  deliver: { w: { prefetch: 2 } },
});

beforeAll(() => recordBacklogs(true));
afterAll(() => recordBacklogs(false));

function lastOf({ values, entries }: BacklogSeries, column: (typeof BACKLOG_COLUMNS)[number]) {
  const row = values.length - entries.length * BACKLOG_COLUMNS.length;
  return values[row + BACKLOG_COLUMNS.indexOf(column)];
}

it("counts on from the start of the run, whatever the warm-up leaves out", () => {
  engine.load(resolved(SCENE));
  engine.run(Infinity, Infinity);
  const series = backlogSeriesOf(0);
  expect(series.windows).toBe(engine.windowCount());
  expect(series.entries).toEqual([{ node: "mq", name: "w", partition: null }]);
  expect(lastOf(series, "published")).toBe(100);
  const queue = engine.totals().nodes.mq?.queues?.w;
  expect(queue?.published).toBeLessThan(80);
  expect(lastOf(series, "backlog")).toBe(queue?.backlogAtEnd);
});

it("is the same after a step back", () => {
  engine.load(resolved(SCENE));
  engine.keepCheckpoints({ everyWindows: 2, maxBytes: 1e8 });
  engine.run(Infinity, Infinity);
  const before = backlogSeriesOf(0).values;
  engine.replayTo(4_000);
  expect(backlogSeriesOf(0).windows).toBe(engine.windowCount());
  engine.run(Infinity, Infinity);
  expect(backlogSeriesOf(0).values).toEqual(before);
  engine.keepCheckpoints(null);
});
