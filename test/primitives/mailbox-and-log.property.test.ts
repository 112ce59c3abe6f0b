// Random brokers under random faults: no message is ever made or lost unaccounted for, at any time,
// and cutting a run into slices changes nothing.
import fc from "fast-check";
import { expect, it } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { Json, NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, simulate } from "../support/simulate.ts";

type Params = Record<string, Json>;

const SILENT_AFTER_5_S = {
  shape: "steps",
  points: [
    [0, 1],
    [5, 0],
  ],
} as const;

const workers = fc.record({
  replicas: fc.integer({ min: 1, max: 3 }),
  concurrency: fc.constantFrom(1, 2, null),
  serviceTime: fc.constantFrom<Json>(0, 7, { type: "exponential", meanMs: 12 }),
  errorRate: fc.constantFrom(0, 0.3),
  queueScope: fc.constantFrom("instance", "node"),
});

const delivery = {
  networkMs: fc.constantFrom<Json>(0, 3, { type: "exponential", meanMs: 5 }),
  concurrency: fc.constantFrom(1, 3, null),
};

const fromQueue = fc.record({
  ...delivery,
  prefetch: fc.constantFrom(1, 4, null),
  ack: fc.constantFrom("manual", "manual", "auto"),
  onFailure: fc.constantFrom("requeue", "deadLetter", "drop"),
  queue: fc.constantFrom("shared", null),
});

const fromLog = fc.record({
  ...delivery,
  group: fc.constantFrom("shared", null),
  commitIntervalMs: fc.constantFrom(0, 150, 1000),
  maxPollRecords: fc.constantFrom(1, 5, 500),
  sessionTimeoutMs: fc.constantFrom(100, 900),
});

const crash = fc.record({
  kind: fc.constant("crash"),
  target: fc.constantFrom("mq", "mq[0]", "mq[2]", "log", "a", "b", "a[0]", "b[0]"),
  atS: fc.integer({ min: 0, max: 4000 }).map((ms) => ms / 1000),
  forS: fc.constantFrom(0.05, 0.4, 1.5, null),
  mode: fc.constantFrom("exit", "blackhole"),
});

const DEAD: Json = { bindings: {} };
const NAMED: Json = {
  shared: {
    type: "classic",
    deadLetter: { routingKey: "dead" },
    maxPriority: 4,
    singleActiveConsumer: true,
  },
  a: {
    type: "classic",
    queueLengthMax: 5,
    overflow: "reject-publish-dlx",
    deadLetter: { routingKey: "dead" },
  },
  dead: DEAD,
};
/** Dead letters go round: from a queue to one that holds them up, and back. */
const TIMED: Json = {
  shared: { ttlMs: 40, deadLetter: { routingKey: "later" }, queueLengthMax: 6 },
  b: { deadLetter: { routingKey: "later" } },
  later: { bindings: {}, ttlMs: 90, deadLetter: { routingKey: "shared" } },
};

