import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { CONSUMER_PARAMS } from "../consumer-params.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { COUNT, FILTER, MS } from "../managed-params.ts";
import { ASYNCHRONOUS_TRIGGER } from "../trigger-params.ts";

/** Parameters of its edges to consumers. */
export const EVENTBRIDGE_DELIVER = {
  ...CONSUMER_PARAMS,
  routingKey: { ...FILTER, label: "Pattern" },
  attempts: {
    ...COUNT,
    label: "Attempts, at most",
    help: "Then the event is dropped or dead-lettered.",
    soft: [1, 185],
    default: DOCUMENTED.eventbridgeAttempts.value,
    source: DOCUMENTED.eventbridgeAttempts.source,
  },
  retryMinMs: { ...MS, label: "Back-off", help: "First pause; it doubles.", min: 1, default: 1000 },
  retryMaxMs: {
    ...MS,
    soft: [1, 3_600_000],
    label: "Back-off, at most",
    help: "Longest pause between attempts.",
    min: 1,
    default: 600_000,
  },
  retryJitter: {
    type: "ratio",
    label: "Jitter",
    help: "Pauses are drawn between 1 minus and 1 plus this, times their length.",
    default: 0.5,
  },
  queue: {
    type: "text",
    label: "Rule",
    help: "Its name; consumers of dead-letters get what could not be delivered.",
    default: null,
    nullMeans: "its own",
  },
} as const satisfies ParamSet;

/** Parameters of its edges to functions. */
export const EVENTBRIDGE_TRIGGER = {
  ...ASYNCHRONOUS_TRIGGER,
  routingKey: EVENTBRIDGE_DELIVER.routingKey,
  queue: EVENTBRIDGE_DELIVER.queue,
} as const satisfies ParamSet;

export const eventbridge = defineKind({
  id: "eventbridge",
  label: "EventBridge",
  family: "messaging",
  icon: "event-bus",
  summary: "A bus whose rules push matching events to targets, for a day if need be.",
  ports: { out: ["deliver"], in: ["publish"] },
  forwardsTo: ["sqs", "sns"],
  protocols: ["eventbridge"],
  params: {
    serviceTime: {
      type: "distribution",
      label: "PutEvents",
      help: "Time until an event is taken.",
      unit: "ms",
      default: 20,
      live: true,
    },
    putRatePerS: {
      ...COUNT,
      label: "PutEvents, at most",
      help: "More events in a second are throttled.",
      unit: "1/s",
      soft: [1, 20_000],
      scale: "log",
      default: 10_000,
      nullMeans: "unlimited",
    },
    latencyMs: {
      ...MS,
      label: "Until the first push",
      help: "From taking an event to its first delivery.",
      default: DOCUMENTED.eventbridgeLatencyMs.value,
      source: DOCUMENTED.eventbridgeLatencyMs.source,
    },
    maxAgeMs: {
      ...MS,
      label: "Retried for",
      help: "Older events are dropped or dead-lettered.",
      min: 60_000,
      max: 86_400_000,
      soft: [60_000, 86_400_000],
      default: DOCUMENTED.eventbridgeAgeMs.value,
      source: DOCUMENTED.eventbridgeAgeMs.source,
    },
    archiveS: {
      type: "number",
      label: "Archive",
      help: "Keeps events for so long, so that a replay can send them to a rule again.",
      unit: "s",
      min: 0.001,
      max: 315_360_000,
      soft: [60, 2_592_000],
      scale: "log",
      default: null,
      nullMeans: "no archive",
    },
    deadLetterQueue: {
      type: "boolean",
      label: "Dead-letter queue",
      help: "Keeps what could not be delivered; else it is dropped.",
      default: false,
    },
  },
  deliver: EVENTBRIDGE_DELIVER,
  trigger: EVENTBRIDGE_TRIGGER,
});
