// Cases of event stores and their subscriptions. A store stands in the plant between the orders, which
// append, and the reader, which follows it and is asked by the gate.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<Record<string, ParameterCase>>;

/** The node and its edges, where the store of the kind is to be. */
export const STORED: Settings = {
  "nodes.store": { kind: "event-store", keyCount: 4 },
  "edges.orders->store": {},
  "edges.store->reader": {},
};

/** Every case with what makes the store exist. */
export function stored(cases: Cases): Cases {
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => [
      name,
      { ...entry, given: { ...STORED, ...entry.given } },
    ]),
  );
}

function crash(target: string, forS: number | null): Json {
  return { kind: "crash", target, atS: 0.3, forS };
}

const FAILING: Settings = { "nodes.reader.errorRate": 0.4 };
const TWO_READERS: Settings = { "nodes.reader.replicas": 2, "nodes.store.partitions": 5 };

export const STORE_CASES: Cases = {
  concurrency: { to: 1 },
  serviceTime: { to: 9 },
  errorRate: { to: 0.3 },
  keyCount: { to: 1 },
  keySkew: { to: 2 },
  eventsBefore: { to: 100 },
  eventMs: { to: 1 },
  snapshotEvery: { to: 3 },
  snapshotMs: { given: { "nodes.store.snapshotEvery": 2 }, to: 9 },
  expectedVersion: { to: false },
  partitions: { to: 3 },
};

export const STORE_OPERATION_CASES: Cases = {
  serviceTime: { to: 9 },
  errorRate: { to: 0.3 },
};

export const SUBSCRIPTION_CASES: Cases = {
  networkMs: { to: 5 },
  concurrency: {
    given: { "nodes.reader.concurrency": 4, "nodes.store.partitions": 4 },
    to: 1,
  },
  group: { given: { "edges.store->audit": {} }, to: "audit" },
  commitIntervalMs: { to: 400 },
  maxPollRecords: {
    given: { "nodes.reader.concurrency": 4, "nodes.reader.serviceTime": 9 },
    to: 1,
  },
  sessionTimeoutMs: { given: { ...TWO_READERS, "faults.f": crash("reader[0]", null) }, to: 200 },
  retries: { given: FAILING, to: 2 },
  retryBackoffMs: { given: { ...FAILING, "edges.store->reader.retries": 3 }, to: 10 },
  onFailure: { given: FAILING },
};

/** The store has one stream, which the reader is always behind. */
export const READER_OPERATION_CASES: Cases = {
  mustBeCurrent: { given: { "nodes.store.keyCount": 1 }, to: true },
};

/** The orders write to the log and ask; they change what they write, and somebody crashes. */
export const REGISTERED: Settings = {
  "nodes.registry": { kind: "schema-registry", replicas: 1, concurrency: 1, serviceTime: 8 },
  "edges.orders->registry": {},
};

const CHANGED: Settings = {
  "faults.f": { kind: "schema-change", target: "log", atS: 0.4, change: "needed-removed" },
};

export const REGISTRY_CASES: Cases = {
  replicas: { to: 3 },
  concurrency: { to: 4 },
  serviceTime: { to: 2 },
  compatibility: {
    given: { ...CHANGED, "faults.f.change": "needed-added" },
    to: "none",
  },
  registeredBy: { given: { ...CHANGED, "nodes.registry.compatibility": "full" } },
};

/** Every case with what makes the registry exist. */
export function registered(cases: Cases): Cases {
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => [
      name,
      { ...entry, given: { ...REGISTERED, ...entry.given } },
    ]),
  );
}

const OLD_AND_NEW: Settings = {
  ...CHANGED,
  "edges.log->reader.onFailure": "deadLetter",
  "faults.g": { kind: "replay", target: "log->reader", atS: 0.8 },
};

export const SCHEMA_CASES: Cases = {
  change: { given: { ...CHANGED, "faults.f.change": "needed-added" }, to: "needed-removed" },
  readers: { given: OLD_AND_NEW },
};
