import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind } from "../define.ts";
import { scalingParams } from "../scaling-params.ts";
import { CALLER_PARAMS, CAPACITY_PARAMS, EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";

const RECORD_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 3 } },
} as const;

export const streamProcessor = defineKind({
  id: "stream-processor",
  label: "Stream processor",
  family: "compute",
  icon: "stream-processor",
  summary: "Consumes records one after another per instance, and answers queries of its state.",
  ports: { out: ["call", "publish"], in: ["deliver", "call"] },
  protocols: ["rest", "grpc", "graphql", "soap", "in-process"],
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    concurrency: { ...CAPACITY_PARAMS.concurrency, default: 1 },
    ...RECORD_WORK,
    ...scalingParams(DOCUMENTED),
    ...CALLER_PARAMS,
    blocking: { ...CALLER_PARAMS.blocking, default: true },
  },
  operation: { ...RECORD_WORK, ...EFFECT_PARAMS, requires: CALLER_PARAMS.requires },
});
