// Circuit breakers as they ship: when they open, for how long, and how they probe, worked out by hand
// from the words of the table of documented settings.
import { describe, expect, it } from "vitest";
import { watch } from "../support/attempt-times.ts";
import { metronome, resolved, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

/** Stretches of calls, by their numbers from 1, that fail. */
type Failing = readonly (readonly [number, number])[];

/** A call every `everyMs` from then on; those in the stretches fail at once. */
function calls(preset: string, everyMs: number, count: number, failing: Failing) {
  const faults = failing.map(([from, to], at) => [
    `errors${at}`,
    {
      kind: "errors",
      target: "api",
      ratio: 1,
      atS: ((from - 0.5) * everyMs) / 1000,
      forS: ((to - from + 1) * everyMs) / 1000,
    },
  ]);
  const durationS = ((count + 0.5) * everyMs) / 1000;
  const scenario = resolved(
    sketch({
      run: { durationS, windowS: durationS },
      nodes: { users: metronome(everyMs, everyMs), api: {} },
      edges: { [EDGE]: { breaker: { preset } } },
      faults: Object.fromEntries(faults),
    }),
  );
  const { sentMs, totals } = watch(scenario, EDGE);
  const edge = totals().edges[EDGE];
  const refused = edge?.failed.circuitOpen ?? 0;
  expect(sentMs.length + refused).toBe(count);
  return { sent: sentMs.map((at) => Math.round(at / everyMs)), opens: edge?.breaker.opens };
}

const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe("resilience4j's breaker", () => {
  const preset = "resilience4j@2026-11";

  it("opens after 100 calls and not before, even if all fail", () => {
    expect(calls(preset, 100, 99, [[1, 99]]).opens).toBe(0);
    const { sent, opens } = calls(preset, 100, 110, [[1, 110]]);
    expect(opens).toBe(1);
    expect(sent).toEqual(from(1, 100));
  });

  it("is open for 60 s, then lets 10 calls through, which decide", () => {
    // Open from call 100, at 10 s, to 70 s, which is call 700.
    const bad = calls(preset, 100, 900, [[1, 900]]);
    expect(bad.sent).toEqual([...from(1, 100), ...from(700, 709)]);
    expect(bad.opens).toBe(2);
    const good = calls(preset, 100, 900, [[1, 699]]);
    expect(good.sent).toEqual([...from(1, 100), ...from(700, 900)]);
    // Five of ten are 50 percent, which opens it again; four are not.
    expect(calls(preset, 100, 900, [[1, 704]]).opens).toBe(2);
    expect(calls(preset, 100, 900, [[1, 703]]).opens).toBe(1);
  });

  it("opens at 50 of the last 100 calls", () => {
    expect(calls(preset, 100, 400, [[1, 49]]).opens).toBe(0);
    expect(calls(preset, 100, 100, [[1, 50]]).opens).toBe(1);
    // The first of them have left the window before the 50th comes.
    const spread: Failing = [
      [1, 40],
      [131, 179],
    ];
    expect(calls(preset, 100, 300, spread).opens).toBe(0);
    const { sent } = calls(preset, 100, 300, [[131, 300]]);
    expect(sent).toEqual(from(1, 180));
  });
});

describe("Hystrix's breaker", () => {
  const preset = "hystrix@2026-11";

  it("needs 20 requests in 10 s: below that volume it never opens", () => {
    // 19 calls in each window of 10 s.
    const few = calls(preset, 527, 190, [[1, 190]]);
    expect(few.opens).toBe(0);
    expect(few.sent).toHaveLength(190);
  });

  it("opens with the twentieth, and tries one request each 5 s", () => {
    // The 20th call comes at 8.0 s; 5 s later is 13.0 s, and the next call comes at 13.2 s.
    const { sent } = calls(preset, 400, 75, [[1, 75]]);
    const trials = [13_200, 18_400, 23_600, 28_800].map((ms) => ms / 400);
    expect(sent).toEqual([...from(1, 20), ...trials]);
  });

  it("closes when its trial succeeds", () => {
    const { sent, opens } = calls(preset, 400, 75, [[1, 32]]);
    expect(sent).toEqual([...from(1, 20), ...from(33, 75)]);
    expect(opens).toBe(1);
  });

  it("stays closed while fewer than half fail", () => {
    // Of 4 calls in a row one fails.
    const quarter: Failing = Array.from({ length: 25 }, (_, at) => [4 * at + 1, 4 * at + 1]);
    expect(calls(preset, 100, 100, quarter).opens).toBe(0);
  });
});

describe("Polly's breaker", () => {
  const preset = "polly@2026-11";

  it("opens at one failure in ten, once 100 calls were made in 30 s", () => {
    // The hundredth call fails: it makes no difference whether the rate is looked at after each call
    // or at failures only.
    const tenth: Failing = [
      [1, 9],
      [100, 100],
    ];
    expect(calls(preset, 10, 99, [[1, 10]]).opens).toBe(0);
    expect(calls(preset, 10, 120, tenth).sent).toEqual(from(1, 100));
    const fewer: Failing = [
      [1, 8],
      [100, 100],
    ];
    expect(calls(preset, 10, 120, fewer).opens).toBe(0);
  });

  it("breaks for 5 s and then lets one call through", () => {
    // Open from call 100, at 1 s, to 6 s, which is call 600.
    const good = calls(preset, 10, 650, [[1, 100]]);
    expect(good.sent).toEqual([...from(1, 100), ...from(600, 650)]);
    const bad = calls(preset, 10, 1150, [[1, 1150]]);
    expect(bad.sent).toEqual([...from(1, 100), 600, 1100]);
  });

  it("needs 100 calls in 30 s: at 3 a second it never opens", () => {
    expect(calls(preset, 1000 / 3, 300, [[1, 300]]).opens).toBe(0);
  });
});
