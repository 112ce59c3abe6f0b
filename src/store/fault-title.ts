import type { FaultDocument } from "../../simulation/scenario/document.ts";

/** What people call a fault: its name, else its id in words: "slow-payment" is "Slow payment". */
export function faultTitle(id: string, fault: FaultDocument): string {
  if (fault.name) return fault.name;
  const words = id.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
