// Designs that texts on communication between services describe, and what they say of their failures.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import {
  allOf,
  edgeOf,
  metronome,
  nodeOf,
  type Sketch,
  simulate,
  sketch,
} from "../support/simulate.ts";

const USERS = metronome(20, 10);

function play({ fault, ...design }: Sketch & { readonly fault?: object }): EngineTotals {
  const faults = fault === undefined ? {} : { faults: { f: fault as FaultDocument } };
  const document = sketch({ ...design, ...faults });
  expect(checkDocument(document).problems).toEqual([]);
  return simulate(document);
}

const queueOf = (totals: EngineTotals, broker: string, name: string) => {
  const queue = nodeOf(totals, broker).queues?.[name];
  if (queue === undefined) throw new Error(`no queue ${name}`);
  return queue;
};

describe("request and response", () => {
  const nodes = {
    users: USERS,
    orders: { concurrency: 20, queueLengthMax: 20, blocking: true, serviceTime: 5 },
    inventory: { concurrency: 20, serviceTime: 20 },
  };
  const slow = { kind: "slow", target: "inventory", factor: 100, atS: 3, forS: 4 };
  const breaker = { window: { size: 20 }, minimumCalls: 10, openMs: 1000, probes: 2 };

  it("of an order that checks the stock cascades when the stock is slow", () => {
    const calm = play({ nodes, edges: { "users->orders": {}, "orders->inventory": {} } });
    expect(allOf(calm).failed).toEqual({});
    const edges = { "users->orders": {}, "orders->inventory": { timeoutMs: 1000 } };
    const totals = play({ nodes, edges, fault: slow });
    expect(allOf(totals).failed.rejected).toBeGreaterThan(20);
    expect(allOf(totals).failed.dependency).toBeGreaterThan(20);
  });

  it("with a breaker and a fallback answers on, with less", () => {
    const guarded = { timeoutMs: 200, breaker, fallback: { type: "static" } };
    const edges = { "users->orders": {}, "orders->inventory": guarded };
    const totals = play({ nodes, edges, fault: slow });
    expect(allOf(totals).failed).toEqual({});
    expect(allOf(totals).degraded).toBeGreaterThan(100);
    expect(edgeOf(totals, "orders->inventory").failed.circuitOpen).toBeGreaterThan(50);
  });

  it("fails over to another place", () => {
    const edges = {
      "users->orders": {},
      "orders->inventory": { fallback: { type: "call", edge: "orders->spare" } },
      "orders->spare": { probability: 0 },
    };
    const spare = { concurrency: 20, serviceTime: 20 };
    const fault = { kind: "crash", target: "inventory", atS: 3, forS: 4 };
    const totals = simulate(
      sketch({ nodes: { ...nodes, spare }, edges, faults: { f: fault as FaultDocument } }),
    );
    expect(allOf(totals).failed).toEqual({});
    expect(nodeOf(totals, "spare").completions).toBeGreaterThan(190);
  });

  it("behind a load-balanced gateway survives the loss of one of its instances", () => {
    const edges = { "users->gateway": { retry: { avoidTried: true } }, "gateway->orders": {} };
    const { orders } = nodes;
    const gateway = { kind: "api-gateway", replicas: 3, serviceTime: 1 };
    const fault = { kind: "crash", target: "gateway[1]", atS: 3, forS: 4 };
    const totals = play({ nodes: { users: USERS, gateway, orders }, edges, fault });
    expect(allOf(totals).failed).toEqual({});
    expect(edgeOf(totals, "users->gateway").retries).toBeGreaterThan(5);
  });

  it("over gRPC ends at its deadline all the way down", () => {
    const edges = {
      "users->orders": { protocol: "grpc", deadlineMs: 100 },
      "orders->inventory": { protocol: "grpc" },
    };
    const totals = play({ nodes, edges, fault: slow });
    expect(allOf(totals).failed.deadlineExceeded).toBeGreaterThan(150);
    expect(edgeOf(totals, "orders->inventory").failed.deadlineExceeded).toBeGreaterThan(0);
  });

  it("of a query whose resolvers ask one service for each item", () => {
    const edges = {
      "users->graph": {},
      "graph->catalog": { stage: 1 },
      "graph->reviews": { stage: 2, count: 10, parallel: true },
    };
    const graph = { serviceTime: 1, concurrency: 50 };
    const totals = play({
      nodes: { users: USERS, graph, catalog: { serviceTime: 2 }, reviews: { serviceTime: 2 } },
      edges,
    });
    expect(nodeOf(totals, "reviews").arrivals).toBe(10 * nodeOf(totals, "catalog").arrivals);
  });

  it("of two services that share a database: what one does slows the other", () => {
    const two = {
      users: USERS,
      staff: metronome(10, 5),
      shop: { concurrency: 50, serviceTime: 1 },
      report: { concurrency: 50, serviceTime: 1 },
      db: { kind: "database", concurrency: 2, serviceTime: { type: "exponential", meanMs: 8 } },
    };
    const edges = { "users->shop": {}, "staff->report": {}, "shop->db": {}, "report->db": {} };
    const spike = { kind: "spike", target: "staff", factor: 3, atS: 3, forS: 5 };
    const calm = nodeOf(play({ nodes: two, edges }), "shop").latencyMs.p95 ?? Number.NaN;
    const busy = nodeOf(play({ nodes: two, edges, fault: spike }), "shop").latencyMs.p95;
    expect(busy).toBeGreaterThan(3 * calm);
  });
});

