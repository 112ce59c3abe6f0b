import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind } from "../define.ts";
import { scalingParams } from "../scaling-params.ts";
import { CALLER_PARAMS, CAPACITY_PARAMS, EFFECT_PARAMS, WORK_PARAMS } from "../station-params.ts";
import { WINDOW_PARAMS } from "./window-params.ts";

const RECORD_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 3 } },
} as const;

/** Of a read that cannot do with what is old. */
const CURRENT_PARAM = {
  mustBeCurrent: {
    type: "boolean",
    label: "Only if current",
    help:
      "Of a read model of an event store: refuses (rejected) while the newest event of the request's stream " +
      "is not applied as its work begins. Callers try again, or fall back on the store.",
    default: false,
  },
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
  operation: {
    ...RECORD_WORK,
    ...EFFECT_PARAMS,
    ...CURRENT_PARAM,
    requires: CALLER_PARAMS.requires,
  },
});
