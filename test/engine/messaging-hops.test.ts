// Brokers behind brokers: a topic or a bus that hands its messages on to queues and topics.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { BrokerResult } from "../../simulation/results/broker-result.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeOf, metronome, nodeOf, resolved, simulate } from "../support/simulate.ts";

interface Chain {
  readonly durationS?: number;
  readonly client?: object;
  readonly nodes: Readonly<Record<string, object>>;
  readonly edges: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** A source `users`, and a service `w` that takes 10 ms; nothing takes time on the way. */
function chain({ durationS = 10, client, nodes, edges, faults }: Chain): ScenarioDocument {
  const plain = (given: object) => ({ networkMs: 0, ...given });
  return {
    format: 1,
    catalog: "2026-11",
    name: "hops",
    run: { durationS, warmupS: 0, seed: 1 },
    nodes: {
      users: { kind: "client", ...metronome(100, 50), ...client },
      w: { kind: "service", serviceTime: 10 },
      ...nodes,
    } as ScenarioDocument["nodes"],
    edges: Object.fromEntries(Object.entries(edges).map(([id, given]) => [id, plain(given)])),
    ...(faults ? { faults } : {}),
  };
}

function queueAt(totals: EngineTotals, node: string, name: string): BrokerResult {
  const queue = totals.nodes[node]?.queues?.[name];
  if (!queue) throw new Error(`no queue ${name} at ${node}`);
  return queue;
}

/** What was counted twice agrees, at every node and in every queue. */
function expectSound(totals: EngineTotals): void {
  const names = Object.keys(totals.nodes).sort();
  const checks = [...totals.checks, ...names.flatMap((name, at) => brokerChecksOf(at, name))];
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

const TOPIC = { kind: "sns", serviceTime: 0, latencyMs: 5 };
const QUEUE = { kind: "sqs", serviceTime: 0 };
const POLL = { waitTimeMs: 20_000 };

const FAN_OUT: Chain = {
  nodes: { topic: TOPIC, left: QUEUE, right: QUEUE },
  edges: {
    "users->topic": {},
    "topic->left": {},
    "topic->right": {},
    "left->w": POLL,
    "right->w": POLL,
  },
};

describe("SNS in front of SQS", () => {
  it("every queue gets its copy; a request is settled when the last of them is done with", () => {
    const totals = simulate(chain(FAN_OUT));
    for (const queue of ["left", "right"]) {
      expect(queueAt(totals, "topic", queue).endings.acked).toBe(100);
      expect(queueAt(totals, queue, "main")).toMatchObject({ published: 100, delivered: 100 });
      expect(nodeOf(totals, queue).publishes).toMatchObject({ routed: 100, storedTwice: 0 });
    }
    expect(nodeOf(totals, "w").completions).toBe(200);
    const settled = totals.endToEnd.all?.settledMs;
    expect(settled?.min).toBeCloseTo(5 + 10, 6);
    expect(settled?.max).toBeCloseTo(5 + 10, 6);
    expectSound(totals);
  });

  it("lets an operation through by its filter, and the consumer of the queue knows which", () => {
    const totals = simulate(
      chain({
        ...FAN_OUT,
        client: { requests: { order: {}, refund: {} } },
        nodes: {
          ...FAN_OUT.nodes,
          w: { kind: "service", serviceTime: 10, operations: { refund: { serviceTime: 30 } } },
        },
        edges: { ...FAN_OUT.edges, "topic->right": { routingKey: "refund" } },
      }),
    );
    const refunds = totals.endToEnd.refund?.offered ?? 0;
    expect(refunds).toBeGreaterThan(30);
    expect(queueAt(totals, "right", "main").delivered).toBe(refunds);
    expect(totals.endToEnd.order?.settledMs?.max).toBeLessThan(30);
    expect(totals.endToEnd.refund?.settledMs?.min).toBeGreaterThanOrEqual(35);
    expectSound(totals);
  });

  it("tries a queue that is away again by its phases, and dead-letters in the end", () => {
    const away = (forS: number, more: object = {}) =>
      simulate(
        chain({
          durationS: 100,
          client: metronome(10_000_000, 1000),
          nodes: { topic: { ...TOPIC, ...more }, left: QUEUE },
          edges: { "users->topic": {}, "topic->left": {}, "left->w": POLL },
          faults: { f: { kind: "crash", target: "left", atS: 0.5, forS } },
        }),
      );
    const short = away(2.2);
    // At 1.005 s four times, then after 1 s and 1 s more.
    expect(queueAt(short, "topic", "left")).toMatchObject({ delivered: 6, redelivered: 5 });
    expect(queueAt(short, "left", "main").published).toBe(1);
    expect(short.endToEnd.all?.settledMs?.max).toBeCloseTo(5 + 2000 + 10, 6);
    expectSound(short);
    const bus = { kind: "eventbridge", serviceTime: 0, latencyMs: 5, deadLetterQueue: true };
    const policy = { attempts: 3, retryMinMs: 1000, retryMaxMs: 1000, retryJitter: 0 };
    const long = simulate(
      chain({
        durationS: 50,
        client: metronome(10_000_000, 1000),
        nodes: { bus, left: QUEUE },
        edges: { "users->bus": {}, "bus->left": policy, "left->w": POLL },
        faults: { f: { kind: "crash", target: "left", atS: 0.5, forS: 40 } },
      }),
    );
    expect(queueAt(long, "bus", "left").endings.deadLettered).toBe(1);
    expect(queueAt(long, "bus", "dead-letters").backlogAtEnd).toBe(1);
    expectSound(long);
  });

  it("counts what a cut link costs as retries of the topic, and loses nothing", () => {
    const totals = simulate(
      chain({
        ...FAN_OUT,
        durationS: 30,
        client: {
          ratePerS: 10,
          arrivals: "constant",
          profile: {
            points: [
              [0, 1],
              [10, 0],
            ],
            shape: "steps",
          },
        },
        faults: {
          f: { kind: "partition", target: "topic->left", mode: "refuse", atS: 2, forS: 3 },
        },
      }),
    );
    expect(edgeOf(totals, "topic->left").retries).toBeGreaterThanOrEqual(30);
    expect(queueAt(totals, "left", "main").published).toBe(
      queueAt(totals, "right", "main").published,
    );
    expect(queueAt(totals, "topic", "left").backlogAtEnd).toBe(0);
    expectSound(totals);
  });
});

describe("EventBridge in front of others", () => {
  const BUS = { kind: "eventbridge", serviceTime: 0, latencyMs: 5 };

  it("goes through a topic to a queue", () => {
    const totals = simulate(
      chain({
        nodes: { bus: BUS, topic: TOPIC, left: QUEUE },
        edges: { "users->bus": {}, "bus->topic": {}, "topic->left": {}, "left->w": POLL },
      }),
    );
    expect(queueAt(totals, "left", "main").endings.acked).toBe(100);
    expect(totals.endToEnd.all?.settledMs?.max).toBeCloseTo(5 + 5 + 10, 6);
    expectSound(totals);
  });

  it("is throttled by a FIFO queue and tries again, until everything is there, in no order", () => {
    const totals = simulate(
      chain({
        durationS: 60,
        client: { ratePerS: 0.01, arrivals: "constant", batch: 50, offsetMs: 100 },
        nodes: { bus: BUS, left: { ...QUEUE, type: "fifo", fifoRatePerS: 10 } },
        edges: {
          "users->bus": {},
          "bus->left": { retryMinMs: 1000, retryMaxMs: 1000, retryJitter: 0.5 },
          "left->w": POLL,
        },
      }),
    );
    expect(edgeOf(totals, "bus->left").failed.rateLimited).toBeGreaterThan(50);
    expect(nodeOf(totals, "left").publishes?.routed).toBe(50);
    expect(queueAt(totals, "left", "main").endings.acked).toBe(50);
    expectSound(totals);
  });

  it("is analyzed like every other node: a queue that is down is blamed", () => {
    const { cascade } = runScenario(
      resolved(
        chain({
          durationS: 60,
          client: { ratePerS: 100 },
          nodes: { bus: BUS, left: QUEUE },
          edges: { "users->bus": {}, "bus->left": {}, "left->w": POLL },
          faults: { f: { kind: "crash", target: "left", atS: 30, forS: 10 } },
        }),
      ),
      {},
      engine,
    );
    const bus = cascade.find(({ node }) => node === "bus");
    expect(bus?.because).toMatch(/^node:left\//);
  });
});

describe("what does not go", () => {
  const problems = (nodes: Chain["nodes"], edge: object = {}) =>
    checkDocument(
      chain({ nodes, edges: { "users->a": {}, "a->b": edge, "b->w": {} } }),
    ).problems.map(({ message }) => message);

  it("a topic does not deliver to a topic, and says so", () => {
    expect(problems({ a: TOPIC, b: TOPIC })).toContain(
      "SNS delivers to consumers and SQS, not to another of its kind",
    );
  });

  it("Pub/Sub, NATS and queues deliver to no broker", () => {
    for (const kind of ["pubsub", "nats", "sqs", "rabbitmq", "kafka"]) {
      expect(problems({ a: { kind }, b: QUEUE }).join()).toMatch(/not to another broker/);
    }
  });

  it("a standard topic has no FIFO queue as a subscriber", () => {
    expect(problems({ a: TOPIC, b: { ...QUEUE, type: "fifo" } }).join()).toMatch(/FIFO/);
    expect(problems({ a: TOPIC, b: QUEUE })).toEqual([]);
    expect(problems({ a: TOPIC, b: QUEUE }, { retries: "http" })).toHaveLength(1);
  });
});
