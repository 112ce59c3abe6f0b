// Two traced services behind a client, and what is made of them.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });

const TRACED: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "traced",
  run: { durationS: 60, warmupS: 0 },
  nodes: {
    users: { kind: "client", ratePerS: 200 },
    front: { kind: "service", replicas: 2, serviceTime: EXP(5) },
    back: { kind: "service", replicas: 2, serviceTime: EXP(5), errorRate: 0.01 },
    jaeger: { kind: "tracing-collector" },
  },
  edges: { "users->front": {}, "front->back": {}, "front->jaeger": {}, "back->jaeger": {} },
};

/** The design with some paths set. */
export function traced(set: Readonly<Record<string, Json>> = {}): ScenarioDocument {
  const result = applySet(TRACED, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

/** The collector is gone from 20 s to 50 s. */
export const AWAY: Readonly<Record<string, Json>> = {
  "faults.down": { kind: "crash", target: "jaeger", atS: 20, forS: 30 },
};

/** It takes connections and never answers, and nobody is told. */
export const MUTE: Readonly<Record<string, Json>> = {
  "faults.down": { kind: "crash", target: "jaeger", atS: 20, forS: 30, mode: "blackhole" },
  "nodes.jaeger.endpointDelayMs": 60_000,
};

const AT_ONCE: Json = { processor: "simple", timeoutMs: 1000 };
export const SIMPLE: Readonly<Record<string, Json>> = {
  "edges.front->jaeger.exporter": AT_ONCE,
  "edges.back->jaeger.exporter": AT_ONCE,
};

/** Designs for the comparison of engines; short. */
export const TRACED_DESIGNS: Readonly<Record<string, ScenarioDocument>> = {
  plain: traced({ "run.durationS": 20 }),
  "sampled, away": traced({
    "run.durationS": 40,
    "nodes.jaeger.sampleRatio": 0.3,
    ...AWAY,
    "faults.e": { kind: "crash", target: "front[0]", atS: 5, forS: 4 },
  }),
  "by the tail": traced({
    "run.durationS": 30,
    "nodes.jaeger.tailSampling": { decisionWaitMs: 6000, tracesMax: 1500, slowMs: 25 },
    ...MUTE,
    "edges.front->jaeger.exporter.timeoutMs": 3000,
  }),
  "by proxies": traced({
    "run.durationS": 30,
    "groups.m": { kind: "mesh", tracing: { to: "jaeger", sampleRatio: 0.3 } },
    "nodes.front.in": "m",
    "nodes.back.in": "m",
    ...AWAY,
  }),
  "at once": traced({ "run.durationS": 30, ...SIMPLE, ...MUTE }),
};
