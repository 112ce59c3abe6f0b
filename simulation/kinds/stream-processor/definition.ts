import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind } from "../define.ts";
import { scalingParams } from "../scaling-params.ts";
import { CALLER_PARAMS, CAPACITY_PARAMS, EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";
import { WINDOW_PARAMS } from "./window-params.ts";

const RECORD_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 3 } },
} as const;

export const streamProcessor = defineKind({
  id: "stream-processor",
  label: "Stream processor",
  family: "compute",
  icon: "stream-processor",
  summary: "Works on records in order, counts them in windows of event time, and answers queries.",
  ports: { out: ["call", "publish"], in: ["deliver", "call"] },
  protocols: ["rest", "grpc", "graphql", "soap", "in-process"],
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    concurrency: { ...CAPACITY_PARAMS.concurrency, default: 1 },
    ...RECORD_WORK,
    ...WINDOW_PARAMS,
    ...scalingParams(DOCUMENTED),
    ...CALLER_PARAMS,
    blocking: { ...CALLER_PARAMS.blocking, default: true },
  },
  operation: { ...RECORD_WORK, ...EFFECT_PARAMS, requires: CALLER_PARAMS.requires },
});
