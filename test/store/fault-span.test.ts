// When a fault acted: its own time, less what it was switched off.
import { expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { actingSpans } from "../../src/store/fault-span.ts";

function spansOf(
  fault: Readonly<Record<string, unknown>>,
  ...switches: readonly (readonly [atMs: number, isOn: boolean])[]
) {
  const whole = { kind: "slow", target: "db", ...fault };
  const document = {
    ...{ format: 1, catalog: "2026-11", name: "Spans", run: {}, nodes: {}, edges: {} },
    faults: { slow: whole },
    changes: Object.fromEntries(
      switches.map(([atMs, isOn], at) => [
        `c${at}`,
        { atMs, set: { "faults.slow.enabled": isOn } },
      ]),
    ),
  } as ScenarioDocument;
  return actingSpans(document, "slow", whole).map(({ fromMs, toMs }) => [fromMs, toMs]);
}

it("is its own time where nobody switches it", () => {
  expect(spansOf({ atS: 60, forS: 30 })).toEqual([[60_000, 90_000]]);
  expect(spansOf({ atS: 60 })).toEqual([[60_000, Number.POSITIVE_INFINITY]]);
  expect(spansOf({ atS: 60, forS: 30, enabled: false })).toEqual([]);
});

it("begins when it is switched on within its time, and ends when it is switched off", () => {
  const off = { atS: 60, forS: 30, enabled: false };
  expect(spansOf(off, [20_000, true])).toEqual([[60_000, 90_000]]);
  expect(spansOf(off, [68_000, true])).toEqual([[68_000, 90_000]]);
  expect(spansOf(off, [95_000, true])).toEqual([]);
  expect(spansOf(off, [68_000, true], [70_000, false], [80_000, true])).toEqual([
    [68_000, 70_000],
    [80_000, 90_000],
  ]);
});

it("of a fault that is done at once the two ends are equal", () => {
  const flush = { kind: "cache-flush", target: "cache", atS: 10 };
  expect(spansOf(flush)).toEqual([[10_000, 10_000]]);
  expect(spansOf({ ...flush, enabled: false }, [12_000, true])).toEqual([]);
});
