// Connections that clients hold for as long as they are there, and how they come back to them.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import type { ParamSet } from "../kinds/define.ts";

const RECONNECT_PARAMS = {
  baseMs: {
    type: "number",
    label: "First pause",
    help: "Before the first attempt to connect again; each further one waits longer by the factor.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [100, 10_000],
    scale: "log",
    default: DOCUMENTED.reconnectBaseMs.value,
    source: DOCUMENTED.reconnectBaseMs.source,
    live: true,
  },
  factor: {
    type: "number",
    label: "Factor",
    help: "What each further pause is longer by, up to the longest.",
    unit: "",
    min: 1,
    max: 10,
    soft: [1, 3],
    default: 2,
    live: true,
  },
  capMs: {
    type: "number",
    label: "Longest pause",
    help: "No pause is longer, jitter included.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [1000, 60_000],
    scale: "log",
    default: DOCUMENTED.reconnectCapMs.value,
    source: DOCUMENTED.reconnectCapMs.source,
    live: true,
  },
  jitter: {
    type: "ratio",
    label: "Jitter",
    help: "A pause is drawn between 1 less and 1 more of this share; 0: all clients come at once.",
    default: DOCUMENTED.reconnectJitter.value,
    source: DOCUMENTED.reconnectJitter.source,
    live: true,
  },
  heartbeatMs: {
    type: "number",
    label: "Heartbeats",
    help:
      "Interval of pings. A peer that vanishes without a word is missed at the first one that is not " +
      "answered in time. Their load is not modeled.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [1000, 120_000],
    scale: "log",
    default: DOCUMENTED.heartbeatMs.value,
    source: DOCUMENTED.heartbeatMs.source,
    nullMeans: "none: a vanished peer is never missed",
    live: true,
  },
  heartbeatTimeoutMs: {
    type: "number",
    label: "Answered within",
    help: "After a ping without an answer for so long the connection is given up.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [1000, 120_000],
    scale: "log",
    default: DOCUMENTED.heartbeatTimeoutMs.value,
    source: DOCUMENTED.heartbeatTimeoutMs.source,
    live: true,
  },
} as const satisfies ParamSet;

export const RECONNECT = {
  type: "object",
  label: "Connects again",
  help:
    "Of WebSockets: what a client does whose connection is lost or refused. The new one leads to any " +
    "instance that is believed to be up; messages wait for it.",
  fields: RECONNECT_PARAMS,
  default: {},
} as const;
