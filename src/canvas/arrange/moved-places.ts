// Moving what is seen: a group takes along all that stands in it, whether or not it is collapsed.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { membersOf, withOuter } from "../../../simulation/scenario/group-members.ts";
import type { Point } from "../../store/graph-edits.ts";
import { groupKey, groupOfKey } from "../../store/group-membership.ts";
import type { Rect } from "../geometry.ts";

type Points = Readonly<Record<string, Point>>;

/** What `layout` says of a group and of the groups in it, by key; only empty ones need it. */
function ownPlaces(document: ScenarioDocument, group: string): Points {
  const inside = Object.keys(document.groups ?? {}).filter((id) =>
    withOuter(document, id).includes(group),
  );
  const places: Record<string, Point> = {};
  for (const id of inside) {
    const at = document.layout?.[groupKey(id)];
    if (at) places[groupKey(id)] = { x: at[0], y: at[1] };
  }
  return places;
}

/**
 * Places for the file when items (nodes, groups and notes) go to new upper left corners. `nodePlaces`
 * are those of all nodes before, `rects` those of all that is seen.
 */
export function movedPlaces(
  document: ScenarioDocument,
  nodePlaces: Points,
  rects: ReadonlyMap<string, Rect>,
  items: Points,
): Points {
  const moved: Record<string, Point> = {};
  for (const [item, at] of Object.entries(items)) {
    const group = groupOfKey(item);
    if (group === null) {
      moved[item] ??= at;
      continue;
    }
    const from = rects.get(item);
    if (!from) continue;
    const [dx, dy] = [at.x - from.x, at.y - from.y];
    const members = membersOf(document, group);
    const own = ownPlaces(document, group);
    if (members.length === 0 && !own[item]) moved[item] = at;
    for (const [key, place] of Object.entries(own)) {
      moved[key] = { x: place.x + dx, y: place.y + dy };
    }
    for (const id of members) {
      const place = nodePlaces[id];
      if (place) moved[id] = { x: place.x + dx, y: place.y + dy };
    }
  }
  return moved;
}
