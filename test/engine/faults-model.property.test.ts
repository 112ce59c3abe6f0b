// The machines behind faults against naive models of them, written apart: the way of one message over
// a link that is cut now and then, a server that stands still now and then, and when a fault is there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundariesOf,
  comingAt,
  type Fault,
  planFaults,
} from "../../simulation/primitives/fault-plan.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 1000 : 30;
/** On a busy machine; a property that fails says so much sooner. */
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 120_000;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Up to four spans of time, ms, that neither touch nor share an instant with what happens. */
const spans: fc.Arbitrary<readonly Span[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 })), {
    maxLength: 4,
  })
  .map((gaps) => {
    let now = 0.25;
    return gaps.map(([gap, length]) => {
      const from = now + gap;
      now = from + length;
      return { from, to: now };
    });
  });

function faultsIn(list: readonly Span[], fault: object): Record<string, FaultDocument> {
  return Object.fromEntries(
    list.map(({ from, to }, at) => [
      `f${at}`,
      { ...fault, atS: from / 1000, forS: (to - from) / 1000 } as FaultDocument,
    ]),
  );
}

const isIn = (list: readonly Span[], at: number): boolean =>
  list.some(({ from, to }) => at >= from && at < to);

describe("a message over a link that is cut now and then", () => {
  /** When it gets through, if its sender does not stop before `untilMs`. */
  function arrivalOf(cuts: readonly Span[], sentAt: number, untilMs: number): number | null {
    let now = sentAt;
    for (let timeout = 200; isIn(cuts, now); timeout *= 2) {
      now += timeout;
      if (now >= untilMs) return null;
    }
    return now;
  }

  it(
    "arrives when TCP says, both ways, unless its caller gives up",
    () => {
      const timeouts = fc.constantFrom(null, 350, 1500);
      fc.assert(
        fc.property(spans, spans, timeouts, (requestsCut, answersCut, timeoutMs) => {
          const cut = { kind: "partition", target: "users->api" };
          const totals = simulate(
            sketch({
              run: { durationS: 60 },
              nodes: {
                users: { kind: "client", arrivals: "constant", ratePerS: 0.001, offsetMs: 10 },
                api: { serviceTime: 30 },
              },
              edges: { "users->api": { networkMs: 5, timeoutMs } },
              faults: {
                ...faultsIn(requestsCut, { ...cut, direction: "out" }),
                ...Object.fromEntries(
                  Object.entries(faultsIn(answersCut, { ...cut, direction: "in" })).map(
                    ([id, fault]) => [`g${id}`, fault],
                  ),
                ),
              },
            }),
          );
          const givesUpAt = timeoutMs === null ? Infinity : 10 + timeoutMs;
          const arrived = arrivalOf(requestsCut, 10, givesUpAt);
          const answered =
            arrived === null ? null : arrivalOf(answersCut, arrived + 5 + 30, givesUpAt);
          const endsAt = answered === null ? Infinity : answered + 5;
          const all = allOf(totals);
          if (endsAt < givesUpAt) {
            expect(all.latencyMs.max).toBeCloseTo(endsAt - 10, 9);
          } else {
            expect(all.failed).toEqual({ timeout: 1 });
            expect(all.latencyAllMs.max).toBe(timeoutMs);
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

describe("a server that stands still now and then", () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 12 });

  /** Ends of the services of a queue in order of arrival, none of which goes on during a span. */
  function endsOf(timesMs: readonly number[], serviceMs: number, still: readonly Span[]): number[] {
    let free = 0;
    return timesMs.map((arrival) => {
      let now = Math.max(arrival, free);
      let left = serviceMs;
      while (left > 0) {
        const current = still.find(({ from, to }) => now >= from && now < to);
        if (current) {
          now = current.to;
          continue;
        }
        const next = still.filter(({ from }) => from >= now).map(({ from }) => from);
        const stretch = Math.min(left, Math.min(Infinity, ...next) - now);
        now += stretch;
        left -= stretch;
      }
      free = now;
      return now;
    });
  }

  it.each([
    ["pauses", { kind: "pause", target: "api" }],
    ["hangs and goes on", { kind: "hang", target: "api", ends: "resume" }],
  ])(
    "serves all in order when it %s, as late as that makes them",
    (_, fault) => {
      fc.assert(
        fc.property(
          arrivals,
          spans,
          fc.integer({ min: 1, max: 300 }),
          (times, still, serviceMs) => {
            const timesMs = [...times].sort((a, b) => a - b);
            const totals = simulate(
              sketch({
                run: { durationS: 30 },
                nodes: {
                  users: { kind: "client", arrivals: { type: "trace", timesMs } },
                  api: { concurrency: 1, serviceTime: serviceMs },
                },
                edges: { "users->api": {} },
                faults: faultsIn(still, fault),
              }),
            );
            const late = endsOf(timesMs, serviceMs, still).map(
              (end, at) => end - (timesMs[at] ?? 0),
            );
            const mean = late.reduce((sum, latency) => sum + latency, 0) / late.length;
            expect(allOf(totals).latencyMs.mean).toBeCloseTo(mean, 6);
            expect(allOf(totals).latencyMs.max).toBeCloseTo(Math.max(...late), 6);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

describe("the plan of a fault", () => {
  const fault: Fault = {
    id: "f",
    atMs: 0,
    endMs: 0,
    rampMs: 0,
    enabled: true,
    comings: { every: 0, for: 0 },
    effect: { kind: "slow", factor: 2 },
    targets: [],
  };

  it(
    "has comings within the fault's times, in order and apart, each with its boundaries",
    () => {
      // A run puts its distributions in place; the first is exponential.
      simulate(
        sketch({
          run: { durationS: 1 },
          nodes: { api: { serviceTime: { type: "exponential", meanMs: 40 } }, users: ONCE },
          edges: { "users->api": {} },
        }),
      );
      const from = fc.integer({ min: 0, max: 500 });
      const length = fc.integer({ min: 1, max: 1500 });
      fc.assert(
        fc.property(from, length, fc.constantFrom(0, 30), fc.nat(), (atMs, forMs, rampMs, seed) => {
          const timed = { ...fault, atMs, endMs: atMs + forMs, rampMs };
          const draws = { seed, stream: 0 };
          const [planned] = planFaults([timed], draws, 1e6);
          if (planned === undefined) throw new Error("no plan");
          expect(planFaults([timed], draws, 1e6)[0]).toEqual(planned);
          const { comings } = planned;
          let before = atMs;
          for (const { startMs, endMs } of comings) {
            expect(startMs).toBeGreaterThanOrEqual(before);
            expect(endMs).toBeGreaterThan(startMs);
            before = endMs;
          }
          expect(before).toBeLessThanOrEqual(atMs + forMs);
          const boundaries = boundariesOf(planned);
          for (const at of boundaries) {
            const there = comings.filter(({ startMs, endMs }) => at >= startMs && at < endMs);
            expect(comingAt(planned, at)).toBe(there.at(-1) ?? null);
          }
          const ends = comings.flatMap(({ startMs, endMs }) => [startMs, endMs]);
          for (const end of ends) expect(boundaries).toContain(end);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