describe("messages", () => {
  const orders = { serviceTime: 5, concurrency: 20 };
  const consumer = { serviceTime: 10, concurrency: 2 };

  it("wait while e-mail and SMS are down, and all get there", () => {
    const totals = play({
      run: { durationS: 12 },
      nodes: { users: USERS, orders, mq: { kind: "rabbitmq" }, email: consumer, sms: consumer },
      edges: { "users->orders": {}, "orders->mq": {}, "mq->email": {}, "mq->sms": {} },
      fault: { kind: "crash", target: "email", atS: 2, forS: 5 },
    });
    expect(allOf(totals).failed).toEqual({});
    for (const name of ["email", "sms"]) {
      const { endings, backlog, backlogAtEnd } = queueOf(totals, "mq", name);
      expect(endings.lost).toBe(0);
      expect(backlogAtEnd).toBeLessThan(5);
      expect((backlog?.max ?? 0) > 200).toBe(name === "email");
    }
  });

  it("that nobody can process end as dead letters", () => {
    const totals = play({
      nodes: {
        users: USERS,
        mq: {
          kind: "rabbitmq",
          queueType: "quorum",
          deliveryLimit: 2,
          queues: { shipping: { deadLetter: { routingKey: "dead" } }, dead: { bindings: {} } },
        },
        shipping: { ...consumer, errorRate: 1 },
      },
      edges: { "users->mq": {}, "mq->shipping": { onFailure: "requeue" } },
    });
    const { endings, redelivered } = queueOf(totals, "mq", "shipping");
    expect(endings.deadLettered).toBeGreaterThan(400);
    expect(redelivered).toBeGreaterThan(1.5 * endings.deadLettered);
    expect(queueOf(totals, "mq", "dead").backlogAtEnd).toBe(endings.deadLettered);
  });

  it("survive a broker's restart in durable queues only", () => {
    const lost = (durable: boolean): number => {
      const totals = play({
        nodes: { users: USERS, mq: { kind: "rabbitmq", durable }, slow: { serviceTime: 60 } },
        edges: { "users->mq": { retry: {} }, "mq->slow": { prefetch: 16 } },
        fault: { kind: "crash", target: "mq", atS: 5, forS: 0.5 },
      });
      return queueOf(totals, "mq", "slow").endings.lost;
    };
    expect(lost(true)).toBe(0);
    expect(lost(false)).toBeGreaterThan(0);
  });

  it("of an event are read by every group that subscribed, each at its own pace", () => {
    const totals = play({
      nodes: {
        users: USERS,
        orders,
        events: { kind: "kafka", partitions: 4 },
        inventory: { kind: "stream-processor", serviceTime: 2 },
        payment: { kind: "stream-processor", serviceTime: 2 },
      },
      edges: {
        "users->orders": {},
        "orders->events": {},
        "events->inventory": {},
        "events->payment": {},
      },
      fault: { kind: "hang", target: "payment", atS: 2 },
    });
    const inventory = queueOf(totals, "events", "inventory");
    const payment = queueOf(totals, "events", "payment");
    expect(inventory.published).toBe(payment.published);
    expect(inventory.lagMs?.max).toBeLessThan(6000);
    expect(payment.lagMs?.max).toBeGreaterThan(7000);
  });
});
