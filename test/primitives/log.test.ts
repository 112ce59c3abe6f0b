// A partitioned log, through whole scenarios: parallelism, lag, commits, crashes and rebalances.
import { describe, expect, it } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { BrokerResult } from "../../simulation/results/run-result.ts";
import type {
  EdgeDocument,
  FaultDocument,
  NodeDocument,
  RunSettings,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { simulate } from "../support/simulate.ts";

interface Sketch {
  readonly run?: RunSettings;
  readonly client?: Partial<NodeDocument>;
  readonly broker?: Partial<NodeDocument>;
  readonly reader?: Partial<NodeDocument>;
  readonly deliver?: EdgeDocument;
  readonly others?: Readonly<Record<string, readonly [Partial<NodeDocument>, EdgeDocument]>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** One source that appends to a log which `reader`, and perhaps others, consume. */
function scenario(sketch: Sketch): ScenarioDocument {
  const nodes: Record<string, NodeDocument> = {
    users: { kind: "client", ratePerS: 100, arrivals: "constant", ...sketch.client },
    log: { kind: "kafka", serviceTime: 0, concurrency: 1000, ...sketch.broker },
    reader: { kind: "stream-processor", serviceTime: 1, ...sketch.reader },
  };
  const edges: Record<string, EdgeDocument> = {
    "users->log": { protocol: "kafka", networkMs: 0 },
    "log->reader": { protocol: "kafka", networkMs: 0, ...sketch.deliver },
  };
  for (const [id, [node, edge]] of Object.entries(sketch.others ?? {})) {
    nodes[id] = { kind: "stream-processor", ...node };
    edges[`log->${id}`] = { protocol: "kafka", networkMs: 0, ...edge };
  }
  return {
    format: 1,
    catalog: "2026-11",
    name: "log",
    run: { durationS: 20, warmupS: 0, seed: 1, ...sketch.run },
    nodes,
    edges,
    ...(sketch.faults ? { faults: sketch.faults } : {}),
  };
}

function groupOf(totals: EngineTotals, name = "reader"): BrokerResult {
  const group = totals.nodes.log?.queues?.[name];
  if (!group) throw new Error(`no group ${name}`);
  return group;
}

function expectConserved(totals: EngineTotals): void {
  const node = Object.keys(totals.nodes).sort().indexOf("log");
  const checks = [...totals.checks, ...brokerChecksOf(node, "log")];
  expect(checks.some(({ entity }) => entity === "log/reader")).toBe(true);
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

/** Commits every record at once, so that what is not committed is what is not finished. */
const EVERY_RECORD: EdgeDocument = { commitIntervalMs: 0, maxPollRecords: 1 };

describe("partitions", () => {
  it("limit how many instances of a group work: min(P, C) / s", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 32, warmupS: 2 },
        client: { ratePerS: 1000 },
        broker: { partitions: 6 },
        reader: { replicas: 10, serviceTime: 20 },
        deliver: { networkMs: 0.5 },
      }),
    );
    const group = groupOf(totals);
    expect(Math.abs((totals.nodes.reader?.throughput ?? 0) / 300 - 1)).toBeLessThan(0.005);
    expect(totals.nodes.reader?.utilization).toBeCloseTo(0.6, 3);
    const growth = (group.backlogAtEnd - group.backlogAtStart) / 30;
    // Commits come every 5 s: the two ends may differ by that many records.
    expect(Math.abs(growth - 700)).toBeLessThan((300 * 5) / 30);
    expectConserved(totals);
  });

  it("hold a standing backlog of an M/M/1 queue each", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 42, warmupS: 2 },
        client: { ratePerS: 800, arrivals: "poisson" },
        broker: { partitions: 8 },
        reader: { replicas: 8, serviceTime: { type: "exponential", meanMs: 5 } },
        deliver: EVERY_RECORD,
      }),
    );
    // rho = 0.5: one in each system, 10 ms from end to end; four standard errors are 10 %.
    expect(Math.abs(groupOf(totals).backlog.mean / 8 - 1)).toBeLessThan(0.1);
    const mean = totals.endToEnd.all?.settledMs.mean ?? 0;
    expect(Math.abs(mean / 10 - 1)).toBeLessThan(0.1);
    expectConserved(totals);
  });

  it("are worked strictly in order: one slow instance with several slots does one at a time", () => {
    const totals = simulate(
      scenario({
        client: { ratePerS: 200 },
        broker: { partitions: 1 },
        reader: { concurrency: 10, serviceTime: 10 },
      }),
    );
    expect(totals.nodes.reader?.inFlight.max).toBe(1);
    expect(totals.nodes.reader?.throughput).toBeCloseTo(100, 0);
  });

  it("of one instance are worked side by side as far as its edge and its slots allow", () => {
    const throughput = (slots: number, deliver: EdgeDocument) =>
      simulate(
        scenario({
          client: { ratePerS: 1000 },
          broker: { partitions: 4, partitioner: "roundRobin" },
          reader: { concurrency: slots, serviceTime: 10 },
          deliver,
        }),
      ).nodes.reader?.throughput;
    expect(throughput(10, {})).toBeCloseTo(400, -1);
    expect(throughput(10, { concurrency: 2 })).toBeCloseTo(200, -1);
    expect(throughput(3, {})).toBeCloseTo(300, -1);
  });
});

