// What a call through a mesh passes and takes, to the microsecond.
import { describe, expect, it } from "vitest";
import { allOf, edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { chain } from "./designs.ts";

const latencyOf = (document: Parameters<typeof simulate>[0]) =>
  allOf(simulate(document)).latencyMs.max;

/** Two services, and the network there and back. */
const PLAIN = 2 + 5 + 2 * 1;
/** CPU time, and the delay of request and answer. */
const PASS = 0.2 + 2 * 0.3;

describe("a call through a mesh", () => {
  it("takes what it takes without one while the mesh is off", () => {
    expect(latencyOf(chain({ mesh: { enabled: false } }))).toBeCloseTo(PLAIN, 9);
  });

  it("passes a sidecar at each end, one where the caller stands outside", () => {
    const totals = simulate(chain());
    expect(Object.keys(totals.nodes)).toEqual(["a", "a~sidecar", "b", "b~sidecar", "users"]);
    // The leg from the users is theirs: their network, no proxy of their own.
    expect(allOf(totals).latencyMs.max).toBeCloseTo(PLAIN + 3 * PASS, 9);
    expect(nodeOf(totals, "a~sidecar").arrivals).toBe(2);
    expect(nodeOf(totals, "b~sidecar").arrivals).toBe(1);
  });

  it("passes one sidecar where the callee stands outside", () => {
    const document = chain({ b: { in: [] } });
    expect(latencyOf(document)).toBeCloseTo(PLAIN + 2 * PASS, 9);
  });

  it("pays both ends of a connection at the ztunnel of its caller in an ambient mesh", () => {
    const totals = simulate(chain({ mesh: { mode: "ambient" } }));
    expect(allOf(totals).latencyMs.max).toBeCloseTo(PLAIN + 3 * PASS, 9);
    expect(Object.keys(totals.nodes)).toEqual(["a", "b", "m~ztunnel", "users"]);
  });

  it("goes one network further by way of a waypoint", () => {
    const mesh = { mode: "ambient", waypoint: true, waypointCpuMs: 0.4 };
    expect(latencyOf(chain({ mesh }))).toBeCloseTo(PLAIN + 3 * PASS + 2 * 1 + 0.4, 9);
  });

  it("passes no proxy over a protocol that carries no requests", () => {
    const sql = chain({ b: { kind: "database" }, edge: { protocol: "sql" } });
    expect(latencyOf(sql)).toBeCloseTo(PLAIN + PASS, 9);
    expect(simulate(sql).edges["a->b~wire"]).toBeUndefined();
  });

  it("passes no proxy at a function: it is reached as it is", () => {
    const fn = { kind: "serverless", in: "m", serviceTime: 3, environments: { warm: 1 } };
    const edges = { "a->fn": { networkMs: 1, stage: 2 } };
    const totals = simulate(chain({ others: { fn }, edges }));
    expect(Object.keys(totals.nodes)).not.toContain("fn~sidecar");
    expect(allOf(totals).latencyMs.max).toBeCloseTo(PLAIN + 3 * PASS + PASS + 2 * 1 + 3, 9);
  });

  it("waits in a proxy whose worker threads are busy", () => {
    const users = { ...metronome(100, 0), batch: 4 };
    const one = simulate(chain({ users, mesh: { workers: 1 }, durationS: 1 }));
    const four = simulate(chain({ users, mesh: { workers: 4 }, durationS: 1 }));
    expect(nodeOf(four, "a~sidecar").waitMs.max).toBe(0);
    expect(nodeOf(one, "a~sidecar").waitMs.max).toBeCloseTo(3 * 0.2, 9);
    // CPU time is the same: 11 arrivals of 4, two passes and one.
    expect(one.meshes?.m?.vcpuMean).toBeCloseTo((44 * 3 * 0.2) / 1000, 2);
  });

  it("shakes hands once a connection with mutual TLS", () => {
    const mesh = { pool: { max: 1, idleMs: null, handshake: "tcp" } };
    const users = metronome(100, 0);
    const encrypted = simulate(chain({ mesh, users, durationS: 1 }));
    const plain = simulate(chain({ mesh: { ...mesh, mtls: "off" }, users, durationS: 1 }));
    // One round trip more, for the first request only.
    const all = [encrypted, plain].map((totals) => allOf(totals).latencyMs);
    expect((all[0]?.max ?? 0) - (all[1]?.max ?? 0)).toBeCloseTo(2, 9);
    expect(all[0]?.min).toBeCloseTo(all[1]?.min ?? 0, 9);
    expect(encrypted.meshes?.m?.connectionsOpened).toBe(1);
    expect(edgeOf(encrypted, "a->b").pool?.opened).toBe(1);
  });
});

describe("a node beside its sidecar", () => {
  it("calls through it from the instant at which both are back, whoever has heard of it", () => {
    const consumer = chain({
      a: { kind: "service", serviceTime: 1 },
      others: { queue: { kind: "rabbitmq", serviceTime: 0 } },
      faults: { gone: { kind: "crash", target: "a", atS: 2, forS: 2 } },
      users: metronome(100, 0),
    });
    const { "users->a": _, ...edges } = consumer.edges;
    const totals = simulate({
      ...consumer,
      edges: { ...edges, "users->queue": {}, "queue->a": { networkMs: 0, prefetch: 1 } },
    });
    // What was in its hands is delivered anew, and not one call is refused in the second after.
    expect(nodeOf(totals, "a").failed).toEqual({});
    expect(nodeOf(totals, "queue").queues?.a).toMatchObject({ routed: 100, backlogAtEnd: 0 });
    expect(edgeOf(totals, "a->b").failed).toEqual({});
  });
});
