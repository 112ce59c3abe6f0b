// Bulkhead and rate limiter in whole runs against plain models that go through the same calls with
// lists and objects. Times have odd fractions, so nothing happens at the same instant by chance.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allOf, edgeOf, simulate, sketch } from "../support/simulate.ts";

interface Call {
  readonly atMs: number;
  readonly serviceMs: number;
}

interface Outcome {
  readonly ok: number;
  readonly refused: number;
  readonly waited: number;
  /** Sum of the latencies of those that were served, ms. */
  readonly latencyMs: number;
}

/** Calls in order of time; the n-th call that is sent takes the n-th service time. */
const script: fc.Arbitrary<readonly Call[]> = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 40 }), service: fc.nat({ max: 90 }) }), {
    minLength: 5,
    maxLength: 60,
  })
  .map((steps) => {
    let atMs = 0;
    return steps.map(({ gap, service }, at) => {
      atMs += gap + 0.3137;
      return { atMs, serviceMs: service + 0.1 + Math.sqrt(at + 2) / 100 };
    });
  });

function runOf(calls: readonly Call[], edge: object, refusal: string): Outcome {
  const totals = simulate(
    sketch({
      run: { durationS: 60, windowS: 60 },
      nodes: {
        users: {
          kind: "client",
          arrivals: { type: "trace", timesMs: calls.map(({ atMs }) => atMs) },
        },
        api: {
          concurrency: 1000,
          serviceTime: { type: "trace", valuesMs: calls.map(({ serviceMs }) => serviceMs) },
        },
      },
      edges: { "users->api": edge },
    }),
  );
  const { ok, failed, latencyMs } = allOf(totals);
  const { failed: refused, policyWaits } = edgeOf(totals, "users->api");
  expect(refused).toEqual(failed);
  return {
    ok,
    refused: (failed as Record<string, number>)[refusal] ?? 0,
    waited: policyWaits,
    latencyMs: ok * (latencyMs.mean ?? 0),
  };
}

interface Waiting {
  readonly atMs: number;
  readonly untilMs: number;
}

/** Who holds a permit until when, and who stands in line since when. */
class PlainBulkhead {
  ok = 0;
  refused = 0;
  waited = 0;
  latencyMs = 0;
  private ends: number[] = [];
  private line: Waiting[] = [];
  private readonly services: number[];
  private readonly max: number;
  private readonly waitMs: number;

  constructor(calls: readonly Call[], max: number, waitMs: number) {
    this.services = calls.map(({ serviceMs }) => serviceMs);
    this.max = max;
    this.waitMs = waitMs;
  }

  arrive(atMs: number): void {
    this.advance(atMs);
    if (this.ends.length < this.max) this.serve(atMs, atMs);
    else if (this.waitMs === 0) this.refused++;
    else {
      this.waited++;
      this.line.push({ atMs, untilMs: atMs + this.waitMs });
    }
  }

  /** Ends and lapsed waits up to a time, one by one. */
  advance(untilMs: number): void {
    for (;;) {
      const end = Math.min(...this.ends);
      const lapse = this.line[0]?.untilMs ?? Infinity;
      if (Math.min(end, lapse) > untilMs) return;
      if (lapse < end) {
        this.line.shift();
        this.refused++;
      } else {
        this.ends.splice(this.ends.indexOf(end), 1);
        const next = this.line.shift();
        if (next) this.serve(next.atMs, end);
      }
    }
  }

  private serve(cameMs: number, atMs: number): void {
    const end = atMs + (this.services[this.ok++] ?? Number.NaN);
    this.ends.push(end);
    this.latencyMs += end - cameMs;
  }
}

function expectSame(found: Outcome, plain: Outcome): void {
  const { ok, refused, waited } = found;
  const { ok: plainOk, refused: plainRefused, waited: plainWaited } = plain;
  expect({ ok, refused, waited }).toEqual({
    ok: plainOk,
    refused: plainRefused,
    waited: plainWaited,
  });
  expect(found.latencyMs).toBeCloseTo(plain.latencyMs, 6);
}

const RUNS = { numRuns: process.env.BROWNOUT_FULL ? 3000 : 50 };

describe("a bulkhead", () => {
  it("gives out its permits as the plain model does, around the call or the attempt", () => {
    const settings = fc.record({
      max: fc.integer({ min: 1, max: 4 }),
      waitMs: fc.constantFrom(0, 7.7771, 55.5551, 1e6),
      appliesTo: fc.constantFrom("call", "attempt"),
    });
    fc.assert(
      fc.property(script, settings, (calls, { max, waitMs, appliesTo }) => {
        const plain = new PlainBulkhead(calls, max, waitMs);
        for (const { atMs } of calls) plain.arrive(atMs);
        plain.advance(1e9);
        const bulkhead = { maxConcurrent: max, maxWaitMs: waitMs, appliesTo };
        expectSame(runOf(calls, { bulkhead }, "bulkheadFull"), plain);
      }),
      RUNS,
    );
  });
});

/** A bucket that is told the time of every call; those who wait are served in order of coming. */
function plainBucket(
  calls: readonly Call[],
  ratePerS: number,
  burst: number,
  wait: boolean,
): Outcome {
  let ok = 0;
  let refused = 0;
  let waited = 0;
  let latencyMs = 0;
  let tokens = burst;
  let since = 0;
  const services = calls.map(({ serviceMs }) => serviceMs);
  for (const { atMs } of calls) {
    // `since` lies ahead where tokens of the future have been given out to those in line.
    const ready = Math.max(since, atMs);
    tokens = Math.min(burst, tokens + ((ready - since) * ratePerS) / 1000);
    since = ready;
    let sentAt = ready;
    if (tokens < 1) {
      if (!wait) {
        refused++;
        continue;
      }
      sentAt = ready + ((1 - tokens) * 1000) / ratePerS;
      tokens = 1;
      since = sentAt;
    }
    if (sentAt > atMs) waited++;
    tokens--;
    latencyMs += sentAt - atMs + (services[ok++] ?? Number.NaN);
  }
  return { ok, refused, waited, latencyMs };
}

describe("a rate limiter", () => {
  it("gives out its tokens as the plain model does, around the call or the attempt", () => {
    const settings = fc.record({
      ratePerS: fc.constantFrom(7, 33, 120),
      burst: fc.constantFrom(1, 2.5, 6),
      wait: fc.boolean(),
      appliesTo: fc.constantFrom("call", "attempt"),
    });
    fc.assert(
      fc.property(script, settings, (calls, rateLimit) => {
        const { ratePerS, burst, wait } = rateLimit;
        const plain = plainBucket(calls, ratePerS, burst, wait);
        expectSame(runOf(calls, { rateLimit }, "rateLimited"), plain);
      }),
      RUNS,
    );
  });
});