describe("groups", () => {
  it("each get every record, at their own pace", () => {
    const totals = simulate(
      scenario({
        broker: { partitions: 3 },
        reader: { replicas: 3 },
        others: { slow: [{ serviceTime: 20 }, {}], also: [{}, { group: "reader" }] },
      }),
    );
    expect(Object.keys(totals.nodes.log?.queues ?? {})).toEqual(["reader", "slow"]);
    for (const name of ["reader", "slow"]) expect(groupOf(totals, name).routed).toBe(2000);
    expect(totals.nodes.slow?.throughput).toBeCloseTo(50, 0);
    const shared = (totals.nodes.reader?.completions ?? 0) + (totals.nodes.also?.completions ?? 0);
    expect(shared).toBeGreaterThan(1990);
    // Range over the members in order of edges: also has the first of three partitions.
    expect(totals.nodes.also?.completions).toBeGreaterThan(500);
    expectConserved(totals);
  });

  it("commit finished records at intervals: the backlog is a saw of that height", () => {
    const { backlog, lagMs } = groupOf(simulate(scenario({ deliver: { commitIntervalMs: 2000 } })));
    expect(backlog.max).toBeGreaterThanOrEqual(200);
    expect(backlog.max).toBeLessThanOrEqual(202);
    expect(Math.abs(backlog.mean - 100)).toBeLessThan(2);
    expect(lagMs.max).toBeLessThanOrEqual(2000);
  });

  it("poll in batches: a network round trip is paid once a batch, not once a record", () => {
    const throughput = (maxPollRecords: number) =>
      simulate(
        scenario({
          run: { durationS: 15, warmupS: 5 },
          client: { ratePerS: 1000 },
          deliver: { networkMs: 10, maxPollRecords },
        }),
      ).nodes.reader?.throughput ?? 0;
    // The next batch is asked for when one is handed out: of one record each, one per round trip.
    expect(throughput(1)).toBeCloseTo(50, 0);
    expect(throughput(10)).toBeCloseTo(500, -1);
    expect(throughput(100)).toBeGreaterThan(950);
  });
});

