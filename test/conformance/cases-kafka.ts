// Cases of the parameters of logs, of the edges into and out of them, and of batches.

import type { Json } from "../../simulation/scenario/document.ts";
import { inboxCases } from "./cases-patterns.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<Record<string, { readonly given?: Settings; readonly to?: Json }>>;

const CLUSTER: Settings = { "nodes.log.replicas": 3, "nodes.log.replicationFactor": 3 };

function crash(target: string, atS: number, forS: number | null = null): Json {
  return { kind: "crash", target, atS, forS };
}

const TWO_READERS: Settings = {
  "nodes.reader.replicas": 2,
  "nodes.log.partitions": 5,
  "edges.log->reader.sessionTimeoutMs": 100,
};
const FAILING: Settings = { "nodes.reader.errorRate": 0.4 };

export const KAFKA_CASES: Cases = {
  partitions: { to: 1 },
  partitioner: { given: { "edges.orders->log.batch": { lingerMs: 40 } } },
  keyCount: { to: 2 },
  keySkew: { given: { "nodes.log.keyCount": 10 }, to: 2 },
  replicas: { to: 3 },
  replicationFactor: { given: { "nodes.log.replicas": 3 }, to: 3 },
  minInsyncReplicas: {
    given: { ...CLUSTER, "nodes.log.electionMs": 50, "faults.f": crash("log[1]", 0.2) },
    to: 3,
  },
  replicationTime: { given: CLUSTER, to: 9 },
  electionMs: {
    given: { ...CLUSTER, "nodes.log.electionMs": 100, "faults.f": crash("log[0]", 0.3) },
    to: 300,
  },
  replicaLagMaxMs: {
    given: {
      ...CLUSTER,
      "nodes.log.replicaLagMaxMs": 100,
      "faults.f": { kind: "hang", target: "log[1]", atS: 0.2 },
    },
    to: 400,
  },
  uncleanElection: {
    given: {
      "nodes.log.replicas": 2,
      "nodes.log.replicationFactor": 2,
      "nodes.log.electionMs": 50,
      "faults.f": crash("log[1]", 0.2, 0.4),
      "faults.g": crash("log[0]", 0.4),
    },
    to: true,
  },
  retentionS: { to: 0.2 },
  retentionRecords: { to: 3 },
  retentionBytes: { to: 3500 },
  recordBytes: { given: { "nodes.log.retentionBytes": 9000 }, to: 3000 },
  initialRebalanceDelayMs: {
    given: {
      "nodes.log.initialRebalanceDelayMs": 100,
      "edges.log->reader.sessionTimeoutMs": 50,
      "faults.f": crash("reader", 0.2, 0.2),
    },
    to: 300,
  },
  concurrency: { given: { "nodes.log.serviceTime": 9 }, to: 1 },
  serviceTime: { to: 4 },
};

export const KAFKA_CONSUMER_CASES: Cases = {
  ...inboxCases("log", "reader"),
  networkMs: { to: 5 },
  concurrency: { given: { "nodes.reader.concurrency": 4 }, to: 1 },
  group: { to: "audit" },
  assignor: {
    given: {
      "nodes.reader.replicas": 4,
      "nodes.reader.instanceSpeed": [1, 0.1, 2],
      "nodes.log.partitions": 7,
      "nodes.log.partitioner": "roundRobin",
      "edges.log->reader.networkMs": 5,
      "edges.log->reader.sessionTimeoutMs": 100,
      "edges.log->reader.maxPollRecords": 1,
      "faults.f": crash("reader[1]", 0.1),
    },
  },
  staticMembership: {
    given: {
      ...TWO_READERS,
      "edges.log->reader.sessionTimeoutMs": 300,
      "faults.f": crash("reader[0]", 0.3, 0.1),
    },
    to: true,
  },
  commitIntervalMs: { to: 100 },
  maxPollRecords: { to: 1 },
  maxPollIntervalMs: {
    given: {
      ...TWO_READERS,
      "nodes.reader.serviceTime": 30,
      "edges.log->reader.maxPollIntervalMs": 40,
    },
    to: 200,
  },
  sessionTimeoutMs: {
    given: { "nodes.reader.replicas": 2, "faults.f": crash("reader[0]", 0.3) },
    to: 200,
  },
  offsetReset: { given: { "nodes.log.retentionRecords": 3, "nodes.reader.serviceTime": 60 } },
  retries: { given: FAILING, to: 2 },
  retryBackoffMs: { given: { ...FAILING, "edges.log->reader.retries": 3 }, to: 10 },
  onFailure: { given: { ...FAILING, "edges.log->reader.commitIntervalMs": 20 } },
};

/** Of an edge at `place`, over which calls come often enough to be collected. */
export function batchCases(place: string): Cases {
  const batch = (values: Record<string, Json>): Settings => ({ [`${place}.batch`]: values });
  return {
    batch: { to: { lingerMs: 20 } },
    "batch.lingerMs": { given: batch({ lingerMs: 5 }), to: 30 },
    "batch.everyMs": { given: batch({}), to: 12 },
    "batch.maxCount": { given: batch({ lingerMs: 60 }), to: 2 },
  };
}

export const KAFKA_PUBLISH_CASES: Cases = {
  acks: { given: { ...CLUSTER, "nodes.log.replicationTime": 3, "edges.orders->log.networkMs": 1 } },
  maxInFlight: {
    given: {
      "edges.orders->log.networkMs": 30,
      "edges.orders->log.retry": { maxAttempts: 3 },
    },
    to: 1,
  },
  idempotent: {
    given: {
      "edges.orders->log.networkMs": 2,
      "edges.orders->log.timeoutMs": 3,
      "edges.orders->log.retry": { maxAttempts: 3, backoff: { baseMs: 5 } },
    },
    to: false,
  },
  ...batchCases("edges.orders->log"),
  "batch.maxBytes": { given: { "edges.orders->log.batch": { lingerMs: 60 } }, to: 2000 },
};

const REPLAY: Settings = { "faults.f": { kind: "replay", target: "log->reader", atS: 0.6 } };

export const REPLAY_CASES: Cases = {
  toOffset: { given: REPLAY, to: 4 },
  toTimeS: { given: REPLAY, to: 0.4 },
};
