// Which messages of a link a partition stops: those between its targets and their peers.
import type { FaultDocument, FaultTarget, ScenarioDocument } from "./document.ts";
import { kindOfNode } from "./edge-sorts.ts";
import { nodesNamed } from "./group-members.ts";
import { parseEdgeId } from "./ids.ts";

type Cut = NonNullable<Extract<FaultTarget, { readonly edge: string }>["cut"]>;

/** Nodes that all targets of a fault stand for together. */
function insideOf(document: ScenarioDocument, fault: FaultDocument): ReadonlySet<string> {
  return new Set([fault.target].flat().flatMap((text) => nodesNamed(document, text)));
}

function isAmongPeers(document: ScenarioDocument, fault: FaultDocument, node: string): boolean {
  const { peers } = fault;
  if (!Array.isArray(peers)) return true;
  return peers.some((name) => nodesNamed(document, String(name)).includes(node));
}

/**
 * What of a link is cut; null if nothing. `side`: nodes of the target that it is looked at for, null
 * for a link that is itself the target.
 */
export function cutBetween(
  document: ScenarioDocument,
  fault: FaultDocument,
  edge: string,
  side: readonly string[] | null,
): Cut | null {
  const ends = parseEdgeId(edge);
  const from = kindOfNode(document.nodes, ends?.from ?? "");
  const to = kindOfNode(document.nodes, ends?.to ?? "");
  if (ends === null || from === undefined || to === undefined) return null;
  const calls = side === null || side.includes(ends.from);
  if (side !== null) {
    const inside = insideOf(document, fault);
    const other = calls ? ends.to : ends.from;
    if (inside.has(other) || !isAmongPeers(document, fault, other)) return null;
  }
  const direction = fault.direction ?? "both";
  if (direction === "both") return "both";
  return (direction === "out") === calls ? "requests" : "answers";
}
