// What is said behind a gateway or a load balancer of when to come back, and who hears it; by hand.
import { describe, expect, it } from "vitest";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { watch } from "../support/attempt-times.ts";
import { allOf, edgeOf, metronome, ONCE, resolved, simulate, sketch } from "../support/simulate.ts";

const CONSTANT = { type: "constant", baseMs: 100, jitter: "none" };
const FOLLOWS = { backoff: CONSTANT, retryAfter: "follow", retryOn: ["rateLimited", "rejected"] };

/** Its first call takes the only token; all others are answered 429, and to come back in 3 s. */
const LIMITED = {
  serviceTime: 0,
  rateLimit: { ratePerS: 0.001, burst: 1 },
  retryAfterMs: 3000,
};

interface Drawing {
  readonly middle?: object;
  readonly api?: object;
  readonly retry?: object | null;
  readonly edge?: object;
  readonly more?: object;
  readonly edges?: object;
}

/** Two requests at once, over somebody in the middle; the first takes the token. */
function drawn(given: Drawing = {}) {
  const { middle, api = LIMITED, retry = FOLLOWS, edge = {}, more = {}, edges = {} } = given;
  return sketch({
    run: { durationS: 60, windowS: 60 },
    nodes: {
      users: { ...ONCE, batch: 2 },
      middle: { kind: "api-gateway", serviceTime: 0, replicas: 1, ...middle },
      api,
      ...more,
    } as never,
    edges: {
      "users->middle": { networkMs: 0, ...(retry ? { retry } : {}) },
      "middle->api": { networkMs: 0, ...edge },
      ...edges,
    } as never,
  });
}

/** Pauses of the request that got no token: those of both, without the one at the start. */
function pausesOf(given: Drawing): readonly number[] {
  return watch(resolved(drawn(given)), "users->middle").gapsMs.slice(1);
}

const endings = (given: Drawing) => allOf(simulate(drawn({ retry: null, ...given }))).failed;

