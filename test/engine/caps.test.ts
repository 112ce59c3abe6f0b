// Limits of memory and time: what happens when one is reached, and what must not reach any.
import { describe, expect, it } from "vitest";
import { events, schedule } from "../../simulation/core/event-list.ts";
import {
  allocateRow,
  clearMemory,
  exhaustedTable,
  freeRow,
  Table,
} from "../../simulation/core/memory.ts";
import { AT, registers } from "../../simulation/core/registers.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { requests } from "../../simulation/primitives/rows.ts";
import { allOf, metronome, ONCE, resolved, simulate, sketch } from "../support/simulate.ts";

class SmallTable extends Table {
  readonly value = this.int32();
}

const small = new SmallTable("a small table", 3);

function allocate(): number {
  return allocateRow(small.marks, small.next, small.cap);
}

describe("a table", () => {
  it("gives its rows out, takes them back, and names itself when it is full", () => {
    clearMemory();
    expect([allocate(), allocate(), allocate()]).toEqual([0, 1, 2]);
    expect(exhaustedTable()).toBeNull();
    freeRow(small.marks, small.next, 1);
    expect(allocate()).toBe(1);
    expect(exhaustedTable()).toBeNull();
    // The spare row takes what is written after that.
    const spare = allocate();
    expect(spare).toBe(small.cap);
    small.value[spare] = 7;
    expect(exhaustedTable()).toBe("a small table");
    clearMemory();
    expect(exhaustedTable()).toBeNull();
    expect(small.value[spare]).toBe(0);
  });
});

describe("a run that hits a limit", () => {
  const document = sketch({
    run: { durationS: 10, windowS: 1 },
    nodes: { users: { ...metronome(100, 0), batch: 2 }, api: { serviceTime: 1 } },
    edges: { "users->api": {} },
  });

  it("ends there with the limit's name and its results so far", () => {
    engine.load(resolved(document));
    expect(engine.run(2550, Infinity).kind).toBe("time");
    // As if all rows were taken but one, and two requests come at 2.6 s.
    requests.marks[1] = requests.cap - 1;
    requests.marks[0] = 0;
    const stop = engine.run(Infinity, Infinity);
    expect(stop).toEqual({ kind: "cap", cap: "requests" });
    const totals = engine.totals();
    expect(totals.endedEarly).toBe("requests");
    expect(totals.warnings.join()).toContain("requests");
    expect(totals.simulatedS).toBe(2.6);
    expect(allOf(totals).ok).toBe(52);
    expect(engine.windowCount()).toBe(2);
    // It stays there until it is reset.
    expect(engine.run(Infinity, Infinity)).toEqual(stop);
    engine.reset(1);
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "end" });
    expect(engine.totals().endedEarly).toBeNull();
  });

  it("does not begin where the scenario itself does not fit", () => {
    const types = Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`type${at}`, {}]));
    const large = sketch({ nodes: { users: { ...ONCE, requests: types } }, edges: {} });
    engine.load(resolved(large));
    const stop = engine.run(Infinity, Infinity);
    expect(stop.kind).toBe("cap");
    expect(engine.totals().endedEarly).not.toBeNull();
  });
});

describe("a pause", () => {
  it("of days after a burst takes no time to pass", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 86_400 * 20 + 1, windowS: 86_400 },
        nodes: {
          burst: { ...ONCE, batch: 10_000, ratePerS: 1e-9 },
          daily: metronome(86_400_000, 1000),
          api: { concurrency: null },
        },
        edges: {
          "burst->api": { networkMs: { type: "uniform", minMs: 0, maxMs: 0.001 }, count: 2 },
          "daily->api": {},
        },
      }),
    );
    expect(allOf(totals).ok).toBe(10_021);
  }, 15_000);
});

describe("the list of events", () => {
  it("is full with a name, too", () => {
    clearMemory();
    events.marks[1] = events.cap;
    registers[AT] = 1;
    expect(schedule(1, 0, 0)).toBe(events.cap);
    expect(exhaustedTable()).toBe("events");
    clearMemory();
  });
});
