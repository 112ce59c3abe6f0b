// What Kubernetes documents of its horizontal pod autoscaler, and KEDA of its ScaledObject.
import type { Documented } from "./documented.ts";

const SOURCE = "Kubernetes documentation (2026), Horizontal Pod Autoscaling";
const HPA = "Kubernetes HPA";

export const DOCUMENTED_SCALING = {
  hpaSyncPeriodS: {
    value: 15,
    source: `${SOURCE}, sync period`,
    row: { system: HPA, setting: "sync-period" },
  },
  hpaTolerance: {
    value: 0.1,
    source: `${SOURCE}, tolerance`,
    row: { system: HPA, setting: "tolerance" },
  },
  hpaUpStabilizationS: {
    value: 0,
    source: `${SOURCE}, scaleUp`,
    row: { system: HPA, setting: "scaleUp.stabilizationWindowSeconds" },
  },
  hpaDownStabilizationS: {
    value: 300,
    source: `${SOURCE}, downscale stabilization`,
    row: { system: HPA, setting: "downscale-stabilization" },
  },
  kedaPollingS: {
    value: 30,
    source: "KEDA 2.22, pollingInterval",
    row: { system: "KEDA", setting: "pollingInterval" },
  },
  kedaCooldownS: {
    value: 300,
    source: "KEDA 2.22, cooldownPeriod",
    row: { system: "KEDA", setting: "cooldownPeriod" },
  },
} as const satisfies Record<string, Documented<unknown>>;
