// Where on the drawing that is which a search found.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { membersOf } from "../../simulation/scenario/group-members.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import { drawingOf } from "./flow-elements.ts";
import type { Rect } from "./geometry.ts";
import { unionOf } from "./groups/group-places.ts";
import { rectOfNode } from "./groups/rect-of.ts";

function targetsOf(document: ScenarioDocument, id: string): readonly string[] {
  const fault = document.faults?.[id.slice("fault:".length)];
  return [fault?.target ?? []].flat().map((target) => target.split("[")[0] ?? target);
}

/** Nodes and edges that an id stands for: itself, what a fault hits, the members of a group. */
export function placesMeant(document: ScenarioDocument, id: string): readonly string[] {
  if (id.startsWith("fault:")) {
    return targetsOf(document, id).flatMap((target) =>
      target in (document.groups ?? {}) ? membersOf(document, target) : [target],
    );
  }
  return id.startsWith("group:") ? membersOf(document, id.slice("group:".length)) : [id];
}

/** The smallest rectangle around nodes and the ends of edges; null if none of them is drawn. */
export function boundsOf(document: ScenarioDocument, ids: readonly string[]): Rect | null {
  const wanted = new Set(
    ids.flatMap((id) => (id in document.edges ? Object.values(edgeEnds(id)) : [id])),
  );
  const { rects } = drawingOf(document, {});
  const seen = [...wanted].map((id) => rectOfNode(document, rects, id));
  return unionOf(seen.filter((rect) => rect !== null));
}
