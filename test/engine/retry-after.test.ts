// Answers that say when to come back, and callers that heed them or not; worked out by hand.
import { describe, expect, it } from "vitest";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { watch } from "../support/attempt-times.ts";
import { ONCE, resolved, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

const CONSTANT = { type: "constant", baseMs: 100, jitter: "none" };

/** Pauses of one call whose attempts are all turned away or fail, with no delay on the wire. */
function pausesOf(
  retry: object,
  api: object = { errorRate: 1, errorTime: 0 },
  edge: object = {},
): readonly number[] {
  const scenario = resolved(
    sketch({
      run: { durationS: 60, windowS: 60 },
      nodes: { users: ONCE, api: { serviceTime: 0, ...api } },
      edges: { [EDGE]: { networkMs: 0, retry: { backoff: CONSTANT, ...retry }, ...edge } },
    }),
  );
  return watch(scenario, EDGE).gapsMs;
}

const failing = (retryAfterMs: number) => ({ errorRate: 1, errorTime: 0, retryAfterMs });

describe("Retry-After", () => {
  it("is ignored by default", () => {
    expect(pausesOf({}, failing(2000))).toEqual([100, 100]);
  });

  it("is followed instead of the pause, longer or shorter, up to the longest pause", () => {
    const follow = { retryAfter: "follow" };
    expect(pausesOf(follow, failing(2000))).toEqual([2000, 2000]);
    expect(pausesOf(follow, failing(30))).toEqual([30, 30]);
    const capped = { ...follow, backoff: { ...CONSTANT, capMs: 500 } };
    expect(pausesOf(capped, failing(2000))).toEqual([500, 500]);
    const none = { ...follow, backoff: { type: "none" } };
    expect(pausesOf(none, failing(2000))).toEqual([2000, 2000]);
  });

  it("makes a pause longer, by 5 s at most", () => {
    const atLeast = { retryAfter: "atLeast" };
    expect(pausesOf(atLeast, failing(30))).toEqual([100, 100]);
    expect(pausesOf(atLeast, failing(2000))).toEqual([2000, 2000]);
    expect(pausesOf(atLeast, failing(20_000))).toEqual([5100, 5100]);
  });

  it("comes with what the callee's door turns away", () => {
    const limited = { rateLimit: { ratePerS: 0.1, burst: 1 }, retryAfterMs: 3000, errorRate: 1 };
    const retry = { retryAfter: "follow", maxAttempts: 4 };
    // The first attempt takes the only token and fails.
    const on = { retryOn: ["error", "rateLimited"] };
    expect(pausesOf({ ...retry, ...on }, limited)).toEqual([3000, 3000, 3000]);
  });

  it("says nothing where nothing was answered: a timeout, a refused connection, an own limit", () => {
    const retry = { retryAfter: "follow" };
    const slow = { serviceTime: 1000, retryAfterMs: 2000 };
    expect(pausesOf(retry, slow, { timeoutMs: 50 })).toEqual([150, 150]);
    const own = { rateLimit: { ratePerS: 0.1, burst: 1, appliesTo: "attempt" } };
    const on = { retryOn: ["error", "rateLimited"], maxAttempts: 12 };
    // Refused by the caller's own limit it pauses 100 ms each time: ten tries end before the next
    // token, which comes after 10 s, and would not with pauses of 2 s.
    expect(pausesOf({ ...retry, ...on }, failing(2000), own)).toEqual([]);
  });
});

describe("a library that never makes more than so many attempts", () => {
  it("makes no more, whatever is asked for", () => {
    expect(pausesOf({ maxAttempts: 10, attemptsCap: 5 })).toHaveLength(4);
    expect(pausesOf({ maxAttempts: 3, attemptsCap: 5 })).toHaveLength(2);
    expect(pausesOf({ maxAttempts: null, attemptsCap: 2 })).toHaveLength(1);
  });
});

describe("Retry-After through a mesh", () => {
  const BARE = { kind: "mesh", delayMs: 0, cpuMs: 0, pool: null };
  /** What comes before the attempts at `api` behind two sidecars; both may try again. */
  const through = (mesh: object, retry: object | null): readonly number[] => {
    const drawing = sketch({
      run: { durationS: 60, windowS: 60 },
      nodes: {
        users: ONCE,
        front: { in: "m", serviceTime: 0 },
        api: { in: "m", serviceTime: 0, ...failing(2000) },
      },
      edges: { "users->front": {}, "front->api": { networkMs: 0, ...(retry ? { retry } : {}) } },
    });
    const scenario = resolved({ ...drawing, groups: { m: { ...BARE, ...mesh } } } as never);
    return watch(scenario, "front->api~wire").gapsMs;
  };

  it("is heeded by the proxy of the caller, which reads the answer", () => {
    const retry = { backoff: CONSTANT, retryAfter: "follow" };
    expect(through({ retry }, null)).toEqual([2000, 2000]);
    expect(through({ retry: { backoff: CONSTANT } }, null)).toEqual([100, 100]);
  });

  it("is no news without effect where a proxy heeds it", () => {
    const problems = (retry: object) => {
      const drawing = sketch({
        nodes: { users: ONCE, front: { in: "m" }, api: { in: "m", ...failing(2000) } },
        edges: { "users->front": {}, "front->api": {} },
      });
      const groups = { m: { ...BARE, retry } };
      return resolveScenario({ ...drawing, groups } as never).problems.map(({ path }) => path);
    };
    expect(problems({ retryAfter: "follow" })).not.toContain("nodes.api.retryAfterMs");
    expect(problems({})).toContain("nodes.api.retryAfterMs");
  });

  it("reaches the library of the caller behind its own proxy", () => {
    expect(through({}, { backoff: CONSTANT, retryAfter: "follow" })).toEqual([2000, 2000]);
  });
});
