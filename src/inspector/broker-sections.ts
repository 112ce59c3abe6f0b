// Under which heading the parameters of brokers and of their consumer edges stand, and which of them
// do anything as the others are.
import type { KindDefinition, ParamSet } from "../../simulation/kinds/define.ts";
import { type Headings, type Section, sectionsUnder } from "./sections.ts";

const OF_BROKERS: Headings = [
  ["Streams", [...["eventsBefore", "expectedVersion", "eventMs", "snapshotEvery", "snapshotMs"]]],
  [
    "Messages",
    [
      ...["type", "destination", "storage", "exchange", "exchanges", "queues", "queueType"],
      ...["version", "partitions", "partitioner", "keyCount", "keySkew"],
      ...["messageGroups", "orderingKeys", "dedupWindowMs", "whenNobody"],
    ],
  ],
  [
    "Capacity",
    [
      ...[
        "replicas",
        "concurrency",
        "serviceTime",
        "errorRate",
        "fifoRatePerS",
        "putRatePerS",
        "inFlightMax",
      ],
    ],
  ],
  [
    "Delivery",
    [
      ...["visibilityTimeoutMs", "abortAtVisibility", "delayMs", "latencyMs"],
      ...["maxReceiveCount", "deliveryLimit", "deadLetterQueue", "initialRebalanceDelayMs"],
    ],
  ],
  [
    "What is kept",
    [
      ...["queueLengthMax", "overflow", "maxMessages", "maxLength", "memoryLimit", "retentionMs"],
      ...["retentionS", "retentionRecords", "maxAgeMs", "durable", "persistent", "flushTime"],
      ...[
        "memoryMb",
        "memoryWatermark",
        "messageKb",
        "recordBytes",
        "retentionBytes",
        "retention",
        "archiveS",
      ],
    ],
  ],
  [
    "Cluster",
    [
      ...["quorumSize", "replicationFactor", "minInsyncReplicas", "replicationTime"],
      ...["clusterNetworkMs", "failoverMs", "electionMs", "replicaLagMaxMs", "uncleanElection"],
    ],
  ],
];

const OF_CONSUMERS: Headings = [
  [
    "Subscription",
    [
      ...["queue", "group", "routingKey", "durable", "consumerPriority", "ordering", "assignor"],
      ...["staticMembership", "offsetReset"],
    ],
  ],
  [
    "Receiving",
    [
      ...["concurrency", "prefetch", "maxAckPending", "batchSize", "waitTimeMs", "pollPauseMs"],
      ...["maxPollRecords", "maxPollIntervalMs", "sessionTimeoutMs", "commitIntervalMs"],
      ...["ack", "noAck", "ackDeadlineMs", "ackWaitMs", "extendMs", "exactlyOnce", "inbox"],
    ],
  ],
  [
    "Failures",
    [
      ...[
        "failed",
        "onFailure",
        "retries",
        "retryBackoffMs",
        "attempts",
        "retryMinMs",
        "retryMaxMs",
      ],
      ...["retryJitter", "maximumRedeliveries", "redeliveryDelayMs", "exponentialBackOff"],
      ...["backOffMs", "maxDeliver", "deliveryAttempts", "claimIdleMs", "claimEveryMs"],
    ],
  ],
];

type Read = (name: string) => unknown;

/** By kind and parameter: whether it acts. What is not listed always does. */
const ACTS: Readonly<Record<string, Readonly<Record<string, (read: Read) => boolean>>>> = {
  sqs: {
    messageGroups: (read) => read("type") === "fifo",
    dedupWindowMs: (read) => read("type") === "fifo",
    fifoRatePerS: (read) => read("type") === "fifo",
  },
  nats: {
    whenNobody: (read) => read("storage") === "core",
    maxMessages: (read) => read("storage") === "stream",
    maxAgeMs: (read) => read("storage") === "stream",
    retention: (read) => read("storage") === "stream",
    dedupWindowMs: (read) => read("storage") === "stream",
  },
  "event-store": { snapshotMs: (read) => read("snapshotEvery") !== null },
  kafka: { keySkew: (read) => read("keyCount") !== null },
  rabbitmq: {
    memoryWatermark: (read) => read("memoryMb") !== null,
    messageKb: (read) => read("memoryMb") !== null,
  },
};

const isStream = (_: Read, broker: Read): boolean => broker("storage") === "stream";
const isTopic = (_: Read, broker: Read): boolean => broker("destination") === "topic";
const claims = (read: Read): boolean => read("noAck") !== true;

/** The same of consumer edges, which look at their broker too. */
const CONSUMER_ACTS: Readonly<
  Record<string, Readonly<Record<string, (read: Read, broker: Read) => boolean>>>
> = {
  nats: {
    ackWaitMs: isStream,
    backOffMs: isStream,
    maxDeliver: isStream,
    maxAckPending: isStream,
    onFailure: isStream,
  },
  activemq: { queue: isTopic, durable: isTopic },
  pubsub: { retryMaxMs: (read) => read("retryMinMs") !== null },
  "redis-streams": {
    claimIdleMs: claims,
    claimEveryMs: (read) => claims(read) && read("claimIdleMs") !== null,
    onFailure: claims,
  },
  "event-store": { retryBackoffMs: (read) => read("retries") !== 0 },
  kafka: { retryBackoffMs: (read) => read("retries") !== 0 },
  rabbitmq: { routingKey: (_, broker) => broker("exchange") !== "fanout" },
};

type Values = Readonly<Record<string, unknown>>;

function reader(params: ParamSet, values: Values): Read {
  return (name) => (values[name] === undefined ? params[name]?.default : values[name]);
}

function acting(params: ParamSet, values: Values, acts: (name: string) => boolean): ParamSet {
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => values[name] !== undefined || acts(name)),
  );
}

/** Whether a parameter of a broker does anything, as the others stand in the file. */
export function actsOnBroker(kind: KindDefinition, values: Values, name: string): boolean {
  return ACTS[kind.id]?.[name]?.(reader(kind.params, values)) ?? true;
}

/** Likewise of the edge from a broker to a consumer. */
export function actsOnConsumer(
  broker: KindDefinition,
  brokerValues: Values,
  params: ParamSet,
  values: Values,
  name: string,
): boolean {
  const acts = CONSUMER_ACTS[broker.id]?.[name];
  return acts?.(reader(params, values), reader(broker.params, brokerValues)) ?? true;
}

/** Parameters of a broker that act, and those that the file says something of, under headings. */
export function brokerSections(kind: KindDefinition, values: Values): readonly Section[] {
  const shown = acting(kind.params, values, (name) => actsOnBroker(kind, values, name));
  return sectionsUnder(OF_BROKERS, shown);
}

/** Likewise of the edge to a consumer; what is left over belongs to the connection. */
export function consumerSections(
  broker: KindDefinition,
  brokerValues: Values,
  params: ParamSet,
  values: Values,
): { readonly connection: ParamSet; readonly sections: readonly Section[] } {
  const acts = (name: string): boolean =>
    actsOnConsumer(broker, brokerValues, params, values, name);
  const all = sectionsUnder(OF_CONSUMERS, acting(params, values, acts), REST);
  const rest = all.find(({ heading }) => heading === REST);
  return { connection: rest?.params ?? {}, sections: all.filter((one) => one !== rest) };
}

const REST = "Connection";
