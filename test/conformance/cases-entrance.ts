// Cases of load balancers, functions and rolling deploys, each with a corner of the plant of its own.
import type { Json } from "../../simulation/scenario/document.ts";

type Settings = Readonly<Record<string, Json>>;

interface Case {
  readonly given?: Settings;
  readonly to?: Json;
}
type Cases = Readonly<Record<string, Case>>;

/** What is drawn of them in the plant. */
export const ENTRANCE_NODES = {
  visitors: { kind: "client", ratePerS: 100, clients: 4 },
  lb: {
    kind: "load-balancer",
    replicas: 1,
    concurrency: 2,
    serviceTime: { type: "exponential", meanMs: 8 },
  },
  twins: { kind: "service", replicas: 2, serviceTime: { type: "exponential", meanMs: 4 } },
  guests: { kind: "client", ratePerS: 100 },
  fn: {
    kind: "serverless",
    environments: { max: 8, coldStart: 30, idleMs: 20 },
    serviceTime: { type: "exponential", meanMs: 8 },
  },
} as const;

export const ENTRANCE_EDGES = {
  "visitors->lb": {},
  "lb->twins": {},
  "guests->fn": {},
  "fn->twins": { calls: [{ id: "a" }, { id: "b" }] },
} as const;

/** Cases of any station as those of a node with a client of its own. */
export function askedBy(client: string, cases: Cases): Record<string, Case> {
  const own = (path: string): string => path.replace("nodes.users.", `nodes.${client}.`);
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => {
      const given = Object.entries(entry.given ?? {}).map(([path, value]) => [own(path), value]);
      return [name, { ...entry, given: Object.fromEntries(given) }];
    }),
  );
}

const UNEQUAL: Settings = { "nodes.twins.instanceSpeed": [1, 0.2], "nodes.twins.concurrency": 2 };

const sticky = (values: Record<string, Json>, more: Settings = {}): Settings => ({
  ...UNEQUAL,
  ...more,
  "nodes.lb.sticky": { sessions: 5, ...values },
});

const BALANCER_CASES: Cases = {
  layer: { given: { ...UNEQUAL, "edges.visitors->lb.pool": { max: 4, http: "1.1" } } },
  sticky: { given: UNEQUAL, to: { sessions: 5 } },
  "sticky.sessions": { given: sticky({}), to: 50 },
  "sticky.durationMs": { given: sticky({}), to: 100 },
  "sticky.state": {
    given: sticky(
      {},
      {
        "nodes.twins.endpointDelayMs": 0,
        "faults.f": { kind: "crash", target: "twins[0]", atS: 0.3, forS: 0.3 },
      },
    ),
  },
};

const environments = (values: Record<string, Json>): Settings => ({
  "nodes.fn.environments": { max: 8, coldStart: 30, idleMs: 20, ...values },
});

const FUNCTION_CASES: Cases = {
  environments: { to: { max: 2, coldStart: 5 } },
  "environments.max": { to: 2 },
  "environments.requestsEach": { to: 4 },
  "environments.burst": { given: environments({ burst: 1, ratePerS: 5 }), to: 2 },
  "environments.ratePerS": { given: environments({ burst: 1, ratePerS: 5 }), to: 50 },
  "environments.coldStart": { to: 60 },
  "environments.idleMs": { to: 200 },
  "environments.warm": { to: 3 },
  "environments.waitMs": { given: environments({ max: 1 }), to: 20 },
};

/** The plant's second is a deploy of four instances. */
export function rolloutCases(node: string): Record<string, Case> {
  const four: Settings = { [`nodes.${node}.replicas`]: 4, [`nodes.${node}.concurrency`]: 1 };
  const quick = { startupS: 0.1, readyS: 0.02, drainS: 0.2 };
  const deployed = (values: Record<string, Json> = {}): Settings => ({
    ...four,
    [`nodes.${node}.rollout`]: { ...quick, ...values },
    [`nodes.${node}.endpointDelayMs`]: 20,
    "faults.f": { kind: "rolling-deploy", target: node, atS: 0.3, factor: 3 },
  });
  return {
    rollout: { given: four, to: quick },
    "rollout.maxSurge": { given: deployed(), to: 1 },
    "rollout.maxUnavailable": { given: deployed(), to: 0.75 },
    "rollout.startupS": { given: deployed(), to: 0.2 },
    "rollout.readyS": { given: deployed(), to: null },
    "rollout.drainS": { given: deployed(), to: 0 },
  };
}

/** What cases of any node are made with. */
interface Usual {
  readonly station: (node: string, incoming: string) => Cases;
  readonly work: (node: string, place: string, incoming: string) => Cases;
  readonly tells: (node: string, incoming: string) => Cases;
  readonly access: (node: string, incoming: string) => Cases;
}

/** By set: what is drawn in this corner of the plant, and the fault that deploys. */
export function entranceCases({ station, work, tells, access }: Usual): Record<string, Cases> {
  /** A function knows no order. */
  const unordered = (place: string): Cases => {
    const { priority: _, ...cases } = work("fn", place, "guests->fn");
    return cases;
  };
  const deployed = rolloutCases("orders")["rollout.maxSurge"]?.given ?? {};
  return {
    "load-balancer": {
      ...askedBy("visitors", { ...station("lb", "visitors->lb"), ...tells("lb", "visitors->lb") }),
      ...BALANCER_CASES,
    },
    "load-balancer operation": askedBy(
      "visitors",
      work("lb", "nodes.lb.operations.request", "visitors->lb"),
    ),
    serverless: {
      ...askedBy("guests", { ...unordered("nodes.fn"), ...tells("fn", "guests->fn") }),
      ...access("fn", "guests->fn"),
      ...FUNCTION_CASES,
    },
    "serverless operation": askedBy("guests", unordered("nodes.fn.operations.request")),
    "rolling-deploy fault": {
      ratio: { given: deployed, to: 0.4 },
      factor: { given: deployed, to: 8 },
    },
  };
}
