// Deadlines of calls and of whole requests: when they cut off, what travels with a call, and which
// retries are still worth making.
import { describe, expect, it } from "vitest";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const CALM = { type: "constant", jitter: "none" } as const;

describe("the deadline of a call", () => {
  it("ends it with all its retries, and no timer of an attempt reaches beyond it", () => {
    const totals = simulate(
      sketch({
        nodes: { users: ONCE, api: { serviceTime: 1000 } },
        edges: {
          "users->api": {
            deadlineMs: 250,
            timeoutMs: 100,
            retry: { maxAttempts: null, backoff: { ...CALM, baseMs: 20 } },
          },
        },
      }),
    );
    // Attempts at 0, 120 and 240 ms; the third is cut off after 10.
    expect(edgeOf(totals, "users->api").attempts).toBe(3);
    expect(edgeOf(totals, "users->api").failed).toEqual({ timeout: 2, deadlineExceeded: 1 });
    expect(allOf(totals).failed).toEqual({ deadlineExceeded: 1 });
    expect(allOf(totals).latencyAllMs.mean).toBe(250);
  });

  it("keeps a retry from being made that would start too late: the last failure stands", () => {
    const at = (deadlineMs: number) =>
      simulate(
        sketch({
          nodes: { users: ONCE, api: { errorRate: 1, serviceTime: 10 } },
          edges: {
            "users->api": {
              deadlineMs,
              retry: { maxAttempts: 3, backoff: { ...CALM, baseMs: 50 } },
            },
          },
        }),
      );
    // Errors at 10, 70 and 130 ms; retries start at 60 and 120.
    expect(allOf(at(120)).failed).toEqual({ error: 1 });
    expect(allOf(at(120)).latencyAllMs.mean).toBe(70);
    expect(edgeOf(at(120), "users->api").attempts).toBe(2);
    expect(edgeOf(at(120.5), "users->api").attempts).toBe(3);
    expect(allOf(at(120.5)).failed).toEqual({ deadlineExceeded: 1 });
  });

  it("ends a pause before a retry that would start too late, if that is begun all the same", () => {
    const failing = (pastDeadline: string) =>
      simulate(
        sketch({
          nodes: { users: metronome(1000, 0), api: { errorRate: 1, serviceTime: 10 } },
          edges: {
            "users->api": {
              deadlineMs: 100,
              retry: {
                pastDeadline,
                backoff: { ...CALM, baseMs: 50 },
                budget: { type: "concurrent", ratio: 0, minConcurrent: 1 },
              },
            },
          },
        }),
      );
    // Errors at 10 and 70 ms; the pause after the second would last to 120.
    const inVain = failing("wait");
    expect(allOf(inVain).failed).toEqual({ deadlineExceeded: 10 });
    expect(allOf(inVain).latencyAllMs.mean).toBe(100);
    expect(edgeOf(inVain, "users->api").failed).toEqual({ error: 20 });
    expect(edgeOf(inVain, "users->api").retriesDenied).toBe(0);
    expect(edgeOf(inVain, "users->api").inBackoff.mean).toBeCloseTo((50 + 30) / 1000, 9);
    expect(allOf(failing("giveUp")).failed).toEqual({ error: 10 });
    expect(edgeOf(failing("giveUp"), "users->api").inBackoff.mean).toBeCloseTo(0.05, 9);
  });

  it("is answered for by a fallback, which stands outside it", () => {
    const totals = simulate(
      sketch({
        nodes: { users: ONCE, api: { serviceTime: 1000 } },
        edges: { "users->api": { deadlineMs: 100, fallback: { latencyMs: 5 } } },
      }),
    );
    expect(allOf(totals).degraded).toBe(1);
    expect(allOf(totals).latencyMs.mean).toBe(105);
  });
});

/** Three nodes in a row; each hop takes 10 ms one way. */
function chain(first: object, second: object, source: object = {}) {
  return simulate(
    sketch({
      nodes: {
        users: { ...ONCE, ...source },
        gate: { blocking: true, serviceTime: 30 },
        api: { blocking: true, serviceTime: 200 },
      },
      edges: {
        "users->gate": { networkMs: 10, ...first },
        "gate->api": { networkMs: 10, ...second },
      },
    }),
  );
}

