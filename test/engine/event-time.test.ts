// Windows of event time at a stream processor: hand-computed cases.
import { describe, expect, it } from "vitest";
import type { EventTimeResult } from "../../simulation/results/event-time-result.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Given {
  readonly windows: object;
  readonly log?: object;
  readonly worker?: object;
  readonly deliver?: object;
  /** A second source, whose records come so much later, ms. */
  readonly farMs?: number;
  readonly clients?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
  readonly more?: { readonly nodes: object; readonly edges: object };
}

/** Ten events a second from 50 ms on; results are seen at once. */
function design(given: Given): ScenarioDocument {
  const { windows, log, worker, deliver, farMs, clients, faults, more } = given;
  return sketch({
    run: { durationS: given.durationS ?? 10 },
    nodes: {
      users: metronome(100, 50),
      ...(farMs === undefined ? {} : { far: metronome(1000, 500) }),
      ...clients,
      log: { kind: "kafka", partitions: 1, serviceTime: 0, ...log },
      w: {
        kind: "stream-processor",
        serviceTime: 0,
        windows: { guarantee: "atLeastOnce", outOfOrderMs: 0, sizeMs: 1000, ...windows },
        ...worker,
      },
      ...more?.nodes,
    },
    edges: {
      "users->log": {},
      ...(farMs === undefined ? {} : { "far->log": { networkMs: farMs } }),
      ...Object.fromEntries(Object.keys(clients ?? {}).map((id) => [`${id}->log`, {}])),
      "log->w": { ...deliver },
      ...more?.edges,
    },
    ...(faults ? { faults } : {}),
  });
}

function play(given: Given): EventTimeResult {
  const { stream } = nodeOf(simulate(design(given)), "w");
  if (stream === undefined) throw new Error("no windows");
  return stream;
}

describe("tumbling windows", () => {
  it("give a result when the watermark passes their end", () => {
    // Events at 50, 150, ... 9950; the first after an end is 50 ms behind it.
    const { counted, results, resultDelayMs, late } = play({ windows: {} });
    expect({ counted, results, late }).toEqual({ counted: 100, results: 9, late: 0 });
    expect(resultDelayMs).toEqual({ mean: 50, max: 50 });
  });

  it("wait as long as the watermark stays behind", () => {
    // The event 1,000 ms after the end, and 50 more.
    expect(play({ windows: { outOfOrderMs: 1000 } })).toMatchObject({
      results: 8,
      resultDelayMs: { mean: 1050 },
    });
  });

  it("keep one count for each key", () => {
    const keyed = play({ windows: {}, log: { keyCount: 4 }, clients: { b: metronome(10, 5) } });
    expect(keyed.results).toBe(36);
    // Those of the window that ends, and the first of the next.
    expect(keyed.entries.max).toBe(5);
    expect(keyed.stateBytes.max).toBe(500);
  });
});

describe("late records", () => {
  it("are dropped when their window is closed", () => {
    // Ten from far away, of which those of 7.5 s and later do not come within the run.
    expect(play({ windows: {}, farMs: 3000 })).toMatchObject({ late: 7, counted: 100 });
  });

  it("change a result within the allowed lateness", () => {
    const { late, counted, updates } = play({ windows: { allowedLatenessMs: 3000 }, farMs: 3000 });
    expect({ late, counted, updates }).toEqual({ late: 0, counted: 107, updates: 7 });
  });

  it("are in time where the watermark waits for them, and all results are later", () => {
    const { late, counted, resultDelayMs } = play({ windows: { outOfOrderMs: 3000 }, farMs: 3000 });
    expect({ late, counted }).toEqual({ late: 0, counted: 107 });
    expect(resultDelayMs.mean).toBe(3050);
  });

  it("go to the side output", () => {
    const more = {
      nodes: { aside: {} },
      edges: { "w->aside": { calls: [{ id: "a", when: ["late"] }] } },
    };
    const given = { windows: { lateOperation: "late" }, farMs: 3000, more };
    expect(nodeOf(simulate(design(given)), "aside").completions).toBe(7);
  });
});

describe("sliding windows", () => {
  it("count a record in each that it belongs to", () => {
    // 2 s, beginning every 1 s: ends at 1 s (the one that began before 0), 2 s, ... 9 s.
    const { results, entries } = play({
      windows: { type: "sliding", sizeMs: 2000, slideMs: 1000 },
    });
    expect(results).toBe(9);
    expect(entries.max).toBe(3);
  });
});

describe("sessions", () => {
  it("last until a key has had no event for the gap", () => {
    // One event a second with gaps of half a second; ten a second never pause.
    const slow = { users: metronome(1000, 500) };
    expect(play({ windows: { type: "session", sizeMs: 400 }, clients: slow }).results).toBe(9);
    expect(play({ windows: { type: "session", sizeMs: 400 } }).results).toBe(0);
  });

  it("are joined by an event between two of them", () => {
    // Events at 0.9, 1.9, ...; those between them come 3 s later, while the watermark waits.
    const windows = { type: "session", sizeMs: 700, outOfOrderMs: 5000 };
    const clients = { users: metronome(1000, 900) };
    expect(play({ windows, clients })).toMatchObject({ results: 4, counted: 10 });
    expect(play({ windows, clients, farMs: 3000 })).toMatchObject({ results: 0, counted: 17 });
  });
});

describe("the watermark", () => {
  it("waits for the slowest partition, or leaves an idle one behind", () => {
    // Two keys in two of six partitions: four never have a record.
    const log = { partitions: 6, keyCount: 2 };
    expect(play({ windows: {}, log })).toMatchObject({ results: 0, watermarkLagMs: null });
    expect(play({ windows: { idleMs: 500 }, log }).results).toBeGreaterThan(14);
  });
});

describe("a crash between two commits", () => {
  const crash = { f: { kind: "crash", target: "w", atS: 14.98, forS: 1 } } as const;
  const given = {
    durationS: 30,
    worker: { serviceTime: 1 },
    deliver: { staticMembership: true },
    faults: crash,
  };
  const checkpointMs = 4000;

  it("counts records twice where state survives without its offsets", () => {
    const { countedTwice, repeated } = play({ ...given, windows: { checkpointMs } });
    // The last commit before was at about 12 s.
    expect(countedTwice).toBeGreaterThan(25);
    expect(countedTwice).toBeLessThan(40);
    expect(repeated).toBeGreaterThan(0);
  });

  it("counts each once where both go back together, and shows results at the commit", () => {
    const exact = { checkpointMs, guarantee: "exactlyOnce" };
    const { countedTwice, repeated, results, resultDelayMs, counted } = play({
      ...given,
      windows: exact,
    });
    // As many as without the crash.
    expect(counted).toBe(play({ ...given, windows: exact, faults: {} }).counted);
    expect({ countedTwice, repeated }).toEqual({ countedTwice: 0, repeated: 0 });
    expect(results).toBeGreaterThan(23);
    expect(resultDelayMs.mean).toBeGreaterThan(1000);
  });

  it("restores the state first, for as long as its size takes", () => {
    // One window of 1 MB at 0.5 MB/s.
    const large = { stateBytes: 1_000_000, restoreMbPerS: 0.5, checkpointMs };
    const { restores, restoreMs } = play({ ...given, windows: large });
    expect(restores).toBe(1);
    expect(restoreMs.max).toBeGreaterThanOrEqual(2000);
  });
});
