// What AWS documents of how Lambda scales, and Kubernetes of the rolling update of a Deployment.
import type { Documented } from "./documented.ts";

const LAMBDA = "AWS Lambda documentation (2026), Lambda scaling behavior";
const DEPLOYMENT = "Kubernetes API, RollingUpdateDeployment";
const ROLLING = {
  system: "Kubernetes pod start",
  setting: "rolling update maxSurge/maxUnavailable",
};

export const DOCUMENTED_SERVERLESS = {
  functionEnvironments: {
    value: 1000,
    source: `${LAMBDA}: concurrency quota of an account`,
    row: { system: "AWS Lambda", setting: "concurrent executions" },
  },
  functionBurst: {
    value: 1000,
    source: `${LAMBDA}: concurrency scaling rate`,
    row: { system: "AWS Lambda", setting: "concurrency scaling rate" },
  },
  functionRatePerS: {
    value: 100,
    source: `${LAMBDA}: 1,000 in 10 s, refilled continuously`,
    row: { system: "AWS Lambda", setting: "concurrency scaling rate" },
    factor: 0.1,
  },
  rollingSurge: {
    value: 0.25,
    source: `${DEPLOYMENT}: maxSurge`,
    row: ROLLING,
    says: "25 % / 25 %",
  },
  rollingUnavailable: {
    value: 0.25,
    source: `${DEPLOYMENT}: maxUnavailable`,
    row: ROLLING,
    says: "25 % / 25 %",
  },
  rollingDrainS: {
    value: 30,
    source: "Kubernetes documentation, terminationGracePeriodSeconds",
    row: { system: "Kubernetes probes", setting: "terminationGracePeriodSeconds" },
  },
} as const satisfies Record<string, Documented<unknown>>;
