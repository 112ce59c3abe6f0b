// The policies of an edge in the order in which they act, outermost first: the product's decision on
// the nesting of fallback, deadline, guards around the call, retry, guards around each attempt,
// hedging, balancing, pool and the timeout of an attempt.
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import { edgeDefault } from "../store/param-access.ts";
import { type Fallback, type FallbackOf, isRecord } from "./fields/field-model.ts";
import { valuesInForce } from "./fields/preset-values.ts";
import { policySummary } from "./policy-summaries.ts";

/** Around the whole call, in this order. */
const AROUND_CALL = ["fallback", "deadlineMs"];
/** Around the call or around each attempt, as their `appliesTo` says. */
const GUARDS = ["breaker", "rateLimit", "bulkhead"];
/** Around each attempt. */
const AROUND_ATTEMPT = ["hedge", "balancing", "outlier", "pool", "timeoutMs"];
/** Listed among the policies, yet set with the connection. */
const OF_CONNECTION = new Set(["balancing", "payload", "query", "soap", "stream", "reconnect"]);
/** Order of the cards: what is set most often comes first. */
const CARDS = [
  "tokens",
  "timeoutMs",
  "deadlineMs",
  "retry",
  "breaker",
  "fallback",
  "rateLimit",
  "bulkhead",
  "hedge",
  "pool",
  "outlier",
];

/** Fields of an edge have the default of its protocol, else their own. */
export function edgeFallbacks(edge: EdgeDocument): FallbackOf {
  return (name: string, param: Param): Fallback => edgeDefault(edge, name, param);
}

export interface PolicyLine {
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
  readonly summary: string;
}

/** Values of one policy as they hold, null where it is off. */
export function policyValues(
  name: string,
  params: ParamSet,
  edge: EdgeDocument,
): Readonly<Record<string, unknown>> | null {
  const param = params[name];
  if (param?.type !== "object") return null;
  const above = edgeFallbacks(edge)(name, param).value;
  const value = edge[name] === undefined ? above : edge[name];
  return isRecord(value) ? valuesInForce(param, name, value, above) : null;
}

/** One value of the edge as it holds. */
export function edgeValue(name: string, params: ParamSet, edge: EdgeDocument): unknown {
  const param = params[name];
  if (!param) return undefined;
  return edge[name] === undefined ? edgeFallbacks(edge)(name, param).value : edge[name];
}

/** Names of the policies, outermost first. */
export function policyOrder(params: ParamSet, edge: EdgeDocument): readonly string[] {
  const isOfCall = (name: string) => policyValues(name, params, edge)?.appliesTo === "call";
  const usual = (name: string) => {
    const param = params[name];
    const field = param?.type === "object" ? param.fields.appliesTo : undefined;
    return field?.default === "call";
  };
  const ofCall = GUARDS.filter((name) =>
    policyValues(name, params, edge) === null ? usual(name) : isOfCall(name),
  );
  const ofAttempt = GUARDS.filter((name) => !ofCall.includes(name));
  const order = [...AROUND_CALL, ...ofCall, "retry", ...ofAttempt, ...AROUND_ATTEMPT];
  return order.filter((name) => Object.hasOwn(params, name));
}

export function policyLines(params: ParamSet, edge: EdgeDocument): readonly PolicyLine[] {
  return policyOrder(params, edge).map((name) => {
    const param = params[name] as Param;
    const value = edgeValue(name, params, edge);
    const on = value !== null && value !== undefined;
    const shown = policyValues(name, params, edge) ?? value;
    const summary = on ? policySummary(name, param, shown) : (param.nullMeans ?? "off");
    return { name, label: param.label, on, summary };
  });
}

function isPolicy(name: string, param: Param): boolean {
  if (OF_CONNECTION.has(name)) return false;
  return CARDS.includes(name) || (param.type === "object" && param.nullMeans !== undefined);
}

/** Parameters that stand in the card "Connection": everything that is not a policy of its own. */
export function connectionParams(params: ParamSet): ParamSet {
  return Object.fromEntries(
    Object.entries(params).filter(([name, param]) => !isPolicy(name, param)),
  );
}

export function policyParams(params: ParamSet): ParamSet {
  const place = (name: string) => (CARDS.includes(name) ? CARDS.indexOf(name) : CARDS.length);
  return Object.fromEntries(
    Object.entries(params)
      .filter(([name, param]) => isPolicy(name, param))
      .sort(([a], [b]) => place(a) - place(b)),
  );
}

/** Parameters that act on the answer of a call, or on its absence. */
const ON_ANSWERS = [
  "timeoutMs",
  "deadlineMs",
  "cancel",
  "retry",
  "breaker",
  "bulkhead",
  "hedge",
  "fallback",
];

export function answeredParams(params: ParamSet): ParamSet {
  return Object.fromEntries(Object.entries(params).filter(([name]) => ON_ANSWERS.includes(name)));
}

export function withoutParams(params: ParamSet, others: ParamSet): ParamSet {
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => !Object.hasOwn(others, name)),
  );
}

/** Nobody waits for what goes over the edge. */
export function isOneWay(params: ParamSet, edge: EdgeDocument): boolean {
  return edgeValue("oneWay", params, edge) === true;
}
