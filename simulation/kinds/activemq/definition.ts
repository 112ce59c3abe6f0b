import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { COUNT, MS } from "../managed-params.ts";

/** Parameters of its edges to consumers. */
export const ACTIVEMQ_DELIVER = {
  ...CONSUMER_PARAMS,
  queue: {
    type: "text",
    label: "Subscription",
    help: "Topic: edges that name the same one share it.",
    default: null,
    nullMeans: "its own",
  },
  durable: {
    type: "boolean",
    label: "Durable subscriber",
    help: "Topic: messages are kept while it is away; else they are lost to it.",
    default: false,
  },
  prefetch: {
    ...COUNT,
    label: "Prefetch",
    help: "Messages that one instance may hold unacknowledged.",
    soft: [1, 1000],
    default: DOCUMENTED.activemqPrefetch.value,
    source: DOCUMENTED.activemqPrefetch.source,
    nullMeans: "unlimited",
    live: true,
  },
  onFailure: {
    type: "choice",
    label: "On failure",
    help: "Rollback: redelivered by the policy, or acknowledged and dropped.",
    options: ["rollback", "drop"],
    optionLabels: ["Rollback", "Drop"],
    default: "rollback",
  },
  maximumRedeliveries: {
    ...COUNT,
    label: "Redeliveries, at most",
    help: "Then the message goes to the dead-letter queue.",
    min: 0,
    default: DOCUMENTED.activemqRedeliveries.value,
    source: DOCUMENTED.activemqRedeliveries.source,
    nullMeans: "unlimited",
  },
  redeliveryDelayMs: {
    ...MS,
    label: "Redelivery delay",
    help: "Pause before the first redelivery.",
    default: DOCUMENTED.activemqDelayMs.value,
    source: DOCUMENTED.activemqDelayMs.source,
  },
  exponentialBackOff: {
    type: "boolean",
    label: "Exponential back-off",
    help: "Each further pause is five times as long.",
    default: DOCUMENTED.activemqExponential.value,
    source: DOCUMENTED.activemqExponential.source,
  },
} as const satisfies ParamSet;

export const activemq = defineKind({
  id: "activemq",
  label: "ActiveMQ",
  family: "messaging",
  icon: "queue",
  summary: "JMS queues and topics; a failed message is redelivered after a pause, six times.",
  ports: { out: ["deliver"], in: ["publish"] },
  protocols: ["jms"],
  params: {
    destination: {
      type: "choice",
      label: "Destination",
      help: "Queue: consumers compete. Topic: each subscription gets every message.",
      options: ["queue", "topic"],
      optionLabels: ["Queue", "Topic"],
      default: "queue",
    },
    concurrency: { ...COUNT, label: "Sends at once", help: "Handled at a time.", default: 8 },
    serviceTime: {
      type: "distribution",
      label: "Handling a send",
      help: "Time until a message is stored and confirmed.",
      unit: "ms",
      default: 0.5,
      live: true,
    },
    memoryLimit: {
      ...COUNT,
      label: "Memory limit",
      help: "Producer flow control: at so many stored messages producers wait.",
      max: 100_000_000,
      soft: [1, 100_000],
      scale: "log",
      default: null,
      nullMeans: "unlimited",
    },
    persistent: {
      type: "boolean",
      label: "Persistent",
      help: "Messages survive a restart of the broker.",
      default: true,
    },
  },
  deliver: ACTIVEMQ_DELIVER,
});
