// The policies of an edge in the order in which they act, outermost first: the product's decision on
// the nesting of fallback, retry, breaker, balancing and the timeout of an attempt.
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";
import { protocolOf } from "../../simulation/protocols/catalog.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import { formatDuration, formatRatio } from "../ui/format.ts";
import { type Fallback, type FallbackOf, isRecord } from "./fields/field-model.ts";
import { valuesInForce } from "./fields/ObjectField.tsx";
import { valueText } from "./fields/value-text.ts";

const ORDER = ["fallback", "retry", "breaker", "balancing", "timeoutMs"] as const;

/** Fields of an edge have the default of its protocol, else their own. */
export function edgeFallbacks(edge: EdgeDocument): FallbackOf {
  const protocol = edge.protocol === undefined ? undefined : protocolOf(edge.protocol);
  return (name: string, param: Param): Fallback => {
    const own = protocol?.defaults[name];
    if (!protocol || !own) return { value: param.default, source: param.source };
    return { value: own.value, source: own.source, called: `Default of ${protocol.label}` };
  };
}

export interface PolicyLine {
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
  readonly summary: string;
}

export function policyLines(params: ParamSet, edge: EdgeDocument): readonly PolicyLine[] {
  const fallbackOf = edgeFallbacks(edge);
  const lines: PolicyLine[] = [];
  for (const name of ORDER) {
    const param = params[name];
    if (!param) continue;
    const above = fallbackOf(name, param).value;
    const value = edge[name] === undefined ? above : edge[name];
    const on = value !== null;
    const summary = on ? summaryOf(name, param, value, above) : (param.nullMeans ?? "off");
    lines.push({ name, label: param.label, on, summary });
  }
  return lines;
}

function summaryOf(name: string, param: Param, value: unknown, above: unknown): string {
  if (param.type !== "object") return valueText(param, value);
  const values = valuesInForce(param, name, isRecord(value) ? value : {}, above);
  switch (name) {
    case "retry":
      return values.maxAttempts === null ? "without limit" : `${values.maxAttempts} attempts`;
    case "breaker":
      return `${formatRatio(Number(values.failureRateThreshold)).replace(/\.0+(?= )/, "")} fail`;
    case "fallback":
      return values.type === "ignore" || values.type === "call"
        ? valueText(param.fields.type as Param, values.type)
        : `${values.type}, ${formatDuration(Number(values.latencyMs))}`;
    default:
      return "on";
  }
}

/** Parameters that stand in the card "Connection": everything that is not a policy of its own. */
export function connectionParams(params: ParamSet): ParamSet {
  const own = new Set<string>(["fallback", "retry", "breaker", "timeoutMs"]);
  return Object.fromEntries(Object.entries(params).filter(([name]) => !own.has(name)));
}

export function policyParams(params: ParamSet): ParamSet {
  return Object.fromEntries(
    ["timeoutMs", "retry", "breaker", "fallback"]
      .filter((name) => Object.hasOwn(params, name))
      .map((name) => [name, params[name] as Param]),
  );
}

/** Parameters that act on the answer of a call, or on its absence. */
const ON_ANSWERS = ["timeoutMs", "cancel", "retry", "breaker", "fallback"];

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
  const param = params.oneWay;
  if (!param) return false;
  return (edge.oneWay ?? edgeFallbacks(edge)("oneWay", param).value) === true;
}
