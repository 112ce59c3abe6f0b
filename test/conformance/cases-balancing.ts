// Cases of the parameters of load balancing and health: on the edge from the gate to four instances
// of orders, which fail or differ as the parameter needs.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

const EDGE = "edges.gate->orders";
const ONE_CALL: Settings = { [`${EDGE}.calls`]: [{ id: "a" }] };
const FOUR: Settings = { ...ONE_CALL, "nodes.orders.replicas": 4, "nodes.orders.concurrency": 4 };

function on(values: Readonly<Record<string, Json>>): Settings {
  return Object.fromEntries(Object.entries(values).map(([name, v]) => [`${EDGE}.${name}`, v]));
}

/** One of four instances that answers nothing but errors, at once. */
const BAD_ONE: Settings = {
  ...FOUR,
  "nodes.orders.errorTime": 0,
  "faults.f": { kind: "errors", target: "orders[0]", atS: 0.1, ratio: 0.9 },
};
/** One of four instances whose connections are refused; nobody is told. */
const REFUSING: Settings = {
  ...FOUR,
  "nodes.orders.endpointDelayMs": 10_000,
  "faults.f": { kind: "crash", target: "orders[0]", atS: 0.1, forS: 0.4 },
};
const RULES = {
  intervalMs: 50,
  baseEjectionMs: 100,
  maxEjectionRatio: 0.5,
  consecutive5xx: 3,
} as const;

function detecting(more: Readonly<Record<string, Json>>, under = BAD_ONE): Settings {
  return { ...under, ...on({ outlier: { ...RULES, ...more } }) };
}

/** Only the rates of answers eject. */
const BY_RATE = {
  consecutive5xx: null,
  successRateHosts: 3,
  successRateVolume: 1,
  successRateStdevFactor: 1,
};
const BY_SHARE = {
  consecutive5xx: null,
  enforcingSuccessRate: 0,
  enforcingFailureShare: 1,
  failureShareHosts: 3,
  failureShareVolume: 2,
};
/** Connections apart from answers: one instance refuses them. */
const LOCAL = { consecutive5xx: null, splitLocal: true, consecutiveLocal: 2 };
const LOCAL_RATE = { ...BY_RATE, ...LOCAL, consecutiveLocal: null };

const OUTLIER: Readonly<Record<string, ParameterCase>> = {
  outlier: { given: BAD_ONE, to: { ...RULES } },
  "outlier.consecutive5xx": { given: detecting({}), to: 6 },
  "outlier.enforcing5xx": { given: detecting({}), to: 0 },
  "outlier.consecutiveGateway": {
    given: detecting({ consecutive5xx: null, enforcingGateway: 1 }, REFUSING),
    to: 9,
  },
  "outlier.enforcingGateway": { given: detecting({ consecutive5xx: null }, REFUSING), to: 1 },
  "outlier.splitLocal": { given: detecting({}, REFUSING), to: true },
  "outlier.consecutiveLocal": { given: detecting(LOCAL, REFUSING), to: 7 },
  "outlier.enforcingLocal": { given: detecting(LOCAL, REFUSING), to: 0 },
  "outlier.intervalMs": { given: detecting({}), to: 130 },
  "outlier.baseEjectionMs": { given: detecting({}), to: 300 },
  "outlier.maxEjectionMs": {
    given: detecting({ consecutive5xx: 1, baseEjectionMs: 60 }),
    to: 60,
  },
  "outlier.maxEjectionJitterMs": { given: detecting({}), to: 400 },
  "outlier.maxEjectionRatio": { given: detecting({}), to: 0.1 },
  "outlier.alwaysEjectOne": { given: detecting({ maxEjectionRatio: 0.1 }), to: true },
  "outlier.successRateHosts": { given: detecting(BY_RATE), to: 5 },
  "outlier.successRateVolume": { given: detecting(BY_RATE), to: 50 },
  "outlier.successRateStdevFactor": { given: detecting(BY_RATE), to: 3 },
  "outlier.enforcingSuccessRate": { given: detecting(BY_RATE), to: 0 },
  "outlier.enforcingLocalSuccessRate": { given: detecting(LOCAL_RATE, REFUSING), to: 0 },
  "outlier.failureShareHosts": { given: detecting(BY_SHARE), to: 5 },
  "outlier.failureShareVolume": { given: detecting(BY_SHARE), to: 50 },
  "outlier.failureShareThreshold": {
    given: { ...detecting({ ...BY_SHARE, failureShareVolume: 5, intervalMs: 200 }) },
    to: 0.2,
  },
  "outlier.enforcingFailureShare": { given: detecting(BY_SHARE), to: 0 },
  "outlier.enforcingLocalFailureShare": {
    given: detecting(
      { ...BY_SHARE, splitLocal: true, consecutiveLocal: null, enforcingLocalSuccessRate: 0 },
      REFUSING,
    ),
    to: 1,
  },
};

