// Effects of repeated attempts: duplicates, keys against them, and conditional writes.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

/** A POST that takes 10 ms, of which the caller waits for 5 before it tries again at once. */
function posting(
  edge: object,
  api: object = {},
  more: { users?: object; faults?: object } = {},
): EngineTotals {
  return simulate({
    ...sketch({
      nodes: {
        users: { ...metronome(1000, 500), ...more.users },
        api: {
          serviceTime: 10,
          concurrency: 1,
          operations: { request: { method: "POST" } },
          ...api,
        },
      },
      edges: {
        [EDGE]: {
          timeoutMs: 5,
          retry: { maxAttempts: 3, backoff: { type: "none" }, retryNonIdempotent: true },
          ...edge,
        },
      },
    }),
    ...(more.faults ? { faults: more.faults as never } : {}),
  });
}

describe("decision 42: an operation that is not idempotent", () => {
  it("counts every execution of a call beyond its first", () => {
    const totals = posting({});
    expect(edgeOf(totals, EDGE)).toMatchObject({ calls: 10, attempts: 30 });
    expect(nodeOf(totals, "api").duplicateEffects).toBe(20);
  });

  it("is one that is said to be, or that writes; others do no harm", () => {
    const of = (request: object): number =>
      nodeOf(posting({}, { operations: { request } }), "api").duplicateEffects;
    expect(of({ method: "POST" })).toBe(20);
    expect(of({ write: true })).toBe(20);
    expect(of({ idempotent: false })).toBe(20);
    expect(of({ write: true, idempotent: true })).toBe(0);
    expect(of({ method: "PUT" })).toBe(0);
  });

  it("is executed by attempts that succeed, whether or not anybody waits", () => {
    expect(nodeOf(posting({}, { errorRate: 1 }), "api").duplicateEffects).toBe(0);
    // Cancelled in the queue, only the first is executed.
    const cancelled = posting({ cancel: "check" });
    expect(nodeOf(cancelled, "api").duplicateEffects).toBeLessThan(20);
    // Turned away, the retries execute nothing.
    const refused = posting({}, { queueLengthMax: 0 });
    expect(nodeOf(refused, "api").duplicateEffects).toBe(0);
  });

  it("is not retried after a timeout unless that is wanted", () => {
    const retry = { maxAttempts: 3, backoff: { type: "none" } };
    expect(edgeOf(posting({ retry }), EDGE).attempts).toBe(10);
  });
});

describe("an idempotency key", () => {
  const retry = { maxAttempts: 3, backoff: { type: "none" } };
  const key = { idempotencyKey: true, idempotencyLookupMs: 2 };

  it("has an operation executed once, and makes it safe to retry", () => {
    const totals = posting({ ...key, retry, timeoutMs: 9 });
    expect(nodeOf(totals, "api").duplicateEffects).toBe(0);
    // Executed from 0 to 12 ms; the second attempt then takes the lookup alone.
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 20, ok: 10 });
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(14, 9);
  });

  it("costs its lookup each time", () => {
    const totals = posting({ ...key, timeoutMs: null });
    expect(nodeOf(totals, "api").latencyMs.mean).toBeCloseTo(12, 9);
  });

  it("is free again when its execution fails", () => {
    const errors = { kind: "errors", target: "api", atS: 0, forS: 0.505, ratio: 1 };
    const totals = posting(
      { ...key, retry: { ...retry, maxAttempts: 2 }, timeoutMs: null },
      {},
      { users: metronome(10_000, 500), faults: { errors } },
    );
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 2, ok: 1 });
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(24, 9);
  });

  it("spares the calls that the operation would make again", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: metronome(1000, 500),
          api: { serviceTime: 10, concurrency: 1, operations: { request: { write: true } } },
          db: {},
        },
        edges: { [EDGE]: { ...key, retry, timeoutMs: 9 }, "api->db": {} },
      }),
    );
    expect(edgeOf(totals, EDGE).attempts).toBe(20);
    expect(nodeOf(totals, "db").arrivals).toBe(10);
  });
});

