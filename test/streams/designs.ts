// Designs with event stores, for tests that run them in several ways.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });
const RETRY = { maxAttempts: 3, retryOn: ["conflict", "timeout"], backoff: { type: "none" } };

function design(store: object, more: object = {}, faults = {}): ScenarioDocument {
  return sketch({
    run: { durationS: 5, warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 200, requests: { order: {}, show: { weight: 2 } } },
      orders: { concurrency: 20, replicas: 2, serviceTime: EXP(2) },
      store: { kind: "event-store", keyCount: 20, keySkew: 1, serviceTime: EXP(2), ...store },
      view: { kind: "stream-processor", replicas: 2, concurrency: 4, serviceTime: EXP(3), ...more },
    },
    edges: {
      "users->orders": { calls: [{ id: "a", when: ["order"] }] },
      "users->view": { calls: [{ id: "a", when: ["show"] }] },
      "orders->store": { networkMs: 1, timeoutMs: 50, retry: RETRY },
      "store->view": { networkMs: 1 },
    },
    faults,
  });
}

export const STREAMS: Readonly<Record<string, ScenarioDocument>> = {
  "conflicts, retried": design({}),
  "snapshots of long streams": design({ eventsBefore: 500, snapshotEvery: 20, eventMs: 0.1 }),
  "blind appends in segments": design({ expectedVersion: false, partitions: 4 }),
  "a rebuild and crashes": design(
    { partitions: 3 },
    { errorRate: 0.1 },
    {
      again: { kind: "replay", target: "store->view", atS: 2 },
      gone: { kind: "crash", target: "view[0]", atS: 3, forS: 0.5 },
      down: { kind: "crash", target: "store", atS: 4, forS: 0.3 },
    },
  ),
};

/** Orders publish under a registry that refuses, is away, or lets pass what poisons. */
function registering(compatibility: string, change: string, more: object = {}): ScenarioDocument {
  return sketch({
    run: { durationS: 5, warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 100 },
      orders: { concurrency: 20, replicas: 2, serviceTime: EXP(2) },
      log: { kind: "kafka", partitions: 3 },
      billing: { kind: "stream-processor", replicas: 2, serviceTime: EXP(3) },
      registry: { kind: "schema-registry", compatibility },
    },
    edges: {
      "users->orders": {},
      "orders->log": {},
      "orders->registry": { networkMs: 1, timeoutMs: 50 },
      "log->billing": { onFailure: "deadLetter" },
      "billing->registry": { networkMs: 1 },
    },
    faults: {
      change: { kind: "schema-change", target: "log", atS: 2, forS: 1, change },
      again: { kind: "replay", target: "log->billing", atS: 4 },
      gone: { kind: "crash", target: "orders[0]", atS: 3.5, forS: 0.2 },
      ...more,
    },
  });
}

export const SCHEMAS: Readonly<Record<string, ScenarioDocument>> = {
  "a change that is refused": registering("full", "needed-removed"),
  "a change that poisons": registering("backward", "needed-removed"),
  "a registry that is away": registering("none", "type-changed", {
    away: { kind: "crash", target: "registry", atS: 1.5, forS: 1 },
  }),
};