describe("a gateway before a service that limits", () => {
  it("hands the answer 429 on; a service in its place depends on it, and a balancer hands on", () => {
    expect(endings({})).toEqual({ rateLimited: 1 });
    expect(endings({ middle: { kind: "service" } })).toEqual({ dependency: 1 });
    expect(endings({ middle: { kind: "load-balancer" } })).toEqual({ rateLimited: 1 });
    // Whatever else fails behind it is a failure of who depends on it.
    expect(endings({ api: { errorRate: 1, errorTime: 0 } })).toEqual({ dependency: 2 });
    expect(endings({ api: { concurrency: 1, queueLengthMax: 0, serviceTime: 9 } })).toEqual({
      dependency: 1,
    });
  });

  it("hands on when to come back, which a service in its place keeps to itself", () => {
    expect(pausesOf({})).toEqual([3000, 3000]);
    expect(pausesOf({ middle: { kind: "load-balancer" } })).toEqual([3000, 3000]);
    const service = { middle: { kind: "service" }, retry: { ...FOLLOWS, retryOn: ["dependency"] } };
    expect(pausesOf(service)).toEqual([100, 100]);
    const ignores = { retry: { ...FOLLOWS, retryAfter: "ignore" } };
    expect(pausesOf(ignores)).toEqual([100, 100]);
  });

  it("is not asked again by callers that do not retry a limit, which is the default", () => {
    const { retryOn: _, ...usual } = FOLLOWS;
    expect(pausesOf({ retry: usual })).toEqual([]);
  });

  it("hands on what comes with other refusals, whatever it makes of them", () => {
    const full = { serviceTime: 60_000, concurrency: 1, queueLengthMax: 0, retryAfterMs: 3000 };
    const retry = { ...FOLLOWS, retryOn: ["dependency"] };
    expect(pausesOf({ api: full, retry })).toEqual([3000, 3000]);
    const twice = {
      more: { second: { kind: "api-gateway", serviceTime: 0 } },
      api: { serviceTime: 0 },
      edges: { "middle->second": { networkMs: 0 }, "second->limited": { networkMs: 0 } },
    };
    const more = { ...twice.more, limited: full };
    expect(pausesOf({ ...twice, more, retry })).toEqual([3000, 3000]);
  });

  it("has a limit and a word of its own, which comes first", () => {
    const own = { rateLimit: { ratePerS: 0.001, burst: 1 }, retryAfterMs: 700 };
    expect(pausesOf({ middle: own })).toEqual([700, 700]);
    // A limit on its own edge says nothing: there is no answer to hand on.
    const edge = { rateLimit: { ratePerS: 0.001, burst: 1 } };
    expect(endings({ api: { serviceTime: 0, retryAfterMs: 3000 }, edge })).toEqual({
      rateLimited: 1,
    });
    const told = { api: { serviceTime: 0, retryAfterMs: 3000 }, edge };
    expect(pausesOf(told)).toEqual([100, 100]);
    // Nor does it repeat what was said to the request before.
    const three = drawn({ edge: { rateLimit: { ratePerS: 0.001, burst: 2 } } });
    const users = { ...three.nodes.users, batch: 3 } as never;
    const scenario = resolved({ ...three, nodes: { ...three.nodes, users } });
    const { sentMs } = watch(scenario, "users->middle");
    expect(sentMs).toEqual([0, 0, 0, 100, 200, 3000, 3100]);
  });

  it("tells each caller what it was told for it, however long the answer is under way", () => {
    const operations = (name: string) => ({ when: [name], operation: "ask" });
    const drawing = sketch({
      run: { durationS: 20, windowS: 20 },
      nodes: {
        one: { ...metronome(100_000, 0), batch: 1, requests: { a: {} } },
        two: { ...metronome(100_000, 1), batch: 1, requests: { b: {} } },
        middle: { kind: "api-gateway", serviceTime: 0 },
        // Both say no, and differ in when to come back.
        soon: { serviceTime: 0, errorRate: 1, errorTime: 0, retryAfterMs: 1000 },
        late: { serviceTime: 0, errorRate: 1, errorTime: 0, retryAfterMs: 5000 },
      } as never,
      edges: {
        "one->middle": { networkMs: 50, retry: { ...FOLLOWS, retryOn: ["dependency"] } },
        "two->middle": { networkMs: 50, retry: { ...FOLLOWS, retryOn: ["dependency"] } },
        "middle->soon": { networkMs: 0, calls: [{ id: "s", ...operations("a") }] },
        "middle->late": { networkMs: 0, calls: [{ id: "l", ...operations("b") }] },
      } as never,
    });
    const gaps = (edge: string) => watch(resolved(drawing), edge).gapsMs;
    // There and back, and the pause.
    expect(gaps("one->middle")).toEqual([1100, 1100]);
    expect(gaps("two->middle")).toEqual([5100, 5100]);
  });

  it("hands on what a quota says: until its window ends", () => {
    const quota = { way: "window", limit: 1, windowS: 10 };
    const api = { kind: "external-api", quota, serviceTime: 0 };
    // Refused at 0 and told 10 s.
    const retry = { ...FOLLOWS, maxAttempts: 2 };
    const run = drawn({ api, retry });
    const scenario = resolved({ ...run, run: { ...run.run, durationS: 90 } });
    expect(watch(scenario, "users->middle").gapsMs.slice(1)).toEqual([10_000]);
  });

  it("answers for itself where its identity provider limits", () => {
    const more = { idp: { kind: "identity-provider", replicas: 1, ...LIMITED } };
    const checks = { authentication: { check: "introspection" } };
    const found = endings({
      middle: checks,
      api: { serviceTime: 0 },
      more,
      edges: { "middle->idp": { networkMs: 0 }, "users->middle": { credential: "key" } },
    });
    expect(found).toEqual({ dependency: 1 });
  });
});

describe("what is written of Retry-After", () => {
  const problems = (given: Drawing) =>
    resolveScenario(drawn(given)).problems.map(({ path }) => path);

  it("has an effect where a gateway stands between", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ middle: { kind: "service" } })).toEqual(
      expect.arrayContaining(["edges.users->middle.retry.retryAfter", "nodes.api.retryAfterMs"]),
    );
    expect(problems({ retry: null })).toEqual(["nodes.api.retryAfterMs"]);
  });
});

describe("an attempt that was refused by a limit behind a gateway", () => {
  it("is counted as that on every edge", () => {
    const totals = simulate(drawn({ retry: null }));
    expect(edgeOf(totals, "users->middle").failed).toEqual({ rateLimited: 1 });
    expect(edgeOf(totals, "middle->api").failed).toEqual({ rateLimited: 1 });
    expect(totals.failedAt.map(({ node }) => node)).toEqual(["api"]);
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});
