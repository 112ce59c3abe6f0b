import { defineKind } from "../define.ts";
import { DELIVER_PARAMS } from "./deliver-params.ts";

const ASSUMED = "Assumption: products do not publish it.";

const HANDLING = {
  serviceTime: {
    type: "distribution",
    label: "Handling a request",
    help: `Time of an append, or to find a stream before its events are read. ${ASSUMED}`,
    unit: "ms",
    default: { type: "exponential", meanMs: 2 },
    live: true,
  },
  errorRate: {
    type: "ratio",
    label: "Error rate",
    help: "Share of requests that end in an error of the store.",
    default: 0,
    live: true,
  },
} as const;

/** How long streams are, and what reading them takes. */
const STREAM_PARAMS = {
  keyCount: {
    type: "number",
    label: "Streams",
    help: "Aggregates, each with a stream of its own; the key of a request says which is meant.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [1, 10_000],
    scale: "log",
    integer: true,
    default: 1000,
  },
  keySkew: {
    type: "number",
    label: "Skew of the streams",
    help: "Stream k is wanted 1 / k to this power as often as the first (Zipf); 0: all alike.",
    unit: "",
    min: 0,
    max: 5,
    soft: [0, 2],
    default: 0,
  },
  eventsBefore: {
    type: "number",
    label: "Events at the start",
    help: "Events that each stream has from before the run. Loads read them; replays do not.",
    unit: "",
    min: 0,
    max: 1_000_000,
    soft: [0, 10_000],
    scale: "log",
    integer: true,
    default: 0,
  },
  eventMs: {
    type: "number",
    label: "Reading an event",
    help: `Added to a load for each event since the last snapshot. ${ASSUMED}`,
    unit: "ms",
    min: 0,
    max: 60_000,
    soft: [0, 1],
    default: 0.02,
    live: true,
  },
  snapshotEvery: {
    type: "number",
    label: "Snapshot every",
    help: "After so many events of a stream its state is stored, and loads begin there.",
    unit: "events",
    min: 1,
    max: 1_000_000,
    soft: [10, 1000],
    scale: "log",
    integer: true,
    default: null,
    nullMeans: "none: loads read the whole stream",
  },
  snapshotMs: {
    type: "number",
    label: "Taking a snapshot",
    help: `Added to the append that completes it. ${ASSUMED}`,
    unit: "ms",
    min: 0,
    max: 60_000,
    soft: [0, 50],
    default: 2,
    live: true,
  },
  expectedVersion: {
    type: "boolean",
    label: "Appends expect a version",
    help:
      "Each append loads its stream first and names the version it has read. If another has appended " +
      "meanwhile it ends as a conflict, and a retry loads again. Off: whoever appends, appends.",
    default: true,
  },
} as const;

export const eventStore = defineKind({
  id: "event-store",
  label: "Event store",
  family: "data",
  icon: "event-store",
  summary: "Keeps what has happened, stream by stream, and never changes it; read models follow.",
  ports: { out: ["deliver"], in: ["call"] },
  protocols: ["event-store"],
  params: {
    concurrency: {
      type: "number",
      label: "Requests at once",
      help: "Appends and loads that it handles at the same time; others wait.",
      unit: "",
      min: 1,
      max: 1_000_000,
      soft: [1, 64],
      integer: true,
      default: 16,
      live: true,
    },
    ...HANDLING,
    ...STREAM_PARAMS,
    partitions: {
      type: "number",
      label: "Segments",
      help: "A subscription works on so many at once, each in order; a stream is in one of them.",
      unit: "",
      min: 1,
      max: 1000,
      soft: [1, 32],
      integer: true,
      default: 1,
    },
  },
  operation: HANDLING,
  deliver: DELIVER_PARAMS,
});