function leavingOut(more: Readonly<Record<string, Json>>): Settings {
  const maxFails = { fails: 2, failTimeoutMs: 100, failOn: ["error"], ...more };
  return { ...BAD_ONE, ...on({ maxFails }) };
}

const CHECK = { intervalMs: 40, timeoutMs: 40 };

function checking(more: Readonly<Record<string, Json>>, mode = "error"): Settings {
  return {
    ...FOUR,
    "nodes.orders.serviceTime": { type: "exponential", meanMs: 60 },
    "nodes.orders.concurrency": 2,
    "faults.f": { kind: "failing-check", target: "orders[0]", atS: 0.1, forS: 0.4, mode },
    ...on({ healthCheck: { ...CHECK, ...more } }),
  };
}

/** Two zones, two instances in each, and too few good ones in the caller's. */
const ZONES: Settings = {
  ...BAD_ONE,
  "groups.east": { kind: "zone" },
  "groups.west": { kind: "zone" },
  "nodes.gate.in": "east",
  "nodes.orders.in": ["east", "west"],
  [`${EDGE}.outlier`]: { ...RULES, maxEjectionRatio: 0.5 },
};

/** Four instances of which each has another latency. */
const UNEVEN: Settings = {
  ...FOUR,
  "nodes.gate.concurrency": 30,
  "nodes.orders.instanceSpeed": [0.1, 0.3, 1, 2],
  "nodes.orders.concurrency": 30,
  [`${EDGE}.balancing`]: "ewma",
};

const WARMING = checking({});

/** Cases by path below a call edge. */
export const BALANCING_CASES: Readonly<Record<string, ParameterCase>> = {
  balancing: {
    given: {
      "nodes.orders.replicas": 3,
      "nodes.orders.concurrency": 1,
      "nodes.orders.instanceSpeed": [0.5, 1, 1],
    },
  },
  choiceCount: {
    given: {
      "nodes.orders.replicas": 3,
      "nodes.orders.concurrency": 1,
      [`${EDGE}.balancing`]: "leastRequest",
    },
    to: 3,
  },
  withReplacement: {
    given: {
      "nodes.orders.replicas": 3,
      "nodes.orders.concurrency": 1,
      [`${EDGE}.balancing`]: "leastRequest",
    },
    to: true,
  },
  ewmaDecayMs: { given: UNEVEN, to: 20 },
  ewmaInitialMs: { given: UNEVEN, to: 1 },
  locality: { given: ZONES },
  overprovisioning: { given: { ...ZONES, [`${EDGE}.locality`]: "zoneFirst" }, to: 4 },
  panicThreshold: { given: detecting({}), to: 0.9 },
  slowStart: { given: WARMING, to: { windowMs: 400 } },
  "slowStart.windowMs": { given: { ...WARMING, ...on({ slowStart: { windowMs: 400 } }) }, to: 200 },
  "slowStart.aggression": {
    given: { ...WARMING, ...on({ slowStart: { windowMs: 400 } }) },
    to: 3,
  },
  "slowStart.minWeight": {
    given: { ...WARMING, ...on({ slowStart: { windowMs: 400 } }) },
    to: 0.8,
  },
  ...OUTLIER,
  maxFails: { given: BAD_ONE, to: { failOn: ["error"] } },
  "maxFails.fails": { given: leavingOut({}), to: 5 },
  "maxFails.failTimeoutMs": { given: leavingOut({}), to: 300 },
  "maxFails.failOn": { given: leavingOut({}), to: ["timeout"] },
  healthCheck: { given: REFUSING, to: CHECK },
  "healthCheck.type": { given: checking({}) },
  "healthCheck.intervalMs": { given: checking({}), to: 150 },
  "healthCheck.timeoutMs": { given: checking({}, "hang"), to: 100 },
  "healthCheck.unhealthyThreshold": { given: checking({}), to: 1 },
  "healthCheck.healthyThreshold": { given: checking({}), to: 6 },
  "retry.avoidTried": {
    given: { ...BAD_ONE, ...on({ retry: { backoff: { type: "none" } }, balancing: "random" }) },
    to: true,
  },
  "retry.sameInstance": {
    given: { ...BAD_ONE, ...on({ retry: { backoff: { type: "none" } } }) },
    to: true,
  },
};

/** Of the fault that makes health checks fail. */
export const FAILING_CHECK_CASES: Readonly<Record<string, ParameterCase>> = {
  mode: { given: checking({}) },
};
