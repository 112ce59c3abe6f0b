// Where on the drawing that is which a search found.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import { drawingOf } from "./flow-elements.ts";
import type { Rect } from "./geometry.ts";

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

function membersOf({ nodes }: ScenarioDocument, group: string): readonly string[] {
  return Object.keys(nodes).filter((id) => {
    const own = nodes[id]?.in;
    return Array.isArray(own) ? own.includes(group) : own === group;
  });
}

/** The smallest rectangle around nodes and the ends of edges; null if none of them is drawn. */
export function boundsOf(document: ScenarioDocument, ids: readonly string[]): Rect | null {
  const wanted = new Set(
    ids.flatMap((id) => (id in document.edges ? Object.values(edgeEnds(id)) : [id])),
  );
  const drawn = drawingOf(document, {}).nodes.filter(({ id }) => wanted.has(id));
  if (drawn.length === 0) return null;
  const left = Math.min(...drawn.map(({ position }) => position.x));
  const top = Math.min(...drawn.map(({ position }) => position.y));
  const right = Math.max(...drawn.map(({ position, data }) => position.x + data.size.width));
  const bottom = Math.max(...drawn.map(({ position, data }) => position.y + data.size.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
