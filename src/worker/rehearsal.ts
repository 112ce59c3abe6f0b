import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

/** Simulated time, ms: enough for each node to have worked. */
export const REHEARSED_MS = 500;

/** Some of each family, so that what checks and compiles them has been there once. */
export const REHEARSAL: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Rehearsal",
  run: { durationS: 5, seed: 1 },
  nodes: {
    users: { kind: "client", ratePerS: 100 },
    gateway: { kind: "api-gateway", serviceTime: { type: "exponential", meanMs: 2 } },
    orders: { kind: "service", serviceTime: { type: "lognormal", meanMs: 8, p99Ms: 40 } },
    store: { kind: "database" },
    queue: { kind: "rabbitmq" },
    log: { kind: "kafka" },
    mail: { kind: "service" },
    reports: { kind: "stream-processor" },
  },
  edges: {
    "users->gateway": { protocol: "rest", timeoutMs: 2000, retry: { maxAttempts: 2 } },
    "gateway->orders": { protocol: "rest", timeoutMs: 1000 },
    "orders->store": { protocol: "sql" },
    "orders->queue": { protocol: "amqp" },
    "orders->log": { protocol: "kafka" },
    "queue->mail": { protocol: "amqp" },
    "log->reports": { protocol: "kafka" },
  },
};
