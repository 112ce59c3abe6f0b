import { DOCUMENTED_LOG } from "../../catalogs/2026-11/documented-log.ts";
import { batchParam } from "../batch-params.ts";
import type { ParamSet } from "../define.ts";

const BATCH = batchParam(DOCUMENTED_LOG.kafkaLingerMs);

/** Batches of a producer are counted by bytes as well. */
const BATCH_FIELDS = {
  ...BATCH.fields,
  maxBytes: {
    type: "number",
    label: "Bytes, at most",
    help: "A batch that has no room for another record of the log's size is sent at once (batch.size).",
    unit: "B",
    min: 1,
    max: 1_000_000_000,
    soft: [1000, 1_000_000],
    scale: "log",
    integer: true,
    default: DOCUMENTED_LOG.kafkaBatchBytes.value,
    source: DOCUMENTED_LOG.kafkaBatchBytes.source,
    nullMeans: "any size",
    live: true,
  },
} as const satisfies ParamSet;

/** Parameters of an edge that publishes into Kafka. */
export const PUBLISH_PARAMS = {
  acks: {
    type: "choice",
    label: "Acknowledged by",
    help: "Nobody, the leader of the partition, or all its replicas in sync.",
    options: ["none", "leader", "all"],
    optionLabels: ["Nobody (0)", "Leader (1)", "All in sync"],
    default: DOCUMENTED_LOG.kafkaAcks.value,
    source: DOCUMENTED_LOG.kafkaAcks.source,
  },
  idempotent: {
    type: "boolean",
    label: "Idempotent producer",
    help:
      "Records are numbered: a retry after a lost answer appends nothing twice, and records keep their order. " +
      "Producers do so only with acknowledgement by all and at most 5 requests in flight.",
    default: DOCUMENTED_LOG.kafkaIdempotence.value,
    source: DOCUMENTED_LOG.kafkaIdempotence.source,
  },
  maxInFlight: {
    type: "number",
    label: "Requests in flight, at most",
    help:
      "Requests to one partition that a producer has under way at a time; others wait in line " +
      "(max.in.flight.requests.per.connection). With more than one, retries come after newer records, unless the " +
      "producer is idempotent. Acts on edges with a retry policy and without batches.",
    unit: "",
    min: 1,
    max: 1_000_000,
    soft: [1, 20],
    integer: true,
    default: DOCUMENTED_LOG.kafkaMaxInFlight.value,
    source: DOCUMENTED_LOG.kafkaMaxInFlight.source,
    nullMeans: "any number",
    live: true,
  },
  batch: { ...BATCH, fields: BATCH_FIELDS },
} as const satisfies ParamSet;
