// Designs in which each pattern meets failures, crashes and delays, for tests of the whole engine.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";

function exp(meanMs: number): Json {
  return { type: "exponential", meanMs };
}

/** A shop that asks over a broker; the consumer, the broker and the link have their troubles. */
function asking(kind: string, edge: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: { kind: "client", ratePerS: 60 },
      shop: { concurrency: 8, replicas: 2, blocking: true },
      mq: { kind, serviceTime: exp(1) },
      pricing: { concurrency: 4, replicas: 2, serviceTime: exp(60), errorRate: 0.1 },
    },
    edges: {
      "users->shop": {},
      "shop->mq": {
        networkMs: exp(3),
        replyTo: true,
        timeoutMs: 150,
        retry: { maxAttempts: 2 },
        breaker: { window: { type: "count", size: 20 }, minimumCalls: 10, openMs: 200 },
        ...edge,
      },
      "mq->pricing": { networkMs: exp(2) },
    },
    faults: {
      gone: { kind: "crash", target: "pricing[0]", atS: 2, forS: 1 },
      down: { kind: "crash", target: "mq", atS: 4, forS: 0.5 },
      cut: { kind: "partition", target: "mq->pricing", atS: 6, forS: 0.5 },
      away: { kind: "crash", target: "shop[1]", atS: 8, forS: 0.5 },
    },
  });
}

/** Orders are written, then published; everybody crashes now and then. */
function ordering(kind: string, publish: object, deliver: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: { kind: "client", ratePerS: 80 },
      orders: { concurrency: 8, replicas: 2, blocking: true },
      db: { kind: "database", concurrency: 10, serviceTime: exp(8) },
      stock: { concurrency: 20, serviceTime: exp(4), errorRate: 0.05 },
      mq: { kind, serviceTime: exp(1) },
      email: { concurrency: 4, replicas: 2, serviceTime: exp(15), errorRate: 0.05 },
    },
    edges: {
      "users->orders": { retry: { maxAttempts: 3 }, timeoutMs: 400 },
      "orders->db": { protocol: "sql", networkMs: exp(2), stage: 1 },
      "orders->stock": { networkMs: exp(2), stage: 2 },
      "orders->mq": { networkMs: exp(5), timeoutMs: 30, stage: 3, ...publish },
      "mq->email": { networkMs: exp(2), ...deliver },
    },
    faults: {
      gone: { kind: "crash", target: "orders[0]", atS: 2, forS: 1 },
      both: { kind: "crash", target: "orders", atS: 5, forS: 0.5 },
      down: { kind: "crash", target: "mq", atS: 3, forS: 1 },
      deaf: { kind: "crash", target: "mq", mode: "blackhole", atS: 8, forS: 0.5 },
      away: { kind: "crash", target: "email[1]", atS: 6, forS: 0.5 },
      cut: { kind: "partition", target: "orders->mq", atS: 7, forS: 0.3 },
    },
  });
}

const RELAY = { outbox: { intervalMs: 90, batchMax: 10 } };

/** Consumers come and go with their backlog. */
function scaling(kind: string, edge: object = {}): ScenarioDocument {
  const points = [
    [0, 1],
    [10, 0],
    [25, 3],
    [35, 0.2],
  ];
  return sketch({
    run: { durationS: 50 },
    nodes: {
      users: { kind: "client", ratePerS: 40, profile: { shape: "steps", points } },
      gate: {
        concurrency: 3,
        serviceTime: exp(40),
        queueScope: "node",
        autoscale: { syncPeriodS: 2, startupS: 1, downStabilizationS: 6, drainS: 1 },
      },
      mq: { kind, serviceTime: exp(1) },
      mail: {
        concurrency: 2,
        replicas: 2,
        serviceTime: exp(90),
        autoscale: {
          metric: "backlog",
          target: 3,
          minReplicas: 0,
          maxReplicas: 6,
          syncPeriodS: 2,
          pollingS: 3,
          cooldownS: 4,
          downStabilizationS: 5,
          startupS: 1,
          drainS: 2,
        },
      },
    },
    edges: {
      "users->gate": { retry: { maxAttempts: 2 } },
      "gate->mq": { networkMs: exp(2) },
      "mq->mail": { networkMs: exp(2), ...edge },
    },
    faults: {
      gone: { kind: "crash", target: "mail[0]", atS: 5, forS: 2 },
      away: { kind: "crash", target: "gate[0]", atS: 28, forS: 3 },
    },
  });
}

export const PATTERNS: Readonly<Record<string, ScenarioDocument>> = {
  "request-reply over RabbitMQ": asking("rabbitmq"),
  "request-reply over Kafka": asking("kafka"),
  "request-reply over SQS": asking("sqs"),
  "dual write": ordering("rabbitmq", { retry: { maxAttempts: 3 } }),
  "dual write into a log": ordering("kafka", { retry: { maxAttempts: 2 } }, { inbox: {} }),
  "outbox and inbox": ordering("rabbitmq", RELAY, { inbox: { windowMs: 2000 } }),
  "outbox into a log": ordering("kafka", RELAY, { inbox: {} }),
  "outbox into SQS": ordering("sqs", RELAY),
  "autoscaling by RabbitMQ": scaling("rabbitmq", { prefetch: 4 }),
  "autoscaling by Kafka": scaling("kafka", { sessionTimeoutMs: 3000 }),
  "autoscaling by SQS": scaling("sqs"),
};
