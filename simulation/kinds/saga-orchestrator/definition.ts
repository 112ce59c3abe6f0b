import { defineKind } from "../define.ts";
import { ANSWER_PARAMS, CALLER_PARAMS, CAPACITY_PARAMS, WORK_PARAMS } from "../station-params.ts";
import { RECOVERY_PARAMS } from "../steps-params.ts";

const LEADING_WORK = {
  ...WORK_PARAMS,
  serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 2 } },
} as const;

export const sagaOrchestrator = defineKind({
  id: "saga-orchestrator",
  label: "Saga orchestrator",
  family: "control",
  icon: "saga-orchestrator",
  summary:
    "Leads services through steps, each committed at once, and has them undone when one fails.",
  ports: { out: ["call", "publish"], in: ["call", "deliver"] },
  protocols: ["rest", "grpc", "in-process"],
  params: {
    ...CAPACITY_PARAMS,
    ...LEADING_WORK,
    ...ANSWER_PARAMS,
    ...CALLER_PARAMS,
    durable: {
      type: "boolean",
      label: "Keeps a log of its sagas",
      help:
        "On: after a crash it goes on where it was, and repeats the step that was under way. Off: what a " +
        "crash cuts off stays half done, until a reconciliation job finds it.",
      default: true,
    },
    ...RECOVERY_PARAMS,
    reconcileMs: {
      type: "number",
      label: "Reconciliation every",
      help:
        "Without a log: a job that compares the data of the steps so often, and has what it finds half done " +
        "undone.",
      unit: "ms",
      min: 1,
      max: 86_400_000,
      soft: [1000, 3_600_000],
      scale: "log",
      default: null,
      nullMeans: "no job: what was left stays so",
    },
  },
  operation: { ...LEADING_WORK, requires: CALLER_PARAMS.requires },
});
