// The door of a station where more comes together: crashes, cancellations, instances, live changes.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { NODE_LIVE_COLUMNS } from "../../simulation/results/snapshot.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import {
  allOf,
  edgeOf,
  nodeOf,
  resolved,
  run,
  type Sketch,
  simulate,
  sketch,
} from "../support/simulate.ts";
import { expectBooksInOrder } from "../support/theory-checks.ts";

type Loose = Readonly<Record<string, unknown>>;

function at(timesMs: readonly number[], api: Loose, more: Partial<Sketch> & { edge?: Loose } = {}) {
  const { edge = {}, ...rest } = more;
  return sketch({
    nodes: { users: { kind: "client", arrivals: { type: "trace", timesMs } }, api },
    edges: { "users->api": edge },
    ...rest,
  });
}

function orderly(document: ScenarioDocument): EngineTotals {
  const totals = simulate(document);
  expectBooksInOrder(totals);
  return totals;
}

const NOW_AND_THEN = { ratePerS: 10, burst: 1, wait: true };
const crash = (atS: number, forS: number, mode = "exit"): Record<string, FaultDocument> => ({
  f: { kind: "crash", target: "api[0]", atS, forS, mode },
});

describe("a rate limit", () => {
  it("refuses as rateLimited, which is not retried unless said so", () => {
    const limited = (retry: object | null) =>
      orderly(
        at(
          [0, 0, 0],
          { concurrency: null, rateLimit: { ratePerS: 10, burst: 1 } },
          { edge: { retry } },
        ),
      );
    const once = limited({ maxAttempts: 3, backoff: { baseMs: 10 } });
    expect(allOf(once)).toMatchObject({ ok: 1, failed: { rateLimited: 2 } });
    expect(edgeOf(once, "users->api").attempts).toBe(3);
    expect(nodeOf(once, "api").failed).toEqual({ rateLimited: 2 });
  });

  it("holds who waits before the door, present and in no slot", () => {
    const totals = orderly(at([0, 0, 0], { concurrency: 1, rateLimit: NOW_AND_THEN }));
    const { waitMs, queue, inFlight, utilization } = nodeOf(totals, "api");
    expect(waitMs).toMatchObject({ min: 0, max: 200 });
    expect(waitMs.mean).toBeCloseTo(100, 9);
    expect(queue.max).toBe(0);
    expect(inFlight.max).toBe(2);
    expect(utilization).toBe(0);
  });

  it("loses who waits when the process crashes, and starts with a full bucket", () => {
    const rateLimit = { ratePerS: 1, burst: 2, wait: true };
    const times = [0, 0, 0, 0, 700, 700, 700];
    const totals = orderly(
      at(times, { endpointDelayMs: 0, rateLimit }, { faults: crash(0.5, 0.1) }),
    );
    expect(allOf(totals).failed).toEqual({ connectionLost: 2 });
    // Two at once after the restart, as if nothing had been taken; the third a second later.
    expect(allOf(totals)).toMatchObject({ ok: 5 });
    expect(nodeOf(totals, "api").waitMs.max).toBeCloseTo(1000, 9);
  });

  it("swallows who waits in a black hole", () => {
    const totals = orderly(
      at(
        [0, 0],
        { rateLimit: { ratePerS: 1, burst: 1, wait: true } },
        { faults: crash(0.5, 2, "blackhole"), edge: { timeoutMs: 1500 } },
      ),
    );
    expect(allOf(totals).failed).toEqual({ timeout: 1 });
    expect(nodeOf(totals, "api").failed).toEqual({ connectionLost: 1 });
  });

  it.each(["interrupt", "check"])("lets go of who was cancelled (%s)", (cancel) => {
    const api = { concurrency: null, serviceTime: 5, rateLimit: NOW_AND_THEN };
    const totals = orderly(at([0, 0, 250], api, { edge: { timeoutMs: 50, cancel } }));
    expect(allOf(totals)).toMatchObject({ ok: 2, failed: { timeout: 1 } });
    expect(nodeOf(totals, "api")).toMatchObject({ failed: { cancelled: 1 }, completions: 2 });
    // At once, or when its turn comes.
    expect(nodeOf(totals, "api").inFlight.mean).toBeCloseTo(
      (cancel === "check" ? 110 : 60) / 10_000,
      9,
    );
  });

  it("is that of each instance, or of all together", () => {
    const accepted = (scope: string) =>
      allOf(
        orderly(
          at(
            Array.from({ length: 40 }, () => 100),
            { replicas: 4, concurrency: null, rateLimit: { ratePerS: 1, burst: 3, scope } },
            { edge: { balancing: "roundRobin" } },
          ),
        ),
      ).ok;
    expect(accepted("instance")).toBe(12);
    expect(accepted("node")).toBe(3);
  });

  it("comes before admission, which judges those it lets through", () => {
    const api = {
      serviceTime: 1000,
      concurrency: null,
      rateLimit: { ratePerS: 1, burst: 5 },
      admission: { type: "fixed", initialLimit: 2 },
    };
    const totals = orderly(at([0, 0, 0, 0, 0, 0, 0], api));
    expect(nodeOf(totals, "api").failed).toEqual({ shed: 3, rateLimited: 2 });
  });

  it("does not concern messages", () => {
    const totals = orderly(
      sketch({
        nodes: {
          users: { kind: "client", arrivals: { type: "trace", timesMs: [0, 1, 2, 3] } },
          mq: { kind: "rabbitmq" },
          api: {
            serviceTime: 50,
            rateLimit: { ratePerS: 1, burst: 1 },
            admission: { type: "fixed", initialLimit: 1 },
          },
        },
        edges: { "users->mq": {}, "mq->api": {} },
      }),
    );
    expect(nodeOf(totals, "api")).toMatchObject({ completions: 4, failed: {} });
  });

  it("may be changed while it runs", () => {
    const document = at(
      Array.from({ length: 1000 }, (_, i) => i * 10),
      { concurrency: null, rateLimit: { ratePerS: 10, burst: 1 } },
    );
    const changed = applySet(document, { "nodes.api.rateLimit.ratePerS": 50 });
    if (!changed.ok) throw new Error("unreachable");
    engine.load(resolved(document));
    engine.run(5000, Infinity);
    expect(engine.change(resolved(changed.document))).toBe(true);
    engine.run(Infinity, Infinity);
    // 51 in the first five seconds, 250 in the others.
    expect(Math.abs(allOf(engine.totals()).ok - 301)).toBeLessThanOrEqual(1);
  });
});

