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
import { busiestSince, sentByEdges } from "../../simulation/engine/busiest-edge.ts";
import { INSTANT_STRIDE } from "../../simulation/engine/caps.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { records } from "../../simulation/primitives/log-rows.ts";
import { messages } from "../../simulation/primitives/mailbox-rows.ts";
import { attempts, calls, requests } from "../../simulation/primitives/rows.ts";
import type { RunSettings } from "../../simulation/scenario/document.ts";
import { allOf, metronome, ONCE, resolved, run, simulate, sketch } from "../support/simulate.ts";

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

/** Everything there is, with more load than the station can take. */
const overloaded = (settings: RunSettings = {}) =>
  sketch({
    run: { durationS: 20, windowS: 1, ...settings },
    nodes: {
      users: { kind: "client", ratePerS: 5000 },
      api: { serviceTime: { type: "exponential", meanMs: 1 }, concurrency: 1 },
      mq: { kind: "rabbitmq" },
      mailer: { serviceTime: 50, concurrency: 1 },
      log: { kind: "kafka" },
      reader: { kind: "stream-processor", serviceTime: 5 },
    },
    edges: {
      "users->api": { timeoutMs: 20_000 },
      "api->mq": {},
      "mq->mailer": {},
      "api->log": {},
      "log->reader": {},
    },
  });

describe("a full table", () => {
  const TABLES = { requests, attempts, calls, messages, records, "pending events": events };

  it.each(Object.entries(TABLES))("ends the run as a cap on %s", (cap, table) => {
    engine.load(resolved(overloaded()));
    engine.run(1000, Infinity);
    expect(engine.totals().endedEarly).toBeNull();
    const before = engine.saveCheckpoint();
    // As if all rows were taken.
    table.marks[1] = table.cap;
    table.marks[0] = 0;
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "cap", cap });
    expect(engine.nowMs()).toBeGreaterThanOrEqual(1000);
    expect(engine.nowMs()).toBeLessThan(1100);
    // What the rows hold that were only said to be taken is nothing.
    table.marks[1] = 0;
    engine.restoreCheckpoint(before);
    expect(exhaustedTable()).toBeNull();
    expect(engine.run(2000, Infinity)).toEqual({ kind: "time" });
  });
});

