import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor, OperationDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { eventStore } from "./definition.ts";

type Values = ValuesOf<(typeof eventStore)["params"]>;
type Own = Partial<Pick<OperationDescriptor, "serviceTime" | "errorRate">>;

/** Until a group without members begins, ms: a subscription starts with what is there. */
const NO_DELAY_MS = 0;

/** The operation that reads a stream; every other one appends an event. */
const LOAD = "load";

export function compile({ values, operations }: ModelInput<Values>): NodeDescriptor {
  const station = compileBrokerStation({ concurrency: values.concurrency, serviceTime: 0 });
  const { serviceTime, errorRate, expectedVersion } = values;
  const plain: OperationDescriptor = { ...station.work, serviceTime, errorRate };
  const append: OperationDescriptor = {
    ...plain,
    access: "write",
    changesData: true,
    // Under another version than it expects it has no effect, so it may be tried again.
    idempotent: expectedVersion,
    readsBefore: expectedVersion ? LOAD : null,
  };
  const named = Object.entries(operations).map(([name, own]) => [
    name,
    { ...append, ...(own as Own) },
  ]);
  const load = { ...plain, ...((operations[LOAD] ?? {}) as Own), access: "read" } as const;
  const keys = { count: values.keyCount, skew: values.keySkew };
  return {
    primitive: "log",
    station: {
      ...station,
      keys,
      work: append,
      operations: { ...Object.fromEntries(named), [LOAD]: load },
    },
    log: {
      partitions: values.partitions,
      partitioner: "key",
      keys,
      replicationFactor: 1,
      minInSync: 1,
      replicationTime: 0,
      electionMs: 0,
      replicaLagMaxMs: 0,
      unclean: false,
      retentionMs: null,
      retentionMax: null,
      recordBytes: 0,
      initialDelayMs: NO_DELAY_MS,
      streams: {
        eventsBefore: values.eventsBefore,
        eventMs: values.eventMs,
        snapshotEvery: values.snapshotEvery,
        snapshotMs: values.snapshotMs,
      },
    },
  };
}
