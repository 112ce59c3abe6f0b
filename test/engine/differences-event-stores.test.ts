// Event stores, read models and schema registries, each against a neighbor on the same drawing: what
// another would do instead.
import { describe, expect, it } from "vitest";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, metronome, nodeOf, ONCE, resolved, simulate, sketch } from "../support/simulate.ts";

const longest = (totals: EngineTotals): number => allOf(totals).latencyMs.max ?? Number.NaN;

describe("an event store", () => {
  const STORE = { kind: "event-store", keyCount: 1, serviceTime: 10, eventMs: 1 };
  const DATABASE = {
    kind: "database",
    keyCount: 1,
    serviceTime: 10,
    operations: { request: { conditional: true } },
  };
  const writes = (store: object, users: object = metronome(200, 50)) =>
    simulate(sketch({ nodes: { users, store }, edges: { "users->store": {} } }));

  it("is read more slowly with each write; a database keeps the last state alone", () => {
    // The fiftieth write reads 49 events first: 10 + 49 + 10 ms.
    expect(longest(writes(STORE))).toBe(69);
    expect(longest(writes(DATABASE))).toBe(20);
  });

  it("knows conflicts as a database does, where a log of messages takes all that comes", () => {
    const two = { ...ONCE, batch: 2 };
    expect(allOf(writes(STORE, two)).failed).toEqual({ conflict: 1 });
    expect(allOf(writes(DATABASE, two)).failed).toEqual({ conflict: 1 });
    expect(allOf(writes({ kind: "kafka", serviceTime: 10 }, two)).failed).toEqual({});
  });

  it("is loaded in what the drawing says it takes", () => {
    const store = { ...STORE, eventsBefore: 90 };
    const document = sketch({
      nodes: { users: metronome(100, 50), store },
      edges: { "users->store": { calls: [{ id: "a", operation: "load" }] } },
    });
    const offered = offeredLoad(resolved(document)).nodes.find(({ id }) => id === "store");
    // Ten a second, 100 ms each, at 16 slots.
    expect(offered?.utilization).toBeCloseTo((10 * 0.1) / 16, 9);
    const { utilization } = nodeOf(simulate(document), "store");
    expect(utilization).toBeCloseTo(offered?.utilization ?? Number.NaN, 3);
  });
});

describe("a read model", () => {
  const READS = { "readers->it": { calls: [{ id: "a", operation: "show" }] } };
  /** Appends every 100 ms, reads 50 ms later. */
  const followed = (faults: Readonly<Record<string, FaultDocument>> = {}) =>
    simulate(
      sketch({
        nodes: {
          users: metronome(100, 0),
          readers: metronome(100, 50),
          store: { kind: "event-store", keyCount: 1, serviceTime: 1, expectedVersion: false },
          it: {
            kind: "stream-processor",
            serviceTime: 0,
            operations: { request: { serviceTime: 5 } },
          },
        },
        edges: { "users->store": {}, "store->it": {}, ...READS },
        faults,
      }),
    );
  /** The same with a primary and a replica that is 5 ms behind. */
  const replicated = (faults: Readonly<Record<string, FaultDocument>> = {}) =>
    simulate(
      sketch({
        nodes: {
          users: metronome(100, 0),
          readers: metronome(100, 50),
          it: {
            kind: "database",
            layout: "replicas",
            replicas: 2,
            keyCount: 1,
            replicaLag: 6,
            serviceTime: 1,
            operations: { request: { write: true } },
          },
        },
        edges: { "users->it": {}, ...READS },
        faults,
      }),
    );

  it("is current where it keeps up, as a replica is", () => {
    expect(nodeOf(followed(), "it").readModel?.staleReads).toBe(0);
    expect(nodeOf(replicated(), "it").replication?.staleReads).toBe(0);
  });

  it("that is slow gets later and later; a replica stays as far behind as its lag", () => {
    const slow = { slow: { kind: "slow", target: "it", atS: 2, forS: 4, factor: 40 } };
    const model = nodeOf(followed(slow), "it").readModel;
    expect(model?.staleReads).toBeGreaterThan(40);
    expect(nodeOf(replicated(slow), "it").replication?.staleReads).toBeLessThan(5);
  });

  it("can be made anew from the log; a replica has no way back", () => {
    const again = { again: { kind: "replay", target: "store->it", atS: 5 } };
    const totals = followed(again);
    expect(nodeOf(totals, "store").queues?.it?.group).toMatchObject({ replays: 1, replayed: 50 });
    expect(nodeOf(totals, "it").readModel?.staleReads).toBeGreaterThan(0);
  });
});

describe("a schema registry", () => {
  const change = { kind: "schema-change", target: "log", atS: 5, change: "needed-removed" };
  const released = (registry: object | null, faults: Readonly<Record<string, object>>) =>
    simulate(
      sketch({
        nodes: {
          users: metronome(100, 50),
          api: {},
          log: { kind: "kafka" },
          reader: { kind: "stream-processor", serviceTime: 1 },
          ...(registry === null ? {} : { rules: registry }),
        },
        edges: {
          "users->api": {},
          "api->log": {},
          "log->reader": {},
          ...(registry === null ? {} : { "api->rules": {} }),
        },
        faults: faults as never,
      }),
    );
  const RULES = { kind: "schema-registry", compatibility: "full" };

  it("makes writers fail in the place of readers", () => {
    const without = released(null, { change });
    expect(allOf(without).failed).toEqual({});
    expect(nodeOf(without, "reader").schemas?.unreadable).toBe(50);
    const under = released(RULES, { change });
    expect(allOf(under).failed).toEqual({ dependency: 50 });
    expect(nodeOf(under, "reader").schemas?.unreadable).toBe(0);
  });

  it("is missed only by those that start; a service on the path is missed by every request", () => {
    const away = { kind: "crash", target: "rules", atS: 5 };
    expect(allOf(released(RULES, { away })).failed).toEqual({});
    expect(allOf(released({}, { away })).failed).toEqual({ dependency: 50 });
  });
});
