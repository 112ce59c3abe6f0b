import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cancel,
  events,
  nextEvent,
  pendingEvents,
  resetEvents,
  schedule,
  scheduleInLane,
} from "../../simulation/core/event-list.ts";
import { clearMemory } from "../../simulation/core/memory.ts";
import { AT, NOW, registers } from "../../simulation/core/registers.ts";

/** What is done to the list: schedule at now + delay, cancel the n-th pending one, or take the next. */
type Step =
  | { readonly do: "schedule"; readonly delay: number; readonly lane: number }
  | { readonly do: "cancel"; readonly nth: number }
  | { readonly do: "take" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("schedule" as const), delay: delays(), lane: lane() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), nth: fc.nat() }) },
  { weight: 4, arbitrary: fc.constant({ do: "take" as const }) },
);

/** -1: in no lane. */
function lane(): fc.Arbitrary<number> {
  return fc.constantFrom(-1, -1, 0, 1);
}

function delays(): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(0, 0.5, 1, 1e6), fc.double({ min: 0, max: 50, noNaN: true }));
}

interface Pending {
  readonly label: number;
  readonly time: number;
  readonly row: number;
}

/** Runs the steps on the list and on a sorted array; both must give the same events. */
function follow(steps: readonly Step[], heapOnly: boolean): number[] {
  clearMemory();
  registers.fill(0);
  resetEvents(heapOnly, 2);
  const pending: Pending[] = [];
  const taken: number[] = [];
  let label = 0;
  for (const one of steps) {
    if (one.do === "schedule") {
      registers[AT] = (registers[NOW] ?? 0) + one.delay;
      const row = one.lane < 0 ? schedule(1, label, 0) : scheduleInLane(one.lane, 1, label);
      pending.push({ label, time: registers[AT] ?? 0, row });
      label += 1;
    } else if (one.do === "cancel" && pending.length > 0) {
      const [gone] = pending.splice(one.nth % pending.length, 1);
      if (gone) cancel(gone.row);
    } else if (one.do === "take") {
      const row = nextEvent(Number.POSITIVE_INFINITY);
      // Stable sort: equal times stay in the order of scheduling, which is the order of labels.
      pending.sort((a, b) => a.time - b.time || a.label - b.label);
      const expected = pending.shift();
      expect(row >= 0 ? events.a[row] : undefined).toBe(expected?.label);
      if (expected) expect(registers[NOW]).toBe(expected.time);
      if (row >= 0) taken.push(events.a[row] ?? -1);
    }
  }
  return taken;
}

describe("the event list", () => {
  it("gives events in order of time and, at one time, of scheduling, whatever is cancelled", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 2000, size: "max" }), (steps) => {
        expect(follow(steps, false)).toEqual(follow(steps, true));
      }),
      { numRuns: 60 },
    );
  });

  it("survives a storm of cancellations and is empty after it", () => {
    clearMemory();
    registers.fill(0);
    resetEvents(false, 0);
    const rows: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      registers[AT] = (i * 7919) % 1000;
      rows.push(schedule(1, i, 0));
    }
    for (let i = 0; i < 300; i++) nextEvent(Number.POSITIVE_INFINITY);
    const left = pendingEvents();
    expect(left).toBe(20_000 - 300);
    let cancelled = 0;
    for (const row of rows) {
      const stillThere = events.kind[row] === 1 && (events.time[row] ?? 0) > (registers[NOW] ?? 0);
      if (!stillThere) continue;
      cancel(row);
      cancelled += 1;
    }
    expect(cancelled).toBeGreaterThan(15_000);
    let rest = 0;
    while (nextEvent(Number.POSITIVE_INFINITY) >= 0) rest += 1;
    expect(rest).toBe(left - cancelled);
    expect(pendingEvents()).toBe(0);
  });

  it("stops at the time it is asked to stop at, that time included", () => {
    clearMemory();
    registers.fill(0);
    resetEvents(false, 0);
    for (const at of [3, 1, 2]) {
      registers[AT] = at;
      schedule(1, at, 0);
    }
    expect(events.a[nextEvent(2)]).toBe(1);
    expect(events.a[nextEvent(2)]).toBe(2);
    expect(nextEvent(2)).toBe(-1);
    expect(registers[NOW]).toBe(2);
  });
});
