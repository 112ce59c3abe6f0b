// Who joins and leaves groups when things are dropped. The middle of what is dropped decides, against
// the regions as they were before the drag: within its own region a member may go where it likes.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { groupsNamedBy, parentOf, withOuter } from "../../../simulation/scenario/group-members.ts";
import type { Membership } from "../../store/group-edits.ts";
import { groupOfKey } from "../../store/group-membership.ts";
import type { Rect, Spot } from "../geometry.ts";
import type { GroupPlace } from "./group-places.ts";

function holds(rect: Rect, { x, y }: Spot): boolean {
  return x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
}

interface Dropped {
  /** Node by id, or group by key. */
  readonly item: string;
  readonly middle: Spot;
}

/** Groups of which every member is on the move: they go along instead of being left. */
function movingGroups(
  places: readonly GroupPlace[],
  moving: ReadonlySet<string>,
): ReadonlySet<string> {
  const whole = places.filter(
    ({ key, members }) =>
      moving.has(key) || (members.length > 0 && members.every((id) => moving.has(id))),
  );
  return new Set(whole.map(({ id }) => id));
}

/**
 * What changes if these things are dropped. `places` are those before the drag, `moving` all nodes and
 * groups (by key) that move, also those that go along with their group.
 */
export function membershipsAfterDrop(
  document: ScenarioDocument,
  places: readonly GroupPlace[],
  dropped: readonly Dropped[],
  moving: ReadonlySet<string>,
): readonly Membership[] {
  const whole = movingGroups(places, moving);
  const changes: Membership[] = [];
  for (const { item, middle } of dropped) {
    const group = groupOfKey(item);
    const parent = group === null ? undefined : parentOf(document, group);
    const own =
      group === null ? groupsNamedBy(document.nodes[item]) : parent === undefined ? [] : [parent];
    const under = places.filter(
      ({ id, rect }) =>
        !whole.has(id) &&
        holds(rect, middle) &&
        (group === null || !withOuter(document, id).includes(group)),
    );
    const isUnder = (id: string) => under.some((place) => place.id === id);
    const seen = (id: string) => places.some((place) => place.id === id);
    const leave = own.filter((id) => seen(id) && !whole.has(id) && !isUnder(id));
    const around = own.flatMap((id) => (leave.includes(id) ? [] : withOuter(document, id)));
    const innermost = under.filter(
      ({ id }) => !under.some((other) => other.id !== id && isIn(document, other.id, id)),
    );
    const join = innermost.map(({ id }) => id).filter((id) => !around.includes(id));
    // Going further in, it leaves the outer group to the inner one.
    const outer = own.filter((id) => join.some((inner) => isIn(document, inner, id)));
    const left = [...new Set([...leave, ...outer])];
    if (left.length > 0 || join.length > 0) changes.push({ item, leave: left, join });
  }
  return changes;
}

function isIn(document: ScenarioDocument, inner: string, outer: string): boolean {
  return inner !== outer && withOuter(document, inner).includes(outer);
}
