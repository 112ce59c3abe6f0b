import { DOCUMENTED_LOG } from "../../catalogs/2026-11/documented-log.ts";
import { batchParam } from "../batch-params.ts";
import type { ParamSet } from "../define.ts";

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
    help: "Records are numbered: a retry after a lost answer appends nothing twice.",
    default: DOCUMENTED_LOG.kafkaIdempotence.value,
    source: DOCUMENTED_LOG.kafkaIdempotence.source,
  },
  batch: batchParam(DOCUMENTED_LOG.kafkaLingerMs),
} as const satisfies ParamSet;
