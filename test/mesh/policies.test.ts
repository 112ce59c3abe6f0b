// Two layers of policies around a call: the caller's own and the mesh's, and what each may do.
import { describe, expect, it } from "vitest";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { chain } from "./designs.ts";

const FAST = { type: "none" };
const FAILS = { errorRate: 1, errorTime: 1 };
const users = metronome(100, 0);

describe("retries of a mesh", () => {
  const mesh = { retry: { maxAttempts: 2, backoff: FAST } };
  const retry = { maxAttempts: 3, backoff: FAST };

  it("are made by the proxy, one call to its caller", () => {
    const totals = simulate(chain({ users, mesh, b: FAILS, durationS: 0.9995 }));
    const edge = edgeOf(totals, "a->b");
    expect(edge.calls).toBe(10);
    expect(edge.attempts).toBe(20);
    expect(edge.retriesBy).toEqual({ library: 0, mesh: 10 });
    expect(edge.library?.attempts).toBe(10);
    expect(nodeOf(totals, "b").arrivals).toBe(20);
  });

  it("multiply with those of the caller: 3 times 2 attempts", () => {
    const totals = simulate(chain({ users, mesh, b: FAILS, edge: { retry }, durationS: 0.9995 }));
    const edge = edgeOf(totals, "a->b");
    expect(edge.attempts).toBe(10 * 3 * 2);
    expect(edge.retriesBy).toEqual({ library: 20, mesh: 30 });
    expect(edge.retries).toBe(50);
    expect(edge.retryAmplification).toBe(6);
  });

  it("are warned of where the caller retries too, and only there", () => {
    const codes = (edge: object) => {
      const result = resolveScenario(chain({ mesh, edge }));
      return result.problems.map(({ code, path }) => [code, path]);
    };
    expect(codes({ retry })).toContainEqual(["two-retry-layers", "edges.a->b.retry"]);
    expect(codes({}).flat()).not.toContain("two-retry-layers");
    expect(codes({ retry, mesh: { retry: null } }).flat()).not.toContain("two-retry-layers");
  });

  it("are the edge's where it has its own, field by field over those of the mesh", () => {
    const own = (retry: unknown) => {
      const document = chain({
        users,
        mesh,
        b: FAILS,
        edge: { mesh: { retry } },
        durationS: 0.9995,
      });
      return edgeOf(simulate(document), "a->b").attempts;
    };
    expect(own({ maxAttempts: 4 })).toBe(40);
    expect(own({ backoff: { type: "none" } })).toBe(20);
    expect(own(null)).toBe(10);
  });

  it("know what an answer 503 of HTTP is not: Istio tries it again over gRPC only", () => {
    const full = { concurrency: 1, queueLengthMax: 0, serviceTime: 50 };
    const attempts = (protocol: string, batch: number) => {
      const document = chain({
        users: { ...users, batch },
        mesh: { preset: "istio@2026-11", pool: null },
        b: full,
        edge: { protocol },
        durationS: 0.9995,
      });
      const { failed, retries } = edgeOf(simulate(document), "a->b");
      return { refused: (failed.rejected ?? 0) > 0, retried: retries > 0 };
    };
    expect(attempts("rest", 2)).toEqual({ refused: true, retried: false });
    expect(attempts("grpc", 2)).toEqual({ refused: true, retried: true });
  });
});

describe("time-outs of a mesh", () => {
  it("bound an attempt, and all of a call", () => {
    const b = { serviceTime: 100 };
    const retry = { maxAttempts: 3, backoff: FAST };
    const each = simulate(chain({ mesh: { perTryTimeoutMs: 20, retry }, b }));
    expect(edgeOf(each, "a->b").failed).toEqual({ timeout: 3 });
    expect(edgeOf(each, "a->b").library?.failed).toEqual({ timeout: 1 });
    const whole = simulate(chain({ mesh: { timeoutMs: 50, perTryTimeoutMs: 20, retry }, b }));
    // The third attempt is cut off by the time-out of the call, an answer 504 to the caller.
    expect(edgeOf(whole, "a->b").attempts).toBe(3);
    expect(edgeOf(whole, "a->b").library?.failed).toEqual({ timeout: 1 });
    expect(edgeOf(whole, "a->b").library?.latencyMs.max).toBeLessThan(52);
  });

  it("of the caller take its proxy's retries with them", () => {
    const document = chain({
      mesh: {
        retry: { maxAttempts: 10, backoff: { type: "constant", baseMs: 10, jitter: "none" } },
      },
      b: FAILS,
      edge: { timeoutMs: 35 },
    });
    const { attempts } = edgeOf(simulate(document), "a->b");
    expect(attempts).toBeGreaterThan(1);
    expect(attempts).toBeLessThan(5);
  });
});

describe("what a proxy hands on", () => {
  it("is how the callee ended, and 503 for what did not get through", () => {
    const failed = (b: object, faults = {}) =>
      edgeOf(simulate(chain({ users, b, faults, durationS: 0.9995 })), "a->b").library?.failed;
    expect(failed(FAILS)).toEqual({ error: 10 });
    expect(failed({ rateLimit: { ratePerS: 0.001, burst: 1 } })).toEqual({ rateLimited: 9 });
    const down = { f: { kind: "crash", target: "b", atS: 0.001 } } as const;
    expect(failed({}, down)).toEqual({ rejected: 10 });
  });

  it("is blamed on the callee, not on the proxies between", () => {
    const totals = simulate(chain({ users, b: FAILS, durationS: 0.9995 }));
    expect(totals.failedAt.map(({ node, requests }) => [node, requests])).toEqual([["b", 10]]);
    expect(allOf(totals).failed).toEqual({ dependency: 10 });
  });

  it("is a time-out that takes the place of a slow callee, blamed on the callee", () => {
    const document = chain({ users, mesh: { perTryTimeoutMs: 20 }, b: { serviceTime: 60 } });
    const [place] = simulate(document).failedAt;
    expect(place?.node).toBe("b");
  });
});

describe("members that fail", () => {
  const three = { replicas: 3, concurrency: 4, serviceTime: 2, endpointDelayMs: 60_000 };
  const bad = { f: { kind: "errors", target: "b[0]", atS: 0, ratio: 1 } } as const;

  it("are ejected by the proxy of their callers where the mesh detects outliers", () => {
    const given = { users, b: three, faults: bad, durationS: 5 };
    const outlier = { maxEjectionRatio: 0.5 };
    const detected = simulate(chain({ ...given, mesh: { outlier, panicThreshold: 0 } }));
    const ignored = simulate(chain({ ...given, mesh: {} }));
    expect(detected.meshes?.m?.ejections).toBe(1);
    expect(edgeOf(detected, "a->b").balancing?.ejections).toBe(1);
    expect(edgeOf(detected, "a->b").failed.error).toBe(5);
    expect(edgeOf(ignored, "a->b").failed.error).toBeGreaterThan(10);
  });

  it("are avoided by retries that pick anew", () => {
    const down = { f: { kind: "crash", target: "b[0]", atS: 0 } } as const;
    const retry = {
      maxAttempts: 3,
      backoff: FAST,
      retryOn: ["connectionRefused"],
      avoidTried: true,
    };
    const totals = simulate(
      chain({ users, mesh: { retry }, b: three, faults: down, durationS: 5 }),
    );
    expect(edgeOf(totals, "a->b").failed.connectionRefused).toBeGreaterThan(5);
    expect(allOf(totals).failed).toEqual({});
  });
});
