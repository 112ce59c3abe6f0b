// Arrows of messages in the waterfall of a trace.
import { describe, expect, it } from "vitest";
import type { Span } from "../../simulation/results/traces.ts";
import {
  heaviestRow,
  linksBetween,
  type WaterfallRow,
} from "../../src/results/traces/waterfall-rows.ts";

function row(
  id: string,
  [startMs, endMs]: readonly [number, number],
  parent: string | null = null,
  linked: readonly string[] = [],
): WaterfallRow {
  const links = linked.map((spanId) => ({ traceId: "t", spanId }));
  const span = { id, parent, links } as unknown as Span;
  const critical = id === "publish" ? [{ startMs, endMs }] : [];
  return {
    ...{ id, spans: [span], depth: 0, parent: -1, hasChildren: false },
    ...{ startMs, endMs, segments: [], critical },
  };
}

const ROWS = [
  row("request", [0, 100]),
  row("publish", [10, 40], "request"),
  row("group", [30, 90], "request", ["publish"]),
  row("delivery", [50, 90], "group", ["publish"]),
  row("late", [60, 90], "request", ["publish"]),
];

describe("arrows of messages", () => {
  it("lead from the publisher's time to the start of what was handed over", () => {
    expect(linksBetween(ROWS, 100)).toEqual([
      { from: 1, to: 2, fromMs: 30, toMs: 30 },
      { from: 1, to: 4, fromMs: 40, toMs: 60 },
    ]);
  });

  it("are none where an end is folded away or beyond the axis", () => {
    expect(linksBetween(ROWS.slice(2), 100)).toEqual([]);
    expect(linksBetween(ROWS, 50)).toHaveLength(1);
  });

  it("begin at the row that the request waited for longest", () => {
    expect(heaviestRow(ROWS)).toBe(1);
  });
});
