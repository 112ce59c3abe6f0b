import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { COUNT, MS } from "../managed-params.ts";

/** Parameters of its edges to consumers. */
export const PUBSUB_DELIVER = {
  ...CONSUMER_PARAMS,
  queue: {
    type: "text",
    label: "Subscription",
    help: "Consumers of one subscription share its messages.",
    default: null,
    nullMeans: "its own",
  },
  prefetch: {
    ...COUNT,
    label: "Outstanding",
    help: "Messages that one instance may hold, acknowledged or not (flow control).",
    soft: [1, 1000],
    default: 1000,
    nullMeans: "unlimited",
    live: true,
  },
  ackDeadlineMs: {
    ...MS,
    label: "Ack deadline",
    help: "A message that is not acknowledged by then is delivered again.",
    min: 1,
    max: 600_000,
    default: DOCUMENTED.pubsubAckDeadlineMs.value,
    source: DOCUMENTED.pubsubAckDeadlineMs.source,
  },
  extendMs: {
    ...MS,
    soft: [1, 3_600_000],
    label: "Extended up to",
    help: "The client library extends the deadline of what a live consumer holds.",
    default: 3_600_000,
    nullMeans: "not extended",
  },
  retryMinMs: {
    ...MS,
    label: "Retry back-off",
    help: "First pause before a redelivery; it doubles up to the maximum.",
    min: 1,
    max: 600_000,
    default: null,
    nullMeans: "at once",
  },
  retryMaxMs: {
    ...MS,
    soft: [1, 600_000],
    label: "Back-off, at most",
    help: "Longest pause before a redelivery.",
    min: 1,
    max: 600_000,
    default: 600_000,
  },
  deliveryAttempts: {
    ...COUNT,
    label: "Deliveries, at most",
    help: "Then the message goes to the dead-letter topic (5 where there is one).",
    default: null,
    nullMeans: "no dead-letter topic",
  },
  ordering: {
    type: "boolean",
    label: "Ordering keys",
    help: "Messages with one key are delivered in order, one at a time.",
    default: DOCUMENTED.pubsubOrdering.value,
    source: DOCUMENTED.pubsubOrdering.source,
  },
  exactlyOnce: {
    type: "boolean",
    label: "Exactly once",
    help: "An ack after the deadline fails and the consumer knows: its work counts once acked only.",
    default: DOCUMENTED.pubsubExactlyOnce.value,
    source: DOCUMENTED.pubsubExactlyOnce.source,
  },
  onFailure: {
    type: "choice",
    label: "On failure",
    help: "Nack: delivered again by the retry policy. Wait: when its deadline ends.",
    options: ["nack", "wait"],
    optionLabels: ["Nack", "Wait"],
    default: "nack",
  },
} as const satisfies ParamSet;

export const pubsub = defineKind({
  id: "pubsub",
  label: "Pub/Sub",
  family: "messaging",
  icon: "pubsub-topic",
  summary: "A topic with subscriptions, which lease messages out until they are acknowledged.",
  ports: { out: ["deliver"], in: ["publish"] },
  protocols: ["pubsub"],
  params: {
    serviceTime: {
      type: "distribution",
      label: "Handling a publish",
      help: "Time until a message is stored.",
      unit: "ms",
      default: 10,
      live: true,
    },
    retentionMs: {
      ...MS,
      label: "Retention",
      help: "Unacknowledged messages of a subscription that are older are gone.",
      min: 1000,
      max: 2_678_400_000,
      soft: [600_000, 2_678_400_000],
      default: DOCUMENTED.pubsubRetentionMs.value,
      source: DOCUMENTED.pubsubRetentionMs.source,
    },
    orderingKeys: {
      ...COUNT,
      label: "Ordering keys",
      help: "Keys that subscriptions with ordering tell apart; the key of a request decides.",
      default: 100,
    },
  },
  deliver: PUBSUB_DELIVER,
});
