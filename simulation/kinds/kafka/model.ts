import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { kafka } from "./definition.ts";

export function compile(input: ModelInput<ValuesOf<(typeof kafka)["params"]>>): NodeDescriptor {
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
      retentionMax: values.retentionRecords,
      initialDelayMs: values.initialRebalanceDelayMs,
    },
  };
}