const scenarios = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    warmupS: fc.constantFrom(0, 1.3),
    ratePerS: fc.integer({ min: 20, max: 400 }),
    queue: fc.record({
      queueLengthMax: fc.constantFrom(0, 3, 40, null),
      overflow: fc.constantFrom("drop-head", "reject-publish"),
      replicas: fc.constantFrom(1, 1, 3),
      clusterNetworkMs: fc.constantFrom<Json>(0, 2),
      failoverMs: fc.constantFrom(0, 70),
      flushTime: fc.constantFrom<Json>(0, 0, 9, { type: "exponential", meanMs: 4 }),
      memoryMb: fc.constantFrom(null, null, 1),
      messageKb: fc.constantFrom(1, 40),
      queues: fc.constantFrom<Json>({}, NAMED, TIMED),
      durable: fc.boolean(),
      queueType: fc.constantFrom("classic", "quorum"),
      version: fc.constantFrom("3.x", "4.0", "4.3"),
      deliveryLimit: fc.constantFrom(0, 2, null),
      exchange: fc.constantFrom("fanout", "direct"),
    }),
    log: fc.record({
      partitions: fc.integer({ min: 1, max: 5 }),
      partitioner: fc.constantFrom("key", "roundRobin"),
    }),
    a: workers,
    b: workers,
    edges: fc.tuple(fromQueue, fromQueue, fromLog, fromLog),
    faults: fc.array(crash, { maxLength: 4 }),
  })
  .map(({ seed, warmupS, ratePerS, queue, log, a, b, edges, faults }): ScenarioDocument => {
    const [queueA, queueB, logA, logB] = edges;
    // A quorum queue is always durable.
    const durable = queue.durable || queue.queueType === "quorum";
    const keys: Params = queue.exchange === "direct" ? { routingKey: "order" } : {};
    return {
      format: 1,
      catalog: "2026-11",
      name: "brokers",
      run: { durationS: 5, warmupS, seed, windowS: 0.5 },
      nodes: {
        users: { kind: "client", ratePerS, requests: { order: {}, look: {} } },
        mq: { kind: "rabbitmq", ...queue, durable },
        log: { kind: "kafka", ...log },
        a: { kind: "service", ...a },
        b: { kind: "stream-processor", ...b },
      },
      edges: {
        "users->mq": { protocol: "amqp", timeoutMs: 40, retry: { maxAttempts: 2 } },
        "users->log": { protocol: "kafka" },
        "mq->a": { protocol: "amqp", ...queueA, ...keys },
        "mq->b": { protocol: "amqp", ...queueB },
        "log->a": { protocol: "kafka", ...logA },
        "log->b": { protocol: "kafka", ...logB },
      },
      faults: Object.fromEntries(
        faults.map((fault, at) => {
          const isGone = fault.target === "mq[2]" && queue.replicas === 1;
          return [`f${at}`, isGone ? { ...fault, target: "mq" } : fault];
        }),
      ),
    };
  });

/** Nodes are numbered in the order of their ids: a, b, log, mq, users. */
const LOG = 2;
const MQ = 3;

const TIMEOUT_MS = 120_000;

it("messages are conserved at every time", { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(scenarios, (document) => {
      engine.load(resolved(document));
      for (let untilMs = 333; untilMs < 5400; untilMs += 333) {
        engine.run(untilMs, 2_000_000);
        const checks = [...brokerChecksOf(LOG, "log"), ...brokerChecksOf(MQ, "mq")];
        expect(checks.length).toBeGreaterThan(1);
        expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
      }
      expect(engine.totals().checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it("nothing is left in delivery once the sources are silent", { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(scenarios, (document) => {
      const users = { ...document.nodes.users, profile: SILENT_AFTER_5_S } as NodeDocument;
      const nodes = { ...document.nodes, users };
      const run = { ...document.run, durationS: 120, windowS: 10 };
      const consumed = new Set(
        Object.entries(document.edges).flatMap(([id, { queue, group }]) =>
          /^(mq|log)->/.test(id)
            ? [`${id.split("->")[0]} ${String(queue ?? group ?? id.split("->")[1])}`]
            : [],
        ),
      );
      const calm = simulate({ ...document, nodes, run, faults: {} });
      for (const broker of ["mq", "log"]) {
        for (const [name, queue] of Object.entries(calm.nodes[broker]?.queues ?? {})) {
          if (!consumed.has(`${broker} ${name}`)) continue;
          expect(queue).toMatchObject({ backlogAtEnd: 0, inDeliveryAtEnd: 0, duplicates: 0 });
          const ended = Object.values(queue.endings).reduce((sum, count) => sum + count, 0);
          expect(ended).toBe(queue.routed + queue.backlogAtStart);
        }
      }
      for (const edge of Object.values(calm.edges)) {
        if (document.run.warmupS === 0) expect(edge.attempts).toBe(edge.calls + edge.retries);
      }
      expect(calm.nodes.a?.inFlightAtEnd).toBe(0);
      expect(calm.nodes.b?.inFlightAtEnd).toBe(0);
    }),
    { numRuns: 12 },
  );
});

it("a run in slices of a few events is the same run", { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(scenarios, fc.integer({ min: 1, max: 60 }), (document, slice) => {
      expect(simulate(document, { slice, heapOnly: true }).digest).toBe(simulate(document).digest);
    }),
    { numRuns: 10 },
  );
});
