// Calls through proxies with every policy and rule, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { chain } from "../mesh/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

const busy = { kind: "client", ratePerS: 300 };
const service = { type: "exponential", meanMs: 6 } as const;

function design(mesh: object, edge: object): ScenarioDocument {
  return chain({
    users: busy,
    a: { kind: "api-gateway", replicas: 2, concurrency: 40 },
    b: { replicas: 4, concurrency: 4, serviceTime: service, errorRate: 0.05, endpointDelayMs: 300 },
    mesh,
    edge: { timeoutMs: 120, retry: { maxAttempts: 2, backoff: { baseMs: 5 } }, ...edge },
    others: { c: { kind: "service", in: "m", serviceTime: service, concurrency: 8 } },
    faults: {
      down: { kind: "crash", target: "b[0]", atS: 1, forS: 1 },
      silent: { kind: "control-plane-outage", target: "m", atS: 1.5, forS: 1 },
      late: { kind: "latency", target: "a->b", atS: 2.5, forS: 0.5, addMs: 20 },
    },
    durationS: 4,
  });
}

/** The caller of `b` leads `c` as well, which fails often, and is gone for a while. */
function saga(): Pick<ScenarioDocument, "nodes" | "edges" | "faults"> {
  const { nodes, edges } = design({}, {});
  return {
    nodes: {
      ...nodes,
      a: { kind: "saga-orchestrator", in: "m", concurrency: 40, recoveryMs: 300 },
      c: { ...nodes.c, kind: "service", errorRate: 0.2 },
    },
    edges: {
      ...edges,
      "a->b": { networkMs: 1, timeoutMs: 120, calls: [{ stage: 1, compensation: "undo" }] },
      "a->c": { networkMs: 1, calls: [{ stage: 2 }] },
    },
    faults: { gone: { kind: "crash", target: "a", atS: 1, forS: 1 } },
  };
}

const POLICIES = {
  workers: 1,
  retry: { maxAttempts: 3, backoff: { baseMs: 2 }, avoidTried: true },
  perTryTimeoutMs: 40,
  timeoutMs: 90,
  outlier: { intervalMs: 200, baseEjectionMs: 400, consecutive5xx: 3, maxEjectionRatio: 0.5 },
  bulkhead: { maxConcurrent: 30, maxWaitMs: 0 },
  pool: { max: 20, idleMs: 50 },
} satisfies Record<string, Json>;

const RULES: Json = {
  split: { c: { ratio: 0.2 } },
  mirror: { to: "c", ratio: 0.3 },
  delay: { ms: 15, ratio: 0.1 },
  abort: { ratio: 0.05 },
};

const DESIGNS: Readonly<Record<string, ScenarioDocument>> = {
  "sidecars with everything on": design(POLICIES, { mesh: RULES }),
  "collected queries through sidecars": design(
    { workers: 1 },
    {
      protocol: "graphql",
      payload: {},
      retry: null,
      batch: { lingerMs: 5 },
      query: { depth: 3, listSize: 4 },
    },
  ),
  "an ambient mesh": design({ mode: "ambient", workers: 1 }, {}),
  "a waypoint": design({ ...POLICIES, mode: "ambient", waypoint: true }, { mesh: RULES }),
  "calls that are not allowed": design({ ...POLICIES, authorization: "allowListed" }, {}),
  "a saga whose orchestrator crashes": { ...design(POLICIES, {}), ...saga() },
};

describe("calls through a mesh", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(DESIGNS))("%s: the same compiled", (name) => {
    expectAlike(DESIGNS[name] as ScenarioDocument);
  });
});
