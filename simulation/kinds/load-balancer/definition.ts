import { defineKind } from "../define.ts";
import { ANSWER_PARAMS, CAPACITY_PARAMS, EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";

const FORWARDING = {
  ...WORK_PARAMS,
  serviceTime: {
    ...WORK_PARAMS.serviceTime,
    help: "Slot time to hand a request on. Assumption: 0.1 ms; at layer 4 far less.",
    default: { type: "exponential", meanMs: 0.1 },
  },
} as const;

const STICKY_FIELDS = {
  sessions: {
    type: "number",
    label: "Sessions",
    help: "As many take turns; the key of a request says which one it belongs to.",
    unit: "",
    min: 1,
    max: 200_000,
    soft: [10, 10_000],
    scale: "log",
    integer: true,
    default: 1000,
  },
  durationMs: {
    type: "number",
    label: "A session lasts",
    help: "From its first request; the next one then begins a new session anywhere.",
    unit: "ms",
    min: 1,
    max: 604_800_000,
    soft: [1000, 3_600_000],
    scale: "log",
    default: null,
    nullMeans: "longer than the run",
    live: true,
  },
  state: {
    type: "choice",
    label: "Its state is",
    help:
      "In the instance: whoever has to go to another has lost it, and that request ends as degraded. " +
      "Shared: any instance can go on with it.",
    options: ["instance", "shared"],
    optionLabels: ["In the instance", "Shared"],
    default: "instance",
    live: true,
  },
} as const;

export const loadBalancer = defineKind({
  id: "load-balancer",
  label: "Load balancer",
  family: "edge",
  icon: "load-balancer",
  summary: "Spreads requests or connections over the instances of what is behind it.",
  ports: { out: ["call"], in: ["call"] },
  protocols: ["rest", "grpc", "graphql", "soap"],
  monotone: ["concurrency", "replicas"],
  params: {
    layer: {
      type: "choice",
      label: "Works at",
      help:
        "Layer 7 reads requests and sends each where it likes. Layer 4 sees connections only: all " +
        "requests on one go to the instance it was opened to.",
      options: ["l7", "l4"],
      optionLabels: ["Layer 7: requests", "Layer 4: connections"],
      default: "l7",
    },
    sticky: {
      type: "object",
      label: "Sticky sessions",
      help: "Requests of a session go to the instance of its first one while that takes any.",
      fields: STICKY_FIELDS,
      default: null,
      nullMeans: "off: each request goes anywhere",
    },
    ...CAPACITY_PARAMS,
    replicas: { ...CAPACITY_PARAMS.replicas, default: 2 },
    concurrency: {
      ...CAPACITY_PARAMS.concurrency,
      help: "Requests that one instance hands on at the same moment (worker threads).",
      default: 2,
    },
    ...FORWARDING,
    ...ANSWER_PARAMS,
  },
  operation: { ...FORWARDING, ...EFFECT_PARAMS },
});
