import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { COUNT, MS } from "../managed-params.ts";

/** Parameters of the edges that publish to it. */
const NATS_PUBLISH = {
  keepsId: {
    type: "boolean",
    label: "Message id",
    help: "Stream: a retry has the Nats-Msg-Id of the first attempt, so it is stored once.",
    default: false,
  },
} as const satisfies ParamSet;

/** Parameters of its edges to consumers. */
export const NATS_DELIVER = {
  ...CONSUMER_PARAMS,
  queue: {
    type: "text",
    label: "Consumer",
    help: "Queue group or durable consumer: edges that name the same one share its messages.",
    default: null,
    nullMeans: "its own",
  },
  ackWaitMs: {
    ...MS,
    label: "Ack wait",
    help: "Stream: a message that is not acknowledged by then is delivered again.",
    min: 1,
    default: DOCUMENTED.natsAckWaitMs.value,
    source: DOCUMENTED.natsAckWaitMs.source,
  },
  backOffMs: {
    type: "numbers",
    label: "Back-off",
    help: "Stream: ack wait of the first, second, ... delivery in ms; the last one repeats.",
    default: DOCUMENTED.natsBackoff.value,
    source: DOCUMENTED.natsBackoff.source,
    nullMeans: "ack wait",
  },
  maxDeliver: {
    ...COUNT,
    label: "Deliveries, at most",
    help: "Stream: then the message is left behind silently.",
    default: DOCUMENTED.natsMaxDeliver.value,
    source: DOCUMENTED.natsMaxDeliver.source,
    nullMeans: "unlimited",
  },
  maxAckPending: {
    ...COUNT,
    label: "Ack pending, at most",
    help: "Stream: deliveries pause while so many are not acknowledged.",
    soft: [1, 10_000],
    scale: "log",
    default: DOCUMENTED.natsMaxAckPending.value,
    source: DOCUMENTED.natsMaxAckPending.source,
  },
  onFailure: {
    type: "choice",
    label: "On failure",
    help: "Stream: no answer until ack wait ends, nak (again at once), or term (given up).",
    options: ["wait", "nak", "term"],
    optionLabels: ["No answer", "Nak", "Term"],
    default: "wait",
  },
} as const satisfies ParamSet;

export const nats = defineKind({
  id: "nats",
  label: "NATS",
  family: "messaging",
  icon: "event-bus",
  summary: "Subjects: pushed to who listens now, or stored in a JetStream stream.",
  ports: { out: ["deliver"], in: ["publish"] },
  protocols: ["nats"],
  params: {
    storage: {
      type: "choice",
      label: "Storage",
      help: "Core keeps nothing: who is not there gets nothing. A stream keeps and redelivers.",
      options: ["core", "stream"],
      optionLabels: ["Core", "JetStream"],
      default: "core",
    },
    serviceTime: {
      type: "distribution",
      label: "Handling a publish",
      help: "Time until a message is routed, or stored and confirmed.",
      unit: "ms",
      default: 0.05,
      live: true,
    },
    concurrency: { ...COUNT, label: "Publishes at once", help: "Handled at a time.", default: 8 },
    whenNobody: {
      type: "choice",
      label: "Nobody listens",
      help: "Core: the message is gone, or the publisher is told so at once, as a request is.",
      options: ["drop", "refuse"],
      optionLabels: ["Drop", "Refuse"],
      default: "drop",
    },
    retention: {
      type: "choice",
      label: "Retention",
      help:
        "Stream: by its limits, read or not; while a consumer has not acknowledged; or as a work queue, " +
        "which has one consumer for all its edges.",
      options: ["limits", "interest", "workqueue"],
      optionLabels: ["Limits", "Interest", "Work queue"],
      default: "limits",
    },
    dedupWindowMs: {
      ...MS,
      label: "Duplicate window",
      help: "Stream: for so long a publish with a known message id is confirmed and not stored.",
      soft: [1000, 600_000],
      // nats-server (2026-08), server/stream.go: StreamDefaultDuplicatesWindow; as shown in
      // https://docs.nats.io/nats-concepts/jetstream/js_walkthrough (2026-06).
      default: 120_000,
    },
    maxMessages: {
      ...COUNT,
      label: "Messages, at most",
      help: "The stream keeps its newest messages; by limits those acknowledged count as well.",
      max: 100_000_000,
      soft: [1, 1_000_000],
      scale: "log",
      default: null,
      nullMeans: "unlimited",
    },
    maxAgeMs: {
      ...MS,
      label: "Maximum age",
      help: "Older messages of the stream are gone.",
      min: 1,
      default: null,
      nullMeans: "unlimited",
    },
  },
  deliver: NATS_DELIVER,
  publish: NATS_PUBLISH,
});
