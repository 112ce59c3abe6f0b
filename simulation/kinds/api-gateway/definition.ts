import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { accessParams } from "../access-params.ts";
import { defineKind } from "../define.ts";
import { rolloutParams, scalingParams } from "../scaling-params.ts";
import {
  ANSWER_PARAMS,
  CALLER_PARAMS,
  CAPACITY_PARAMS,
  EFFECT_PARAMS,
  PULL_PARAMS,
  WORK_PARAMS,
} from "../station-params.ts";

const GATEWAY_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 1 } },
} as const;

export const apiGateway = defineKind({
  id: "api-gateway",
  label: "API gateway",
  family: "edge",
  icon: "api-gateway",
  summary: "Single entrance that forwards requests: short work, many requests pending at once.",
  ports: { out: ["call", "publish"], in: ["call"] },
  protocols: ["rest", "grpc", "graphql", "soap"],
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    replicas: { ...CAPACITY_PARAMS.replicas, default: 2 },
    concurrency: { ...CAPACITY_PARAMS.concurrency, default: 100 },
    ...PULL_PARAMS,
    ...GATEWAY_WORK,
    ...ANSWER_PARAMS,
    ...accessParams(DOCUMENTED.localCheckMs),
    ...scalingParams(DOCUMENTED),
    ...rolloutParams(DOCUMENTED),
    ...CALLER_PARAMS,
  },
  operation: { ...GATEWAY_WORK, ...EFFECT_PARAMS, requires: CALLER_PARAMS.requires },
});
