// Any value of a parameter in words, for tooltips and summaries.
import type { Param } from "../../../simulation/kinds/define.ts";
import { isMmpp, meanRatePerS } from "../../../simulation/kinds/mmpp.ts";
import { readProfile } from "../../store/profile-edits.ts";
import { formatCount, formatInUnit, formatRate, formatRatio } from "../../ui/format.ts";
import { isRecord } from "./field-model.ts";

function listText(items: readonly unknown[]): string {
  return items.length === 0 ? "none" : items.map(String).join(", ");
}

function choiceText(
  options: readonly string[],
  labels: readonly string[] | undefined,
  value: unknown,
) {
  return labels?.[options.indexOf(String(value))] ?? String(value);
}

/** "Lognormal, mean 8.00 ms, p99 40.0 ms". */
export function distributionText(literal: unknown, unit: string): string {
  if (typeof literal === "number") return formatInUnit(literal, unit);
  if (!isRecord(literal)) return "none";
  const { type, ...fields } = literal;
  const parts = Object.entries(fields).map(([name, value]) => {
    const bare = name.replace(/Ms$/, "");
    if (typeof value !== "number") return Array.isArray(value) ? `${value.length} ${bare}` : bare;
    return `${bare} ${name.endsWith("Ms") ? formatInUnit(value, "ms") : formatInUnit(value, "")}`;
  });
  return [String(type), ...parts].join(", ");
}

/** "bursts in 2 phases, 70/s", "3 recorded times", or the gaps. */
function arrivalsText(value: unknown): string {
  if (isMmpp(value)) {
    const phases = value.ratesPerS.length === 1 ? "1 phase" : `${value.ratesPerS.length} phases`;
    return `bursts in ${phases}, ${formatRate(meanRatePerS(value))}`;
  }
  if (isRecord(value) && Array.isArray(value.timesMs)) {
    return `${formatCount(value.timesMs.length)} recorded times`;
  }
  return `gaps ${distributionText(value, "ms")}`;
}

function profileText(value: unknown): string {
  const profile = readProfile(value);
  if (profile === null) return "none";
  if (profile.form === "sine") {
    const swing = formatRatio(profile.amplitude);
    return `a sine of ±${swing} every ${formatInUnit(profile.periodS, "s")}`;
  }
  const count = profile.form === "recorded" ? profile.rates.length : profile.points.length;
  const what = profile.form === "recorded" ? "recorded rate" : "point";
  const again =
    profile.repeatEveryS === null ? "" : `, every ${formatInUnit(profile.repeatEveryS, "s")}`;
  return `${formatCount(count)} ${what}${count === 1 ? "" : "s"}${again}`;
}

export function valueText(param: Param, value: unknown): string {
  if (value === null || value === undefined) return param.nullMeans ?? "none";
  switch (param.type) {
    case "number":
      return formatInUnit(Number(value), param.unit);
    case "ratio":
      return formatRatio(Number(value));
    case "boolean":
      return value === true ? "on" : "off";
    case "choice":
      return choiceText(param.options, param.optionLabels, value);
    case "arrivals":
      return typeof value === "string"
        ? choiceText(param.options, param.optionLabels, value)
        : arrivalsText(value);
    case "distribution":
      return distributionText(value, param.unit);
    case "count":
      return value === "all" ? "one to every instance" : distributionText(value, "");
    case "numbers":
    case "names":
      return Array.isArray(value) ? listText(value) : String(value);
    case "text":
      return String(value);
    case "object":
      return "on";
    case "map":
      return isRecord(value) ? listText(Object.keys(value)) : "none";
    case "headers":
      return isRecord(value) && Object.keys(value).length > 0
        ? listText(Object.keys(value))
        : "none";
    case "points":
      return profileText(value);
    case "requires":
      return isRecord(value) && Object.keys(value).length > 0
        ? listText(Object.entries(value).map(([stage, needed]) => `stage ${stage}: ${needed}`))
        : "all calls of every stage";
  }
}