describe("a deadline that is passed on", () => {
  it("bounds the calls of the callee by what remains of it, network time included", () => {
    const both = chain({ deadlineMs: 100, propagateDeadline: true }, { propagateDeadline: true });
    // The gateway calls at 40 ms and gives up at 100, when its caller does.
    expect(edgeOf(both, "gate->api").failed).toEqual({ deadlineExceeded: 1 });
    expect(nodeOf(both, "gate").latencyMs.max).toBe(90);
    const first = chain({ deadlineMs: 100, propagateDeadline: true }, {});
    expect(edgeOf(first, "gate->api").failed).toEqual({});
    expect(nodeOf(first, "gate").latencyMs.max).toBe(250);
    const second = chain({ deadlineMs: 100 }, { propagateDeadline: true });
    expect(edgeOf(second, "gate->api").failed).toEqual({});
  });

  it("does not lengthen the callee's own", () => {
    const own = { deadlineMs: 30, propagateDeadline: true };
    const totals = chain({ deadlineMs: 100, propagateDeadline: true }, own);
    expect(nodeOf(totals, "gate").latencyMs.max).toBe(60);
    expect(allOf(totals).failed).toEqual({ dependency: 1 });
  });

  it("is passed on by gRPC, and not by REST, unless the edge says otherwise", () => {
    const grpc = chain({ deadlineMs: 100, protocol: "grpc" }, { protocol: "grpc" });
    expect(edgeOf(grpc, "gate->api").failed).toEqual({ deadlineExceeded: 1 });
    const rest = chain({ deadlineMs: 100, protocol: "rest" }, { protocol: "rest" });
    expect(edgeOf(rest, "gate->api").failed).toEqual({});
  });

  it("keeps the callee from serving what comes to its turn too late", () => {
    const queued = (propagateDeadline: boolean) =>
      simulate(
        sketch({
          run: { durationS: 2 },
          nodes: { users: { ...metronome(50, 0) }, api: { concurrency: 1, serviceTime: 100 } },
          edges: { "users->api": { deadlineMs: 130, propagateDeadline } },
        }),
      );
    const told = queued(true);
    // Nobody waits longer than 130 ms, so every service ends at most 100 ms after its deadline.
    expect(nodeOf(told, "api").failed.deadlineExceeded).toBeGreaterThan(5);
    expect(nodeOf(told, "api").latencyMs.max).toBeLessThan(230);
    expect(nodeOf(queued(false), "api").failed.deadlineExceeded).toBeUndefined();
    expect(nodeOf(queued(false), "api").latencyMs.max).toBeGreaterThan(230);
  });
});

describe("the deadline of a request", () => {
  it("ends the request, whatever its calls are about, and travels with them", () => {
    const totals = chain(
      { propagateDeadline: true },
      { propagateDeadline: true },
      { deadlineMs: 100 },
    );
    expect(allOf(totals).failed).toEqual({ deadlineExceeded: 1 });
    expect(allOf(totals).latencyAllMs.mean).toBe(100);
    expect(edgeOf(totals, "users->gate").failed).toEqual({ deadlineExceeded: 1 });
    expect(edgeOf(totals, "gate->api").failed).toEqual({ deadlineExceeded: 1 });
  });

  it("ends it as abandoned where the user has less patience than that", () => {
    const ending = (patienceMs: number) =>
      allOf(chain({}, {}, { deadlineMs: 100, patienceMs })).failed;
    expect(ending(60)).toEqual({ abandoned: 1 });
    expect(ending(160)).toEqual({ deadlineExceeded: 1 });
  });

  it("makes no retry that would start later, over any protocol", () => {
    const totals = simulate(
      sketch({
        nodes: { users: { ...ONCE, deadlineMs: 100 }, api: { errorRate: 1, serviceTime: 10 } },
        edges: {
          "users->api": { retry: { maxAttempts: 9, backoff: { ...CALM, baseMs: 40 } } },
        },
      }),
    );
    expect(edgeOf(totals, "users->api").attempts).toBe(2);
    expect(allOf(totals).failed).toEqual({ error: 1 });
  });

  it("is not met by a fallback", () => {
    const totals = simulate(
      sketch({
        nodes: { users: { ...ONCE, deadlineMs: 100 }, api: { serviceTime: 1000 } },
        edges: { "users->api": { fallback: { latencyMs: 5 } } },
      }),
    );
    expect(allOf(totals).failed).toEqual({ deadlineExceeded: 1 });
  });
});