describe("a concurrency limit", () => {
  const LIMIT = { type: "aimd", minLimit: 2, initialLimit: 4, maxLimit: 50, timeoutMs: 80 };

  it("counts who waits for a slot and who waits for calls", () => {
    const totals = orderly(
      sketch({
        nodes: {
          users: { kind: "client", arrivals: { type: "trace", timesMs: [0, 0, 0, 0, 300] } },
          api: { concurrency: 2, admission: { type: "fixed", initialLimit: 3 } },
          db: { concurrency: null, serviceTime: 200 },
        },
        edges: { "users->api": {}, "api->db": {} },
      }),
    );
    expect(nodeOf(totals, "api").failed).toEqual({ shed: 1 });
    expect(allOf(totals).ok).toBe(4);
  });

  it("takes a full queue for a drop and gives the permit back", () => {
    const api = {
      concurrency: 1,
      queueLengthMax: 0,
      serviceTime: 50,
      admission: { ...LIMIT, initialLimit: 10 },
    };
    const totals = orderly(at([0, 10, 20, 100, 110], api));
    expect(nodeOf(totals, "api").failed).toEqual({ rejected: 3 });
    // 10 x 0.9 three times: 9, 8, 7; the two that were served leave it.
    expect(nodeOf(totals, "api").limit).toMatchObject({ atEnd: 7, min: 7, max: 10 });
  });

  it("begins anew when its process does", () => {
    const times = Array.from({ length: 200 }, (_, i) => i * 10);
    const api = { concurrency: 8, serviceTime: 60, endpointDelayMs: 0, admission: LIMIT };
    const before = nodeOf(orderly(at(times, api, { run: { durationS: 1.5 } })), "api").limit;
    const after = nodeOf(
      orderly(at(times, api, { run: { durationS: 1.5 }, faults: crash(1.3, 0.2) })),
      "api",
    ).limit;
    expect(before?.atEnd).toBeGreaterThan(6);
    expect(after?.atEnd).toBeLessThan(before?.atEnd ?? 0);
  });

  it("is one for a queue that all instances share, else one an instance", () => {
    const shed = (queueScope: string) => {
      const api = {
        replicas: 3,
        concurrency: 10,
        serviceTime: 500,
        queueScope,
        admission: { type: "fixed", initialLimit: 4 },
      };
      const times = Array.from({ length: 30 }, () => 50);
      return nodeOf(orderly(at(times, api, { edge: { balancing: "roundRobin" } })), "api").failed
        .shed;
    };
    expect(shed("node")).toBe(26);
    expect(shed("instance")).toBe(18);
  });

  it("shows in snapshots and results what it is", () => {
    const times = Array.from({ length: 100 }, (_, i) => i * 10);
    const document = at(times, {
      replicas: 2,
      concurrency: null,
      serviceTime: 30,
      admission: { type: "fixed", initialLimit: 7 },
    });
    const under = run(document);
    const column = NODE_LIVE_COLUMNS.indexOf("limit");
    expect(under.live()[column]).toBe(14);
    expect(under.live()[NODE_LIVE_COLUMNS.length + column]).toBeNaN();
    const { limit } = nodeOf(under.totals(), "api");
    expect(limit).toMatchObject({ min: 7, max: 7, atEnd: 7 });
    expect(limit?.mean).toBeCloseTo(7, 9);
    expect(nodeOf(under.totals(), "users").limit).toBeUndefined();
  });

  it.each([
    ["aimd", { ...LIMIT, maxLimit: 60 }],
    [
      "gradient",
      { type: "gradient", minLimit: 4, initialLimit: 8, maxLimit: 60, rttTolerance: 1.2 },
    ],
  ])("by %s keeps answers quick when far more comes than fits", (_, admission) => {
    const overload = (more: Loose) =>
      orderly(
        sketch({
          run: { durationS: 60, warmupS: 20 },
          nodes: {
            users: { kind: "client", ratePerS: 400, requests: { get: { goalMs: 300 } } },
            api: { concurrency: 10, serviceTime: { type: "exponential", meanMs: 50 }, ...more },
          },
          edges: { "users->api": {} },
        }),
      );
    const [without, guarded] = [overload({}), overload({ admission })];
    expect(allOf(without).goodput).toBeLessThan(5);
    expect(allOf(guarded).goodput).toBeGreaterThan(150);
    expect(nodeOf(guarded, "api").utilization).toBeGreaterThan(0.7);
    expect(nodeOf(guarded, "api").limit?.max).toBeLessThanOrEqual(60);
  });
});

