// Parameters of a node that do nothing as its others stand are left out, unless the file says something
// for them.
import type { KindDefinition, ParamSet } from "../../../simulation/kinds/define.ts";
import type { NodeDocument } from "../../../simulation/scenario/document.ts";
import { isObject, type JsonObject } from "../../../simulation/scenario/json-shape.ts";

/** By kind and parameter: the other parameter, and the values of it with which it acts. */
const ACTS_WITH: Readonly<Record<string, Readonly<Record<string, readonly [string, unknown]>>>> = {
  database: {
    replicaLag: ["layout", "replicas"],
    readsFrom: ["layout", "replicas"],
    failoverMs: ["layout", "replicas"],
    queueScope: ["layout", "one-store"],
  },
  cache: { flushMs: ["writes", "behind"] },
  "saga-orchestrator": { recoveryMs: ["durable", true], reconcileMs: ["durable", false] },
};

/** Fields of how callers are checked: with which others they act. */
const ACCESS_FIELDS: Readonly<Record<string, (access: JsonObject) => boolean>> = {
  cacheMs: ({ check }) => check === "introspection",
  tokenCount: ({ check, cacheMs }) => check === "introspection" && cacheMs != null,
  keysMs: ({ check }) => check !== "introspection",
};

function withActingFields(params: ParamSet, { authentication }: NodeDocument): ParamSet {
  const param = params.authentication;
  if (param?.type !== "object" || !isObject(authentication)) return params;
  const fields = Object.entries(param.fields).filter(
    ([name]) =>
      authentication[name] !== undefined || (ACCESS_FIELDS[name]?.(authentication) ?? true),
  );
  return { ...params, authentication: { ...param, fields: Object.fromEntries(fields) } };
}

export function actingParams({ id, params: all }: KindDefinition, node: NodeDocument): ParamSet {
  const params = withActingFields(all, node);
  const needs = ACTS_WITH[id];
  if (needs === undefined) return params;
  const acts = (name: string): boolean => {
    const need = needs[name];
    if (need === undefined || node[name] !== undefined) return true;
    const [other, value] = need;
    return (node[other] ?? params[other]?.default) === value;
  };
  return Object.fromEntries(Object.entries(params).filter(([name]) => acts(name)));
}

/** Of a call: by whom it can be undone, and who can make it after a failure. */
const CALLERS: Readonly<Record<string, readonly string[]>> = {
  compensation: ["saga-orchestrator"],
  afterFailure: ["service", "stream-processor", "api-gateway"],
};

/** The parameters of a call that a caller of this kind can have. */
export function callParamsOf(params: ParamSet, caller: string | undefined): ParamSet {
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => CALLERS[name]?.includes(caller ?? "") ?? true),
  );
}