describe("a crashed instance", () => {
  const crashed = (
    forS: number | null,
    deliver: EdgeDocument = {},
    reader: Partial<NodeDocument> = {},
  ) =>
    simulate(
      scenario({
        run: { durationS: 60 },
        broker: { partitions: 2 },
        reader: { replicas: 2, ...reader },
        deliver: { sessionTimeoutMs: 8000, commitIntervalMs: 2000, ...deliver },
        faults: { f: { kind: "crash", target: "reader[0]", atS: 11.0041, forS } },
      }),
    );

  it("is missed after the session timeout; its successor starts at the committed offset", () => {
    const totals = crashed(null);
    const group = groupOf(totals);
    // The last commit was at 10 s: about 50 records of its partition were finished since.
    expect(group.duplicates).toBeGreaterThan(35);
    expect(group.duplicates).toBeLessThan(65);
    expect(group.redelivered).toBeGreaterThanOrEqual(group.duplicates);
    // Half of the records wait for 8 s, the oldest uncommitted one since 10 s.
    expect(group.lagMs.max).toBeGreaterThan(8900);
    expect(group.lagMs.max).toBeLessThan(12_100);
    expect(group.backlogAtEnd).toBeLessThan(250);
    expectConserved(totals);
  });

  it("that comes back at once stops its group until its old session has expired", () => {
    const totals = crashed(1);
    const group = groupOf(totals);
    expect(group.backlog.max).toBeGreaterThan(650);
    expect(group.backlogAtEnd).toBeLessThan(250);
    expectConserved(totals);
  });

  it("after a longer outage joins again and takes its share", () => {
    // One instance alone cannot keep up: 100 records a second of 15 ms.
    const backlogAtEnd = (forS: number | null) => {
      const totals = crashed(forS, {}, { serviceTime: 15 });
      expectConserved(totals);
      return groupOf(totals).backlogAtEnd;
    };
    expect(backlogAtEnd(15)).toBeLessThan(400);
    expect(backlogAtEnd(null)).toBeGreaterThan(1500);
  });

  it("loses nothing when it commits every record", () => {
    const group = groupOf(crashed(null, EVERY_RECORD));
    expect(group.duplicates).toBeLessThanOrEqual(1);
    expect(group.backlogAtEnd).toBeLessThan(5);
  });
});

it("a crash of the whole group is over after the session and the wait of an empty group", () => {
  const totals = simulate(
    scenario({
      run: { durationS: 60 },
      deliver: { sessionTimeoutMs: 5000, commitIntervalMs: 1000 },
      faults: { f: { kind: "crash", target: "reader", atS: 10, forS: 10 } },
    }),
  );
  const group = groupOf(totals);
  // 10 s down and 3 s until the empty group has an assignment.
  expect(group.lagMs.max).toBeGreaterThan(13_000);
  expect(group.lagMs.max).toBeLessThan(14_100);
  expect(group.backlogAtEnd).toBeLessThan(150);
  expectConserved(totals);
});

it("a crash of the broker refuses appends, keeps records and delays commits", () => {
  const totals = simulate(
    scenario({
      run: { durationS: 30 },
      deliver: { networkMs: 1, commitIntervalMs: 1000 },
      faults: { f: { kind: "crash", target: "log", atS: 10.0001, forS: 5 } },
    }),
  );
  const group = groupOf(totals);
  expect(totals.endToEnd.all?.failed.connectionRefused).toBe(500);
  expect(group.routed).toBe(2500);
  expect(group.endings.lost).toBe(0);
  expect(group.redelivered).toBe(0);
  expect(group.backlogAtEnd).toBeLessThan(150);
  expectConserved(totals);
});

it("failed records are skipped and counted as dropped", () => {
  const totals = simulate(
    scenario({
      run: { durationS: 40 },
      reader: { errorRate: 0.25 },
      deliver: EVERY_RECORD,
    }),
  );
  const { endings } = groupOf(totals);
  const finished = endings.acked + endings.dropped;
  expect(finished).toBeGreaterThan(3_990);
  const deviation = Math.sqrt((0.25 * 0.75) / finished);
  expect(Math.abs(endings.dropped / finished - 0.25)).toBeLessThan(4 * deviation);
});
