import { defineKind } from "../define.ts";
import { CALLER_PARAMS, CAPACITY_PARAMS, WORK_PARAMS } from "../station-params.ts";
import { RECOVERY_PARAMS } from "../steps-params.ts";

const DECIDING_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 2 } },
} as const;

export const transactionCoordinator = defineKind({
  id: "transaction-coordinator",
  label: "Transaction coordinator",
  family: "control",
  icon: "coordinator",
  summary: "Two-phase commit (XA): all databases that it calls change together, or none does.",
  ports: { out: ["call"], in: ["call", "deliver"] },
  calls: ["database"],
  protocols: ["rest", "grpc", "soap", "in-process"],
  speaks: ["soap"],
  params: {
    ...CAPACITY_PARAMS,
    ...DECIDING_WORK,
    blocking: { ...CALLER_PARAMS.blocking, default: true },
    ...RECOVERY_PARAMS,
  },
  operation: DECIDING_WORK,
});
