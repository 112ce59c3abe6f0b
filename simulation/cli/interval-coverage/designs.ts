// What is asked: how often do 95 % intervals hold the true value? Of an M/M/1 queue at 80 %, whose mean
// and quantiles are known exactly, in several designs of replications and of one run by batch means.
import type { ScenarioDocument } from "../../scenario/document.ts";
import { CATALOG, FORMAT } from "../../scenario/document.ts";

const SERVICE_MS = 10;
const RATE_PER_S = 80;
/** Mean time in system of M/M/1: s / (1 - rho) (Kleinrock I, eq. 3.25). */
const MEAN_MS = SERVICE_MS / (1 - (RATE_PER_S * SERVICE_MS) / 1000);

export interface Truth {
  /** Path of the value in a result. */
  readonly path: readonly string[];
  readonly name: string;
  readonly value: number;
}

/** The sojourn time of M/M/1 is exponential: quantile p is -mean ln(1 - p) (Kleinrock I, 5.118). */
export const TRUTHS: readonly Truth[] = [
  { path: ["endToEnd", "all", "latencyMs", "mean"], name: "mean latency", value: MEAN_MS },
  {
    path: ["endToEnd", "all", "latencyMs", "p95"],
    name: "p95 latency",
    value: MEAN_MS * Math.log(20),
  },
  {
    path: ["endToEnd", "all", "latencyMs", "p99"],
    name: "p99 latency",
    value: MEAN_MS * Math.log(100),
  },
  { path: ["endToEnd", "all", "throughput"], name: "throughput", value: RATE_PER_S },
  {
    path: ["nodes", "service", "utilization"],
    name: "utilization",
    value: (RATE_PER_S * SERVICE_MS) / 1000,
  },
];

export interface Design {
  readonly id: string;
  readonly replications: number;
  /** Measured time of each replication, s. */
  readonly measuredS: number;
  /** Its coverage must lie within the bounds; the others show what too short a run costs. */
  readonly isJudged: boolean;
}

/** Eleven relaxation times of the queue (s / (1 - sqrt(rho))^2 = 0.9 s). */
const WARMUP_S = 10;

export const DESIGNS: readonly Design[] = [
  { id: "10 x 100 s", replications: 10, measuredS: 100, isJudged: true },
  { id: "1 x 1000 s", replications: 1, measuredS: 1000, isJudged: true },
  { id: "5 x 100 s", replications: 5, measuredS: 100, isJudged: false },
  { id: "10 x 20 s", replications: 10, measuredS: 20, isJudged: false },
  { id: "1 x 300 s", replications: 1, measuredS: 300, isJudged: false },
  { id: "1 x 60 s", replications: 1, measuredS: 60, isJudged: false },
];

/** Batch means are made of windows; replications need none, and few cost less. */
const FEW_WINDOWS = 10;

export function scenarioOf({ measuredS, replications }: Design): ScenarioDocument {
  const durationS = WARMUP_S + measuredS;
  const windows = replications > 1 ? { windowS: durationS / FEW_WINDOWS } : {};
  return {
    format: FORMAT,
    catalog: CATALOG,
    name: "M/M/1",
    run: { durationS, warmupS: WARMUP_S, ...windows },
    nodes: {
      clients: { kind: "client", ratePerS: RATE_PER_S, arrivals: "poisson" },
      service: {
        kind: "service",
        replicas: 1,
        concurrency: 1,
        queueLengthMax: null,
        serviceTime: { type: "exponential", meanMs: SERVICE_MS },
      },
    },
    edges: {
      "clients->service": { protocol: "rest", networkMs: 0, timeoutMs: null, retry: null },
    },
  };
}
