// Who is let in, where it meets other things: meshes, messages, crashes, shared cores, live changes; and the
// books of all that.
import { describe, expect, it } from "vitest";
import { couplingOf } from "../../simulation/analysis/coupling.ts";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, nodeOf, resolved, simulate } from "../support/simulate.ts";
import { CROWDED, drawn, OUTAGE, play } from "./designs.ts";

function expectBooks(totals: EngineTotals): void {
  expect(totals.endedEarly).toBeNull();
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

describe.each(Object.entries(CROWDED))("%s", (_, design) => {
  it("keeps its books, in slices and by the heap alone", () => {
    const totals = simulate(design);
    expectBooks(totals);
    expect(nodeOf(totals, "api").access?.accepted).toBeGreaterThan(20);
    expect(simulate(design, { slice: 997 }).digest).toBe(totals.digest);
    expect(simulate(design, { heapOnly: true }).digest).toBe(totals.digest);
  });

  it("lets everything end when the load is over", () => {
    const drained = simulate({ ...design, run: { ...design.run, drain: true } });
    for (const node of Object.values(drained.nodes)) expect(node.inFlightAtEnd).toBe(0);
    expectBooks(drained);
  });
});

describe("what a request shows", () => {
  it("passes through the proxies of a mesh", () => {
    const design = drawn({
      authentication: null,
      nodes: { shop: { authentication: {}, concurrency: null } },
      edges: { "api->shop": {} },
    });
    const nodes = Object.fromEntries(
      Object.entries(design.nodes).map(([id, node]) => [
        id,
        id === "api" || id === "shop" ? { ...node, in: "m" } : node,
      ]),
    );
    const meshed = { ...design, nodes, groups: { m: { kind: "mesh" } } };
    expect(nodeOf(simulate(meshed), "shop").access).toMatchObject({
      accepted: 100,
      unauthenticated: 0,
    });
    const edges = { ...design.edges, "users->api": { credential: "forged" } };
    expect(nodeOf(simulate({ ...meshed, edges }), "shop").access?.accepted).toBe(0);
  });

  it("does not come with a message: a consumer needs something of its own", () => {
    const consumed = (credential: string | null) =>
      play({
        authentication: null,
        edge: { credential: null },
        nodes: {
          mq: { kind: "rabbitmq" },
          worker: { concurrency: null },
          shop: { authentication: {}, concurrency: null },
        },
        edges: {
          "api->mq": {},
          "mq->worker": { onFailure: "drop" },
          "worker->shop": { credential },
        },
      });
    expect(nodeOf(consumed(null), "shop").access).toMatchObject({ accepted: 0 });
    expect(nodeOf(consumed("key"), "shop").access?.accepted).toBeGreaterThan(95);
  });

  it("is kept by retries and hedges, and by whoever waits for a connection", () => {
    const totals = play({
      api: { errorRate: 0.3 },
      edge: {
        retry: { maxAttempts: 3 },
        hedge: { delayMs: 3 },
        pool: { max: 2, handshake: "tcp" },
      },
    });
    expectBooks(totals);
    expect(nodeOf(totals, "api").access?.unauthenticated).toBe(0);
    expect(edgeOf(totals, "users->api").retries).toBeGreaterThan(5);
  });
});

describe("what is kept beside an instance", () => {
  it("is lost with it", () => {
    const crash = { c: { kind: "crash", target: "api", atS: 4, forS: 1 } } as const;
    const at = (faults: object) =>
      nodeOf(play({ api: { endpointDelayMs: 0, serviceTime: 1 }, faults: { ...faults } }), "idp");
    expect(at({}).arrivals).toBe(1);
    expect(at(crash).arrivals).toBe(2);
  });

  it("comes and goes with instances of a fleet, each of which fetches for itself", () => {
    const totals = play({
      client: metronome(10, 0),
      api: {
        serviceTime: 20,
        concurrency: 1,
        replicas: 1,
        autoscale: {
          metric: "utilization",
          target: 0.5,
          maxReplicas: 4,
          syncPeriodS: 1,
          startupS: 0.5,
        },
      },
    });
    expectBooks(totals);
    expect(nodeOf(totals, "api").replicas?.max).toBe(4);
    expect(nodeOf(totals, "idp").arrivals).toBe(4);
  });
});

describe("the offered load", () => {
  it("is that of a run: refused requests go no further, checks take slots", () => {
    const design = drawn({
      client: { kind: "client", ratePerS: 50 },
      authentication: { check: "introspection" },
      api: { serviceTime: 5, concurrency: 4 },
      nodes: { bad: { kind: "client", ratePerS: 200 }, db: { kind: "database", serviceTime: 2 } },
      edges: { "bad->api": { credential: "none" }, "api->db": {} },
      run: { durationS: 200 },
    });
    const totals = simulate(design);
    const offered = new Map(offeredLoad(resolved(design)).nodes.map((node) => [node.id, node]));
    for (const id of ["api", "idp", "db"]) {
      const { arrivals, utilization } = nodeOf(totals, id);
      const { ratePerS = 0, utilization: expected } = offered.get(id) ?? {};
      expect(arrivals / 200 / ratePerS).toBeCloseTo(1, 1);
      expect((utilization ?? 0) / (expected ?? 1)).toBeCloseTo(1, 1);
    }
  });
});

describe("the coupling table", () => {
  it("has nothing in it that is kept beside a node, and says how much a provider is needed", () => {
    const needs = (authentication: object) => {
      const [journey] = couplingOf(resolved(drawn({ authentication, faults: OUTAGE }))).journeys;
      return journey?.needs ?? {};
    };
    expect(needs({ check: "introspection" })).toEqual({ api: 1, idp: 1 });
    const local = needs({ check: "local" });
    expect(Object.keys(local)).toEqual(["api", "idp"]);
    expect(local.idp).toBeLessThan(0.01);
  });
});

describe("a request that is refused", () => {
  it("is no failure of who refuses it, as breakers and states see it", () => {
    const totals = play({
      edge: { credential: "none", breaker: { minimumCalls: 5, window: { size: 10 } } },
    });
    expect(allOf(totals).failed).toEqual({ unauthorized: 100 });
    expect(edgeOf(totals, "users->api").breaker.opens).toBe(0);
  });
});
