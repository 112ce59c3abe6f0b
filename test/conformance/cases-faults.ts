// For every parameter of every fault a plant in which it is active, and a value to change it to.
import type { Json } from "../../simulation/scenario/document.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<
  Record<string, Readonly<Record<string, { readonly given: Settings; readonly to?: Json }>>>
>;

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });

/** The fault acts in the middle of the plant's second. */
function acting(fault: Readonly<Record<string, Json>>, more: Settings = {}): Settings {
  return { ...more, "faults.f": { atS: 0.3, forS: 0.3, ...fault } };
}

const SLOW: Settings = { "faults.f": { kind: "slow", target: "orders", atS: 0.3, factor: 4 } };
const RANDOM = acting({
  kind: "slow",
  target: "orders",
  atS: 0,
  forS: 1,
  factor: 9,
  every: EXP(100),
  for: EXP(100),
});
const CRASH = acting({ kind: "crash", target: "orders" });
const ZONE = acting(
  { kind: "zone-outage", target: "west" },
  { "groups.west": { kind: "zone" }, "nodes.orders.in": "west", "nodes.db.in": "west" },
);
const FOUR: Settings = { "nodes.orders.replicas": 4 };
const DEPLOY = acting({ kind: "bad-deploy", target: "orders", factor: 3 }, FOUR);
const LEAK = acting({
  kind: "memory-leak",
  target: "orders",
  perRequestKb: 100,
  freeMb: 2,
  startS: 0.1,
});
const LOSS = acting({ kind: "loss", target: "gate->orders", ratio: 0.4, rtoMs: 30 });
const CUT = acting({ kind: "partition", target: "orders" });
const DNS = acting({ kind: "dns-failure", target: "orders", ttlS: 0.2 });
const TLS = acting(
  { kind: "certificate-expiry", target: "orders", connectionS: 0.2 },
  { "edges.gate->orders.networkMs": 2 },
);
const POOL = acting(
  { kind: "pool-leak", target: "gate->orders", ratio: 0.3 },
  { "edges.gate->orders.pool": { max: 4 } },
);
const HERD = acting({ kind: "herd", target: "users", withinS: 0.1 });

export const FAULT_CASES: Cases = {
  fault: {
    atS: { given: SLOW, to: 0.8 },
    forS: { given: SLOW, to: 0.4 },
    rampS: { given: SLOW, to: 1 },
    every: { given: RANDOM, to: EXP(30) },
    for: { given: RANDOM, to: EXP(30) },
    enabled: { given: SLOW, to: false },
  },
  "slow fault": { factor: { given: SLOW, to: 9 } },
  "crash fault": {
    mode: { given: CRASH },
    restart: { given: CRASH, to: false },
    startS: { given: CRASH, to: 0.2 },
  },
  "errors fault": {
    ratio: { given: { "faults.f": { kind: "errors", target: "orders" } }, to: 0.1 },
  },
  "hang fault": { ends: { given: acting({ kind: "hang", target: "orders" }) } },
  "bad-deploy fault": {
    share: { given: DEPLOY, to: 1 },
    ratio: { given: DEPLOY, to: 0.9 },
    factor: { given: DEPLOY, to: 9 },
  },
  "memory-leak fault": {
    perRequestKb: { given: LEAK, to: 300 },
    freeMb: { given: LEAK, to: 1 },
    startS: { given: LEAK, to: 0.3 },
  },
  "latency fault": {
    addMs: { given: { "faults.f": { kind: "latency", target: "gate->orders" } }, to: 7 },
  },
  "jitter fault": {
    addMs: { given: { "faults.f": { kind: "jitter", target: "gate->orders" } }, to: EXP(7) },
  },
  "loss fault": { ratio: { given: LOSS, to: 0.1 }, rtoMs: { given: LOSS, to: 10 } },
  "partition fault": {
    peers: { given: CUT, to: ["db"] },
    direction: { given: CUT },
    mode: { given: CUT },
  },
  "pool-leak fault": { ratio: { given: POOL, to: 0.6 }, returns: { given: POOL, to: false } },
  "dns-failure fault": { ttlS: { given: DNS, to: 0 } },
  "certificate-expiry fault": { connectionS: { given: TLS, to: 0 } },
  "zone-outage fault": { mode: { given: ZONE }, startS: { given: ZONE, to: 0.2 } },
  "spike fault": { factor: { given: acting({ kind: "spike", target: "users" }), to: 1.5 } },
  "herd fault": { ratio: { given: HERD, to: 0.5 }, withinS: { given: HERD, to: 0 } },
};
