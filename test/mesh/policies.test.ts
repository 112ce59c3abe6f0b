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

describe("a budget for the retries of a mesh", () => {
  const attempts = (mesh: object, edge: object = {}) =>
    edgeOf(
      simulate(chain({ users: metronome(10, 0), mesh, b: FAILS, edge, durationS: 49.995 })),
      "a->b",
    );

  it("lets a share of the calls be tried again, and some a second, however many fail (Linkerd)", () => {
    const retry = { preset: "linkerd-service-profile@2026-11" };
    const { calls, retriesBy } = attempts({ preset: "linkerd@2026-11", retry });
    expect(calls).toBe(5000);
    // In any ten seconds a fifth of the calls and a hundred.
    expect(Math.abs((retriesBy?.mesh ?? 0) - (0.2 * 5000 + 10 * 50))).toBeLessThan(15);
    // As shipped nothing is tried again; without a budget all is, but the last, whose turn comes later.
    expect(attempts({ preset: "linkerd@2026-11" }).retriesBy?.mesh).toBe(0);
    const without = { ...retry, budget: null, maxAttempts: 2 };
    expect(attempts({ preset: "linkerd@2026-11", retry: without }).retriesBy?.mesh).toBe(4999);
  });

  it("is the mesh's alone: what the caller tries again it does not see", () => {
    const mesh = {
      preset: "linkerd@2026-11",
      retry: { preset: "linkerd-service-profile@2026-11" },
    };
    const both = attempts(mesh, { retry: { maxAttempts: 2, backoff: FAST } });
    // The last one is still under way at the end.
    expect(both.retriesBy?.library).toBe(4999);
    // Each attempt of the caller is a call to its proxy, and adds its share.
    expect(Math.abs((both.retriesBy?.mesh ?? 0) - (0.2 * 10_000 + 10 * 50))).toBeLessThan(20);
  });
});

describe("a mesh that prefers its own zone", () => {
  const zoned = (locality: string, faults: object = {}) => {
    const zones = ["m", "east", "west"];
    const document = chain({
      users: metronome(10, 0),
      a: { in: zones, replicas: 2 },
      b: { in: zones, replicas: 4, endpointDelayMs: 0 },
      mesh: { balancing: "roundRobin", locality, pushDelayMs: 0 },
      edge: { networkMs: 0 },
      faults: faults as never,
      durationS: 19.995,
    });
    const groups = { ...document.groups, east: { kind: "zone" }, west: { kind: "zone" } };
    const totals = simulate({ ...document, groups, run: { ...document.run, detail: true } });
    const { instances = [] } = nodeOf(totals, "b").instanceLoad ?? {};
    return { at: instances.map(({ arrivals }) => arrivals), failed: allOf(totals).failed };
  };
  /** Both of the east; zones take turns. */
  const east = { f: { kind: "crash", target: ["b[0]", "b[2]"], atS: 10.0005 } };

  it("goes to the other one as soon as nobody is left in it, and spreads over all without", () => {
    // Each proxy has half of the calls, and what it may choose from is half of the instances.
    expect(zoned("zoneFirst").at).toEqual([500, 500, 500, 500]);
    const moved = zoned("zoneFirst", east);
    expect(moved.failed).toEqual({});
    expect(moved.at).toEqual([250, 750, 250, 750]);
    // Without it the two proxies share all four.
    const one = (locality: string) =>
      zoned(locality, { f: { kind: "crash", target: "b[0]", atS: 0.0005 } }).at;
    const [, west, leftInEast, alsoWest] = one("zoneFirst");
    expect([west, leftInEast, alsoWest]).toEqual([500, 1000, 500]);
    const spread = one("none").slice(1);
    for (const count of spread) expect(Math.abs(Number(count) - 666)).toBeLessThan(3);
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
