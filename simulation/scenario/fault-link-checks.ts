// Faults of connections against the links that they hit: where a link has no pool its connections are
// not followed one by one, where it has one they need no assumed age.
import type { FaultDocument, FaultTarget, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

/** Warns where a fault of connections, or a number of it, means nothing for what it hits. */
export function checkConnectionFault(
  document: ScenarioDocument,
  id: string,
  fault: FaultDocument,
  targets: readonly FaultTarget[],
  problems: ProblemList,
): void {
  const links = targets.flatMap((target) => ("edge" in target ? [target.edge] : []));
  if (fault.kind === "pool-leak") {
    const without = links.filter((edge) => !hasConnections(document, edge));
    if (without.length === 0) return;
    const message = `has no effect on ${without.join(", ")}: without a pool nothing can leak`;
    problems.warn("unused", ["faults", id, "target"], message, {
      fix: `give ${without[0]} a pool`,
    });
  } else if (fault.kind === "certificate-expiry" && fault.connectionS !== undefined) {
    if (links.length === 0 || !links.every((edge) => hasConnections(document, edge))) return;
    const message = "has no effect: these links have pools, whose connections are followed";
    problems.warn("unused", ["faults", id, "connectionS"], message);
  }
}

/** Whether the connections of an edge are rows of their own; see engine/fill-pools.ts. */
export function hasConnections(document: ScenarioDocument, edge: string): boolean {
  const { pool, oneWay } = document.edges[edge];
  const callee = document.nodes[parseEdgeId(edge)?.to ?? ""];
  return oneWay !== true && (isObject(pool) || typeof callee.maxConnections === "number");
}
