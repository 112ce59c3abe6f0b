import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { groupsNamedBy, withOuter } from "../../../simulation/scenario/group-members.ts";
import { groupKey } from "../../store/group-membership.ts";
import type { Rect } from "../geometry.ts";

/** Where a node is seen: itself, or the card of the collapsed group that it is in; null: nowhere. */
export function rectOfNode(
  document: ScenarioDocument,
  rects: ReadonlyMap<string, Rect>,
  id: string,
): Rect | null {
  const groups = groupsNamedBy(document.nodes[id]).flatMap((group) => withOuter(document, group));
  const seen = [id, ...groups.map(groupKey)].map((each) => rects.get(each));
  return seen.find((rect) => rect !== undefined) ?? null;
}
