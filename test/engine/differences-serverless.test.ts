// A serverless function against a service on the same drawing: what the other would do instead.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { EnvironmentResult } from "../../simulation/results/environment-result.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Drawing {
  readonly client?: object;
  readonly node?: object;
  readonly environments?: object;
  readonly edges?: Readonly<Record<string, object>>;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
}

/** A client and a function of 100 ms that takes 400 ms to start; or a service in its place. */
function play(kind: "serverless" | "service", drawing: Drawing = {}): EngineTotals {
  const { client = ONCE, node, environments, edges, nodes, faults, durationS = 10 } = drawing;
  const own =
    kind === "serverless" ? { environments: { coldStart: 400, ...environments } } : { replicas: 1 };
  return simulate(
    sketch({
      run: { durationS },
      nodes: { users: client, it: { kind, serviceTime: 100, ...own, ...node }, ...nodes },
      edges: { "users->it": {}, ...edges },
      ...(faults ? { faults } : {}),
    }),
  );
}

function environmentsOf(totals: EngineTotals): EnvironmentResult {
  const { environments } = nodeOf(totals, "it");
  if (!environments) throw new Error("no environments");
  return environments;
}

const crowd = (batch: number) => ({ ...ONCE, batch });

describe("a cold start", () => {
  it("is paid by the first request and by none after it; a service is there already", () => {
    const steady = { client: metronome(1000, 500) };
    const totals = play("serverless", steady);
    expect(allOf(totals).latencyMs).toMatchObject({ max: 500, min: 100 });
    expect(environmentsOf(totals)).toMatchObject({ coldStarts: 1, coldMs: 400, max: 1, atEnd: 1 });
    expect(allOf(play("service", steady)).latencyMs.max).toBe(100);
  });

  it("comes back with every pause that is longer than environments stay idle", () => {
    const seldom = { client: metronome(2000, 500) };
    const gone = play("serverless", { ...seldom, environments: { idleMs: 1000 } });
    expect(environmentsOf(gone)).toMatchObject({ coldStarts: 5, min: 0, ended: 5 });
    expect(allOf(gone).latencyMs.min).toBe(500);
    const kept = play("serverless", { ...seldom, environments: { idleMs: 1000, warm: 1 } });
    expect(environmentsOf(kept)).toMatchObject({ coldStarts: 0, min: 1, max: 1 });
    expect(allOf(kept).latencyMs.max).toBe(100);
  });

  it("comes back after an outage of the platform", () => {
    const outage = { f: { kind: "crash", target: "it", atS: 3, forS: 1 } } as const;
    const totals = play("serverless", { client: metronome(1000, 500), faults: outage });
    expect(environmentsOf(totals).coldStarts).toBe(2);
  });
});

describe("a crowd", () => {
  it("gets an environment each, where a service makes it wait for slots", () => {
    const totals = play("serverless", { client: crowd(64) });
    expect(environmentsOf(totals)).toMatchObject({ coldStarts: 64, max: 64 });
    expect(allOf(totals).latencyMs).toMatchObject({ min: 500, max: 500 });
    // Sixteen slots make four waves of 100 ms.
    expect(allOf(play("service", { client: crowd(64) })).latencyMs.max).toBe(400);
  });

  it("shares environments that take several requests, and waits for the same start", () => {
    const totals = play("serverless", { client: crowd(64), environments: { requestsEach: 40 } });
    expect(environmentsOf(totals)).toMatchObject({ coldStarts: 2, max: 2 });
    expect(allOf(totals).latencyMs).toMatchObject({ min: 500, max: 500 });
  });

  it("is throttled beyond the limit; where requests may wait, none is lost", () => {
    const limited = play("serverless", { client: crowd(64), environments: { max: 10 } });
    expect(allOf(limited).failed).toEqual({ rateLimited: 54 });
    expect(environmentsOf(limited)).toMatchObject({ throttled: 54, max: 10 });
    const waiting = { max: 10, waitMs: 10_000 };
    const patient = play("serverless", { client: crowd(64), environments: waiting });
    expect(allOf(patient).failed).toEqual({});
    // The first ten start, then six more waves of 100 ms.
    expect(allOf(patient).latencyMs.max).toBe(500 + 600);
  });

  it("is throttled by the scaling rate, which lets more start as time goes by", () => {
    const slow = { burst: 5, ratePerS: 10 };
    const totals = play("serverless", { client: crowd(64), environments: slow });
    expect(environmentsOf(totals)).toMatchObject({ coldStarts: 5, throttled: 59 });
    // Ten a second come and none is ever done: five start at once, then ten a second.
    const rising = {
      client: metronome(50, 25),
      environments: slow,
      node: { serviceTime: 100_000 },
    };
    expect(environmentsOf(play("serverless", rising)).coldStarts).toBe(5 + 99);
  });
});

