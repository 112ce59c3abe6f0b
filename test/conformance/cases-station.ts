// Cases of what stations have in common: work, capacity, the order of service.
import type { Json } from "../../simulation/scenario/document.ts";
import { admissionCases } from "./cases-admission.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

export function EXP(meanMs: number): Json {
  return { type: "exponential", meanMs };
}

export const NO_PAUSE: Json = { maxAttempts: 3, backoff: { baseMs: 5 } };

/** Two request types of which one is less urgent. */
export const TWO_TYPES: Settings = { "nodes.users.requests": { buy: {}, request: {} } };
const URGENT = { operations: { buy: { priority: 3 } } } satisfies Record<string, Json>;

/** Parameters of work; `given` makes its callers notice what it does. */
export function work(node: string, place: string, incoming: string): Record<string, ParameterCase> {
  const failing: Settings = {
    [`nodes.${node}.errorRate`]: 0.4,
    [`edges.${incoming}.retry`]: NO_PAUSE,
  };
  return {
    serviceTime: { to: 12 },
    afterTime: { to: 5 },
    afterProbability: { given: { [`${place}.afterTime`]: 6 }, to: 0.4 },
    errorRate: { to: 0.3 },
    errorTime: { given: { [`nodes.${node}.errorRate`]: 0.4 }, to: 0 },
    method: { given: failing, to: "POST" },
    idempotent: { given: failing, to: false },
    write: { given: failing, to: true },
    requires: { to: { 1: "any" } },
    // Without a name it is the priority of those that do not say: a type must say.
    priority: {
      given: {
        ...TWO_TYPES,
        [`nodes.${node}.discipline`]: "priority",
        [`nodes.${node}.concurrency`]: 1,
        [`nodes.${node}.serviceTime`]: EXP(25),
        [`nodes.${node}.operations`]: { buy: { priority: 3 } },
      },
      to: 5,
    },
  };
}

/** One server with a queue of two classes, and what it does beyond serving them in order. */
function serviceOrder(set: (values: Settings) => Settings): Record<string, ParameterCase> {
  const busy = { concurrency: 1, ...URGENT, serviceTime: EXP(25) };
  const priority: Settings = { ...TWO_TYPES, ...set({ ...busy, discipline: "priority" }) };
  const codel = set({ ...busy, discipline: "codel" });
  const breaking = (more: Record<string, Json>): Settings =>
    set({ breakdowns: { every: EXP(100), for: EXP(20), ...more } });
  return {
    preemptive: { given: priority },
    codelTargetMs: { given: codel, to: 200 },
    codelIntervalMs: { given: codel, to: 30 },
    breakdowns: { to: { every: EXP(100), for: EXP(20) } },
    "breakdowns.every": { given: breaking({}), to: EXP(40) },
    "breakdowns.for": { given: breaking({}), to: EXP(50) },
    polling: { to: { sleepMs: 20 } },
    "polling.sleepMs": { given: set({ polling: { sleepMs: 20 } }), to: 40 },
    bulk: { given: set({ concurrency: 1, serviceTime: EXP(25) }), to: { max: 5 } },
    "bulk.max": { given: set({ concurrency: 1, serviceTime: EXP(25), bulk: { max: 3 } }), to: 5 },
    "bulk.min": { given: set({ bulk: { max: 3 } }), to: 2 },
  };
}

function capacity(node: string, incoming: string): Record<string, ParameterCase> {
  // The instances of a cache share nothing.
  const isThere = ([name]: [string, Json]): boolean => name !== "queueScope" || node !== "cache";
  const set = (values: Settings): Settings => {
    const entries = Object.entries(values).filter(isThere);
    return Object.fromEntries(entries.map(([name, v]) => [`nodes.${node}.${name}`, v]));
  };
  return {
    replicas: { to: 2 },
    concurrency: { to: 7 },
    queueLengthMax: { given: set({ serviceTime: EXP(40) }), to: 1 },
    queueScope: { given: set({ replicas: 3, concurrency: 1, serviceTime: EXP(25) }) },
    discipline: {
      given: { ...TWO_TYPES, ...set({ concurrency: 1, ...URGENT, serviceTime: EXP(25) }) },
    },
    ...serviceOrder(set),
    ...admissionCases(set, TWO_TYPES),
    queueTimeoutMs: { given: set({ concurrency: 1, serviceTime: EXP(25) }), to: 20 },
    instanceSpeed: { to: [0.5] },
    instanceWeight: {
      given: {
        ...set({ replicas: 2, queueScope: "instance", concurrency: 1, serviceTime: EXP(12) }),
        [`edges.${incoming}.balancing`]: "random",
      },
      to: [1, 4],
    },
    endpointDelayMs: {
      given: {
        ...set({ replicas: 2, queueScope: "instance" }),
        [`edges.${incoming}.balancing`]: "roundRobin",
        "faults.f": { kind: "crash", target: `${node}[0]`, atS: 0.3, forS: 0.5 },
      },
      to: 50,
    },
    blocking: { given: set({ concurrency: 1 }), to: node !== "reader" },
  };
}

export function station(node: string, incoming: string): Record<string, ParameterCase> {
  return { ...work(node, `nodes.${node}`, incoming), ...capacity(node, incoming) };
}
