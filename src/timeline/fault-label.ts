// What stands beside a fault's bar: its name and how hard it hits, "Slow payment, ×12, ramp 15 s".
import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { faultTitle } from "../store/fault-title.ts";
import { formatDuration, formatNumber, formatRatio } from "../ui/format.ts";

/** Null of what is no number, or does nothing. */
function strength(key: string, value: unknown): string | null {
  if (typeof value !== "number" || value === (key === "factor" ? 1 : 0)) return null;
  if (key === "factor") return `×${formatNumber(value).replace(/\.0+$/, "")}`;
  if (key.endsWith("Ms")) return `+${formatDuration(value)}`;
  if (key === "ratio" || key.endsWith("Ratio")) return formatRatio(value);
  return null;
}

export function faultLabel(id: string, fault: FaultDocument): string {
  const parts = [faultTitle(id, fault)];
  for (const [key, { default: standard }] of Object.entries(faultOf(fault.kind)?.params ?? {})) {
    const text = strength(key, fault[key] ?? standard);
    if (text) parts.push(text);
  }
  if (fault.rampS) parts.push(`ramp ${formatDuration(fault.rampS * 1000).replace(/\.0+ /, " ")}`);
  return parts.join(", ");
}
