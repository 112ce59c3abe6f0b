// Where the spans go that proxies of meshes record by themselves: no edge of the file leads there, so the
// drawing has a line of its own for them, from the region of the mesh to its collector.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { groupKey } from "../store/group-membership.ts";
import { tracingMeshes } from "../store/mesh-spans.ts";
import type { Drawing } from "./flow-elements.ts";
import { type Cubic, edgeCurve, overlaps, type Rect } from "./geometry.ts";
import { rectOfNode } from "./groups/rect-of.ts";

export interface SpanLine {
  /** Of the mesh and of its collector. */
  readonly mesh: string;
  readonly collector: string;
  readonly curve: Cubic;
}

/** One for each mesh that is seen and names a collector that is drawn. */
export function spanLines(
  document: ScenarioDocument,
  { rects, labels }: Pick<Drawing, "rects" | "labels">,
): readonly SpanLine[] {
  return [...tracingMeshes(document)].flatMap(([collector, meshes]) => {
    const end = document.nodes[collector] ? rectOfNode(document, rects, collector) : null;
    if (end === null) return [];
    return meshes.flatMap((mesh) => {
      const start = startOf(rects.get(groupKey(mesh)), labels.get(groupKey(mesh)), end);
      return start === null ? [] : [{ mesh, collector, curve: edgeCurve(start, end, 0) }];
    });
  });
}

/** A collector that stands within the region is reached from its label. */
function startOf(region: Rect | undefined, label: Rect | undefined, end: Rect): Rect | null {
  if (region === undefined || region === end) return null;
  return overlaps(region, end) ? (label ?? null) : region;
}
