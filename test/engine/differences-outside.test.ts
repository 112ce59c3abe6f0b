// CDN, external API, scheduler and writes behind, each against a neighbor on the same drawing.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, RunSettings } from "../../simulation/scenario/document.ts";
import { allOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Drawing {
  readonly run?: RunSettings;
  readonly nodes: Readonly<Record<string, object>>;
  readonly edges: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** Runs it and holds it to what every run promises. */
function play(drawing: Drawing): EngineTotals {
  const totals = simulate(sketch(drawing));
  expect(totals.endedEarly).toBeNull();
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

/** Ten requests a second for one object from 0.1 s on; 10 ms to the copies, 100 ms to the origin. */
function copies(middle: object, more: Partial<Drawing> = {}): EngineTotals {
  const { nodes, edges, ...rest } = more;
  return play({
    nodes: {
      users: metronome(100, 100),
      copies: { keyCount: 1, capacity: 1, serviceTime: 0, ...middle },
      origin: { concurrency: null },
      ...nodes,
    },
    edges: {
      "users->copies": { networkMs: 10, protocol: "rest" },
      "copies->origin": { networkMs: 100, ...edges?.["copies->origin"] },
    },
    ...rest,
  });
}

describe("a CDN", () => {
  const eight = { kind: "cdn", replicas: 8, ttlMs: null };

  it("takes the short way for a hit and both for a miss; each of its points misses by itself", () => {
    const totals = copies(eight);
    expect(allOf(totals).latencyMs.max).toBe(220);
    expect(allOf(totals).latencyMs.p50).toBeCloseTo(20, 0);
    expect(nodeOf(totals, "origin").arrivals).toBe(8);
  });

  it("asks the origin once through a shield, which the other points ask: 40 ms instead of 200", () => {
    const totals = copies({ ...eight, shield: { capacity: 1, networkMs: 20 } });
    expect(nodeOf(totals, "origin").arrivals).toBe(1);
    expect(allOf(totals).latencyMs.max).toBe(20 + 40 + 200);
    // The second point asks while the first still fetches, and waits for it.
    const { cache } = nodeOf(totals, "copies");
    expect(cache?.shield).toEqual({ hits: 6, misses: 2, hitRatio: 6 / 8, coalesced: 1 });
    expect(cache?.misses).toBe(8);
  });

  it("keeps at a point what came from the shield only as long as the shield does", () => {
    const shield = { capacity: 1, networkMs: 0 };
    // Fetched at 0.11 s and stored at 0.31 s. The eighth point gets it at 0.8 s; two more fetches in 5 s.
    const totals = copies({ ...eight, ttlMs: 2000, shield }, { run: { durationS: 5 } });
    expect(nodeOf(totals, "origin").arrivals).toBe(3);
    expect(
      nodeOf(copies({ ...eight, ttlMs: 2000 }, { run: { durationS: 5 } }), "origin").arrivals,
    ).toBe(16);
  });

  const down = { f: { kind: "crash", target: "origin", atS: 2, forS: 5 } } as const;

  it("serves what has expired while the origin is down; a cache fails with it", () => {
    const one = { replicas: 1, ttlMs: 1000, singleFlight: true };
    const hidden = copies({ ...one, kind: "cdn", staleIfErrorMs: 60_000 }, { faults: down });
    expect(allOf(hidden).failed).toEqual({});
    expect(allOf(hidden).degraded).toBeGreaterThan(30);
    // Some of them waited for the fetch of another that failed.
    const { staleOnError = 0, coalesced = 0 } = nodeOf(hidden, "copies").cache ?? {};
    expect(staleOnError + coalesced).toBeGreaterThanOrEqual(allOf(hidden).degraded);
    expect(staleOnError).toBeGreaterThan(30);
    const plain = copies({ ...one, kind: "cache", concurrency: null }, { faults: down });
    expect(allOf(plain).failed.dependency).toBeGreaterThan(30);
    const short = copies({ ...one, kind: "cdn", staleIfErrorMs: 2000 }, { faults: down });
    expect(allOf(short).degraded).toBeLessThan(allOf(hidden).degraded);
    expect(allOf(short).failed.dependency).toBeGreaterThan(10);
  });

  it("is purged at all points at once, after a while; a cache only where it is asked to remove", () => {
    const editor = { ...metronome(1_000_000, 5000), requests: { drop: {} } };
    const purged = (middle: object): number =>
      nodeOf(
        play({
          nodes: {
            users: metronome(100, 100),
            editor,
            copies: {
              keyCount: 1,
              capacity: 1,
              serviceTime: 0,
              replicas: 8,
              operations: { drop: { access: "remove" } },
              ...middle,
            },
            origin: { concurrency: null },
          },
          edges: {
            "users->copies": { protocol: "rest" },
            "editor->copies": { protocol: "rest" },
            "copies->origin": { when: ["request"] },
          },
        }),
        "origin",
      ).arrivals;
    expect(purged({ kind: "cdn", ttlMs: null })).toBe(16);
    expect(purged({ kind: "cache" })).toBe(9);
    // It comes too late.
    expect(purged({ kind: "cdn", ttlMs: null, purgeMs: 6000 })).toBe(8);
  });

  it("passes on what is not to be kept", () => {
    const operations = { request: { access: "pass" } };
    const totals = copies({ ...eight, operations });
    expect(nodeOf(totals, "origin").arrivals).toBeGreaterThanOrEqual(allOf(totals).completed);
    expect(allOf(totals).latencyMs.min).toBe(220);
  });
});

describe("a provider's quota", () => {
  /** 50 requests a second against 10. */
  const asked = (callee: object, edge: object = {}, run: RunSettings = {}): EngineTotals =>
    play({
      run,
      nodes: { users: metronome(20, 10), api: { serviceTime: 0, ...callee } },
      edges: { "users->api": edge },
    });
  const quota = { limit: 10, windowS: 1 };
  const api = { kind: "external-api", quota };

  it("is full again with each window, and then used up; a rate limit lets one in every 100 ms", () => {
    const windows = nodeOf(asked(api), "api");
    expect(windows.quota).toMatchObject({ within: 100, refused: 400, windowsOver: 10 });
    const limited = asked({ concurrency: null, rateLimit: { ratePerS: 10, burst: 10 } });
    expect(allOf(limited).ok).toBe(109);
    const bucket = asked({ kind: "external-api", quota: { ...quota, way: "bucket" } });
    expect(nodeOf(bucket, "api").quota).toMatchObject({ within: 109, refused: 391 });
  });

  it("is waited for by who heeds Retry-After, and wastes the attempts of who does not", () => {
    const retry = {
      maxAttempts: 3,
      retryOn: ["rateLimited"],
      backoff: { type: "constant", baseMs: 100, capMs: 60_000, jitter: "none" },
    };
    const burst = (retryAfter: string, told: object = {}): EngineTotals =>
      play({
        nodes: {
          users: { ...metronome(1_000_000, 100), batch: 20 },
          api: { ...api, serviceTime: 0, quota: { ...quota, ...told } },
        },
        edges: { "users->api": { retry: { ...retry, retryAfter } } },
      });
    const polite = burst("follow");
    expect(allOf(polite).ok).toBe(20);
    // 900 ms to the end of the window are told as one second.
    expect(allOf(polite).latencyMs.max).toBe(1000);
    const rude = burst("ignore");
    expect(allOf(rude).failed).toEqual({ rateLimited: 10 });
    expect(nodeOf(rude, "api").quota?.refused).toBe(30);
    expect(allOf(burst("follow", { tells: false })).failed).toEqual({ rateLimited: 10 });
  });

  it("of an account is taken by who asks most, of callers it is each one's own", () => {
    const two = (scope: string): EngineTotals =>
      play({
        nodes: {
          many: { ...metronome(10, 5), requests: { many: {} } },
          few: { ...metronome(200, 190), requests: { few: {} } },
          api: { kind: "external-api", serviceTime: 0, quota: { ...quota, scope } },
        },
        edges: { "many->api": {}, "few->api": {} },
      });
    expect(two("account").endToEnd.few?.ok).toBe(0);
    expect(two("caller").endToEnd.few).toMatchObject({ ok: 50, failed: {} });
  });

  it("refuses nothing where more is billed, and says what that comes to", () => {
    const prices = { feePerMonth: 50, pricePer1000: 1, overPricePer1000: 4 };
    const billed = asked({ kind: "external-api", quota: { ...quota, over: "bill", ...prices } });
    expect(allOf(billed).failed).toEqual({});
    // In 10 s: 100 calls at 1 and 400 at 4 for a thousand; a month has 259,200 times as many.
    const perMonth = 50 + ((100 * 1 + 400 * 4) / 1000) * 259_200;
    expect(nodeOf(billed, "api").quota).toMatchObject({ within: 100, billed: 400, refused: 0 });
    expect(nodeOf(billed, "api").quota?.costPerMonth).toBeCloseTo(perMonth, 6);
  });

  it("has nothing to do with brownouts, in which the provider is slow and fails", () => {
    const brownouts = { every: 5000, for: 5000, factor: 10, errorRatio: 0.5 };
    const totals = asked({ kind: "external-api", serviceTime: 10, brownouts });
    expect(allOf(totals).latencyMs.min).toBe(10);
    expect(allOf(totals).latencyMs.max).toBe(100);
    expect(allOf(totals).failed.error).toBeGreaterThan(90);
    expect(allOf(totals).failed.error).toBeLessThan(160);
    expect(allOf(asked({ kind: "external-api", serviceTime: 10 })).failed).toEqual({});
  });
});

describe("a scheduler", () => {
  const batches = (settings: object, work: object = {}, run: RunSettings = {}) => {
    const totals = play({
      run: { durationS: 9.9, ...run },
      nodes: {
        nightly: { kind: "scheduler", everyS: 2, jobs: 10, ...settings },
        work: { concurrency: null, serviceTime: 100, ...work },
      },
      edges: { "nightly->work": {} },
    });
    return { totals, schedule: nodeOf(totals, "nightly").schedule };
  };

  it("has so many jobs in progress, where a client sends its batch at once", () => {
    const { schedule, totals } = batches({ atOnce: 2 });
    // At 2, 4, 6 and 8 s.
    expect(schedule).toMatchObject({ started: 4, completed: 4, jobs: { done: 40 } });
    expect(schedule?.lengthMs).toEqual({ mean: 500, max: 500 });
    expect(nodeOf(totals, "work").inFlight.max).toBe(2);
    const crowd = play({
      nodes: {
        nightly: { ...metronome(2000, 2000), batch: 10 },
        work: { concurrency: null, serviceTime: 100 },
      },
      edges: { "nightly->work": {} },
    });
    expect(nodeOf(crowd, "work").inFlight.max).toBe(10);
  });

  it("starts at listed times too", () => {
    const { schedule } = batches({ everyS: 4, offsetS: 0, atS: [1, 9, 9.5] });
    expect(schedule?.started).toBe(6);
  });

  const long = { jobs: 30 };

  it("lets a batch overlap with the next one, leaves that out, or replaces it", () => {
    // A batch of 30 jobs takes 3 s and is started every 2 s.
    expect(batches(long).schedule).toMatchObject({ started: 4, completed: 3, runningAtEnd: 1 });
    expect(batches({ ...long, overlap: "forbid" }).schedule).toMatchObject({
      started: 2,
      completed: 2,
      skipped: 2,
    });
    const { schedule } = batches({ ...long, overlap: "replace" });
    expect(schedule).toMatchObject({ started: 4, completed: 0, replaced: 3 });
    // The twentieth of 30 jobs would end as the next batch begins: it is canceled, ten are dropped.
    expect(schedule?.jobs.failed).toBe(3);
    expect(schedule?.jobs.dropped).toBe(30);
  });

  it("misses its window, and goes on or stops", () => {
    const late = { ...long, everyS: 100, offsetS: 1, windowS: 2.05 };
    expect(batches(late).schedule).toMatchObject({ completed: 1, missedWindow: 1 });
    expect(batches({ ...late, windowS: 3.5 }).schedule).toMatchObject({ missedWindow: 0 });
    const { schedule, totals } = batches({ ...late, atWindowEnd: "stop" });
    expect(schedule).toMatchObject({
      completed: 0,
      missedWindow: 1,
      jobs: { done: 20, failed: 1, dropped: 9 },
    });
    expect(totals.endToEnd.job?.failed).toEqual({ cancelled: 1 });
  });

  it("takes a database from its users, unless its jobs wait for them", () => {
    const beside = (priority: number): number => {
      const totals = play({
        nodes: {
          users: { ...metronome(100, 50), requests: { page: {} } },
          nightly: { kind: "scheduler", everyS: 100, offsetS: 0, jobs: 400, atOnce: 20 },
          db: {
            kind: "database",
            concurrency: 4,
            serviceTime: 50,
            discipline: "priority",
            operations: { job: { priority } },
          },
        },
        edges: { "users->db": {}, "nightly->db": {} },
      });
      return totals.endToEnd.page?.latencyMs.mean ?? Number.NaN;
    };
    // Behind sixteen others, four at a time, or at most until one of four slots is free.
    expect(beside(0)).toBeGreaterThan(150);
    expect(beside(5)).toBeLessThan(100);
  });
});

describe("writes behind", () => {
  /** A hundred writes a second to ten keys; the instance crashes at 5.05 s. */
  const written = (cache: object, faults: Record<string, FaultDocument> = {}): EngineTotals =>
    play({
      nodes: {
        users: metronome(10, 5),
        cache: {
          kind: "cache",
          concurrency: null,
          keyCount: 10,
          keySkew: 0,
          capacity: 10,
          serviceTime: 1,
          operations: { request: { access: "write" } },
          ...cache,
        },
        db: { kind: "database", concurrency: null, serviceTime: 20 },
      },
      edges: { "users->cache": {}, "cache->db": {} },
      faults,
    });
  const behind = { writes: "behind", flushMs: 500 };
  const crash = { f: { kind: "crash", target: "cache", atS: 5.05, forS: 0.5 } } as const;

  it("are answered at once and made as one for each key; written through each is waited for", () => {
    const fast = written(behind);
    expect(allOf(fast).latencyMs.max).toBe(1);
    const counts = nodeOf(fast, "cache").cache?.writesBehind;
    expect(nodeOf(fast, "db").arrivals).toBeLessThan(220);
    expect(counts?.answered).toBe(1000);
    expect((counts?.merged ?? 0) + (counts?.made ?? 0) + (counts?.waitingAtEnd ?? 0)).toBe(1000);
    expect(allOf(fast).settledMs.max).toBeGreaterThan(500);
    const through = written({});
    expect(allOf(through).latencyMs.min).toBe(21);
    expect(nodeOf(through, "db").arrivals).toBe(1000);
    expect(nodeOf(through, "cache").cache?.writesBehind).toBeUndefined();
  });

  it("are lost in a crash, though they were acknowledged; written through nothing is", () => {
    const lost = nodeOf(written(behind, crash), "cache").cache?.writesBehind;
    expect(lost?.lost).toBeGreaterThan(5);
    expect(lost?.lost).toBeLessThanOrEqual(10);
    const sum = (lost?.merged ?? 0) + (lost?.made ?? 0) + (lost?.lost ?? 0) + (lost?.inDoubt ?? 0);
    expect(sum + (lost?.waitingAtEnd ?? 0)).toBe(lost?.answered);
    const through = written({}, crash);
    // Each write that was acknowledged is in the database.
    expect(nodeOf(through, "db").completions).toBeGreaterThanOrEqual(allOf(through).ok);
  });

  it("wait for a database that is down, and nobody notices", () => {
    const outage = { f: { kind: "crash", target: "db", atS: 3, forS: 3 } } as const;
    const totals = written(behind, outage);
    expect(allOf(totals).failed).toEqual({});
    expect(nodeOf(totals, "cache").cache?.writesBehind).toMatchObject({ lost: 0 });
    expect(allOf(written({}, outage)).failed.dependency).toBeGreaterThan(250);
  });

  it("are read back before they are made, though evicted", () => {
    const read = { ...behind, capacity: 1, flushMs: 60_000 };
    const operations = { put: { access: "write" } };
    const totals = play({
      nodes: {
        users: { ...metronome(10, 5), requests: { put: {}, get: {} } },
        cache: {
          kind: "cache",
          keyCount: 10,
          concurrency: null,
          serviceTime: 1,
          operations,
          ...read,
        },
        db: { kind: "database", concurrency: null },
      },
      edges: { "users->cache": {}, "cache->db": {} },
    });
    expect(nodeOf(totals, "cache").cache?.evictions).toBeGreaterThan(200);
    expect(nodeOf(totals, "cache").cache?.hitRatio).toBeGreaterThan(0.95);
  });
});
