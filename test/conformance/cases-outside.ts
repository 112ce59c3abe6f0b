// Cases of what stands at the edge of a plant: a provider outside, a CDN, a scheduler. Each is added to
// the plant by its cases.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<Record<string, ParameterCase>>;

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });

/** Node of each kind, and what makes it exist. */
export const OUTSIDE = {
  "external-api": {
    node: "maps",
    settings: {
      "nodes.maps": { kind: "external-api", serviceTime: EXP(8) },
      "edges.orders->maps": {},
      "edges.gate->maps": {},
    },
  },
  cdn: {
    node: "copies",
    settings: {
      "nodes.copies": { kind: "cdn", replicas: 2, keyCount: 20, capacity: 5, serviceTime: EXP(2) },
      "edges.gate->copies": { calls: [{ id: "a" }] },
      "edges.copies->origin": {},
    },
  },
  scheduler: {
    node: "nightly",
    settings: {
      "nodes.nightly": { kind: "scheduler", everyS: 0.2, jobs: 4 },
      "edges.nightly->orders": {},
    },
  },
} as const satisfies Readonly<Record<string, { node: string; settings: Settings }>>;

/** Every case with what makes its node exist before what it sets itself. */
function of(kind: keyof typeof OUTSIDE, cases: Cases): Cases {
  const { settings } = OUTSIDE[kind];
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => [
      name,
      { ...entry, given: { ...settings, ...entry.given } },
    ]),
  );
}

/** Work of an operation or of the whole node, `failing` noticed by its caller. */
function work(node: string, incoming: string): Cases {
  const failing = {
    [`nodes.${node}.errorRate`]: 0.4,
    [`edges.${incoming}.retry`]: { maxAttempts: 3, backoff: { baseMs: 5 } },
  };
  return {
    serviceTime: { to: 12 },
    errorRate: { to: 0.3 },
    errorTime: { given: { [`nodes.${node}.errorRate`]: 0.4 }, to: 0 },
    method: { given: failing, to: "POST" },
    idempotent: { given: failing, to: false },
    write: { given: failing, to: true },
  };
}

const quota = (more: Record<string, Json> = {}): Settings => ({
  "nodes.maps.quota": { limit: 5, windowS: 0.1, ...more },
});
const COMES_BACK = {
  "edges.orders->maps.retry": {
    maxAttempts: 3,
    retryOn: ["rateLimited"],
    retryAfter: "follow",
    backoff: { baseMs: 5, capMs: 60_000 },
  },
};
const brownouts = (more: Record<string, Json> = {}): Settings => ({
  "nodes.maps.brownouts": { every: EXP(50), for: EXP(50), ...more },
});

const PROVIDER: Cases = {
  ...work("maps", "orders->maps"),
  quota: { to: { limit: 5, windowS: 0.1 } },
  "quota.way": { given: quota() },
  "quota.limit": { given: quota(), to: 8 },
  "quota.windowS": { given: quota(), to: 0.25 },
  "quota.scope": { given: quota() },
  "quota.over": { given: quota() },
  "quota.tells": { given: { ...quota(), ...COMES_BACK }, to: false },
  "quota.feePerMonth": { given: quota(), to: 10 },
  "quota.pricePer1000": { given: quota(), to: 10 },
  "quota.overPricePer1000": { given: quota({ over: "bill" }), to: 10 },
  brownouts: { to: { every: EXP(50), for: EXP(50) } },
  "brownouts.every": { given: brownouts(), to: EXP(20) },
  "brownouts.for": { given: brownouts(), to: EXP(20) },
  "brownouts.factor": { given: brownouts(), to: 20 },
  "brownouts.errorRatio": { given: brownouts(), to: 0.8 },
};

/** What the points fetch takes long, and is soon out of date. */
const SLOW = { "nodes.origin.serviceTime": 40 };
const EXPIRING = { ...SLOW, "nodes.copies.ttlMs": 100 };
const PURGED = {
  "nodes.copies.operations.drop": { access: "remove" },
  "edges.gate->copies.calls": [{ id: "a" }, { id: "b", operation: "drop" }],
};
const SHIELDED = { "nodes.copies.shield": { capacity: 10, networkMs: 2 } };
const TWO_ORIGINS = { ...SLOW, "nodes.origin.errorRate": 0.5, "edges.copies->origin#2": {} };

const POINTS: Cases = {
  ...work("copies", "gate->copies"),
  replicas: { to: 3 },
  instanceWeight: { given: { "edges.gate->copies.balancing": "random" }, to: [1, 4] },
  endpointDelayMs: {
    given: { "faults.f": { kind: "crash", target: "copies[0]", atS: 0.3, forS: 0.5 } },
    to: 50,
  },
  keyCount: { to: 8 },
  keySkew: { to: 0 },
  capacity: { to: 12 },
  ttlMs: { to: 50 },
  staleMs: { given: EXPIRING, to: 500 },
  staleIfErrorMs: { given: { ...EXPIRING, "nodes.origin.errorRate": 0.5 }, to: 500 },
  singleFlight: { given: SLOW, to: false },
  purgeMs: { given: PURGED, to: 20 },
  warm: { to: true },
  shield: { to: { capacity: 10 } },
  "shield.capacity": { given: SHIELDED, to: 3 },
  "shield.networkMs": { given: SHIELDED, to: 6 },
  requires: { given: TWO_ORIGINS, to: { 1: "any" } },
};

/** Batches that are longer than their interval. */
const LONG = { "nodes.nightly.jobs": 60 };
const TWO_TYPES = { "nodes.nightly.requests": { job: {}, other: {} } };
const LATE = { ...LONG, "nodes.nightly.windowS": 0.1 };

export const OUTSIDE_CASES: Readonly<Record<string, Cases>> = {
  "external-api": of("external-api", PROVIDER),
  "external-api operation": of("external-api", work("maps", "orders->maps")),
  cdn: of("cdn", POINTS),
  "cdn operation": of("cdn", {
    ...work("copies", "gate->copies"),
    access: {},
    requires: POINTS.requires ?? {},
  }),
  scheduler: of("scheduler", {
    everyS: { to: 0.3 },
    offsetS: { to: 0.05 },
    atS: { to: [0.1, 0.5] },
    jobs: { to: 6 },
    atOnce: { to: 3 },
    overlap: { given: LONG },
    windowS: { given: { ...LONG, "nodes.nightly.atWindowEnd": "stop" }, to: 0.1 },
    atWindowEnd: { given: LATE },
    requests: { to: { job: {}, other: {} } },
    "requests.job.weight": { given: TWO_TYPES, to: 5 },
    "requests.job.goalMs": { to: 10 },
  }),
};
