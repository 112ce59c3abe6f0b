// Cases of what leads others through steps, and of locks. Coordinator and orchestrator stand in the plant
// behind the gate, in the place of the orders.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<Record<string, ParameterCase>>;

const EXP = { type: "exponential", meanMs: 4 };
const CALLED = { calls: [{ id: "a" }] };

/** The nodes that take part, by kind. */
export const LEADERS = {
  "transaction-coordinator": {
    "nodes.leader": { kind: "transaction-coordinator", concurrency: 2, serviceTime: EXP },
    "nodes.ledger": { kind: "database", serviceTime: 3, keyCount: 5 },
    "edges.gate->leader": CALLED,
    "edges.leader->db": { calls: [{ id: "a" }] },
    "edges.leader->ledger": { calls: [{ id: "a", stage: 2 }] },
  },
  "saga-orchestrator": {
    "nodes.leader": { kind: "saga-orchestrator", concurrency: 2, serviceTime: 4 },
    "nodes.bookings": { kind: "service", serviceTime: 3 },
    "nodes.seats": { kind: "service", serviceTime: 3, errorRate: 0.3 },
    "edges.gate->leader": CALLED,
    "edges.leader->bookings": { calls: [{ id: "a", compensation: "undo" }, { id: "b" }] },
    "edges.leader->seats": { calls: [{ id: "a", stage: 2 }] },
  },
  monolith: {
    "nodes.leader": { kind: "monolith", replicas: 1, concurrency: 2, serviceTime: 4 },
    "nodes.module": { kind: "service", serviceTime: 3 },
    "edges.gate->leader": CALLED,
    "edges.leader->module": { calls: [{ id: "a" }, { id: "b" }] },
  },
} as const satisfies Record<string, Settings>;

type Leader = keyof typeof LEADERS;

/** Every case with what makes the leader exist; what it sets of a node's fields comes after. */
export function led(kind: Leader, cases: Cases): Record<string, ParameterCase> {
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => [
      name,
      { ...entry, given: { ...LEADERS[kind], ...entry.given } },
    ]),
  );
}

const LEADER_CRASH: Settings = {
  "faults.f": { kind: "crash", target: "leader", atS: 0.3, forS: 0.1 },
};

/** Somebody cannot be told what is decided, or undo it. */
function away(target: string): Settings {
  return { "faults.f": { kind: "crash", target, atS: 0.3, forS: 0.2 } };
}

export const COORDINATOR_CASES: Cases = {
  blocking: { given: { "nodes.leader.concurrency": 1 }, to: false },
  recoveryMs: { given: { ...away("ledger"), "nodes.leader.recoveryMs": 100 }, to: 400 },
};

const WITHOUT_LOG: Settings = { ...LEADER_CRASH, "nodes.leader.durable": false };

export const ORCHESTRATOR_CASES: Cases = {
  durable: { given: LEADER_CRASH, to: false },
  recoveryMs: { given: { ...away("bookings"), "nodes.leader.recoveryMs": 100 }, to: 400 },
  reconcileMs: { given: WITHOUT_LOG, to: 200 },
};

/** The orders want the same row, several at a time. */
const LOCKING: Settings = {
  "nodes.db.concurrency": 4,
  "nodes.db.keyCount": 1,
  "nodes.db.operations.request.locksRow": true,
};

/** Three instances of which the first takes the writes: the orders' first call. */
const PLACED: Settings = {
  "nodes.db.replicas": 3,
  "nodes.db.layout": "replicas",
  "nodes.db.keyCount": 2,
  "nodes.db.operations.save.write": true,
  "edges.orders->db.calls": [{ id: "a", operation: "save" }, { id: "b" }],
};

const PLACE_CASES: Cases = {
  layout: { given: { "nodes.db.replicas": 3, "nodes.db.operations.request.write": true } },
  replicaLag: { given: PLACED, to: 3 },
  readsFrom: { given: PLACED },
  failoverMs: {
    given: { ...PLACED, "faults.f": { kind: "crash", target: "db[0]", atS: 0.2, forS: 0.6 } },
    to: 100,
  },
};

export const LOCK_CASES: Cases = {
  ...PLACE_CASES,
  lockTimeoutMs: { given: LOCKING, to: 4 },
};

export const LOCK_OPERATION_CASES: Cases = {
  locksRow: { given: { "nodes.db.concurrency": 4, "nodes.db.keyCount": 1 }, to: true },
  lockTimeoutMs: { given: LOCKING, to: 4 },
};

/** The gate leads a saga over orders and a second step that often fails. */
const LED_BY_GATE: Settings = {
  "nodes.gate": { kind: "saga-orchestrator", concurrency: 3, serviceTime: 5 },
  "edges.gate->reader": { calls: [{ id: "a", stage: 2 }] },
  "edges.gate->orders": { calls: [{ id: "a" }] },
  "nodes.reader.errorRate": 0.5,
};

export const STEP_CASES: Cases = {
  compensation: { given: LED_BY_GATE, to: "undo" },
  afterFailure: { given: { "nodes.gate.errorRate": 0.5 }, to: true },
};
