// Meshes whose proxies send their spans to a collector: no edge of the drawing leads there from them.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

/** Ids of the meshes that trace by themselves, by the node that their spans go to. */
export function tracingMeshes({
  groups,
}: ScenarioDocument): ReadonlyMap<string, readonly string[]> {
  const byCollector = new Map<string, readonly string[]>();
  for (const [id, { kind, enabled, tracing }] of Object.entries(groups ?? {})) {
    const to = (tracing as { readonly to?: unknown } | null | undefined)?.to;
    if (kind !== "mesh" || enabled === false || typeof to !== "string") continue;
    byCollector.set(to, [...(byCollector.get(to) ?? []), id]);
  }
  return byCollector;
}
