// Faults of the load: spikes, steps, and herds that return together.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { typeColumn } from "../../simulation/results/series.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, columnOf, metronome, run, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, within } from "../support/theory-checks.ts";

interface Parts {
  readonly users: object;
  readonly fault: Omit<FaultDocument, "target">;
  readonly more?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
  readonly run?: object;
}

function documentOf({ users, fault, more, durationS, run: settings }: Parts): ScenarioDocument {
  return sketch({
    run: { durationS: durationS ?? 10, windowS: 1, ...settings },
    nodes: { users: { kind: "client", ...users }, api: { serviceTime: 1, concurrency: null } },
    edges: { "users->api": {} },
    faults: { f: { target: "users", ...fault } as FaultDocument, ...more },
  });
}

interface Seen {
  readonly totals: EngineTotals;
  /** Offered in each second. */
  readonly offered: readonly number[];
}

function watch(parts: Parts): Seen {
  const engine = run(documentOf(parts));
  const offered = columnOf(engine, typeColumn(0, "offered"));
  const totals = engine.totals();
  expectBooksInOrder(totals);
  return { totals, offered: [...offered] };
}

describe("a spike that ends while the run drains", () => {
  it("leaves the list of events alone: nothing new is offered, what is there ends once", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 2, drain: true },
        nodes: {
          users: { kind: "client", ratePerS: 100 },
          api: { serviceTime: 20, concurrency: 1 },
        },
        edges: { "users->api": { networkMs: 5 } },
        faults: { f: { kind: "spike", target: "users", atS: 0.5, forS: 2.2, factor: 3 } },
      }),
    );
    const { offered, ok } = allOf(totals);
    expect(totals.endedEarly).toBeNull();
    expect(ok).toBe(offered);
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});

describe("a spike", () => {
  const spike = { kind: "spike", factor: 3, atS: 2, forS: 3 };

  it("multiplies the rate for its time; what was under way comes sooner", () => {
    const { offered } = watch({ users: metronome(10, 5), fault: spike });
    const expected = [100, 100, 300, 300, 300, 100, 100, 100, 100, 100];
    offered.forEach((count, second) => {
      expect(Math.abs(count - (expected[second] ?? 0))).toBeLessThanOrEqual(1);
    });
  });

  it("without an end is a step, and grows over its ramp", () => {
    const fault = { kind: "spike", factor: 3, atS: 2, rampS: 4 };
    const { offered } = watch({ users: metronome(10, 5), fault });
    // Its mean levels by second: 2, 7, 12 and 17 of 20 steps of 10 %.
    [100, 100, 120, 170, 220, 270, 300, 300].forEach((count, second) => {
      expect(Math.abs((offered[second] ?? 0) - count)).toBeLessThanOrEqual(2);
    });
  });

  it.each([
    ["Poisson arrivals", { ratePerS: 100 }],
    ["arrivals by gaps", { arrivals: { type: "gamma", shape: 2, meanMs: 10 } }],
    [
      "a load profile",
      {
        ratePerS: 50,
        profile: [
          [0, 2],
          [1000, 2],
        ],
      },
    ],
    [
      "modulated arrivals",
      {
        arrivals: {
          type: "mmpp",
          ratesPerS: [150, 50],
          switchPerS: [
            [0, 20],
            [20, 0],
          ],
        },
      },
    ],
  ])("multiplies %s", (_, users) => {
    const fault = { kind: "spike", factor: 3, atS: 100, forS: 200 };
    const { offered } = watch({ users, fault, durationS: 400 });
    const sum = (from: number, to: number): number =>
      offered.slice(from, to).reduce((total, count) => total + count, 0);
    within(sum(0, 100), 10_000, 0.06);
    within(sum(100, 300), 60_000, 0.04);
    within(sum(300, 400), 10_000, 0.06);
  });

  it("lets users of a closed loop think for a shorter time", () => {
    const users = { closed: { users: 100, thinkTime: EXP(999) } };
    const fault = { kind: "spike", factor: 2, atS: 0 };
    const { totals } = watch({ users, fault, durationS: 100 });
    within(allOf(totals).offered, 100 * 100 * (1000 / (999 / 2 + 1)), 0.03);
  });

  it("multiplies with another, and may make the load smaller", () => {
    const more = { g: { kind: "spike", target: "users", factor: 0.5 } };
    const { offered } = watch({ users: metronome(10, 5), fault: spike, more });
    expect(Math.abs((offered[0] ?? 0) - 50)).toBeLessThanOrEqual(1);
    expect(Math.abs((offered[3] ?? 0) - 150)).toBeLessThanOrEqual(1);
  });

  it("leaves the arrivals before it alone", () => {
    const users = { ratePerS: 100 };
    const { offered } = watch({ users, fault: spike });
    const plain = watch({ users, fault: { kind: "spike", factor: 1 } });
    expect(offered.slice(0, 2)).toEqual(plain.offered.slice(0, 2));
  });
});

describe("a herd", () => {
  const herd = { kind: "herd", atS: 2, forS: 3, withinS: 0 };

  it("holds requests back and sends them together when it ends", () => {
    const { offered, totals } = watch({ users: metronome(10, 5), fault: herd });
    expect(offered).toEqual([100, 100, 0, 0, 0, 400, 100, 100, 100, 100]);
    expect(allOf(totals).offered).toBe(1000);
    // All 300 at the instant at which it ends; the service has room for them.
    expect(allOf(totals).ok).toBe(1000);
  });

  it("may give some up and spread the others evenly", () => {
    const fault = { ...herd, ratio: 0.5, withinS: 3 };
    const { offered } = watch({ users: metronome(10, 5), fault });
    // The first of the 150 returns at once.
    expect(offered).toEqual([100, 100, 0, 0, 0, 151, 150, 149, 100, 100]);
  });

  it("waits once more when it is held back again while it returns", () => {
    const fault = { ...herd, forS: 2, withinS: 4 };
    const more = { g: { kind: "herd", target: "users", atS: 5, forS: 2, withinS: 0 } };
    const { offered } = watch({ users: metronome(10, 5), fault, more });
    // 200 held; 51 of them return in the first second, 149 wait with 200 more.
    expect(offered.slice(4, 8)).toEqual([151, 0, 0, 449]);
    expect(offered.reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  it("keeps the users of a closed loop, who all return", () => {
    const users = { closed: { users: 40, thinkTime: 100 } };
    const fault = { ...herd, ratio: 0, withinS: 1 };
    const { offered, totals } = watch({ users, fault });
    expect(offered.slice(3, 5)).toEqual([0, 0]);
    expect(offered[9]).toBeGreaterThan(350);
    expect(allOf(totals).failed).toEqual({});
  });

  it("after an outage meets the service when it is back", () => {
    const crash = { kind: "crash", target: "api", atS: 2, forS: 3 };
    const { totals } = watch({ users: metronome(10, 5), fault: herd, more: { crash } });
    // Callers know of the restart a second later; all that returned by then is refused.
    expect(allOf(totals).failed.connectionRefused).toBe(400);
  });

  it("is not waited for by a run that drains", () => {
    const fault = { kind: "herd", atS: 2 };
    const { totals } = watch({ users: metronome(10, 5), fault, run: { drain: true } });
    expect(allOf(totals).offered).toBe(200);
  });
});
