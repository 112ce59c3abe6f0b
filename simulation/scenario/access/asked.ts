// Which edges to identity providers carry the calls that follow from who shows and checks what, instead
// of calls of their own.
import type { ScenarioDocument } from "../document.ts";
import { parseEdgeId } from "../ids.ts";
import { isObject } from "../json-shape.ts";

export const PROVIDER = "identity-provider";

/** Whether a node shows tokens of its own over some edge. */
export function showsTokens({ edges }: ScenarioDocument, node: string): boolean {
  return Object.entries(edges).some(
    ([id, edge]) => edge.credential === "token" && parseEdgeId(id)?.from === node,
  );
}

/** True of an edge to a provider whose caller shows tokens or checks its own callers. */
export function isAsked(document: ScenarioDocument, edge: string): boolean {
  const ends = parseEdgeId(edge);
  if (ends === null || document.nodes[ends.to]?.kind !== PROVIDER) return false;
  const checks = isObject(document.nodes[ends.from]?.authentication);
  return checks || showsTokens(document, ends.from);
}
