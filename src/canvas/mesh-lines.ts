// Where proxies of meshes send what no edge of the file leads to: spans that they record by themselves, from
// the region of the mesh to its collector, and calls that rules send elsewhere, from their caller.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { groupKey } from "../store/group-membership.ts";
import { tracingMeshes } from "../store/mesh-spans.ts";
import { type MeshWay, meshWays } from "../store/mesh-ways.ts";
import { formatRatio } from "../ui/format.ts";
import type { Drawing } from "./flow-elements.ts";
import { type Cubic, edgeCurve, overlaps, type Rect } from "./geometry.ts";
import { rectOfNode } from "./groups/rect-of.ts";

export interface MeshLine {
  readonly id: string;
  readonly curve: Cubic;
  /** Beside the line: "spans", "1 %", "copies". */
  readonly label: string;
  /** For people who do not see it. */
  readonly words: string;
}

type Seen = Pick<Drawing, "rects" | "labels">;

/** All that are seen. */
export function meshLines(document: ScenarioDocument, seen: Seen): readonly MeshLine[] {
  return [...spanLines(document, seen), ...wayLines(document, seen)];
}

function spanLines(document: ScenarioDocument, { rects, labels }: Seen): readonly MeshLine[] {
  const { groups, nodes } = document;
  return [...tracingMeshes(document)].flatMap(([collector, meshes]) => {
    const end = nodes[collector] ? rectOfNode(document, rects, collector) : null;
    if (end === null) return [];
    return meshes.flatMap((mesh) => {
      const start = startOf(rects.get(groupKey(mesh)), labels.get(groupKey(mesh)), end);
      if (start === null) return [];
      const from = groups?.[mesh]?.name ?? mesh;
      const to = nodes[collector]?.name ?? collector;
      const words = `Spans of the proxies of ${from} go to ${to}`;
      return [{ id: `spans ${mesh}`, curve: edgeCurve(start, end, 0), label: "spans", words }];
    });
  });
}

/** A collector that stands within the region is reached from its label. */
function startOf(region: Rect | undefined, label: Rect | undefined, end: Rect): Rect | null {
  if (region === undefined || region === end) return null;
  return overlaps(region, end) ? (label ?? null) : region;
}

function wayLines(document: ScenarioDocument, { rects }: Seen): readonly MeshLine[] {
  return meshWays(document).flatMap((way) => {
    const [start, end] = [way.from, way.to].map((id) => rectOfNode(document, rects, id));
    if (!start || !end || start === end) return [];
    const share = formatRatio(way.ratio);
    const part = way.only === null ? share : `${share} of ${way.only}`;
    const label = way.sort === "split" ? part : way.ratio === 1 ? "copies" : `copies ${share}`;
    const words = wayWords(document, way, share);
    const id = `${way.sort} ${way.edge} ${way.to}`;
    return [{ id, curve: edgeCurve(start, end, 0), label, words }];
  });
}

function wayWords(
  { nodes }: ScenarioDocument,
  { from, to, sort, only }: MeshWay,
  share: string,
): string {
  const [caller, other] = [from, to].map((id) => nodes[id]?.name ?? id);
  const calls = only === null ? `the calls of ${caller}` : `the calls of ${caller} for ${only}`;
  return sort === "split"
    ? `The mesh sends ${share} of ${calls} to ${other} instead`
    : `The mesh copies ${share} of ${calls} to ${other}`;
}
