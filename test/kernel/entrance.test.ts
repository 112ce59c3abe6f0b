// Load balancers, functions and rolling deploys, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";
import { compiledAlike } from "./same-compiled.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });
const CLIENT = { kind: "client", ratePerS: 200, clients: 6 };
const COMES_AND_GOES = {
  c: { kind: "crash", target: "api[0]", atS: 2, forS: 3 },
  v: { kind: "crash", target: "api[1]", atS: 6, forS: 2, mode: "blackhole" },
} as const;

function balanced(balancer: object, more: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: CLIENT,
      lb: { kind: "load-balancer", serviceTime: EXP(1), ...balancer },
      api: { replicas: 3, concurrency: 8, serviceTime: EXP(20), endpointDelayMs: 200 },
    },
    edges: {
      "users->lb": { networkMs: 1, timeoutMs: 500, pool: { http: "1.1", max: 4 } },
      "lb->api": { networkMs: 1, ...more },
    },
    faults: COMES_AND_GOES,
  });
}

const RETRY = { retry: { maxAttempts: 3, avoidTried: true, backoff: { baseMs: 5 } } };

const DESIGNS: Readonly<Record<string, ScenarioDocument>> = {
  "a gateway that hands on limits, and checks callers as the function behind it does": sketch({
    nodes: {
      users: CLIENT,
      gate: { kind: "api-gateway", serviceTime: EXP(1) },
      fn: {
        kind: "serverless",
        serviceTime: EXP(20),
        authentication: { check: "introspection", cacheMs: 500, tokenCount: 30 },
        environments: { max: 12, requestsEach: 2, burst: 4, ratePerS: 3, idleMs: 700 },
      },
      api: { rateLimit: { ratePerS: 60, burst: 20 }, retryAfterMs: 400, serviceTime: EXP(20) },
      idp: { kind: "identity-provider", serviceTime: EXP(5) },
    },
    edges: {
      "users->gate": {
        credential: "key",
        retry: { retryAfter: "follow", retryOn: ["rateLimited", "dependency"] },
      },
      "gate->fn": { networkMs: 1, probability: 0.4 },
      "gate->api": { networkMs: 1, stage: 2 },
      "fn->idp": { networkMs: 1 },
    },
    faults: { c: { kind: "crash", target: "fn", atS: 6, forS: 1 } },
  }),
  "layer 4": balanced({ layer: "l4" }),
  sessions: balanced({ sticky: { sessions: 40, durationMs: 3000 } }, RETRY),
  "sessions over pools, with health checks": balanced(
    { sticky: { sessions: 40, state: "shared" } },
    { ...RETRY, pool: { max: 5 }, healthCheck: { intervalMs: 300, timeoutMs: 200 } },
  ),
  function: sketch({
    nodes: {
      users: {
        ...CLIENT,
        profile: {
          shape: "steps",
          points: [
            [0, 0.1],
            [2, 2],
            [5, 0],
            [8, 1],
          ],
        },
      },
      fn: {
        kind: "serverless",
        serviceTime: EXP(30),
        environments: { max: 12, requestsEach: 3, burst: 4, ratePerS: 3, idleMs: 700, warm: 1 },
      },
      api: { concurrency: null, serviceTime: EXP(20) },
    },
    edges: { "users->fn": { timeoutMs: 300 }, "fn->api": {} },
    faults: { c: { kind: "crash", target: "fn", atS: 6, forS: 1 } },
  }),
  "function that lets wait": sketch({
    nodes: {
      users: CLIENT,
      fn: {
        kind: "serverless",
        serviceTime: EXP(30),
        environments: { max: 4, burst: null, waitMs: 100, idleMs: 50 },
      },
    },
    edges: { "users->fn": {} },
  }),
  "rolling deploy": sketch({
    nodes: {
      users: CLIENT,
      api: {
        replicas: 4,
        serviceTime: EXP(40),
        endpointDelayMs: 100,
        rollout: { startupS: 1, readyS: null, drainS: 0 },
        autoscale: { target: 0.3, syncPeriodS: 2, startupS: 1, downStabilizationS: 2 },
      },
    },
    edges: { "users->api": { healthCheck: { intervalMs: 300, timeoutMs: 200 } } },
    faults: { d: { kind: "rolling-deploy", target: "api", atS: 2, forS: 5, factor: 3 } },
  }),
};

describe("entrances", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(DESIGNS))("%s: the same compiled", (name) => {
    expectAlike(DESIGNS[name] as ScenarioDocument);
  });
});