describe("a limit of the run", () => {
  it("on events ends it at that event, in slices too", () => {
    const straight = simulate(overloaded({ maxEvents: 12_345 }));
    expect(straight.events).toBe(12_345);
    expect(straight.endedEarly).toBe("events");
    expect(straight.warnings).toEqual(["The run ended early: run.maxEvents allows 12345 events."]);
    expect(allOf(straight).ok).toBeGreaterThan(100);
    expect(allOf(straight).offered).toBe(allOf(straight).completed + allOf(straight).inFlightAtEnd);
    expect(straight.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    const sliced = simulate(overloaded({ maxEvents: 12_345 }), { slice: 100 });
    expect(sliced.digest).toBe(straight.digest);
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "cap", cap: "events" });
    expect(engine.events()).toBe(12_345);
  });

  it("on memory ends it where its rows exceed it, at the same event in slices", () => {
    const straight = simulate(overloaded({ maxMemoryMb: 10 }));
    expect(straight.endedEarly).toBe("memory");
    expect(straight.warnings.join()).toContain("10 MB");
    expect(straight.events % 65_536).toBe(0);
    expect(straight.simulatedS).toBeLessThan(19);
    expect(straight.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    for (const slice of [65_536, 1000, 70_001]) {
      expect(simulate(overloaded({ maxMemoryMb: 10 }), { slice }).digest).toBe(straight.digest);
    }
    const larger = simulate(overloaded({ maxMemoryMb: 20 }));
    expect(larger.events).toBeGreaterThan(1.5 * straight.events);
    expect(simulate(overloaded({ durationS: 2, maxMemoryMb: 2048 })).endedEarly).toBeNull();
  });

  it("ends an instant in which something goes in a circle, at the same event in slices", () => {
    // A consumer that cannot read what it gets gives it back, and nothing of that takes time.
    const circle = sketch({
      run: { durationS: 2, warmupS: 0, seed: 3 },
      nodes: {
        client: { kind: "client", ratePerS: 100 },
        api: { kind: "service", serviceTime: 1 },
        mq: { kind: "rabbitmq" },
        reader: { kind: "service", name: "Page reader", serviceTime: 1 },
      },
      edges: {
        "client->api": {},
        "api->mq": {},
        "mq->reader": { networkMs: 0 },
      },
      faults: { changed: { kind: "schema-change", target: "mq", atS: 1, forS: 0.5 } },
    });
    const straight = simulate(circle);
    expect(straight.endedEarly).toBe("one instant");
    expect(straight.endedOver).toBe("mq->reader");
    expect(straight.warnings).toContain(
      "The run ended early: time stands still, since something goes in a circle without any delay " +
        "over the link from mq to Page reader.",
    );
    expect(straight.simulatedS).toBeGreaterThan(1);
    expect(straight.simulatedS).toBeLessThan(1.5);
    expect(straight.events % INSTANT_STRIDE).toBe(0);
    expect(straight.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    expect(simulate(circle, { slice: 3_000_001 }).digest).toBe(straight.digest);
    const slow = { ...circle, edges: { ...circle.edges, "mq->reader": { networkMs: 0.1 } } };
    expect(simulate(slow).endedEarly).toBeNull();
    expect(engine.totals()).not.toHaveProperty("endedOver");
  });

  it.each(["mail", "post"])("names the link of %s where that goes in a circle", (target) => {
    const twoQueues = sketch({
      run: { durationS: 2, warmupS: 0.5, seed: 3 },
      nodes: {
        client: { kind: "client", ratePerS: 2000 },
        api: { kind: "service", serviceTime: 0.1 },
        mail: { kind: "rabbitmq" },
        post: { kind: "rabbitmq" },
        mailer: { kind: "service", serviceTime: 0.1 },
        poster: { kind: "service", serviceTime: 0.1 },
      },
      edges: {
        ...{ "client->api": {}, "api->mail": {}, "api->post": {} },
        ...{ "mail->mailer": { networkMs: 0 }, "post->poster": { networkMs: 0 } },
      },
      faults: { changed: { kind: "schema-change", target, atS: 1, forS: 0.5 } },
    });
    const over = `${target}->${target}er`;
    engine.load(resolved(twoQueues));
    const stop = { kind: "cap", cap: "one instant", over };
    expect(engine.run(Infinity, Infinity)).toEqual(stop);
    expect(engine.run(Infinity, Infinity)).toEqual(stop);
    expect(engine.totals()).toMatchObject({ endedEarly: "one instant", endedOver: over });
    engine.reset(3);
    expect(engine.totals()).not.toHaveProperty("endedOver");
  });

  it("names no link that merely sent something at the same time", () => {
    simulate(overloaded({ durationS: 1 }));
    const sent = sentByEdges();
    expect(sent[0]).toBeGreaterThan(50);
    const before = sent.map((count) => count - 50);
    expect(busiestSince(before, 50)).toBe(0);
    expect(busiestSince(before, 51)).toBe(-1);
  });

  it("changes no event before it is reached", () => {
    const free = run(overloaded({ durationS: 2 }));
    const { digest } = free.totals();
    const limits = { maxEvents: 100_000_000, maxMemoryMb: 2000 };
    expect(simulate(overloaded({ durationS: 2, ...limits })).digest).toBe(digest);
  });

  it("of wall time is the caller's: the run ends here with the reason that was given", () => {
    engine.load(resolved(overloaded()));
    engine.run(2500, Infinity);
    engine.endEarly("wall time");
    engine.endEarly("another");
    expect(engine.run(Infinity, Infinity)).toEqual({ kind: "cap", cap: "wall time" });
    const totals = engine.totals();
    expect(totals.endedEarly).toBe("wall time");
    expect(totals.simulatedS).toBe(2.5);
    expect(totals.warnings).toEqual(["The run ended early: its limit of wall time was reached."]);
    engine.reset(1);
    expect(engine.run(100, Infinity)).toEqual({ kind: "time" });
  });

  it("that comes after the end is none", () => {
    simulate(overloaded({ durationS: 1 }));
    engine.endEarly("wall time");
    expect(engine.totals().endedEarly).toBeNull();
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
