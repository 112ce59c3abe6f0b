// Queues of a mailbox broker, through whole scenarios: what consumers get, when, and how it ends.
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
  readonly publish?: EdgeDocument;
  readonly consumers: Readonly<Record<string, Partial<NodeDocument>>>;
  readonly deliver: Readonly<Record<string, EdgeDocument>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** One source that publishes into one broker `mq` with the given consumers. */
function scenario(sketch: Sketch): ScenarioDocument {
  const nodes: Record<string, NodeDocument> = {
    users: { kind: "client", ratePerS: 10, arrivals: "constant", ...sketch.client },
    mq: { kind: "rabbitmq", serviceTime: 0, ...sketch.broker },
  };
  for (const [id, params] of Object.entries(sketch.consumers)) {
    nodes[id] = { kind: "service", ...params };
  }
  const edges: Record<string, EdgeDocument> = {
    "users->mq": { protocol: "amqp", networkMs: 0, ...sketch.publish },
  };
  for (const [id, params] of Object.entries(sketch.deliver)) {
    edges[`mq->${id}`] = { protocol: "amqp", networkMs: 0, ...params };
  }
  const run = { durationS: 10, warmupS: 0, seed: 1, ...sketch.run };
  return {
    format: 1,
    catalog: "2026-11",
    name: "queues",
    run,
    nodes,
    edges,
    ...(sketch.faults ? { faults: sketch.faults } : {}),
  };
}

function queueOf(totals: EngineTotals, name: string): BrokerResult {
  const queue = totals.nodes.mq?.queues?.[name];
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
}

/** Node numbers follow the ids: mq stands before the consumers w... and after none. */
function expectConserved(totals: EngineTotals): void {
  const node = Object.keys(totals.nodes).sort().indexOf("mq");
  const checks = [...totals.checks, ...brokerChecksOf(node, "mq")];
  expect(checks.length).toBeGreaterThan(0);
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

describe("prefetch", () => {
  // Closed window: throughput = min(1/s, w/(RTT + s)); s = 4 ms, 10 ms each way.
  for (const [prefetch, perS] of [
    [1, 1000 / 24],
    [3, 125],
    [5, 5000 / 24],
    [6, 250],
    [10, 250],
  ] as const) {
    it(`of ${prefetch} lets ${perS.toFixed(1)} messages a second through`, () => {
      const totals = simulate(
        scenario({
          run: { durationS: 21, warmupS: 1 },
          client: { ratePerS: 300 },
          consumers: { worker: { concurrency: 1, serviceTime: 4 } },
          deliver: { worker: { prefetch, networkMs: 10 } },
        }),
      );
      const perSecond = queueOf(totals, "worker").endings.acked / 20;
      expect(Math.abs(perSecond / perS - 1)).toBeLessThan(0.002);
      expectConserved(totals);
    });
  }

  it("keeps what the consumer cannot begin in its buffer, out of the station's queue", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 1 },
        client: { ratePerS: 1000 },
        consumers: { worker: { concurrency: 1, serviceTime: 100, queueLengthMax: 0 } },
        deliver: { worker: { prefetch: 20 } },
      }),
    );
    expect(totals.nodes.worker?.queue.max).toBe(0);
    expect(totals.nodes.worker?.failed).toEqual({});
    expect(totals.nodes.worker?.inFlight.max).toBe(20);
    expect(queueOf(totals, "worker").inDeliveryAtEnd).toBe(20);
    expectConserved(totals);
  });

  it("leaves slots to synchronous work: a message takes one like any other request", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 20 },
        client: { ratePerS: 100 },
        consumers: { worker: { concurrency: 4, serviceTime: 20 } },
        deliver: { worker: { prefetch: 100, concurrency: 2 } },
      }),
    );
    // 100 messages a second of 20 ms are two slots' work, and two is what the edge allows.
    expect(totals.nodes.worker?.utilization).toBeCloseTo(0.5, 2);
  });
});

