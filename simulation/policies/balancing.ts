// Load balancing: which instance of the callee an attempt goes to, by what one caller instance knows.
import { DOCUMENTED_BALANCING as DOCUMENTED } from "../catalogs/2026-11/documented-balancing.ts";
import type { ParamSet } from "../kinds/define.ts";

const SLOW_START_PARAMS = {
  windowMs: {
    type: "number",
    label: "Lasts",
    help: "Time until a new instance gets its full share.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [1000, 300_000],
    scale: "log",
    default: 30_000,
    live: true,
  },
  aggression: {
    type: "number",
    label: "Aggression",
    help: "At 1 the share grows with time in a line; above, faster at first; below, slower at first.",
    unit: "",
    min: 0.01,
    max: 100,
    soft: [0.5, 2],
    default: DOCUMENTED.slowStart.value.aggression,
    source: DOCUMENTED.slowStart.source,
    live: true,
  },
  minWeight: {
    type: "ratio",
    label: "Share at first",
    help: "A new instance gets at least this part of its full share.",
    default: DOCUMENTED.slowStart.value.minWeight,
    source: DOCUMENTED.slowStart.source,
    live: true,
  },
} as const satisfies ParamSet;

export const BALANCING_PARAMS = {
  balancing: {
    type: "choice",
    label: "Load balancing",
    help:
      "How an instance of the callee is picked. Least requests: the best of some drawn at random. " +
      "Least connections: the best of all, by this caller's connections to it, idle ones included; " +
      "without a pool by its open requests. Ring hash: by the request's key, always the same " +
      "instance. Hash modulo: likewise, but nearly all keys move when an instance comes or goes. " +
      "Peak EWMA: the cheapest of some drawn at random, by latency and what is open. Pick first: one of a shuffled list, until it fails.",
    options: [
      "random",
      "roundRobin",
      "leastRequest",
      "leastConnections",
      "ringHash",
      "hash",
      "ewma",
      "pickFirst",
    ],
    optionLabels: [
      "Random",
      "Round robin",
      "Least requests",
      "Least connections",
      "Ring hash",
      "Hash modulo",
      "Peak EWMA",
      "Pick first",
    ],
    default: "roundRobin",
  },
  choiceCount: {
    type: "number",
    label: "Instances compared",
    help:
      "Least requests and peak EWMA: how many instances are drawn; as many as there are compares " +
      "all.",
    unit: "",
    min: 1,
    max: 10_000,
    soft: [1, 10],
    integer: true,
    default: 2,
    live: true,
  },
  withReplacement: {
    type: "boolean",
    label: "May draw one twice",
    help:
      "Least requests: draws are independent, so an instance may be compared with itself (as " +
      "measured on HAProxy's random). Off: they are different instances.",
    default: false,
    live: true,
  },
  ewmaDecayMs: {
    type: "number",
    label: "Latency is forgotten in",
    help: "Peak EWMA: after this time a past latency counts 1/e of what it did.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [1000, 60_000],
    scale: "log",
    default: DOCUMENTED.ewmaDecayMs.value,
    source: DOCUMENTED.ewmaDecayMs.source,
    live: true,
  },
  ewmaInitialMs: {
    type: "number",
    label: "Latency expected at first",
    help: "Peak EWMA: what an instance is taken to need before anything is known of it.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [1, 1000],
    default: DOCUMENTED.ewmaInitialMs.value,
    source: DOCUMENTED.ewmaInitialMs.source,
  },
  locality: {
    type: "choice",
    label: "Zones",
    help:
      "Own zone first: calls stay with instances in the caller's zone while enough of them are " +
      "healthy; what these cannot take goes to other zones.",
    options: ["none", "zoneFirst"],
    optionLabels: ["Play no part", "Own zone first"],
    default: "none",
  },
  overprovisioning: {
    type: "number",
    label: "Reserve of a zone",
    help:
      "Own zone first: healthy instances of a zone take its whole load while their share of the " +
      "zone times this is at least 1.",
    unit: "",
    min: 1,
    max: 100,
    soft: [1, 2],
    default: DOCUMENTED.overprovisioning.value,
    source: DOCUMENTED.overprovisioning.source,
    live: true,
  },
  panicThreshold: {
    type: "ratio",
    label: "Panic below",
    help:
      "If a smaller share of the instances is healthy, health is ignored and all of them are used. " +
      "0: never; with nobody healthy calls then end as connectionRefused.",
    default: DOCUMENTED.panicThreshold.value,
    source: DOCUMENTED.panicThreshold.source,
    live: true,
  },
  slowStart: {
    type: "object",
    label: "Slow start",
    help:
      "An instance that was added, or has passed its health checks again, gets less than its share " +
      "at first. For random, round robin and least requests (where it weighs the draws).",
    fields: SLOW_START_PARAMS,
    default: null,
    nullMeans: "off",
  },
} as const satisfies ParamSet;
