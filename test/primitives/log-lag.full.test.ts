// Reference: consumer lag at steady state is an M/M/1 queue per partition, here at a load of 0.75.
import { expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { simulate } from "../support/simulate.ts";

const DOCUMENT: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "lag",
  run: { durationS: 420, warmupS: 20, seed: 7 },
  nodes: {
    users: { kind: "client", ratePerS: 1200 },
    log: { kind: "kafka", partitions: 8, serviceTime: 0, concurrency: 1000 },
    reader: {
      kind: "stream-processor",
      replicas: 8,
      serviceTime: { type: "exponential", meanMs: 5 },
    },
  },
  edges: {
    "users->log": { protocol: "kafka", networkMs: 0 },
    "log->reader": {
      protocol: "kafka",
      networkMs: 0,
      commitIntervalMs: 0,
      maxPollRecords: 1,
    },
  },
};

it("a group's backlog and end-to-end time agree with M/M/1 per partition", () => {
  const totals = simulate(DOCUMENT);
  const backlog = totals.nodes.log?.queues?.reader?.backlog.mean ?? 0;
  const inService = (totals.nodes.reader?.utilization ?? 0) * 8;
  const settled = totals.endToEnd.all?.settledMs;
  const near = (value: number, reference: number, bound: number) =>
    expect(Math.abs(value / reference - 1)).toBeLessThan(bound);
  // Four standard errors of so long a run are about 6 %.
  near(backlog, 24, 0.06);
  near(backlog - inService, 18, 0.08);
  near(settled?.mean ?? 0, 20, 0.06);
  near(settled?.p99 ?? 0, 92.1034, 0.1);
});
