// Designs in which transactions, sagas and locks meet failures, crashes and delays, for tests of the whole
// engine.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";

function exp(meanMs: number): Json {
  return { type: "exponential", meanMs };
}

const ROWS = { kind: "database", keyCount: 12, keySkew: 1, lockTimeoutMs: 150, concurrency: 12 };

/** Transfers, and others that want the same rows; everybody crashes, hangs and pauses now and then. */
function transfers(): ScenarioDocument {
  return sketch({
    run: { warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 60, patienceMs: 900 },
      rivals: { kind: "client", ratePerS: 60, requests: { update: {}, look: {} } },
      tx: {
        kind: "transaction-coordinator",
        replicas: 2,
        concurrency: 30,
        serviceTime: exp(2),
        recoveryMs: 300,
      },
      orders: {
        ...ROWS,
        replicas: 2,
        serviceTime: exp(6),
        errorRate: 0.03,
        operations: { update: { locksRow: true }, commit: { serviceTime: exp(2) } },
      },
      stock: {
        ...ROWS,
        serviceTime: exp(4),
        breakdowns: { every: exp(1500), for: exp(60) },
        operations: { update: { locksRow: true, write: true, lockTimeoutMs: 40 } },
      },
    },
    edges: {
      "users->tx": { timeoutMs: 700, retry: { maxAttempts: 2 } },
      "tx->orders": { protocol: "sql", networkMs: exp(3), timeoutMs: 200 },
      "tx->stock": {
        protocol: "sql",
        networkMs: exp(3),
        pool: { max: 10, timeoutMs: 100 },
        stage: 2,
      },
      "rivals->orders": {
        protocol: "sql",
        networkMs: exp(2),
        timeoutMs: 300,
        retry: { maxAttempts: 3 },
      },
      "rivals->stock": { protocol: "sql", networkMs: exp(2), timeoutMs: 100, cancel: "interrupt" },
    },
    faults: {
      gone: { kind: "crash", target: "tx[0]", atS: 2, forS: 1 },
      both: { kind: "crash", target: "tx", atS: 4, forS: 0.6 },
      down: { kind: "crash", target: "stock", atS: 3, forS: 0.3 },
      deaf: { kind: "crash", target: "orders[0]", mode: "blackhole", atS: 6, forS: 0.5 },
      stuck: { kind: "hang", target: "stock", atS: 7, forS: 0.2 },
      still: { kind: "pause", target: "orders", atS: 7.5, forS: 0.2 },
      cut: { kind: "partition", target: "tx->stock", atS: 8.2, forS: 0.4 },
    },
  });
}

const UNDOABLE = { request: { write: true }, undo: { write: true, serviceTime: exp(3) } };

function booking(saga: object): ScenarioDocument {
  const step = (stage: number) => ({
    networkMs: exp(4),
    timeoutMs: 120,
    retry: { maxAttempts: 2, backoff: { baseMs: 20 } },
    calls: [{ stage, compensation: "undo" }],
  });
  return sketch({
    run: { warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 70 },
      saga: {
        kind: "saga-orchestrator",
        replicas: 2,
        concurrency: 20,
        serviceTime: exp(2),
        ...saga,
      },
      stock: { concurrency: 4, serviceTime: exp(8), operations: UNDOABLE },
      pay: { concurrency: 6, serviceTime: exp(12), errorRate: 0.1, operations: UNDOABLE },
      deliver: { concurrency: 4, serviceTime: exp(6), errorRate: 0.05, operations: UNDOABLE },
    },
    edges: {
      "users->saga": { timeoutMs: 500, cancel: "check" },
      "saga->stock": step(1),
      "saga->pay": step(2),
      "saga->deliver": step(3),
    },
    faults: {
      gone: { kind: "crash", target: "saga[0]", atS: 2, forS: 1 },
      both: { kind: "crash", target: "saga", atS: 4, forS: 0.5 },
      away: { kind: "crash", target: "stock", atS: 3, forS: 0.4 },
      slow: { kind: "slow", target: "pay", factor: 10, atS: 6, forS: 1 },
    },
  });
}

function byEvents(kind: string): ScenarioDocument {
  return sketch({
    run: { warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 50 },
      stock: {
        concurrency: 8,
        serviceTime: exp(6),
        operations: { request: { write: true }, declined: { write: true } },
      },
      ordered: { kind, serviceTime: exp(1) },
      failed: { kind, serviceTime: exp(1) },
      pay: {
        concurrency: 6,
        replicas: 2,
        serviceTime: exp(20),
        errorRate: 0.2,
        operations: { request: { write: true } },
      },
    },
    edges: {
      "users->stock": {},
      "stock->ordered": { networkMs: exp(2), calls: [{ when: ["request"] }] },
      "ordered->pay": { networkMs: exp(2) },
      "pay->failed": {
        networkMs: exp(2),
        timeoutMs: 100,
        calls: [{ operation: "declined", afterFailure: true }],
      },
      "failed->stock": { networkMs: exp(2) },
    },
    faults: {
      gone: { kind: "crash", target: "pay[0]", atS: 3, forS: 1 },
      down: { kind: "crash", target: "failed", atS: 5, forS: 0.5 },
    },
  });
}

/** Reads and writes, with pools and without, of a database whose instances crash one after another. */
function placed(db: object): ScenarioDocument {
  return sketch({
    run: { warmupS: 1 },
    nodes: {
      writers: { kind: "client", ratePerS: 80, requests: { save: {}, book: {} } },
      readers: { kind: "client", ratePerS: 200, requests: { look: {} } },
      db: {
        kind: "database",
        replicas: 4,
        concurrency: 3,
        serviceTime: exp(8),
        keyCount: 60,
        keySkew: 1,
        lockTimeoutMs: 200,
        operations: { save: { write: true }, book: { locksRow: true } },
        ...db,
      },
    },
    edges: {
      "writers->db": { protocol: "sql", networkMs: exp(2), timeoutMs: 300 },
      "readers->db": { protocol: "sql", networkMs: exp(2), pool: { max: 8, timeoutMs: 200 } },
    },
    faults: {
      first: { kind: "crash", target: "db[0]", atS: 2, forS: 2 },
      second: { kind: "crash", target: "db[1]", atS: 3.5, forS: 2 },
      still: { kind: "pause", target: "db[2]", atS: 7, forS: 0.5 },
    },
  });
}

export const PLACES: Readonly<Record<string, ScenarioDocument>> = {
  "read replicas": placed({ layout: "replicas", replicaLag: exp(60), failoverMs: 500 }),
  "replicas that all read": placed({ layout: "replicas", readsFrom: "all", failoverMs: 0 }),
  shards: placed({ layout: "shards" }),
};

export const TRANSACTIONS: Readonly<Record<string, ScenarioDocument>> = {
  "two-phase commit": transfers(),
  "saga with a log": booking({ recoveryMs: 200 }),
  "saga with reconciliation": booking({ durable: false, reconcileMs: 700 }),
  "saga by events over RabbitMQ": byEvents("rabbitmq"),
  "saga by events over Kafka": byEvents("kafka"),
};