describe("exchange", () => {
  it("fanout gives every queue a copy of its own", () => {
    const totals = simulate(
      scenario({
        consumers: { email: { serviceTime: 5 }, sms: { serviceTime: 7 } },
        deliver: { email: {}, sms: {} },
      }),
    );
    for (const name of ["email", "sms"]) {
      expect(queueOf(totals, name)).toMatchObject({ published: 100, routed: 100 });
      expect(queueOf(totals, name).endings.acked).toBe(99);
    }
  });

  it("consumers of one queue compete for its messages in turn", () => {
    const totals = simulate(
      scenario({
        consumers: { a: { serviceTime: 5 }, b: { serviceTime: 5 } },
        deliver: { a: { queue: "jobs" }, b: { queue: "jobs" } },
      }),
    );
    expect(queueOf(totals, "jobs").delivered).toBe(100);
    expect(totals.edges["mq->a"]?.attempts).toBe(50);
    expect(totals.edges["mq->b"]?.attempts).toBe(50);
  });

  it("direct routes by the operation that publishes, and counts what fits no queue", () => {
    const totals = simulate(
      scenario({
        client: { ratePerS: 300, requests: { order: {}, refund: {}, other: {} } },
        broker: { exchange: "direct" },
        consumers: { orders: {}, refunds: {} },
        deliver: { orders: { routingKey: "order" }, refunds: { routingKey: "refund" } },
      }),
    );
    const offered = (type: string) => totals.endToEnd[type]?.offered ?? 0;
    expect(queueOf(totals, "orders").routed).toBe(offered("order"));
    expect(queueOf(totals, "refunds").routed).toBe(offered("refund"));
    expect(offered("other")).toBeGreaterThan(500);
    expect(totals.endToEnd.all?.failed).toEqual({});
  });
});

describe("failures", () => {
  it("end a message at the delivery limit: p^n of the messages", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 200 },
        client: { ratePerS: 100 },
        broker: { queueType: "quorum", deliveryLimit: 2 },
        consumers: { worker: { concurrency: 50, serviceTime: 1, errorRate: 0.2 } },
        deliver: { worker: { prefetch: 50 } },
      }),
    );
    const queue = queueOf(totals, "worker");
    const share = (queue.deaths.delivery_limit ?? 0) / queue.routed;
    const deviation = Math.sqrt((0.008 * 0.992) / queue.routed);
    expect(Math.abs(share - 0.008)).toBeLessThan(4 * deviation);
    // Deliveries a message: 1, 2 or 3 with 0.8, 0.16 and 0.04; standard deviation 0.512.
    const mean = queue.delivered / queue.routed;
    expect(Math.abs(mean - 1.24)).toBeLessThan((4 * 0.512) / Math.sqrt(queue.routed));
    expect(queue.redelivered).toBe(queue.delivered - queue.routed);
    expectConserved(totals);
  });

  it("end a message at once where the consumer says so", () => {
    const ended = (onFailure: string) =>
      queueOf(
        simulate(
          scenario({
            consumers: { worker: { serviceTime: 1, errorRate: 1 } },
            deliver: { worker: { onFailure } },
          }),
        ),
        "worker",
      );
    // Nowhere to go: a rejected message is gone, as one whose failure is passed over.
    const gone = { redelivered: 0, endings: { dropped: 99 } };
    expect(ended("deadLetter")).toMatchObject({ ...gone, deaths: { rejected: 99 } });
    expect(ended("drop")).toMatchObject({ ...gone, deaths: {} });
  });

  it("come back to the head, before what was published later", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 20 },
        client: { ratePerS: 100 },
        consumers: { worker: { concurrency: 1, serviceTime: 9, errorRate: 0.05 } },
        deliver: { worker: { prefetch: 1 } },
      }),
    );
    // Served in order, the oldest message is never older than the backlog takes to serve.
    const { backlog, lagMs } = queueOf(totals, "worker");
    expect(lagMs.max).toBeLessThanOrEqual((backlog.max + 1) * 10);
  });
});

