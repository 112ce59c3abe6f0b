import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { FILTER, MS } from "../managed-params.ts";
import { ASYNCHRONOUS_TRIGGER } from "../trigger-params.ts";

/** Parameters of its edges to consumers. */
export const SNS_DELIVER = {
  ...CONSUMER_PARAMS,
  routingKey: FILTER,
  retries: {
    type: "choice",
    label: "Delivery retries",
    help: "AWS endpoints: at once, then 1 to 20 s, over 23 days. HTTP: 3, 20 s apart. SMS: 6 h.",
    options: ["aws", "http", "sms"],
    optionLabels: ["AWS endpoints", "HTTP", "SMS, e-mail"],
    default: DOCUMENTED.snsRetryAws.value,
    source: DOCUMENTED.snsRetryAws.source,
  },
  queue: {
    type: "text",
    label: "Subscription",
    help: "Its name; consumers of dead-letters get what could not be delivered.",
    default: null,
    nullMeans: "its own",
  },
} as const satisfies ParamSet;

/** Parameters of its edges to functions. */
export const SNS_TRIGGER = {
  ...ASYNCHRONOUS_TRIGGER,
  routingKey: FILTER,
  queue: SNS_DELIVER.queue,
} as const satisfies ParamSet;

export const sns = defineKind({
  id: "sns",
  label: "SNS",
  family: "messaging",
  icon: "pubsub-topic",
  summary: "A topic that pushes to every subscription and tries again when that fails.",
  ports: { out: ["deliver"], in: ["publish"] },
  forwardsTo: ["sqs"],
  protocols: ["sns"],
  params: {
    serviceTime: {
      type: "distribution",
      label: "Handling a publish",
      help: "Time until a message is taken.",
      unit: "ms",
      default: 10,
      live: true,
    },
    latencyMs: {
      ...MS,
      label: "Until the first push",
      help: "From taking a message to its first delivery.",
      default: DOCUMENTED.snsLatencyMs.value,
      source: DOCUMENTED.snsLatencyMs.source,
    },
    deadLetterQueue: {
      type: "boolean",
      label: "Dead-letter queue",
      help: "Keeps what could not be delivered; else it is dropped.",
      default: false,
    },
  },
  deliver: SNS_DELIVER,
  trigger: SNS_TRIGGER,
});
