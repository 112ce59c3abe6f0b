// The inside of brokers at an instant agrees with what the results and the live values say of it.
import { expect, it } from "vitest";
import { brokerInsidesOf } from "../../simulation/engine/broker-inside.ts";
import { NODE_LIVE_COLUMNS } from "../../simulation/results/snapshot.ts";
import { run, type Sketch, sketch } from "../support/simulate.ts";

const SLOW = { kind: "service", serviceTime: 100, concurrency: 1 };

function brokers(broker: object, edges: Sketch["edges"]) {
  return run(
    sketch({
      nodes: {
        users: { kind: "client", ratePerS: 50 },
        q: broker,
        fast: { kind: "service", serviceTime: 1 },
        slow: SLOW,
      },
      edges: { "users->q": {}, ...edges },
    }),
  );
}

it("tells each queue's messages, which sum up to the broker's", () => {
  const engine = brokers(
    { kind: "rabbitmq", queues: { aside: { bindings: {} } } },
    { "q->fast": {}, "q->slow": { prefetch: 1 } },
  );
  const { q } = brokerInsidesOf(engine.layout(), ["q", "fast", "nobody"]);
  expect(Object.keys(q?.queues ?? {})).toEqual(["aside", "fast", "slow"]);
  const slow = q?.queues.slow;
  expect(slow?.backlog).toBeGreaterThan(100);
  expect(slow?.ready).toBe((slow?.backlog ?? 0) - 1);
  expect(slow?.oldestMs).toBeGreaterThan(1000);
  expect(q?.queues.aside).toEqual({ backlog: 0, ready: 0, oldestMs: 0 });
  const at = engine.layout().nodeIds.indexOf("q") * NODE_LIVE_COLUMNS.length;
  const all = engine.live()[at + NODE_LIVE_COLUMNS.indexOf("backlog")];
  const sum = Object.values(q?.queues ?? {}).reduce((total, { backlog }) => total + backlog, 0);
  expect(sum).toBe(all);
});

it("tells partitions with leaders and replicas, and who owns them in each group", () => {
  const engine = brokers(
    { kind: "kafka", partitions: 3, replicas: 3, replicationFactor: 3 },
    { "q->fast": {}, "q->slow": { group: "readers" } },
  );
  const { q } = brokerInsidesOf(engine.layout(), ["q"]);
  expect(q?.partitions.map(({ inSync }) => inSync)).toEqual([3, 3, 3]);
  expect(new Set(q?.partitions.map(({ leader }) => leader)).size).toBe(3);
  expect(q?.groups.readers?.partitions.map(({ owner }) => owner)).toEqual([0, 0, 0]);
  const { log, queues } = engine.totals().nodes.q ?? {};
  const ends = q?.partitions.reduce((sum, { end }) => sum + end, 0);
  expect(ends).toBe(log?.partitions.reduce((sum, { appended }) => sum + appended, 0));
  const own = queues?.readers?.group?.partitions.map(({ backlog }) => backlog);
  expect(q?.groups.readers?.partitions.map(({ backlog }) => backlog)).toEqual(own);
});

it("knows nothing of nodes that are no brokers", () => {
  const engine = brokers({ kind: "sqs" }, { "q->fast": {} });
  expect(brokerInsidesOf(engine.layout(), ["users", "fast", "x"])).toEqual({});
});
