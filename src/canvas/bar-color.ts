/** Color of the bar of a queue by how full it is, 0..1. */
export function barColor(fill: number): string {
  if (fill >= 0.9) return "var(--state-failing)";
  return fill >= 0.25 ? "var(--state-saturated)" : "var(--text-3)";
}
