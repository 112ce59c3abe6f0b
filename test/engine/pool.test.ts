// Connection pools: who gets a connection, when, what a new one costs, and how they are lost.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { outstandingCell } from "../../simulation/primitives/balancer.ts";
import { balanceCells } from "../../simulation/primitives/policy-rows.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import {
  allOf,
  edgeOf,
  metronome,
  nodeOf,
  ONCE,
  resolved,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

const EDGE = "users->api";

/** So many requests at time 0 over a pool to a service of 50 ms without a limit of its own. */
function burst(count: number, pool: object, more: object = {}, api: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: { ...ONCE, batch: count },
      api: { serviceTime: 50, concurrency: null, ...api },
    },
    edges: { [EDGE]: { pool: { handshake: "none", ...pool }, ...more } },
  });
}

function poolOf(document: ScenarioDocument) {
  const pool = edgeOf(simulate(document), EDGE).pool;
  if (!pool) throw new Error("no pool");
  return pool;
}

describe("a pool of connections", () => {
  it("serves a burst in waves, first come, first served", () => {
    const totals = simulate(burst(40, { max: 4 }));
    const { latencyMs, ok } = allOf(totals);
    expect(ok).toBe(40);
    expect(latencyMs.max).toBe(500);
    expect(latencyMs.mean).toBe(275);
    expect(nodeOf(totals, "api").inFlight.max).toBe(4);
    const pool = edgeOf(totals, EDGE).pool;
    expect(pool).toMatchObject({ acquired: 40, waited: 36, opened: 4, timeouts: 0 });
    expect(pool?.waitMs.max).toBe(450);
    expect(pool?.waiting.max).toBe(36);
    expect(pool?.waiting.mean).toBeCloseTo((4 * 50 * 45) / 10_000, 9);
    expect(pool?.inUse.mean).toBeCloseTo((4 * 500) / 10_000, 9);
  });

  it("is what least connections goes by, idle connections included", () => {
    const edge = { balancing: "leastConnections" };
    // Two instances; the connections that a first burst has opened decide about the second.
    const document = sketch({
      nodes: {
        users: { kind: "client", arrivals: { type: "trace", timesMs: [0, 0, 0, 0, 1000, 1000] } },
        api: { replicas: 2, serviceTime: 50, concurrency: null, instanceSpeed: [1, 0.1] },
      },
      edges: { [EDGE]: { ...edge, pool: { max: 10, handshake: "none", idleMs: 300 } } },
    });
    const under = run(document);
    expect(edgeOf(under.totals(), EDGE).pool).toMatchObject({ opened: 6, idle: { mean: 0.18 } });
    for (const at of [0, 1]) {
      expect(balanceCells.outstanding[outstandingCell(0, 0, at)]).toBe(0);
    }
    engine.load(resolved(document));
    engine.run(200, Infinity);
    // Fast or slow, in use or idle: two connections to each.
    for (const at of [0, 1]) {
      expect(balanceCells.outstanding[outstandingCell(0, 0, at)]).toBe(2);
    }
  });

  it("lets nobody wait longer than its limit", () => {
    const totals = simulate(burst(40, { max: 10, timeoutMs: 120 }));
    expect(allOf(totals).ok).toBe(30);
    expect(allOf(totals).failed).toEqual({ poolTimeout: 10 });
    expect(edgeOf(totals, EDGE)).toMatchObject({
      calls: 40,
      attempts: 30,
      failed: { poolTimeout: 10 },
    });
    expect(nodeOf(totals, "api").arrivals).toBe(30);
  });

  it("pays the round trips of a handshake once a connection", () => {
    const latency = (handshake: string): number | null =>
      allOf(simulate(burst(2, { max: 1, handshake }, { networkMs: 3 }))).latencyMs.max;
    expect(latency("none")).toBe(2 * 56);
    expect(latency("tcp")).toBe(2 * 56 + 6);
    expect(latency("tls13")).toBe(2 * 56 + 12);
    expect(latency("tls12")).toBe(2 * 56 + 18);
  });

  it("closes idle connections, at once or after a while", () => {
    const steady = (pool: object): ScenarioDocument =>
      sketch({
        nodes: { users: metronome(100, 1), api: { serviceTime: 50, concurrency: null } },
        edges: { [EDGE]: { pool: { handshake: "none", ...pool } } },
      });
    expect(poolOf(steady({ idleMs: 60 }))).toMatchObject({ opened: 1, closedIdle: 0 });
    expect(poolOf(steady({ idleMs: 40 }))).toMatchObject({ opened: 100, closedIdle: 100 });
    expect(poolOf(steady({ idleMs: 0 }))).toMatchObject({ opened: 100, closedIdle: 100 });
    expect(poolOf(steady({ maxIdle: 0 }))).toMatchObject({ opened: 100, closedIdle: 100 });
  });

  it("keeps only so many idle ones", () => {
    expect(poolOf(burst(5, { max: null, maxIdle: 2 }))).toMatchObject({ opened: 5, closedIdle: 3 });
  });

  it("is full from the start where it is warm", () => {
    const pool = poolOf(burst(3, { max: 4, warm: true, handshake: "tcp" }, { networkMs: 1 }));
    expect(pool).toMatchObject({ opened: 0, acquired: 3, waited: 0 });
    expect(pool.idle.mean).toBeCloseTo(4 - (3 * 52) / 10_000, 9);
  });

  it("carries many requests on one connection with HTTP/2", () => {
    const pool = { max: 1, http: "2", maxConcurrentStreams: 3, handshake: "tcp" };
    const totals = simulate(burst(5, pool, { networkMs: 1 }));
    expect(edgeOf(totals, EDGE).pool).toMatchObject({ opened: 1, acquired: 5 });
    expect(nodeOf(totals, "api").inFlight.max).toBe(3);
    expect(allOf(totals).latencyMs.max).toBe(2 + 52 + 52);
  });

  it("answers pipelined requests in their order", () => {
    const api = { serviceTime: { type: "trace", valuesMs: [100, 10, 10, 10] } };
    const totals = simulate(burst(4, { max: 1, pipelining: 4, handshake: "tcp" }, {}, api));
    expect(nodeOf(totals, "api").inFlight.max).toBe(4);
    expect(allOf(totals).latencyMs.min).toBe(100);
    expect(allOf(totals).ok).toBe(4);
  });

  it("closes the connection of a request that is given up, unless it is shared", () => {
    const late = { timeoutMs: 20 };
    expect(poolOf(burst(4, { max: 2 }, late))).toMatchObject({
      acquired: 4,
      opened: 4,
      closedBroken: 4,
    });
    expect(poolOf(burst(4, { max: 2, http: "2", maxConcurrentStreams: 1 }, late))).toMatchObject({
      acquired: 4,
      opened: 2,
      closedBroken: 0,
    });
  });

  it("loses pipelined requests together with the one that is given up", () => {
    const totals = simulate(
      burst(3, { max: 1, pipelining: 3 }, { timeoutMs: 20 }, { serviceTime: 50 }),
    );
    expect(allOf(totals).failed).toEqual({ timeout: 1, connectionLost: 2 });
    expect(edgeOf(totals, EDGE).pool).toMatchObject({ closedBroken: 1 });
  });

  it("opens new connections after the callee has crashed", () => {
    const document = sketch({
      nodes: { users: metronome(100, 1), api: { serviceTime: 20, endpointDelayMs: 0 } },
      edges: { [EDGE]: { pool: { handshake: "none", max: 3 } } },
      faults: { f: { kind: "crash", target: "api", atS: 2.05, forS: 1 } },
    });
    const totals = simulate(document);
    expect(edgeOf(totals, EDGE).pool).toMatchObject({ opened: 2, closedBroken: 1 });
    expect(allOf(totals).failed).toEqual({ connectionRefused: 10 });
  });

  it("spreads requests by the balancer until it is full, then stays with its connections", () => {
    const spread = (max: number) => {
      const totals = simulate(
        sketch({
          run: { detail: true },
          nodes: { users: metronome(100, 1), api: { serviceTime: 20, replicas: 2 } },
          edges: { [EDGE]: { pool: { handshake: "none", max, idleMs: null } } },
        }),
      );
      return nodeOf(totals, "api")
        .instanceLoad?.instances.map(({ arrivals }) => arrivals)
        .sort();
    };
    expect(spread(2)).toEqual([50, 50]);
    expect(spread(1)).toEqual([0, 100]);
  });
});

describe("a database's connections", () => {
  const db = { kind: "database", serviceTime: 50, concurrency: 100, maxConnections: 5 };
  const two = (edge: object): ScenarioDocument =>
    sketch({
      nodes: { a: { ...ONCE, batch: 4 }, b: { ...ONCE, batch: 4 }, db },
      edges: { "a->db": edge, "b->db": edge },
    });

  it("are limited over all callers together", () => {
    const totals = simulate(two({ pool: { max: 4, handshake: "none" } }));
    expect(allOf(totals).failed).toEqual({ connectionRefused: 3 });
    expect(edgeOf(totals, "b->db")).toMatchObject({ calls: 4, attempts: 4, ok: 1 });
    expect(edgeOf(totals, "b->db").pool).toMatchObject({ refused: 3 });
  });

  it("are counted call by call where callers have no pools", () => {
    expect(allOf(simulate(two({}))).failed).toEqual({ connectionRefused: 3 });
  });
});
