// Random scenarios of callers that balance: every rule, every judgement of health, zones and faults.
import fc from "fast-check";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "./simulate.ts";

const RULES = [
  ...["random", "roundRobin", "leastRequest", "leastConnections"],
  ...["ringHash", "ewma", "pickFirst"],
] as const;

function sometimes<Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(of, { nil: null, freq: 3 });
}

const outlier = fc.record({
  consecutive5xx: fc.constantFrom(null, 1, 3),
  consecutiveGateway: fc.constantFrom(null, 2),
  consecutiveLocal: fc.constantFrom(null, 1),
  enforcingGateway: fc.constantFrom(0, 0.5, 1),
  splitLocal: fc.boolean(),
  intervalMs: fc.constantFrom(20, 70),
  baseEjectionMs: fc.constantFrom(10, 100),
  maxEjectionJitterMs: fc.constantFrom(0, 30),
  maxEjectionRatio: fc.constantFrom(0.1, 0.5, 1),
  alwaysEjectOne: fc.boolean(),
  successRateHosts: fc.integer({ min: 1, max: 3 }),
  successRateVolume: fc.integer({ min: 1, max: 4 }),
  successRateStdevFactor: fc.constantFrom(0.3, 1.9),
  failureShareVolume: fc.integer({ min: 1, max: 4 }),
  enforcingFailureShare: fc.constantFrom(0, 1),
});

const edge = fc.record({
  balancing: fc.constantFrom(...RULES),
  choiceCount: fc.integer({ min: 1, max: 5 }),
  withReplacement: fc.boolean(),
  ewmaDecayMs: fc.constantFrom(5, 10_000),
  locality: fc.constantFrom("none", "zoneFirst"),
  panicThreshold: fc.constantFrom(0, 0.5, 1),
  networkMs: fc.constantFrom(0, 1),
  timeoutMs: fc.constantFrom(null, 15),
  slowStart: sometimes(
    fc.record({ windowMs: fc.constantFrom(50, 400), aggression: fc.constantFrom(0.5, 1, 3) }),
  ),
  outlier: sometimes(outlier),
  maxFails: sometimes(
    fc.record({
      fails: fc.integer({ min: 1, max: 3 }),
      failTimeoutMs: fc.constantFrom(30, 200),
      failOn: fc.constantFrom(["error"], ["timeout", "connectionRefused"]),
    }),
  ),
  healthCheck: sometimes(
    fc.record({
      type: fc.constantFrom("http", "tcp"),
      intervalMs: fc.constantFrom(10, 60),
      timeoutMs: fc.constantFrom(5, 80),
      unhealthyThreshold: fc.integer({ min: 1, max: 3 }),
      healthyThreshold: fc.integer({ min: 1, max: 3 }),
    }),
  ),
  retry: sometimes(
    fc.constantFrom("fresh", "avoid", "stay").map((where) => ({
      maxAttempts: 4,
      backoff: { type: "constant", baseMs: 2 },
      avoidTried: where === "avoid",
      sameInstance: where === "stay",
    })),
  ),
});

const fault = fc.record({
  kind: fc.constantFrom("errors", "crash", "hang", "failing-check", "partition", "slow"),
  target: fc.constantFrom("api", "api[0]", "api[random:2]"),
  atS: fc.constantFrom(0, 0.1, 0.25),
  forS: fc.constantFrom(0.1, 0.2),
});

const ZONES = { east: { kind: "zone" }, west: { kind: "zone" } } as const;

/** Half a second of a few callers and instances. */
export const randomBalancing: fc.Arbitrary<ScenarioDocument> = fc
  .record({
    edge,
    faults: fc.array(fault, { maxLength: 3 }),
    clients: fc.integer({ min: 1, max: 3 }),
    api: fc.record({
      replicas: fc.integer({ min: 2, max: 6 }),
      concurrency: fc.constantFrom(1, null),
      queueLengthMax: fc.constantFrom(0, 2, null),
      errorRate: fc.constantFrom(0, 0.2),
      endpointDelayMs: fc.constantFrom(0, 40),
      instanceWeight: fc.constantFrom(null, [1, 3], [2, 1, 5]),
      serviceTime: fc.constantFrom(2, 20).map((meanMs) => ({ type: "exponential", meanMs })),
      in: fc.constantFrom("west", ["east", "west"], ["west", "east"]),
    }),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ edge: policies, faults, clients, api, seed }) => {
    const document = sketch({
      run: { durationS: 0.5, seed },
      nodes: { api, users: { kind: "client", clients, ratePerS: 300, in: "east" } },
      edges: { "users->api": policies },
    });
    // A link is cut as a whole; only a node has instances.
    const aimed = faults.map(({ target, kind, ...when }) => ({
      ...when,
      kind,
      target: kind === "partition" ? "users->api" : target,
    }));
    return {
      ...document,
      groups: ZONES,
      faults: Object.fromEntries(aimed.map((one, i) => [`f${i}`, one])),
    };
  });
