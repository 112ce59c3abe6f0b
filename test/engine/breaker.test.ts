// The circuit breaker in whole scenarios: what it records, what it spares the callee.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

describe("a circuit breaker", () => {
  it("lets ten calls through an outage of 60 s and no more", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 61, windowS: 1 },
        nodes: { users: metronome(10, 0.5), api: {} },
        edges: {
          "users->api": {
            breaker: {
              window: { size: 5 },
              minimumCalls: 5,
              failureRateThreshold: 1,
              openMs: 9995,
              probes: 1,
            },
          },
        },
        faults: { outage: { kind: "errors", target: "api", ratio: 1, atS: 0, forS: 60 } },
      }),
    );
    const { breaker, failed } = edgeOf(totals, "users->api");
    expect(failed).toEqual({ error: 10, circuitOpen: 5994 });
    expect(breaker.opens).toBe(6);
    // Of 6,000 calls of the outage 10 are sent; each open state lasts until the next
    // probe, 10 s after the one before.
    expect(allOf(totals).failed).toEqual({ error: 10, circuitOpen: 5994 });
    expect(allOf(totals).ok).toBe(96);
    expect(breaker.openS).toBeCloseTo(60, 9);
  });

  const watch = (breaker: object, api: object, more: { edge?: object; faults?: object } = {}) =>
    simulate(
      sketch({
        run: { durationS: 10 },
        nodes: { users: metronome(100, 0), api },
        edges: {
          "users->api": {
            breaker: { window: { size: 10 }, minimumCalls: 10, openMs: 1e6, ...breaker },
            ...more.edge,
          },
        },
        ...(more.faults ? { faults: more.faults as never } : {}),
      }),
    );
  const attempts = (totals: EngineTotals): number => edgeOf(totals, "users->api").attempts;

  it("judges only once enough calls are in its window", () => {
    expect(attempts(watch({}, { errorRate: 1 }))).toBe(10);
    expect(attempts(watch({ minimumCalls: 4 }, { errorRate: 1 }))).toBe(4);
    // More than the window holds means: as soon as it is full.
    expect(attempts(watch({ minimumCalls: 50 }, { errorRate: 1 }))).toBe(10);
  });

  it("judges slow calls at their end, if it is told what is slow", () => {
    const api = { serviceTime: 50 };
    expect(attempts(watch({}, api))).toBe(101);
    const slow = { slowCallMs: 49, slowCallRateThreshold: 1 };
    expect(attempts(watch(slow, api))).toBe(10);
    expect(attempts(watch({ ...slow, slowCallMs: 50 }, api))).toBe(101);
  });

  it("counts timeouts, refusals and rejections, not what it is told to ignore", () => {
    const late = { edge: { timeoutMs: 20 } };
    expect(attempts(watch({}, { serviceTime: 50 }, late))).toBe(10);
    expect(attempts(watch({ ignore: ["timeout"] }, { serviceTime: 50 }, late))).toBe(101);
    const dead = { faults: { f: { kind: "crash", target: "api" } } };
    expect(attempts(watch({}, {}, dead))).toBe(10);
    expect(attempts(watch({ ignore: ["connectionRefused"] }, {}, dead))).toBe(101);
  });

  it("probes again when the verdict on a probe is ignored", () => {
    // The probes from 1.4 to 2 s end in timeouts, which do not count; then all is well, and that
    // of 10 s is not done.
    const totals = watch(
      { ignore: ["timeout"], openMs: 400, probes: 2 },
      { serviceTime: 1 },
      {
        edge: { timeoutMs: 50 },
        faults: {
          fails: { kind: "errors", target: "api", ratio: 1, forS: 1 },
          stalls: { kind: "slow", target: "api", factor: 1000, atS: 1, forS: 1 },
        },
      },
    );
    expect(allOf(totals).ok).toBe(79);
    expect(edgeOf(totals, "users->api").failed.timeout).toBe(7);
  });

  it("takes no answer from before it opened for that of a probe", () => {
    // Ten calls fail at once and open it; one of 2 s, sent before, comes back while it probes.
    const totals = simulate(
      sketch({
        run: { durationS: 5 },
        nodes: {
          users: { ...metronome(100, 0), requests: { call: {} } },
          api: { serviceTime: 0, replicas: 2, instanceSpeed: [1, 1] },
        },
        edges: {
          "users->api": {
            breaker: { window: { size: 4 }, minimumCalls: 4, openMs: 950, probes: 3 },
          },
        },
        faults: {
          fails: { kind: "errors", target: "api", ratio: 1, atS: 0.05, forS: 0.42 },
          wire: { kind: "latency", target: "users->api", addMs: 700, atS: 0, forS: 0.05 },
        },
      }),
    );
    // Sent at 0 ms, answered at 700 (its way back is not delayed any more); four errors at 100 to
    // 400 ms open it until 1,350 ms; probes at 1,400, 1,500 and 1,600 ms close it.
    expect(edgeOf(totals, "users->api").breaker.opens).toBe(1);
    expect(allOf(totals).failed).toEqual({ error: 4, circuitOpen: 9 });
  });

  it("of each caller instance opens for itself", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: {
          users: metronome(10, 0),
          api: { replicas: 4, blocking: true },
          db: { errorRate: 1 },
        },
        edges: {
          "users->api": { balancing: "roundRobin" },
          "api->db": { breaker: { window: { size: 5 }, minimumCalls: 5, openMs: 1e6 } },
        },
      }),
    );
    expect(edgeOf(totals, "api->db").attempts).toBe(20);
    expect(edgeOf(totals, "api->db").breaker.opens).toBe(4);
    expect(nodeOf(totals, "db").arrivals).toBe(20);
  });

  it("sees every attempt, since retries go through it one by one", () => {
    const totals = watch(
      {},
      { errorRate: 1 },
      { edge: { retry: { maxAttempts: 3, backoff: { type: "none" } } } },
    );
    expect(attempts(totals)).toBe(10);
    // Three calls of three attempts, and a fourth that is stopped after its first.
    expect(allOf(totals).failed).toEqual({ error: 3, circuitOpen: 98 });
  });
});