describe("an environment", () => {
  const behind = {
    client: metronome(100, 50),
    nodes: { db: { serviceTime: 1000, concurrency: null } },
    edges: { "it->db": {} },
    durationS: 20,
  };

  it("is held while its request waits for others; a service need not hold its slot", () => {
    const totals = play("serverless", { ...behind, environments: { max: 5 } });
    expect(environmentsOf(totals)).toMatchObject({ max: 5 });
    expect(allOf(totals).failed.rateLimited).toBeGreaterThan(80);
    expect(allOf(play("service", { ...behind, node: { concurrency: 5 } })).failed).toEqual({});
  });
});

describe("a function that checks its callers", () => {
  const client = metronome(1000, 500);
  const CHECK = { check: "local", checkMs: 20, refuseMs: 2 };
  const checking = (credential: string | null, more: Drawing = {}) =>
    play("serverless", {
      client,
      ...more,
      node: { authentication: CHECK, ...more.node },
      edges: { "users->it": { credential }, ...more.edges },
    });

  it("does so in an environment, once a request, before its work", () => {
    const totals = checking("key");
    expect(allOf(totals).latencyMs).toMatchObject({ max: 520, min: 120 });
    expect(environmentsOf(totals)).toMatchObject({ coldStarts: 1, max: 1, atEnd: 1 });
    expect(nodeOf(totals, "it").access).toMatchObject({ accepted: 10, unauthenticated: 0 });
    // One crowd, one environment each, for the check and the work after it.
    const many = checking("key", { client: crowd(20) });
    expect(environmentsOf(many)).toMatchObject({ coldStarts: 20, max: 20 });
    expect(allOf(many).latencyMs).toMatchObject({ max: 520, min: 520 });
  });

  it("starts environments for those whom it refuses; a gateway before it starts none", () => {
    const totals = checking(null, { client: crowd(20) });
    expect(allOf(totals).failed).toEqual({ unauthorized: 20 });
    expect(environmentsOf(totals)).toMatchObject({ coldStarts: 20, max: 20 });
    // The cold start, and then a look at nothing.
    expect(allOf(totals).latencyAllMs.max).toBe(402);
    const gate = { kind: "api-gateway", serviceTime: 0, authentication: CHECK };
    const before = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: {
          users: crowd(20),
          gate,
          it: { kind: "serverless", environments: { coldStart: 400 } },
        },
        edges: { "users->gate": {}, "gate->it": {} },
      }),
    );
    expect(allOf(before).failed).toEqual({ unauthorized: 20 });
    expect(allOf(before).latencyAllMs.max).toBe(2);
    expect(environmentsOf(before)).toMatchObject({ coldStarts: 0, max: 0 });
  });

  it("holds its environment while it asks; so a slow provider throttles it, and a service less", () => {
    const asks = (kind: "serverless" | "service") =>
      play(kind, {
        client: metronome(100, 50),
        node: {
          authentication: { check: "introspection", checkMs: 1 },
          serviceTime: 10,
          ...(kind === "service" ? { concurrency: 5 } : {}),
        },
        environments: { max: 5 },
        nodes: { idp: { kind: "identity-provider", serviceTime: 1000 } },
        edges: { "users->it": { credential: "key" }, "it->idp": {} },
        durationS: 20,
      });
    // Ten a second for a second each want ten environments, of which there are five.
    expect(allOf(asks("serverless")).failed.rateLimited).toBeGreaterThan(80);
    expect(environmentsOf(asks("serverless")).max).toBe(5);
    expect(allOf(asks("service")).failed).toEqual({});
  });

  it("keeps no one else waiting with keys: the function as a whole fetches them once", () => {
    const totals = checking("key", {
      client: crowd(20),
      nodes: { idp: { kind: "identity-provider", serviceTime: 0, keysTime: 30 } },
      edges: { "it->idp": {} },
    });
    expect(nodeOf(totals, "idp").arrivals).toBe(1);
    expect(allOf(totals).latencyMs.max).toBe(550);
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});
