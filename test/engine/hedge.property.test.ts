// Hedged calls against a naive model: one request after another, each alone, with attempts that take
// given times and fail where they take longer than the timeout.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../reality/measured.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Load {
  /** Times of the attempts, ms, in the order in which they are sent. */
  readonly times: readonly number[];
  readonly requests: number;
  readonly delayMs: number;
  readonly max: number;
  readonly timeoutMs: number | null;
  readonly tries: number;
}

interface Counts {
  ok: number;
  hedges: number;
  retries: number;
  attempts: number;
  abandoned: number;
  timeouts: number;
  latencySum: number;
  /** Work that was done for nobody, and all of it. */
  wasted: number;
  served: number;
}

/** One try from time 0: when it ended and whether well. */
function playTry(load: Load, next: () => number, counts: Counts): { at: number; ok: boolean } {
  const ends: { sent: number; takes: number; at: number; ok: boolean }[] = [];
  const send = (sent: number): void => {
    const takes = next();
    const late = load.timeoutMs !== null && takes >= load.timeoutMs;
    ends.push({ sent, takes, at: sent + (late ? (load.timeoutMs ?? 0) : takes), ok: !late });
    counts.attempts++;
  };
  send(0);
  for (let k = 1; k <= load.max; k++) {
    const due = k * load.delayMs;
    const won = ends.some(({ ok, at }) => ok && at < due);
    const allOver = ends.every(({ at }) => at < due);
    if (won || allOver) break;
    send(due);
    counts.hedges++;
  }
  const wins = ends.filter(({ ok }) => ok).map(({ at }) => at);
  const at = wins.length > 0 ? Math.min(...wins) : Math.max(...ends.map((end) => end.at));
  for (const end of ends) {
    counts.served += end.takes;
    const isWinner = end.ok && end.at === at;
    if (isWinner) continue;
    if (end.at <= at && !end.ok) {
      counts.timeouts++;
      counts.wasted += end.sent + end.takes - end.at;
    } else {
      counts.abandoned++;
      counts.wasted += end.takes;
    }
  }
  return { at, ok: wins.length > 0 };
}

function naive(load: Load): Counts {
  const counts: Counts = {
    ok: 0,
    hedges: 0,
    retries: 0,
    attempts: 0,
    abandoned: 0,
    timeouts: 0,
    latencySum: 0,
    wasted: 0,
    served: 0,
  };
  let used = 0;
  const next = (): number => load.times[used++ % load.times.length] ?? 0;
  for (let request = 0; request < load.requests; request++) {
    let at = 0;
    for (let tries = 1; tries <= load.tries; tries++) {
      if (tries > 1) counts.retries++;
      const end = playTry(load, next, counts);
      at += end.at;
      if (!end.ok) continue;
      counts.ok++;
      counts.latencySum += at;
      break;
    }
  }
  return counts;
}

const loads: fc.Arbitrary<Load> = fc.record({
  times: fc.array(
    fc.integer({ min: 1, max: 2000 }).map((n) => n / 13),
    { minLength: 1, maxLength: 40 },
  ),
  requests: fc.integer({ min: 1, max: 20 }),
  delayMs: fc.constantFrom(3.1, 20.7, 70.3),
  max: fc.integer({ min: 1, max: 3 }),
  timeoutMs: fc.constantFrom(null, 25.9, 90.7),
  tries: fc.constantFrom(1, 2),
});

describe("a hedged call", () => {
  it("does what a naive model of it does", () => {
    fc.assert(
      fc.property(loads, (load) => {
        const expected = naive(load);
        const totals = simulate(
          sketch({
            run: { durationS: load.requests, drain: true },
            nodes: {
              users: metronome(1000, 0.5),
              api: { concurrency: null, serviceTime: { type: "trace", valuesMs: load.times } },
            },
            edges: {
              "users->api": {
                timeoutMs: load.timeoutMs,
                hedge: { delayMs: load.delayMs, max: load.max },
                retry: { maxAttempts: load.tries, backoff: { type: "none" } },
              },
            },
          }),
        );
        const { attempts, hedges, retries, failed } = edgeOf(totals, "users->api");
        const { ok, latencyMs } = allOf(totals);
        const cancelled = failed.cancelled ?? 0;
        const timeouts = failed.timeout ?? 0;
        expect({ ok, attempts, hedges, retries, cancelled, timeouts }).toEqual({
          ok: expected.ok,
          attempts: expected.attempts,
          hedges: expected.hedges,
          retries: expected.retries,
          cancelled: expected.abandoned,
          timeouts: expected.timeouts,
        });
        expect((latencyMs.mean ?? 0) * ok).toBeCloseTo(expected.latencySum, 6);
        const { wastedWork } = nodeOf(totals, "api");
        expect(wastedWork).toBeCloseTo(expected.wasted / expected.served, 9);
      }),
      { numRuns: process.env.BROWNOUT_FULL ? 2000 : 60 },
    );
  }, 120_000);
});

/** Value of rank ceil(p n) among the last 1,000; null while there are fewer than 100. */
function percentileOf(successes: readonly number[], p: number): number | null {
  if (successes.length < 100) return null;
  const last = successes.slice(-1000).sort((a, b) => a - b);
  return last[Math.max(1, Math.ceil(Number((p * last.length).toFixed(9)))) - 1] ?? null;
}

describe("a hedge at a percentile", () => {
  it("waits as long as a naive list of the last 1,000 successes says", () => {
    const arbitrary = fc.record({
      seed: fc.integer(),
      percentile: fc.constantFrom(0.5, 0.9, 0.95, 1),
      requests: fc.constantFrom(300, 1500),
    });
    fc.assert(
      fc.property(arbitrary, ({ seed, percentile, requests }) => {
        // No two alike, since sums of floating-point times would put a tie on either side.
        const uniform = mulberry32(seed);
        const valuesMs = Array.from({ length: 2 * requests }, () => 1 + 90 * uniform() ** 3);
        const successes: number[] = [];
        let used = 0;
        let hedges = 0;
        let latencySum = 0;
        const next = (): number => valuesMs[used++] ?? 0;
        for (let request = 0; request < requests; request++) {
          const first = next();
          const delay = percentileOf(successes, percentile);
          if (delay === null || first < delay) {
            successes.push(first);
            latencySum += first;
            continue;
          }
          hedges++;
          const second = next();
          const won = first < delay + second;
          successes.push(won ? first : second);
          latencySum += won ? first : delay + second;
        }
        const totals = simulate(
          sketch({
            run: { durationS: requests * 0.2, drain: true },
            nodes: {
              users: metronome(200, 0.5),
              api: { concurrency: null, serviceTime: { type: "trace", valuesMs } },
            },
            edges: { "users->api": { hedge: { atPercentile: percentile } } },
          }),
        );
        expect(edgeOf(totals, "users->api").hedges).toBe(hedges);
        expect((allOf(totals).latencyMs.mean ?? 0) * requests).toBeCloseTo(latencySum, 4);
      }),
      { numRuns: process.env.BROWNOUT_FULL ? 200 : 8 },
    );
  }, 120_000);
});
