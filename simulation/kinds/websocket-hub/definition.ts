import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { accessParams } from "../access-params.ts";
import { defineKind } from "../define.ts";
import {
  ANSWER_PARAMS,
  CALLER_PARAMS,
  CAPACITY_PARAMS,
  EFFECT_PARAMS,
  PULL_PARAMS,
  WORK_PARAMS,
} from "../station-params.ts";

const HUB_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 0.2 } },
} as const;

const CHECKING = accessParams(DOCUMENTED.localCheckMs);

const PUSH_PARAMS = {
  pushRatio: {
    type: "ratio",
    label: "Pushed to",
    help: "Share of the connections of an instance that its work is pushed to: a room, or all.",
    default: 0,
    live: true,
  },
  pushUs: {
    type: "number",
    label: "Each push takes",
    help: "Time of a slot for each connection that is pushed to, beside the service time. Assumption: 10 µs.",
    unit: "µs",
    min: 0,
    max: 1_000_000,
    soft: [0, 200],
    default: 10,
    live: true,
  },
  pushBytes: {
    type: "number",
    label: "Each push weighs",
    help: "What waits in send buffers, where clients have a bandwidth. Assumption: 500 bytes.",
    unit: "bytes",
    min: 1,
    max: 100_000_000,
    soft: [50, 100_000],
    scale: "log",
    default: 500,
    live: true,
  },
} as const;

export const websocketHub = defineKind({
  id: "websocket-hub",
  label: "WebSocket hub",
  family: "edge",
  icon: "websocket-hub",
  summary: "Holds a connection of each client and pushes to them.",
  ports: { out: ["call", "publish"], in: ["call", "deliver"] },
  protocols: ["websocket", "rest", "grpc"],
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    replicas: { ...CAPACITY_PARAMS.replicas, default: 2 },
    connectionsMax: {
      type: "number",
      label: "Connections an instance",
      help: "A further one is refused: file descriptors and memory are bounded.",
      unit: "",
      min: 1,
      max: 1_000_000,
      soft: [100, 100_000],
      scale: "log",
      integer: true,
      default: null,
      nullMeans: "unlimited",
      live: true,
    },
    acceptMs: {
      type: "number",
      label: "Accepting one takes",
      help:
        "TLS handshake and upgrade, one after another at each instance, beside its slots. By default " +
        "the signature of RSA-2048 alone.",
      unit: "ms",
      min: 0,
      max: 10_000,
      soft: [0, 20],
      default: DOCUMENTED.rsaSign.value,
      source: DOCUMENTED.rsaSign.source,
      live: true,
    },
    acceptBacklog: {
      type: "number",
      label: "Wait to be accepted",
      help: "Clients at most at each instance; further ones are refused. Assumption: 511.",
      unit: "",
      min: 1,
      max: 1_000_000,
      soft: [10, 10_000],
      scale: "log",
      integer: true,
      default: 511,
      live: true,
    },
    sendBufferBytes: {
      type: "number",
      label: "Send buffer",
      help: "Of each connection: pushes that its client's bandwidth does not take at once wait here.",
      unit: "B",
      min: 1,
      max: 10_000_000_000,
      soft: [1000, 10_000_000],
      scale: "log",
      default: null,
      nullMeans: "unlimited: a slow client fills memory",
      live: true,
    },
    whenFull: {
      type: "choice",
      label: "When it is full",
      help: "Drop: the client misses this message. Close: it loses its connection, and comes back.",
      options: ["drop", "close"],
      optionLabels: ["Drop the message", "Close the connection"],
      default: "drop",
      live: true,
    },
    authentication: {
      ...CHECKING.authentication,
      help:
        "Of a WebSocket once, as it upgrades: who shows nothing good gets no connection (401), and comes " +
        "again after a pause. Other calls are checked one by one.",
    },
    ...PULL_PARAMS,
    ...HUB_WORK,
    ...PUSH_PARAMS,
    ...ANSWER_PARAMS,
    ...CALLER_PARAMS,
  },
  operation: {
    ...HUB_WORK,
    ...EFFECT_PARAMS,
    ...PUSH_PARAMS,
    requires: CALLER_PARAMS.requires,
  },
});
