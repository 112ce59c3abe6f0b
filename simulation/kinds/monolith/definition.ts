import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind } from "../define.ts";
import { scalingParams } from "../scaling-params.ts";
import {
  ANSWER_PARAMS,
  CALLER_PARAMS,
  CAPACITY_PARAMS,
  EFFECT_PARAMS,
  WORK_PARAMS,
} from "../station-params.ts";

const FRONT_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 2 } },
} as const;

const scaling = scalingParams(DOCUMENTED);

export const monolith = defineKind({
  id: "monolith",
  label: "Monolith",
  family: "compute",
  icon: "monolith",
  summary:
    "One process for many modules: they share its threads, scale with it, and go down with it.",
  ports: { out: ["call", "publish"], in: ["call", "deliver"] },
  protocols: ["rest", "grpc", "graphql", "soap"],
  houses: true,
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    replicas: { ...CAPACITY_PARAMS.replicas, default: 2 },
    concurrency: {
      ...CAPACITY_PARAMS.concurrency,
      label: "Threads an instance",
      help: "Shared by all modules: one is held from the request to its answer.",
      default: 32,
    },
    ...FRONT_WORK,
    ...ANSWER_PARAMS,
    autoscale: {
      ...scaling.autoscale,
      help: "Whole instances come and go, with all of their modules.",
      fields: {
        ...scaling.autoscale.fields,
        startupS: { ...scaling.autoscale.fields.startupS, default: 90 },
      },
    },
    requires: CALLER_PARAMS.requires,
  },
  operation: { ...FRONT_WORK, ...EFFECT_PARAMS, requires: CALLER_PARAMS.requires },
});
