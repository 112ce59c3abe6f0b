// The load of one client as points on the timeline: where they lie, and what a drag makes of them.
import type { NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { type Point, type PointsProfile, readProfile } from "../store/profile-edits.ts";
import type { SourceDefaults } from "./load-profile.ts";

export interface PointsPlot {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationS: number;
  /** The part of the run that is shown, s. */
  readonly fromS: number;
  readonly toS: number;
  /** Multiple of the base rate at the upper edge. */
  readonly top: number;
}

/** Room under and over the line, px: a handle must not stick out. */
const MARGIN = 7;
const LEAST_TOP = 2;

export function topOf(points: readonly Point[]): number {
  const most = points.reduce((max, [, multiplier]) => Math.max(max, multiplier), 1);
  return Math.max(LEAST_TOP, most * 1.2);
}

export function placeOf(plot: PointsPlot, [atS, multiplier]: Point): { x: number; y: number } {
  const room = plot.heightPx - 2 * MARGIN;
  return {
    x: ((atS - plot.fromS) / (plot.toS - plot.fromS)) * plot.widthPx,
    y: plot.heightPx - MARGIN - (multiplier / plot.top) * room,
  };
}

/** The point at a place, its time on a grid of `stepS`, its multiple on one of 0.05. */
export function pointAt(plot: PointsPlot, x: number, y: number, stepS: number): Point {
  const room = plot.heightPx - 2 * MARGIN;
  const underS = plot.fromS + (x / plot.widthPx) * (plot.toS - plot.fromS);
  const atS = Math.round(underS / stepS) * stepS;
  const multiplier = ((plot.heightPx - MARGIN - y) / room) * plot.top;
  const kept = Math.min(plot.durationS, Math.max(0, atS));
  return [tidy(kept), Math.max(0, tidy(Math.round(multiplier * 20) / 20))];
}

function tidy(value: number): number {
  return Number(value.toFixed(6));
}

/** The line through the points: held before the first and after the last. */
export function pathOf(plot: PointsPlot, { form, points }: PointsProfile): string {
  const [first = [0, 1] as const] = points;
  const last = points.at(-1) ?? first;
  const corners: Point[] = [[0, first[1]]];
  for (const point of points) {
    const before = corners.at(-1)?.[1];
    if (form === "steps" && before !== undefined) corners.push([point[0], before]);
    corners.push(point);
  }
  corners.push([plot.durationS, last[1]]);
  return corners
    .map((corner, index) => {
      const { x, y } = placeOf(plot, corner);
      return `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

export const NO_PROFILE: PointsProfile = { form: "linear", points: [], repeatEveryS: null };

/**
 * The client whose load is edited on the timeline: the selected one, if its rate stands in the file
 * and its profile is none or points without repetition.
 */
export function editedClient(
  document: ScenarioDocument,
  selection: readonly string[],
  sources: ReadonlyMap<string, SourceDefaults>,
): { readonly id: string; readonly profile: PointsProfile } | null {
  const id = selection.length === 1 ? selection[0] : undefined;
  const node = id === undefined ? undefined : document.nodes[id];
  if (id === undefined || !node || !sources.has(node.kind) || !takesPoints(node)) return null;
  const profile = readProfile(node.profile ?? null);
  if (profile === null) return { id, profile: NO_PROFILE };
  const isPoints = profile.form === "linear" || profile.form === "steps";
  return isPoints && profile.repeatEveryS === null ? { id, profile } : null;
}

/** More points than these come from a file and are not moved by hand. */
const MOST_HANDLES = 60;

function takesPoints({ closed, arrivals, profile }: NodeDocument): boolean {
  const isClosed = closed !== undefined && closed !== null;
  const hasOwnTimes = typeof arrivals === "object" && arrivals !== null;
  const many = Array.isArray(profile) && profile.length > MOST_HANDLES;
  return !isClosed && !hasOwnTimes && !many;
}
