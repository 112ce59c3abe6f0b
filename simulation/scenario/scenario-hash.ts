// The hash of a resolved scenario: equal for files that simulate alike, whatever their layout, names,
// key order, SLOs, or whether a default was written out. The seed is left out; results depend on it.
import { murmur128, utf8Of } from "../core/murmur.ts";
import type { ResolvedScenario } from "./document.ts";

/** JSON with sorted keys; -0 becomes 0, and an endless duration gets a name. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`).join(",")}}`;
  }
  if (typeof value === "number") return value === Infinity ? '"forever"' : String(value + 0);
  return JSON.stringify(value);
}

/** 32 hex digits. Faults that are off are not simulated and do not count; nor do recorded changes. */
export function scenarioHash(scenario: Omit<ResolvedScenario, "hash">): string {
  const { durationMs, warmupMs, windowMs, drain } = scenario;
  const simulated = {
    durationMs,
    warmupMs,
    windowMs,
    drain,
    nodes: scenario.nodes.map(({ name: _, ...node }) => node),
    edges: scenario.edges,
    faults: scenario.faults.filter((fault) => fault.enabled).map(({ name: _, ...fault }) => fault),
  };
  return murmur128(utf8Of(canonicalText(simulated)));
}
