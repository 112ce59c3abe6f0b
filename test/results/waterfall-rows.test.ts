// A trace as rows of a waterfall, and which requests are listed.
import { describe, expect, it } from "vitest";
import type { TraceSummary } from "../../simulation/results/traces.ts";
import { EVERY_TRACE, shownTraces } from "../../src/results/traces/trace-filter.ts";
import { axisEndMs, openRows, rowsOf } from "../../src/results/traces/waterfall-rows.ts";
import { orderWithMail, slowOrder } from "../support/trace-builder.ts";

describe("the rows of a trace", () => {
  it("are one a hop: an attempt with the work it caused", () => {
    const rows = rowsOf(slowOrder());
    expect(
      rows.map(({ depth, spans }) => [depth, spans.map(({ role }) => role).join("+")]),
    ).toEqual([
      [0, "request"],
      [1, "attempt+work"],
      [2, "call"],
      [3, "attempt+work"],
      [3, "attempt+work"],
    ]);
  });

  it("show every part once, in order, and cut where the caller gave up", () => {
    const [, , , first] = rowsOf(slowOrder());
    expect(
      first?.segments.map(({ kind, startMs, endMs, isZombie }) => [kind, startMs, endMs, isZombie]),
    ).toEqual([
      ["network", 33, 34, false],
      ["queue", 34, 74, false],
      ["service", 74, 83, false],
      ["service", 83, 104, true],
    ]);
  });

  it("share out the critical path, which adds up to the latency", () => {
    const trace = slowOrder();
    const total = rowsOf(trace)
      .flatMap(({ critical }) => critical)
      .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect(total).toBeCloseTo(trace.latencyMs, 9);
  });

  it("fold what stands below them, at any depth", () => {
    const rows = rowsOf(slowOrder());
    const hop = rows[1]?.id ?? "";
    expect(openRows(rows, new Set([hop]))).toHaveLength(2);
    expect(openRows(rows, new Set())).toHaveLength(5);
  });

  it("keep messages as rows of their own, and the axis near the request's end", () => {
    const trace = orderWithMail();
    expect(rowsOf(trace).map(({ spans }) => spans.at(-1)?.node)).toEqual([
      "orders",
      "broker",
      "broker",
      "mailer",
    ]);
    expect(axisEndMs(trace)).toBeCloseTo(7.5, 9);
  });
});

const summary = (id: string, change: Partial<TraceSummary>): TraceSummary => ({
  ...slowOrder(),
  id,
  ...change,
});

const LIST = [
  summary("a", { startMs: 0, latencyMs: 20, reasons: ["sampled"] }),
  summary("b", { startMs: 100, latencyMs: 900, outcome: "timeout", reasons: ["slow", "failed"] }),
  summary("c", { startMs: 2000, latencyMs: 50, type: "browse", reasons: ["sampled"] }),
];

const ANY_TIME = { atMs: null, windowMs: 100 };

function idsWith(
  change: Partial<typeof EVERY_TRACE>,
  instant = ANY_TIME as { atMs: number | null; windowMs: number },
) {
  return shownTraces(LIST, { ...EVERY_TRACE, ...change }, instant, { c: slowOrder() }).map(
    ({ id }) => id,
  );
}

describe("the list of requests", () => {
  it("is by latency or by time", () => {
    expect(idsWith({})).toEqual(["b", "c", "a"]);
    expect(idsWith({ order: "time" })).toEqual(["a", "b", "c"]);
  });

  it("is filtered by why it is listed, outcome, journey, latency and node", () => {
    expect(idsWith({ reason: "sampled" })).toEqual(["c", "a"]);
    expect(idsWith({ outcome: "timeout" })).toEqual(["b"]);
    expect(idsWith({ type: "browse" })).toEqual(["c"]);
    expect(idsWith({ leastMs: 50 })).toEqual(["b", "c"]);
    // Only of what was traced is known where it went.
    expect(idsWith({ node: "payment" })).toEqual(["c"]);
    expect(idsWith({ node: "elsewhere" })).toEqual([]);
  });

  it("is of what was under way at an instant", () => {
    expect(idsWith({}, { atMs: 500, windowMs: 100 })).toEqual(["b"]);
    expect(idsWith({}, { atMs: 60, windowMs: 100 })).toEqual(["b", "a"]);
    expect(idsWith({}, { atMs: 1500, windowMs: 100 })).toEqual([]);
  });
});
