import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { kafka } from "./definition.ts";

type Values = ValuesOf<(typeof kafka)["params"]>;

/** Records of a partition, at most; one that is larger than all bytes together is kept. */
function recordsKept({ retentionRecords, retentionBytes, recordBytes }: Values): number | null {
  if (retentionBytes === null) return retentionRecords;
  const fit = Math.max(1, Math.floor(retentionBytes / recordBytes));
  return Math.min(fit, retentionRecords ?? fit);
}

export function compile(input: ModelInput<Values>): NodeDescriptor {
  const { values } = input;
  const station = compileBrokerStation(values);
  return {
    primitive: "log",
    // Whether a publish is a repetition is for the log to find out.
    station: {
      ...station,
      instances: values.replicas,
      work: { ...station.work, idempotent: false },
    },
    log: {
      partitions: values.partitions,
      partitioner: values.partitioner,
      keys: values.keyCount === null ? null : { count: values.keyCount, skew: values.keySkew },
      replicationFactor: values.replicationFactor,
      minInSync: values.minInsyncReplicas,
      replicationTime: values.replicationTime,
      electionMs: values.electionMs,
      replicaLagMaxMs: values.replicaLagMaxMs,
      unclean: values.uncleanElection,
      retentionMs: values.retentionS === null ? null : 1000 * values.retentionS,
      retentionMax: recordsKept(values),
      recordBytes: values.recordBytes,
      initialDelayMs: values.initialRebalanceDelayMs,
    },
  };
}
