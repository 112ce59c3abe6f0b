import { describe, expect, it } from "vitest";
import { nodeColumn, rowLengthOf, typeColumn } from "../../simulation/results/series.ts";
import { ERRORS, LATENCY, TRAFFIC } from "../../src/results/chart-definitions.ts";
import { chartPoints, extent } from "../../src/results/chart-model.ts";
import { describeChart } from "../../src/results/describe-chart.ts";
import { QUEUES } from "../../src/results/entity-charts.ts";
import { plainTick } from "../../src/results/Plot.tsx";
import { linearAxis, logAxis, niceCeiling, spanMs, timeTicks } from "../../src/results/scales.ts";
import { boundText, meets, readExpression, readSlo } from "../../src/results/slo.ts";
import { appendRows, emptyRows } from "../../src/store/run-rows.ts";

const layout = {
  windowMs: 500,
  typeIds: ["all", "checkout"],
  nodeIds: ["orders", "payment"],
  edgeIds: [],
};

/** Rows in which values are written by column. */
function rowsOf(count: number, write: (row: number, put: Put) => void) {
  const length = rowLengthOf(layout);
  const values = new Float64Array(count * length);
  for (let row = 0; row < count; row += 1) {
    values[row * length] = (row + 1) * 500;
    write(row, (offset, value) => {
      values[row * length + offset] = value;
    });
  }
  return appendRows(emptyRows(layout), 0, values);
}
type Put = (offset: number, value: number) => void;

function slo(expr: string) {
  const read = readExpression(expr);
  if (!read) throw new Error(`not an expression: ${expr}`);
  return read;
}

describe("objectives while the run goes on", () => {
  const rows = rowsOf(10, (row, put) => {
    // The first two windows are warm-up and would fail every objective.
    put(typeColumn(1, "ok"), row < 2 ? 0 : 90);
    put(typeColumn(1, "degraded"), row < 2 ? 0 : 9);
    put(typeColumn(1, "timeout"), row < 2 ? 100 : 1);
    put(typeColumn(1, "good"), 40);
    put(typeColumn(1, "p99Ms"), row === 9 ? Number.NaN : 100 * (row + 1));
    put(nodeColumn(layout, 1, "callerEnded"), 10);
    put(nodeColumn(layout, 1, "callerFailed"), 4);
    put(nodeColumn(layout, 1, "heldMean"), 3);
    put(nodeColumn(layout, 1, "slotsMean"), 4);
  });
  const read = (expr: string) => readSlo(rows, slo(expr), 1000, 9);

  it("leave the warm-up out and count degraded as success", () => {
    expect(read("availability(checkout) > 99.5%")).toEqual({ value: 0.99, basis: "so far" });
    expect(read("errorRate(checkout) < 5%")?.value).toBeCloseTo(0.01, 12);
  });

  it("read quantiles from the newest window that has one", () => {
    expect(read("p99(checkout) < 1s")).toEqual({ value: 900, basis: "last window" });
  });

  it("count rates per second", () => {
    expect(read("goodput(checkout) > 50/s")?.value).toBe(80);
  });

  it("read nodes as their callers see them", () => {
    expect(read("availability(payment) > 99%")?.value).toBeCloseTo(0.6, 12);
    expect(read("utilization(node:payment) < 90%")?.value).toBe(0.75);
  });

  it("say nothing where the rows cannot tell", () => {
    expect(read("recovery < 10s")).toBeNull();
    expect(read("p99(nowhere) < 1s")).toBeNull();
    expect(readSlo(rows, slo("availability(checkout) > 99%"), 1000, 1)).toBeNull();
  });

  it("are judged by their own operator", () => {
    expect(meets(slo("p99 < 100ms"), 100)).toBe(false);
    expect(meets(slo("p99 <= 100ms"), 100)).toBe(true);
    expect(boundText(slo("p99 < 1500ms"))).toBe("under 1.50 s");
    expect(boundText(slo("availability >= 99%"))).toBe("at least 99 %");
  });
});

describe("charts", () => {
  const rows = rowsOf(20, (row, put) => {
    put(typeColumn(0, "offered"), 100);
    put(typeColumn(0, "good"), row < 10 ? 100 : 0);
    put(typeColumn(0, "rejected"), row < 10 ? 0 : 60);
    put(typeColumn(0, "timeout"), row < 10 ? 0 : 40);
    put(typeColumn(0, "p50Ms"), row === 3 ? 0 : 20);
    put(typeColumn(0, "p99Ms"), Number.NaN);
    put(nodeColumn(layout, 0, "queueEnd"), row);
  });

  it("show counts as rates per second, alarming when little of the load is good", () => {
    const { head, series } = TRAFFIC.model(rows, 19);
    expect(head).toEqual({ alarm: "0/s", text: "good of 200/s" });
    expect(chartPoints(rows, series, TRAFFIC, 300)[0]).toEqual({
      t: 1000,
      good: 200,
      offered: 200,
    });
  });

  it("stack only the causes that occurred", () => {
    const { head, series } = ERRORS.model(rows, 19);
    expect(series.map(({ key }) => key)).toEqual(["timeout", "rejected"]);
    expect(head.alarm).toBe("200/s");
    const points = chartPoints(rows, series, ERRORS, 300);
    expect(extent(points, ["timeout", "rejected"], true)).toEqual([0, 200]);
  });

  it("leave out of a log axis what has no place there", () => {
    const { series } = LATENCY.model(rows, 19);
    const points = chartPoints(rows, series, LATENCY, 300);
    expect(points[3]?.p50).toBeUndefined();
    expect(points.some((point) => point.p99 !== undefined)).toBe(false);
  });

  it("name the node that is worst now, and leave out those with nothing to show", () => {
    const { head, series } = QUEUES.model(rows, 19);
    expect(series.map(({ key }) => key)).toEqual(["orders"]);
    expect(head.text).toBe("orders 18.5");
  });

  it("say in words what they show", () => {
    const { series } = QUEUES.model(rows, 19);
    expect(describeChart(QUEUES, rows, series, 19)).toBe("orders: 19, between 0 and 19.");
    expect(describeChart(QUEUES, null, [], 0)).toBe("No run yet.");
  });
});

describe("axes", () => {
  it("have ticks without empty digits or a space that could break the line", () => {
    expect(plainTick("0.500/s")).toBe("0.5/s");
    expect(plainTick("10.0 s")).toBe("10\u00a0s");
    expect(plainTick("2.50 s")).toBe("2.5\u00a0s");
    expect(plainTick("1,000")).toBe("1,000");
  });

  it("end at round numbers", () => {
    expect(niceCeiling(187)).toBe(200);
    expect(niceCeiling(0)).toBe(1);
    expect(linearAxis(0, true).domain).toEqual([0, 2]);
    expect(logAxis(30, 7000).ticks).toEqual([10, 100, 1000, 10_000]);
  });

  it("span the next full minute while the run goes on, then the whole run", () => {
    expect(spanMs(240_000, 98_000, false)).toBe(120_000);
    expect(spanMs(240_000, 98_000, true)).toBe(240_000);
    expect(spanMs(90_000, 80_000, false)).toBe(90_000);
    expect(timeTicks(120_000, 4)).toEqual([0, 30_000, 60_000, 90_000, 120_000]);
  });
});
