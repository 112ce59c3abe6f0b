// How journeys hang on nodes, as drawn.
import type { Coupling, Fan } from "../../results/coupling.ts";
import { percent, type Table } from "./table.ts";

function fanText(fan: Fan | null): string {
  return fan === null ? "-" : `${fan.count} (${fan.node})`;
}

/** `payment 30.0 %`; nodes that every request needs without a number. */
function needsText(needs: Readonly<Record<string, number>>): string {
  const parts = Object.entries(needs).map(([node, share]) =>
    share >= 1 ? node : `${node} ${percent(share)}`,
  );
  return parts.length === 0 ? "-" : parts.join(", ");
}

/** Availabilities differ in their nines. */
function nines(ratio: number): string {
  return `${(100 * ratio).toFixed(3)} %`;
}

export function couplingTable({ journeys, nodeAvailability }: Coupling): Table {
  const rows = journeys.map(({ journey, depth, fanIn, fanOut, availability, needs, later }) => [
    journey,
    String(depth),
    fanText(fanIn),
    fanText(fanOut),
    nines(availability),
    needsText(needs),
    later.length === 0 ? "-" : later.join(", "),
  ]);
  const product = `available, nodes ${percent(nodeAvailability)}`;
  return [["Journey", "depth", "fan-in", "fan-out", product, "needs", "later"], ...rows];
}
