import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";

/** How long a fault lasts, s; null: to the end of the run; 0: it is done at one instant. */
export function lengthOf({ kind, forS }: FaultDocument): number | null {
  return faultOf(kind)?.instant ? 0 : (forS ?? null);
}

/**
 * What people call a fault: its name, else its id in words ("slow-payment" is "Slow payment"), else,
 * where the id says no more than its kind, what it does to whom.
 */
export function faultTitle(id: string, fault: FaultDocument): string {
  if (fault.name) return fault.name;
  const definition = faultOf(fault.kind);
  if (definition && id.replace(/-?\d+$/, "") === fault.kind) {
    return `${definition.label}: ${[fault.target].flat().join(", ").replaceAll("->", " → ")}`;
  }
  const words = id.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
