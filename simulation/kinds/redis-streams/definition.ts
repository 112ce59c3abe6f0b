import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { COUNT, MS, PULL_PARAMS } from "../managed-params.ts";

/** Parameters of its edges to consumers. */
export const REDIS_STREAMS_DELIVER = {
  ...CONSUMER_PARAMS,
  group: {
    type: "text",
    label: "Group",
    help: "Consumers of one group share its entries.",
    default: null,
    nullMeans: "its own",
  },
  batchSize: { ...COUNT, label: "COUNT", help: "Entries of one XREADGROUP, at most.", default: 10 },
  waitTimeMs: { ...PULL_PARAMS.waitTimeMs, label: "BLOCK", default: 1000 },
  pollPauseMs: PULL_PARAMS.pollPauseMs,
  noAck: {
    type: "boolean",
    label: "NOACK",
    help: "Entries are done with when they are read: a crash loses them.",
    default: false,
  },
  claimIdleMs: {
    ...MS,
    label: "Claim after",
    help: "XAUTOCLAIM: entries that nobody acknowledged for so long go to another consumer.",
    min: 1,
    default: 60_000,
    nullMeans: "never claimed",
  },
  claimEveryMs: {
    ...MS,
    label: "Claim every",
    help: "Between two XAUTOCLAIM.",
    min: 1,
    default: 10_000,
  },
  onFailure: {
    type: "choice",
    label: "On failure",
    help: "Leave pending until it is claimed, or acknowledge and drop.",
    options: ["wait", "drop"],
    optionLabels: ["Leave pending", "Drop"],
    default: "wait",
  },
} as const satisfies ParamSet;

export const redisStreams = defineKind({
  id: "redis-streams",
  label: "Redis Streams",
  family: "messaging",
  icon: "log",
  summary: "Groups read a stream; what is not acknowledged stays pending until it is claimed.",
  ports: { out: ["deliver"], in: ["publish"] },
  protocols: ["redis-streams"],
  params: {
    serviceTime: {
      type: "distribution",
      label: "XADD",
      help: "Time until an entry is added.",
      unit: "ms",
      default: 0.05,
      live: true,
    },
    maxLength: {
      ...COUNT,
      label: "MAXLEN",
      help: "Newest entries that are kept, read or not; older ones are gone.",
      max: 100_000_000,
      soft: [100, 1_000_000],
      scale: "log",
      default: null,
      nullMeans: "unbounded",
    },
    persistent: {
      type: "boolean",
      label: "Persistent",
      help: "The stream survives a restart (append-only file).",
      default: true,
    },
  },
  deliver: REDIS_STREAMS_DELIVER,
});
