// What autoscaling and rolling deploys ask of their node.
import { kindOf } from "../kinds/catalog.ts";
import type { ScenarioDocument } from "./document.ts";
import { IN_PROCESS, protocolOfEdge } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

/** Checks autoscaling and rolling deploys in a document whose entities are each sound. */
export function checkScaling(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, node] of Object.entries(document.nodes)) {
    const { autoscale, rollout } = node;
    if (isObject(rollout)) checkProcess(document, id, "rollout", problems);
    if (!isObject(autoscale)) continue;
    const param = kindOf(node.kind)?.params.autoscale;
    const fields = param?.type === "object" ? param.fields : {};
    const of = (name: string): unknown => autoscale[name] ?? fields[name]?.default;
    const path = ["nodes", id, "autoscale"] as const;
    const least = Number(of("minReplicas"));
    const most = Number(of("maxReplicas"));
    const metric = String(of("metric"));
    if (least > most) {
      problems.error("conflict", [...path, "minReplicas"], "is more than the most", {
        found: String(least),
        allowed: `at most ${most}`,
      });
    }
    if (least === 0 && metric !== "backlog") {
      problems.error(
        "conflict",
        [...path, "minReplicas"],
        "may be 0 only by backlog: none would wake it",
      );
    }
    if (node.concurrency === null && (metric === "utilization" || metric === "working")) {
      problems.error(
        "conflict",
        [...path, "metric"],
        "is a share of slots, of which there is no limit",
      );
    }
    if (Number(node.replicas ?? 1) > most) {
      problems.error("conflict", ["nodes", id, "replicas"], "is more than autoscaling allows", {
        found: String(node.replicas),
        allowed: `at most ${most}`,
      });
    }
    checkProcess(document, id, "autoscale", problems);
  }
}

function checkProcess(
  document: ScenarioDocument,
  id: string,
  name: "autoscale" | "rollout",
  problems: ProblemList,
): void {
  for (const other of Object.keys(document.edges)) {
    const ends = parseEdgeId(other);
    if (ends?.to !== id || protocolOfEdge(document, other) !== IN_PROCESS) continue;
    const message = `cannot be on: it has the instances of ${ends.from}, in whose process it lives`;
    problems.error("conflict", ["nodes", id, name], message);
  }
}
