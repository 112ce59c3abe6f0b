import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { COUNT, MS, PULL_PARAMS } from "../managed-params.ts";
import { POLLED_TRIGGER } from "../trigger-params.ts";

/** Parameters of the edges that send to it. */
const SQS_PUBLISH = {
  keepsId: {
    type: "boolean",
    label: "Retries keep the deduplication id",
    help: "FIFO: as the SDK's own do. Off: each attempt has a new id, as where code sends anew.",
    default: true,
  },
} as const satisfies ParamSet;

/** Parameters of its edges to consumers. */
export const SQS_DELIVER = {
  ...CONSUMER_PARAMS,
  batchSize: {
    ...COUNT,
    label: "Messages per receive",
    help: "A consumer with a free worker asks for up to so many.",
    max: 10,
    soft: [1, 10],
    default: DOCUMENTED.sqsBatch.value,
    source: DOCUMENTED.sqsBatch.source,
  },
  ...PULL_PARAMS,
  waitTimeMs: { ...PULL_PARAMS.waitTimeMs, source: DOCUMENTED.sqsWaitMs.source },
  onFailure: {
    type: "choice",
    label: "On failure",
    help: "Wait: not deleted, visible when its time ends. Release: visible at once.",
    options: ["wait", "release"],
    optionLabels: ["Wait", "Release"],
    default: "wait",
  },
  extendMs: {
    ...MS,
    label: "Extend visibility",
    help: "A consumer that is alive keeps what it works on invisible up to so long.",
    max: 43_200_000,
    default: null,
    nullMeans: "never",
  },
  queue: {
    type: "choice",
    label: "Queue",
    help: "The queue itself, or its dead-letter queue.",
    options: ["main", "dead-letters"],
    optionLabels: ["Main", "Dead letters"],
    default: "main",
  },
} as const satisfies ParamSet;

/** Parameters of its edges to functions. */
export const SQS_TRIGGER = {
  ...POLLED_TRIGGER,
  batchSize: {
    ...SQS_DELIVER.batchSize,
    label: "Messages per batch",
    help: "One invocation gets up to so many.",
  },
  queue: SQS_DELIVER.queue,
} as const satisfies ParamSet;

export const sqs = defineKind({
  id: "sqs",
  label: "SQS",
  family: "messaging",
  icon: "cloud-queue",
  summary: "One queue that consumers poll; what is not deleted in time is visible again.",
  ports: { out: ["deliver"], in: ["publish"] },
  protocols: ["sqs"],
  params: {
    type: {
      type: "choice",
      label: "Type",
      help: "FIFO: in order within a message group, of which one receive is in flight at a time.",
      options: ["standard", "fifo"],
      optionLabels: ["Standard", "FIFO"],
      default: "standard",
    },
    serviceTime: {
      type: "distribution",
      label: "Handling a send",
      help: "Time until a message is stored.",
      unit: "ms",
      default: 5,
      live: true,
    },
    visibilityTimeoutMs: {
      ...MS,
      label: "Visibility timeout",
      help: "A message that was received and not deleted by then is visible again.",
      max: 43_200_000,
      soft: [0, 300_000],
      scale: "linear",
      default: DOCUMENTED.sqsVisibilityMs.value,
      source: DOCUMENTED.sqsVisibilityMs.source,
    },
    abortAtVisibility: {
      type: "boolean",
      label: "Work stops with visibility",
      help: "The consumer gives up a message whose visibility timeout ends.",
      default: false,
    },
    delayMs: {
      ...MS,
      label: "Delivery delay",
      help: "New messages are not visible before.",
      max: 900_000,
      soft: [0, 900_000],
      scale: "linear",
      default: DOCUMENTED.sqsDelayMs.value,
      source: DOCUMENTED.sqsDelayMs.source,
    },
    retentionMs: {
      ...MS,
      label: "Retention",
      help: "Older messages are deleted.",
      min: 1000,
      max: 1_209_600_000,
      soft: [60_000, 1_209_600_000],
      default: DOCUMENTED.sqsRetentionMs.value,
      source: DOCUMENTED.sqsRetentionMs.source,
    },
    maxReceiveCount: {
      ...COUNT,
      label: "Receives, at most",
      help: "One receive more, and the message goes to the dead-letter queue.",
      default: DOCUMENTED.sqsReceivesMax.value,
      source: DOCUMENTED.sqsReceivesMax.source,
      nullMeans: "no dead-letter queue",
    },
    inFlightMax: {
      ...COUNT,
      label: "In flight, at most",
      help: "While as many are received and not deleted, receives get nothing.",
      soft: [1, 120_000],
      scale: "log",
      default: DOCUMENTED.sqsInFlightMax.value,
      source: DOCUMENTED.sqsInFlightMax.source,
    },
    dedupWindowMs: {
      ...MS,
      label: "Deduplication",
      help: "FIFO: a send with a deduplication id of so short a time ago is accepted and not stored.",
      max: 86_400_000,
      soft: [0, 600_000],
      scale: "linear",
      default: DOCUMENTED.sqsDedupMs.value,
      source: DOCUMENTED.sqsDedupMs.source,
    },
    messageGroups: {
      ...COUNT,
      label: "Message groups",
      help: "FIFO: group ids; the key of a request decides.",
      default: 100,
    },
    fifoRatePerS: {
      ...COUNT,
      label: "FIFO sends",
      help: "FIFO: more sends in a second are throttled; ten times that in batches.",
      unit: "1/s",
      soft: [1, 3000],
      scale: "log",
      default: DOCUMENTED.sqsFifoRate.value,
      source: DOCUMENTED.sqsFifoRate.source,
      nullMeans: "high throughput",
    },
  },
  deliver: SQS_DELIVER,
  trigger: SQS_TRIGGER,
  publish: SQS_PUBLISH,
});