describe("shedding by priority", () => {
  it("looks at all slots where instances share a queue, and lets the most urgent wait", () => {
    const clients = ["vip", "rest"].map((id, priority) => {
      const arrivals = { type: "trace", timesMs: Array.from({ length: 20 }, (_, i) => 10 + i) };
      return [id, { kind: "client", arrivals, requests: { [`p${priority}`]: {} } }] as const;
    });
    const totals = orderly(
      sketch({
        nodes: {
          ...Object.fromEntries(clients),
          api: {
            replicas: 4,
            concurrency: 2,
            queueScope: "node",
            serviceTime: 1000,
            operations: { p0: { priority: 0 }, p1: { priority: 1 } },
            admission: { type: "priority", thresholds: [0.75] },
          },
        },
        edges: { "vip->api": {}, "rest->api": {} },
      }),
    );
    // From six of eight slots on the others are shed: three of each have come by then.
    expect(totals.endToEnd.p1).toMatchObject({ ok: 3, failed: { shed: 17 } });
    expect(totals.endToEnd.p0).toMatchObject({ ok: 20, failed: {} });
  });
});

describe("adaptive LIFO", () => {
  it("answers the newest in an overload in which first come, first served is late for all", () => {
    const overload = (discipline: string) =>
      allOf(
        orderly(
          sketch({
            run: { durationS: 60, warmupS: 10 },
            nodes: {
              users: { kind: "client", ratePerS: 150, requests: { get: { goalMs: 100 } } },
              api: { concurrency: 1, serviceTime: 10, discipline },
            },
            edges: { "users->api": {} },
          }),
        ),
      );
    expect(overload("fifo").goodput).toBe(0);
    const adaptive = overload("adaptive-lifo");
    expect(adaptive.goodput).toBeGreaterThan(75);
    // Nobody waits longer than the interval.
    expect(adaptive.latencyMs.max).toBeLessThanOrEqual(110);
    expect(adaptive.failed.shed).toBeGreaterThan(0);
  });
});
