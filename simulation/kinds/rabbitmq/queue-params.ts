// Exchanges, bindings and queues of a RabbitMQ broker, by name.
import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import type { ParamSet } from "../define.ts";

const BINDING = {
  exchange: {
    type: "text",
    label: "From exchange",
    help: "The exchange that hands messages on.",
    default: null,
    nullMeans: "the broker's own",
  },
  routingKey: {
    type: "text",
    label: "Binding key",
    help: "Direct: equal to the routing key. Topic: words, * for one of them, # for any number.",
    mayBeEmpty: true,
    default: null,
    nullMeans: "the name of the queue or exchange",
  },
  match: {
    type: "choice",
    label: "Headers that must match",
    help: "Headers exchange. Headers that begin with x- count only in the last two.",
    options: ["all", "any", "all-with-x", "any-with-x"],
    optionLabels: ["All", "Any", "All, x- too", "Any, x- too"],
    default: "all",
  },
  headers: {
    type: "headers",
    label: "Headers",
    help: "Headers exchange: names and values that a message must have.",
    default: {},
  },
} as const satisfies ParamSet;

/** What one exchange may say, beside the broker's own. */
export const EXCHANGE = {
  type: {
    type: "choice",
    label: "Type",
    help: "By what it routes.",
    options: ["direct", "fanout", "topic", "headers"],
    optionLabels: ["Direct", "Fanout", "Topic", "Headers"],
    default: "direct",
  },
  alternate: {
    type: "text",
    label: "Alternate exchange",
    help: "Gets what none of its bindings takes.",
    default: null,
    nullMeans: "none",
  },
  bindings: {
    type: "map",
    label: "Bound to",
    help: "Exchanges that hand messages on to this one.",
    entry: BINDING,
    default: {},
  },
} as const satisfies ParamSet;

const FROM_BROKER = "as the broker says";

/** What one queue may say. */
export const QUEUE = {
  type: {
    type: "choice",
    label: "Type",
    help: "Quorum: kept by a majority of the cluster.",
    options: ["classic", "quorum"],
    optionLabels: ["Classic", "Quorum"],
    default: null,
    nullMeans: FROM_BROKER,
  },
  bindings: {
    type: "map",
    label: "Bound to",
    help: "Exchanges that hand messages on to it. Empty: reached by its name alone.",
    entry: BINDING,
    default: null,
    nullMeans: "the broker's own exchange, by its consumers' routing keys",
  },
  durable: {
    type: "boolean",
    label: "Durable",
    help: "Survives a restart of the broker.",
    default: null,
    nullMeans: FROM_BROKER,
  },
  queueLengthMax: {
    type: "number",
    label: "Ready messages, at most",
    help: "What consumers hold unacknowledged does not count.",
    unit: "",
    min: 0,
    max: 100_000_000,
    soft: [0, 1_000_000],
    integer: true,
    default: null,
    nullMeans: FROM_BROKER,
  },
  overflow: {
    type: "choice",
    label: "When it is full",
    help: "Drop the oldest message, reject the publish, or dead-letter what is rejected.",
    options: ["drop-head", "reject-publish", "reject-publish-dlx"],
    optionLabels: ["Drop the oldest", "Reject", "Reject and dead-letter"],
    default: null,
    nullMeans: FROM_BROKER,
  },
  ttlMs: {
    type: "number",
    label: "Time to live",
    help: "Older messages expire at the head of the queue.",
    unit: "ms",
    min: 0,
    max: 4_294_967_295,
    soft: [0, 3_600_000],
    default: DOCUMENTED.rabbitmqTtl.value,
    source: DOCUMENTED.rabbitmqTtl.source,
    nullMeans: "none",
  },
  deadLetter: {
    type: "object",
    label: "Dead letters",
    help: "Where rejected, expired, dropped and too often returned messages are published.",
    fields: {
      exchange: {
        type: "text",
        label: "Exchange",
        help: "Where they go.",
        default: null,
        nullMeans: "the default exchange: the key is the name of a queue",
      },
      routingKey: {
        type: "text",
        label: "Routing key",
        help: "What they are published with.",
        mayBeEmpty: true,
        default: null,
        nullMeans: "the one they had",
      },
      strategy: {
        type: "choice",
        label: "Strategy",
        help:
          "At most once: lost where a target cannot take them. At least once: they wait for it; quorum " +
          "queues that reject publishes when full.",
        options: ["at-most-once", "at-least-once"],
        optionLabels: ["At most once", "At least once"],
        default: "at-most-once",
      },
    },
    default: null,
    nullMeans: "none",
  },
  deliveryLimit: {
    type: "number",
    label: "Returns, at most",
    help: "Quorum: a message that comes back more often is dead. -1: unlimited.",
    unit: "",
    min: -1,
    max: 1_000_000,
    soft: [0, 50],
    integer: true,
    default: null,
    nullMeans: FROM_BROKER,
  },
  maxPriority: {
    type: "number",
    label: "Priorities",
    help: "Classic: the higher go first, clipped to this. Quorum: 4.0 has two, 4.3 thirty-two.",
    unit: "",
    min: 1,
    max: 255,
    soft: [1, 10],
    integer: true,
    default: null,
    nullMeans: "none",
  },
  singleActiveConsumer: {
    type: "boolean",
    label: "Single active consumer",
    help: "One consumer at a time gets messages, the next when it is gone.",
    default: false,
  },
} as const satisfies ParamSet;