describe("a conditional write", () => {
  const db = { kind: "database", serviceTime: 0, concurrency: null };
  const conditional = { operations: { request: { conditional: true } } };

  function writing(
    users: object,
    more: { db?: object; edge?: object; run?: object } = {},
  ): EngineTotals {
    return simulate(
      sketch({
        run: { durationS: 10, ...more.run },
        nodes: { users, db: { ...db, ...conditional, keyCount: 1, ...more.db } },
        edges: { "users->db": { networkMs: 5, ...more.edge } },
      }),
    );
  }

  it("is a read and a write within one attempt", () => {
    const totals = writing(metronome(1000, 500));
    expect(edgeOf(totals, "users->db")).toMatchObject({ attempts: 10, ok: 10, failed: {} });
    expect(nodeOf(totals, "db")).toMatchObject({ arrivals: 20, failed: {} });
    expect(edgeOf(totals, "users->db").latencyMs.mean).toBeCloseTo(20, 9);
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(20, 9);
  });

  it("takes the time of the operation that reads", () => {
    const operations = {
      request: { conditional: true, readOperation: "look" },
      look: { serviceTime: 3 },
    };
    const totals = writing(metronome(1000, 500), { db: { operations } });
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(23, 9);
  });

  it("meets a conflict when another was faster, and tries the pair again", () => {
    const retry = { maxAttempts: 9, backoff: { type: "none" }, retryOn: ["conflict"] };
    const totals = writing({ ...ONCE, batch: 4 }, { edge: { retry } });
    // All four read at once and one of them wins, then three, two, one.
    const { attempts, failed, conflictsGivenUp } = edgeOf(totals, "users->db");
    expect({ attempts, failed, conflictsGivenUp }).toEqual({
      attempts: 10,
      failed: { conflict: 6 },
      conflictsGivenUp: 0,
    });
    expect(allOf(totals)).toMatchObject({ ok: 4, failed: {} });
    expect(allOf(totals).latencyMs.max).toBeCloseTo(80, 9);
    expect(nodeOf(totals, "db").failed).toEqual({ conflict: 6 });
  });

  it("is given up after its attempts", () => {
    const retry = { maxAttempts: 2, backoff: { type: "none" } };
    const totals = writing({ ...ONCE, batch: 4 }, { edge: { retry } });
    expect(edgeOf(totals, "users->db")).toMatchObject({ attempts: 7, conflictsGivenUp: 2 });
    expect(allOf(totals)).toMatchObject({ ok: 2, failed: { conflict: 2 } });
  });

  it("keeps its timer running over both halves", () => {
    const totals = writing(metronome(1000, 500), { edge: { timeoutMs: 15 } });
    expect(allOf(totals)).toMatchObject({ ok: 0, failed: { timeout: 10 } });
    // The write was on its way when the caller gave up; it is committed for nobody.
    expect(nodeOf(totals, "db")).toMatchObject({ arrivals: 20 });
  });

  it("is no sign of bad health, to a breaker neither", () => {
    const breaker = { window: { size: 2 }, minimumCalls: 2, openMs: 1000 };
    const totals = writing({ kind: "client", ratePerS: 400 }, { edge: { breaker } });
    expect(edgeOf(totals, "users->db").breaker.opens).toBe(0);
    expect(edgeOf(totals, "users->db").failed.conflict).toBeGreaterThan(1000);
  });

  // Of Poisson pairs whose halves are a time w apart, one commits unless another did so within w: a
  // counter with dead time. Of rate r, the share 1 / (1 + r w) gets through (Feller II, XI.3).
  it.each([
    { keyCount: 1, keySkew: 0 },
    { keyCount: 5, keySkew: 0 },
    { keyCount: 20, keySkew: 1.2 },
  ])("meets as many conflicts as theory says: $keyCount rows, skew $keySkew", (keys) => {
    const ratePerS = 100;
    const windowS = 0.01;
    const runs = [1, 2, 3, 4].map((seed) =>
      writing(
        { kind: "client", ratePerS },
        { db: keys, run: { durationS: 200, windowS: 200, seed } },
      ),
    );
    const weights = Array.from({ length: keys.keyCount }, (_, k) => (k + 1) ** -keys.keySkew);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const expected = weights.reduce((sum, weight) => {
      const share = weight / total;
      const load = ratePerS * share * windowS;
      return sum + (share * load) / (1 + load);
    }, 0);
    let attempts = 0;
    let conflicts = 0;
    for (const run of runs) {
      attempts += edgeOf(run, "users->db").attempts;
      conflicts += edgeOf(run, "users->db").failed.conflict ?? 0;
    }
    const error = Math.sqrt((expected * (1 - expected)) / attempts);
    expect(Math.abs(conflicts / attempts - expected)).toBeLessThan(4 * error);
  });
});
