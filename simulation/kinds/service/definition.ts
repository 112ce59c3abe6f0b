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

export const service = defineKind({
  id: "service",
  label: "Service",
  family: "compute",
  icon: "service",
  summary: "Works on requests and messages, and calls others.",
  ports: { out: ["call", "publish"], in: ["call", "deliver"], self: true },
  protocols: ["rest", "grpc", "graphql", "soap", "in-process"],
  monotone: ["concurrency", "replicas"],
  params: {
    ...CAPACITY_PARAMS,
    ...PULL_PARAMS,
    ...WORK_PARAMS,
    ...ANSWER_PARAMS,
    ...accessParams(DOCUMENTED.localCheckMs),
    ...scalingParams(DOCUMENTED),
    ...rolloutParams(DOCUMENTED),
    ...CALLER_PARAMS,
  },
  operation: { ...WORK_PARAMS, ...EFFECT_PARAMS, requires: CALLER_PARAMS.requires },
});
