// How journeys hang on nodes: the drawing's prediction against hand-computed cases and against runs.
import { describe, expect, it } from "vitest";
import { startBlastRadius } from "../../simulation/analysis/blast-radius.ts";
import { couplingOf } from "../../simulation/analysis/coupling.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { BlastRadiusResult, DownMode } from "../../simulation/results/coupling.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, sketch } from "../support/simulate.ts";

const CLIENT = { kind: "client", ratePerS: 50, requests: { buy: {} } };

function blast(document: ScenarioDocument, mode: DownMode = "crash"): BlastRadiusResult {
  const started = startBlastRadius(document, { mode, measuredS: 8 });
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  while (started.blast.next(engine));
  expect(started.blast.done()).toBe(started.blast.total());
  return started.blast.result();
}

/** Share of all requests that fail when a node is down, by node. */
function failedIn({ nodes }: BlastRadiusResult): Record<string, number> {
  return Object.fromEntries(nodes.map(({ node, all }) => [node, all.failed ?? Number.NaN]));
}

const SERIES = sketch({
  nodes: { users: CLIENT, orders: {}, payment: {} },
  edges: { "users->orders": {}, "orders->payment": {} },
});

describe("two services in series", () => {
  it("are both needed, two calls deep, and their availabilities multiply", () => {
    const [buy] = couplingOf(resolved(SERIES), 0.9).journeys;
    expect(buy).toMatchObject({
      journey: "buy",
      depth: 2,
      longest: ["users", "orders", "payment"],
      needs: { orders: 1, payment: 1 },
      later: [],
    });
    expect(buy?.availability).toBeCloseTo(0.81, 12);
  });

  it("fail every request when one of them is down, as runs show", () => {
    expect(failedIn(blast(SERIES))).toEqual({ orders: 1, payment: 1 });
  });

  it("take the breakdowns of a node for its availability where it has some", () => {
    const breakdowns = { every: 900, for: 100 };
    const one = { ...SERIES.nodes, payment: { kind: "service", serviceTime: 0, breakdowns } };
    const two = { ...one, payment: { ...one.payment, replicas: 2 } };
    const availability = (nodes: ScenarioDocument["nodes"]) =>
      couplingOf(resolved({ ...SERIES, nodes }), 1).journeys[0]?.availability;
    expect(availability(one)).toBeCloseTo(0.9, 12);
    expect(availability(two)).toBeCloseTo(0.99, 12);
  });
});

describe("what nobody waits for", () => {
  const ASYNC = sketch({
    nodes: {
      users: CLIENT,
      orders: {},
      bus: { kind: "rabbitmq", queues: { mail: {} } },
      email: {},
    },
    edges: {
      "users->orders": {},
      "orders->bus": { protocol: "amqp" },
      "bus->email": { protocol: "amqp", queue: "mail" },
    },
  });

  it("is not coupled: the broker is needed, its consumer only works later", () => {
    const [buy] = couplingOf(resolved(ASYNC), 0.9).journeys;
    expect(buy).toMatchObject({ depth: 1, needs: { orders: 1, bus: 1 }, later: ["email"] });
    expect(buy?.availability).toBeCloseTo(0.81, 12);
    expect(failedIn(blast(ASYNC))).toMatchObject({ orders: 1, bus: 1, email: 0 });
  });

  it("is not coupled over a one-way call either", () => {
    const oneWay = { ...SERIES, edges: { ...SERIES.edges, "orders->payment": { oneWay: true } } };
    const [buy] = couplingOf(resolved(oneWay), 0.9).journeys;
    expect(buy).toMatchObject({ depth: 1, needs: { orders: 1 }, later: ["payment"] });
    expect(failedIn(blast(oneWay, "hang")).payment).toBe(0);
  });
});

