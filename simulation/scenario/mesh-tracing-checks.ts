// What a mesh whose proxies record spans asks of its collector, and of those that export to it as well.
import type { ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isMeshOn } from "./mesh/membership.ts";
import { meshValuesOf } from "./mesh/mesh-values.ts";
import type { ProblemList } from "./problem-list.ts";

const COLLECTOR = "tracing-collector";

export function checkMeshTracing(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, group] of Object.entries(document.groups ?? {})) {
    if (!isMeshOn(group)) continue;
    const { tracing, mode, waypoint } = meshValuesOf(document, id);
    if (tracing === null) continue;
    const path = ["groups", id, "tracing"];
    if (tracing.to === null) {
      problems.warn("unused", path, "has no effect: it names no tracing collector");
      continue;
    }
    if (document.nodes[tracing.to]?.kind !== COLLECTOR) {
      const collectors = Object.keys(document.nodes).filter(
        (node) => document.nodes[node]?.kind === COLLECTOR,
      );
      const message = "no tracing collector";
      problems.unknown("unknown-node", [...path, "to"], message, tracing.to, collectors);
      continue;
    }
    if (mode === "ambient" && !waypoint) {
      problems.error("mesh-needs-waypoint", path, "needs a proxy that knows requests", {
        fix: `Switch the waypoint of ${id} on; a ztunnel records no spans.`,
      });
    }
    checkShares(document, path, tracing.to, tracing.sampleRatio, problems);
  }
}

/** Whoever is first decides for the whole trace, so two shares leave most traces with some spans only. */
function checkShares(
  document: ScenarioDocument,
  path: readonly string[],
  to: string,
  sampleRatio: number,
  problems: ProblemList,
): void {
  const ratio = Number(document.nodes[to]?.sampleRatio ?? 1);
  const others = Object.keys(document.edges).filter((id) => parseEdgeId(id)?.to === to);
  if (others.length === 0 || ratio === sampleRatio) return;
  const message =
    "differs from what nodes that export to the collector sample, so some traces lack spans";
  problems.warn("conflict", [...path, "sampleRatio"], message, {
    found: String(sampleRatio),
    allowed: `${ratio}, as ${to} says`,
  });
}
