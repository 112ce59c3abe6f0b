// What a publisher says of its messages.
import type { ParamSet } from "../define.ts";

export const PUBLISH = {
  exchange: {
    type: "text",
    label: "Exchange",
    help: 'Where it goes; "amq.default" reaches the queue named by the routing key.',
    default: null,
    nullMeans: "the broker's own",
  },
  routingKey: {
    type: "text",
    label: "Routing key",
    help: "What exchanges route by.",
    mayBeEmpty: true,
    default: null,
    nullMeans: "the operation",
  },
  headers: {
    type: "headers",
    label: "Headers",
    help: "What a headers exchange routes by.",
    default: {},
  },
  priority: {
    type: "number",
    label: "Priority",
    help: "In queues with priorities the higher goes first.",
    unit: "",
    min: 0,
    max: 255,
    soft: [0, 10],
    integer: true,
    default: 0,
  },
  expirationMs: {
    type: "number",
    label: "Expiration",
    help: "An older message expires at the head of its queue.",
    unit: "ms",
    min: 0,
    max: 4_294_967_295,
    soft: [0, 3_600_000],
    default: null,
    nullMeans: "none",
  },
  persistent: {
    type: "boolean",
    label: "Persistent",
    help: "Survives a restart of the broker in a durable queue. Quorum queues keep all.",
    default: true,
  },
  mandatory: {
    type: "boolean",
    label: "Mandatory",
    help: "What reaches no queue is returned, and confirmed all the same.",
    default: false,
  },
} as const satisfies ParamSet;
