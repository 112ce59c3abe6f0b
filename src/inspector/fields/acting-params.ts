// Parameters of a node that do nothing as its others stand are left out, unless the file says something
// for them.
import type { KindDefinition, ParamSet } from "../../../simulation/kinds/define.ts";
import type { NodeDocument } from "../../../simulation/scenario/document.ts";
import { CALLERS_OF_FIELD } from "../../../simulation/scenario/fields-by-kind.ts";

/** Stands for each value but none. */
const ANY = Symbol("any");

/** By kind and parameter: the other parameter, and the values of it with which it acts. */
const ACTS_WITH: Readonly<Record<string, Readonly<Record<string, readonly [string, unknown]>>>> = {
  database: {
    replicaLag: ["layout", "replicas"],
    readsFrom: ["layout", "replicas"],
    failoverMs: ["layout", "replicas"],
    queueScope: ["layout", "one-store"],
  },
  cache: { flushMs: ["writes", "behind"] },
  "websocket-hub": { whenFull: ["sendBufferBytes", ANY] },
  "saga-orchestrator": { recoveryMs: ["durable", true], reconcileMs: ["durable", false] },
};

export function actingParams({ id, params }: KindDefinition, node: NodeDocument): ParamSet {
  const needs = ACTS_WITH[id];
  if (needs === undefined) return params;
  const acts = (name: string): boolean => {
    const need = needs[name];
    if (need === undefined || node[name] !== undefined) return true;
    const [other, value] = need;
    const given = node[other] ?? params[other]?.default;
    return value === ANY ? given != null : given === value;
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
