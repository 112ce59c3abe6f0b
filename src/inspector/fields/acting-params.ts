// Parameters of a node that do nothing as its others stand are left out, unless the file says something
// for them.
import type { KindDefinition, ParamSet } from "../../../simulation/kinds/define.ts";
import type { NodeDocument } from "../../../simulation/scenario/document.ts";
import { CALLERS_OF_FIELD } from "../../../simulation/scenario/fields-by-kind.ts";

/** Any value but null. */
const SET = Symbol("set");

/** By kind and parameter: the other parameter, and the values of it with which it acts. */
const ACTS_WITH: Readonly<Record<string, Readonly<Record<string, readonly [string, unknown]>>>> = {
  database: {
    replicaLag: ["layout", "replicas"],
    readsFrom: ["layout", "replicas"],
    failoverMs: ["layout", "replicas"],
    queueScope: ["layout", "one-store"],
  },
  "load-balancer": { sticky: ["layer", "l7"] },
  cache: { flushMs: ["writes", "behind"] },
  scheduler: { offsetS: ["everyS", SET], atWindowEnd: ["windowS", SET] },
  cdn: { staleMs: ["ttlMs", SET], staleIfErrorMs: ["ttlMs", SET] },
  "saga-orchestrator": { recoveryMs: ["durable", true], reconcileMs: ["durable", false] },
};

/** What a node that lives in another's process has of that. */
const OF_PROCESS: ReadonlySet<string> = new Set([
  ...["replicas", "concurrency", "queueLengthMax", "queueScope", "discipline", "preemptive"],
  ...["codelTargetMs", "codelIntervalMs", "queueTimeoutMs", "endpointDelayMs", "autoscale"],
  ...["instanceWeight", "polling", "bulk", "blocking"],
]);

/** `isHoused`: it lives in the process of another. */
export function actingParams(
  { id, params }: KindDefinition,
  node: NodeDocument,
  isHoused = false,
): ParamSet {
  const needs = ACTS_WITH[id];
  if (needs === undefined && !isHoused) return params;
  const acts = (name: string): boolean => {
    if (node[name] !== undefined) return true;
    if (isHoused && OF_PROCESS.has(name)) return false;
    const need = needs?.[name];
    if (need === undefined) return true;
    const [other, value] = need;
    const found = node[other] === undefined ? params[other]?.default : node[other];
    return value === SET ? found !== null : found === value;
  };
  return Object.fromEntries(Object.entries(params).filter(([name]) => acts(name)));
}

/** The parameters of a call that a caller of this kind can have. */
export function callParamsOf(params: ParamSet, caller: string | undefined): ParamSet {
  return Object.fromEntries(
    Object.entries(params).filter(
      ([name]) => CALLERS_OF_FIELD[name]?.includes(caller ?? "") ?? true,
    ),
  );
}
