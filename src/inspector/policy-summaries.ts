// Each policy in three words, for the stack that shows how they wrap each other.
import type { Param } from "../../simulation/kinds/define.ts";
import { formatCount, formatRate } from "../ui/format.ts";
import { isRecord } from "./fields/field-model.ts";
import { valueText } from "./fields/value-text.ts";
import { attemptsOf } from "./pictures/backoff.ts";
import { shortDuration, shortRatio } from "./pictures/PictureFrame.tsx";

type Values = Readonly<Record<string, unknown>>;

const BUDGETS: Readonly<Record<string, string>> = {
  ratio: "share",
  concurrent: "in flight",
  tokens: "tokens",
  quota: "quota",
};

const SUMMARIES: Readonly<Record<string, (values: Values) => string>> = {
  retry: (values) => {
    const { budget } = values;
    const most = attemptsOf(values);
    const attempts = most === null ? "no limit" : `${most} attempts`;
    const bound = isRecord(budget) ? `, ${BUDGETS[String(budget.type)] ?? "budget"}` : "";
    return attempts + bound;
  },
  breaker: ({ window, failureRateThreshold }) => {
    const { type, size } = isRecord(window) ? window : {};
    if (type === "consecutive") return `${size} in a row`;
    return `${shortRatio(Number(failureRateThreshold))} fail`;
  },
  bulkhead: ({ maxConcurrent }) => `${formatCount(Number(maxConcurrent))} at once`,
  rateLimit: ({ ratePerS }) => formatRate(Number(ratePerS)),
  hedge: ({ delayMs, atPercentile }) =>
    typeof atPercentile === "number"
      ? `at p${shortRatio(atPercentile).replace(" %", "")}`
      : `after ${shortDuration(Number(delayMs))}`,
  pool: ({ max }) => (max === null ? "no limit" : `${formatCount(Number(max))} connections`),
  fallback: ({ type, latencyMs, edge }) => {
    if (type === "call") return edge === null ? "another call" : String(edge);
    if (type === "ignore") return "ignored";
    return `${type === "cache" ? "stale" : type}, ${shortDuration(Number(latencyMs))}`;
  },
};

/** `value`: the policy's values in force, or the plain value of a parameter that is none. */
export function policySummary(name: string, param: Param, value: unknown): string {
  const summary = SUMMARIES[name];
  if (param.type !== "object" || !isRecord(value)) return valueText(param, value);
  return summary ? summary(value) : "on";
}