describe("what is forgiven", () => {
  it("is a database behind a cache that writes later, and an origin behind stale copies", () => {
    const behind = (writes: string): ScenarioDocument =>
      sketch({
        nodes: {
          users: CLIENT,
          cache: { kind: "cache", keyCount: 5, writes, operations: { buy: { access: "write" } } },
          db: { kind: "database" },
        },
        edges: { "users->cache": {}, "cache->db": {} },
      });
    expect(couplingOf(resolved(behind("through"))).journeys[0]?.needs).toEqual({ cache: 1, db: 1 });
    expect(couplingOf(resolved(behind("behind"))).journeys[0]?.needs).toEqual({ cache: 1 });
    expect(failedIn(blast(behind("through"))).db).toBe(1);
    expect(failedIn(blast(behind("behind"))).db).toBe(0);
    const copies = (staleIfErrorMs: number): ScenarioDocument =>
      sketch({
        nodes: {
          users: CLIENT,
          cdn: { kind: "cdn", keyCount: 5, ttlMs: 100, staleIfErrorMs, warm: true },
          origin: {},
        },
        edges: { "users->cdn": {}, "cdn->origin": {} },
      });
    expect(couplingOf(resolved(copies(60_000))).journeys[0]?.needs).toEqual({ cdn: 1 });
    expect(failedIn(blast(copies(60_000))).origin).toBe(0);
    expect(failedIn(blast(copies(0))).origin).toBeGreaterThan(0.5);
  });

  const withEdge = (edge: object): ScenarioDocument => ({
    ...SERIES,
    edges: { ...SERIES.edges, "orders->payment": { networkMs: 0, ...edge } },
  });

  it("is a callee with a fallback: waited for, but not needed", () => {
    const document = withEdge({ fallback: { type: "static" } });
    const [buy] = couplingOf(resolved(document), 0.9).journeys;
    expect(buy).toMatchObject({ depth: 2, needs: { orders: 1 } });
    expect(buy?.availability).toBeCloseTo(0.9, 12);
    const result = blast(document);
    expect(failedIn(result).payment).toBe(0);
    expect(result.nodes.find(({ node }) => node === "payment")?.all.degraded).toBe(1);
  });

  it("is an optional call", () => {
    const document = withEdge({ calls: [{ id: "pay", optional: true }] });
    expect(couplingOf(resolved(document)).journeys[0]?.needs).toEqual({ orders: 1 });
    expect(failedIn(blast(document)).payment).toBe(0);
  });

  it("is a call that falls back on another, as long as one of the two is up", () => {
    const document = sketch({
      nodes: { users: CLIENT, orders: {}, first: {}, second: {} },
      edges: {
        "users->orders": {},
        "orders->first": { fallback: { type: "call", edge: "orders->second" } },
        "orders->second": {},
      },
    });
    expect(couplingOf(resolved(document)).journeys[0]?.needs).toEqual({ orders: 1 });
    expect(failedIn(blast(document))).toEqual({ first: 0, orders: 1, second: 0 });
  });

  it("is one of three that are asked where two answers suffice", () => {
    const calls = { first: {}, second: {}, third: {} };
    const edges = Object.fromEntries(
      Object.keys(calls).map((id) => [`orders->${id}`, { calls: [{ id: "ask", stage: 1 }] }]),
    );
    const document = sketch({
      nodes: {
        users: CLIENT,
        orders: { operations: { buy: { requires: { "1": 2 } } } },
        ...calls,
      },
      edges: { "users->orders": {}, ...edges },
    });
    const [buy] = couplingOf(resolved(document)).journeys;
    expect(buy?.needs).toEqual({ orders: 1 });
    expect(buy?.fanOut).toEqual({ node: "orders", count: 3 });
    expect(failedIn(blast(document))).toMatchObject({ first: 0, second: 0, third: 0 });
  });
});

describe("a share of the requests", () => {
  it("hangs on a callee that is asked for a part of them, and runs agree", () => {
    const document: ScenarioDocument = {
      ...SERIES,
      run: { durationS: 60 },
      edges: {
        ...SERIES.edges,
        "orders->payment": { networkMs: 0, calls: [{ id: "pay", probability: 0.3 }] },
      },
    };
    const [buy] = couplingOf(resolved(document), 0.9).journeys;
    expect(buy?.needs.payment).toBeCloseTo(0.3, 12);
    expect(buy?.availability).toBeCloseTo(0.9 * (1 - 0.3 * 0.1), 12);
    // Some 400 requests: 4 standard errors of a share of 0.3.
    const { payment = 0 } = failedIn(blast(document));
    expect(Math.abs(payment - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 400));
  });

  it("is that of the journeys which use it", () => {
    const document = sketch({
      nodes: {
        users: { ...CLIENT, requests: { buy: { weight: 1 }, look: { weight: 3 } } },
        shop: {},
        payment: {},
        stock: {},
      },
      edges: {
        "users->shop": {},
        "shop->payment": { calls: [{ id: "pay", when: ["buy"] }] },
        "shop->stock": {},
      },
    });
    const { journeys, nodes } = couplingOf(resolved(document));
    expect(journeys.map(({ journey, needs }) => [journey, needs])).toEqual([
      ["buy", { payment: 1, shop: 1, stock: 1 }],
      ["look", { shop: 1, stock: 1 }],
    ]);
    expect(nodes).toEqual({
      payment: { fanIn: 1, fanOut: 0 },
      shop: { fanIn: 1, fanOut: 2 },
      stock: { fanIn: 1, fanOut: 0 },
    });
    const down = blast(document).nodes.find(({ node }) => node === "payment");
    expect(down?.journeys.buy?.failed).toBe(1);
    expect(down?.journeys.look?.failed).toBe(0);
  });
});

it("shows in runs what no drawing does: who does not answer takes the slots of his callers", () => {
  const document = sketch({
    nodes: {
      users: { ...CLIENT, requests: { buy: {}, look: {} } },
      shop: { blocking: true, concurrency: 4, queueLengthMax: 4 },
      payment: {},
    },
    edges: {
      "users->shop": { timeoutMs: 2000 },
      "shop->payment": { timeoutMs: 1000, calls: [{ id: "pay", when: ["buy"] }] },
    },
  });
  const of = (mode: DownMode) =>
    blast(document, mode).nodes.find(({ node }) => node === "payment")?.journeys.look?.failed;
  expect(of("crash")).toBe(0);
  expect(of("hang")).toBeGreaterThan(0.5);
});

it("leaves the faults of the file out and refuses what makes no sense", () => {
  const faults = { stop: { kind: "crash", target: "orders", atS: 0 } };
  expect(blast({ ...SERIES, faults }).baseline.all?.failed).toBe(0);
  expect(startBlastRadius(SERIES, { mode: "crash", measuredS: 0 }).ok).toBe(false);
  expect(startBlastRadius(SERIES, { mode: "crash", nodeAvailability: 2 }).ok).toBe(false);
});
