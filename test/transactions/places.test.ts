// Where a database's rows are: shards, and a primary with replicas that are behind it.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

function stored(
  db: object,
  faults: Readonly<Record<string, FaultDocument>> = {},
  edge: object = {},
): ScenarioDocument {
  return sketch({
    run: { durationS: 20, detail: true },
    nodes: {
      writers: { ...metronome(20, 5), requests: { save: {} } },
      readers: { ...metronome(5, 1), requests: { look: {} } },
      db: {
        kind: "database",
        replicas: 3,
        concurrency: 10,
        serviceTime: 2,
        keyCount: 1,
        endpointDelayMs: 0,
        operations: { save: { write: true } },
        ...db,
      },
    },
    edges: {
      "writers->db": { protocol: "sql", ...edge },
      "readers->db": { protocol: "sql", ...edge },
    },
    faults,
  });
}

function sound(document: ScenarioDocument): EngineTotals {
  const totals = simulate(document);
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

function arrivalsOf(totals: EngineTotals): readonly (number | null)[] {
  return nodeOf(totals, "db").instanceLoad?.instances.map(({ arrivals }) => arrivals) ?? [];
}

describe("read replicas", () => {
  const REPLICAS = { layout: "replicas", replicaLag: 4 };

  it("take the reads, the primary the writes; a read within the lag is stale", () => {
    const totals = sound(stored(REPLICAS));
    const [primary, ...others] = arrivalsOf(totals);
    expect(primary).toBe(1000);
    expect(others.every((count) => (count ?? 0) > 1800)).toBe(true);
    // Written at 7, 27, ... ms and applied 4 ms later; of the reads that end at 3, 8, 13 and 18 ms the first.
    const { replication } = nodeOf(totals, "db");
    expect(replication).toMatchObject({ writes: 1000, staleReads: 1000, failovers: 0 });
    expect(replication?.replicaReads).toBe(4000);
    expect(replication?.staleMs.max).toBeCloseTo(1, 9);
  });

  it("are stale for good where the lag is longer than the pause between writes", () => {
    const late = sound(stored({ ...REPLICAS, replicaLag: 30 }));
    // Every write is followed by another before it is applied: each read is stale.
    const share = (nodeOf(late, "db").replication?.staleReads ?? 0) / 4000;
    expect(share).toBeGreaterThan(0.99);
  });

  it("are current where reads go to the primary, which then has all the work", () => {
    const totals = sound(stored({ ...REPLICAS, readsFrom: "primary" }));
    expect(nodeOf(totals, "db").replication).toMatchObject({ staleReads: 0, replicaReads: 0 });
    expect(arrivalsOf(totals)).toEqual([5000, 0, 0]);
  });

  it("serve reads while the primary is away, and one takes its place", () => {
    const faults = { gone: { kind: "crash", target: "db[0]", atS: 4.99, forS: 10 } };
    const totals = sound(stored({ ...REPLICAS, failoverMs: 2000 }, faults));
    // Writes at 5.005 ... 6.985 s are refused; that of 4.987 s was not applied anywhere else.
    expect(totals.endToEnd.save?.failed).toEqual({ connectionRefused: 100 });
    expect(totals.endToEnd.look?.failed).toEqual({});
    expect(nodeOf(totals, "db").replication).toMatchObject({ failovers: 1, lostWrites: 1 });
  });

  it("without failover leave writes without a place", () => {
    const faults = { gone: { kind: "crash", target: "db[0]", atS: 4.99, forS: 10 } };
    const totals = sound(stored({ ...REPLICAS, failoverMs: null }, faults));
    expect(totals.endToEnd.save?.failed).toEqual({ connectionRefused: 500 });
    expect(nodeOf(totals, "db").replication).toMatchObject({ failovers: 0, lostWrites: 0 });
  });

  it("work with pools of connections", () => {
    const totals = sound(stored(REPLICAS, {}, { pool: { max: 10 } }));
    expect(nodeOf(totals, "db").replication?.staleReads).toBe(1000);
    expect(arrivalsOf(totals)[0]).toBe(1000);
  });
});

describe("shards", () => {
  const SHARDS = { layout: "shards", keyCount: 300 };

  it("have equal shares of rows that are wanted alike", () => {
    const counts = arrivalsOf(sound(stored(SHARDS)));
    for (const count of counts) expect(Math.abs((count ?? 0) - 5000 / 3)).toBeLessThan(150);
  });

  it("with a hot row have a hot shard", () => {
    const [hot = 0, ...others] = arrivalsOf(sound(stored({ ...SHARDS, keySkew: 1.5 })));
    expect(hot).toBeGreaterThan((3 * Math.max(...others.map((count) => count ?? 0))) / 2);
  });

  it("fail apart: what is lost is the rows of one", () => {
    const faults = { gone: { kind: "crash", target: "db[1]", atS: 5, forS: 10 } };
    const { failed, offered } = allOf(sound(stored(SHARDS, faults)));
    expect(offered).toBe(5000);
    expect(Math.abs((failed.connectionRefused ?? 0) - 2500 / 3)).toBeLessThan(120);
  });

  it("are said where they have no meaning", () => {
    const paths = (db: object, edge: object = {}): readonly string[] =>
      checkDocument(stored(db, {}, edge)).problems.map(({ path }) => path);
    expect(paths({ layout: "shards", replicas: 1 })).toEqual(["nodes.db.layout"]);
    expect(paths({ readsFrom: "primary" })).toEqual(["nodes.db.readsFrom"]);
    expect(paths({ layout: "shards" }, { balancing: "random" })).toHaveLength(2);
  });
});