describe("a full queue", () => {
  const full = (overflow: string) =>
    scenario({
      client: { ratePerS: 100 },
      broker: { queueLengthMax: 5, overflow },
      consumers: { worker: { concurrency: 1, serviceTime: 100 } },
      deliver: { worker: { prefetch: 1 } },
    });

  it("drops its oldest message", () => {
    const totals = simulate(full("drop-head"));
    const queue = queueOf(totals, "worker");
    expect(queue.backlog.max).toBe(6);
    expect(queue.endings.dropped).toBe(queue.routed - queue.endings.acked - 6);
    expect(totals.endToEnd.all?.failed).toEqual({});
    // Five wait, 10 ms apart, behind one of at most 150 ms.
    expect(queue.lagMs.max).toBeLessThanOrEqual(160);
    expectConserved(totals);
  });

  it("refuses publishes: the publisher hears of it", () => {
    const totals = simulate(full("reject-publish"));
    const queue = queueOf(totals, "worker");
    expect(queue.endings.dropped).toBe(0);
    expect(queue.published).toBe(queue.routed + (totals.endToEnd.all?.failed.rejected ?? 0));
    expect(queue.routed).toBe(queue.endings.acked + 6);
    expectConserved(totals);
  });
});

describe("outages", () => {
  const crash = (target: string): FaultDocument => ({
    kind: "crash",
    target,
    atS: 5.0051,
    forS: 2,
  });

  it("a crashed consumer gives back what it had not acknowledged", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 20 },
        client: { ratePerS: 50 },
        consumers: { worker: { concurrency: 1, serviceTime: 15 } },
        deliver: { worker: { prefetch: 10, networkMs: 2 } },
        faults: { f: crash("worker") },
      }),
    );
    const queue = queueOf(totals, "worker");
    expect(queue.redelivered).toBeGreaterThan(0);
    expect(queue.redelivered).toBeLessThanOrEqual(10);
    expect(queue.endings.acked).toBe(queue.routed - queue.backlogAtEnd);
    expect(queue.backlog.max).toBeGreaterThan(95);
    expect(queue.backlogAtEnd).toBeLessThan(3);
    expectConserved(totals);
  });

  it("acknowledged on delivery, they are gone with the consumer", () => {
    const totals = simulate(
      scenario({
        run: { durationS: 20 },
        client: { ratePerS: 100 },
        consumers: { worker: { concurrency: 1, serviceTime: 15 } },
        deliver: { worker: { ack: "auto" } },
        faults: { f: crash("worker") },
      }),
    );
    const queue = queueOf(totals, "worker");
    const { completions = 0, inFlightAtEnd = 0 } = totals.nodes.worker ?? {};
    expect(queue.redelivered).toBe(0);
    expect(queue.endings.acked - completions - inFlightAtEnd).toBeGreaterThan(100);
    expectConserved(totals);
  });

  it("another instance takes over what a crashed one had", () => {
    const totals = simulate(
      scenario({
        client: { ratePerS: 100 },
        consumers: { worker: { replicas: 2, concurrency: 1, serviceTime: 8 } },
        deliver: { worker: { prefetch: 5 } },
        faults: { f: { kind: "crash", target: "worker[0]", atS: 5.0051, forS: null } },
      }),
    );
    expect(queueOf(totals, "worker").backlogAtEnd).toBeLessThan(5);
    expectConserved(totals);
  });

  for (const durable of [true, false]) {
    it(`a crashed broker ${durable ? "keeps durable" : "loses other"} queues`, () => {
      const totals = simulate(
        scenario({
          run: { durationS: 60 },
          client: { ratePerS: 50 },
          broker: { durable },
          consumers: { worker: { concurrency: 1, serviceTime: 25 } },
          deliver: { worker: { prefetch: 3, networkMs: 1 } },
          faults: { f: crash("mq") },
        }),
      );
      const queue = queueOf(totals, "worker");
      expect(totals.endToEnd.all?.failed.connectionRefused ?? 0).toBeGreaterThan(90);
      if (durable) {
        expect(queue.endings.lost).toBe(0);
        // One was in service and the answer of at most one was on its way.
        expect(queue.duplicates).toBeGreaterThanOrEqual(1);
      } else {
        expect(queue.endings.lost).toBeGreaterThan(40);
        expect(queue.duplicates).toBe(0);
      }
      expectConserved(totals);
    });
  }
});

it("a request is settled when the last of its messages is", () => {
  const totals = simulate(
    scenario({
      client: { ratePerS: 1 },
      consumers: { quick: { serviceTime: 5 }, slow: { serviceTime: 200 } },
      deliver: { quick: { networkMs: 3 }, slow: { networkMs: 10 } },
    }),
  );
  expect(totals.endToEnd.all?.latencyMs.max).toBe(0);
  expect(totals.endToEnd.all?.settledMs.mean).toBeCloseTo(220, 6);
});
