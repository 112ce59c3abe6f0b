// What the canvas is in the middle of: connecting, renaming, dragging. Gone when the gesture ends,
// so it is neither in the document nor in the store.
import { create } from "zustand";
import type { Point } from "../store/graph-edits.ts";
import type { Guide } from "./arrange/snap.ts";
import type { EdgeLineData } from "./line-elements.ts";

export interface Connecting {
  /** Node the gesture began at. */
  readonly from: string;
  /** True if it was begun at the port that calls come in by, so that it ends at a caller. */
  readonly reversed: boolean;
  /** Why a node cannot be the other end; nodes without an entry can. */
  readonly refusals: Readonly<Record<string, string>>;
  /** The edge whose end is led elsewhere; none if a new one is drawn. */
  readonly edge?: string;
  /** Chosen with the arrow keys; null while the pointer chooses. */
  readonly candidate: string | null;
}

export interface LeftView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** Of the opening and the wish that it was fitted for. */
  readonly openings: number;
  readonly fits: number;
}

interface CanvasMode {
  readonly connecting: Connecting | null;
  /** Node under the pointer while connecting. */
  readonly over: string | null;
  /** Node, group or note whose name or text is being written. */
  readonly renaming: string | null;
  /** Nodes being dragged, with where they are now; empty groups and notes likewise. */
  readonly moved: Readonly<Record<string, Point>>;
  /** Lines that go along, by id, as they are now: told to them alone, not to all of the drawing. */
  readonly movedLines: ReadonlyMap<string, EdgeLineData>;
  /** What the pointer drags itself, by id or key, with where it is now. */
  readonly dragged: Readonly<Record<string, Point>>;
  /** Lines on which what is dragged stands with its neighbors. */
  readonly guides: readonly Guide[];
  /** Groups that what is dragged would join if it were dropped now. */
  readonly joining: readonly string[];
  /** The node, edge or group that has the keyboard, or had it last. */
  readonly focused: string | null;
  /** The node that Tab reaches: the last that had the keyboard, else the first. */
  readonly tabStop: string | null;
  /** A refusal that was just met, said aloud. */
  readonly notice: string;
  /** How often the whole drawing was asked for. */
  readonly fits: number;
  /** What was seen of the drawing when the tables took its place; null while it is drawn. */
  readonly left: LeftView | null;
  /** States are drawn on one layer instead of cards and lines. */
  readonly overview: boolean;
}

const NO_LINES: ReadonlyMap<string, EdgeLineData> = new Map();

export const useCanvasMode = create<CanvasMode>()(() => ({
  connecting: null,
  over: null,
  renaming: null,
  moved: {},
  movedLines: NO_LINES,
  dragged: {},
  guides: [],
  joining: [],
  focused: null,
  tabStop: null,
  notice: "",
  fits: 0,
  left: null,
  overview: false,
}));

export function patchCanvasMode(patch: Partial<CanvasMode>): void {
  useCanvasMode.setState(patch);
}

export function endConnecting(): void {
  patchCanvasMode({ connecting: null, over: null });
}

/** A line's data, as it is where its ends are dragged. */
export function useLineData(id: string, rested: EdgeLineData | undefined) {
  return useCanvasMode((mode) => mode.movedLines.get(id)) ?? rested;
}

/** Nothing is dragged any more. */
export function endMoving(): void {
  patchCanvasMode({ moved: {}, movedLines: NO_LINES, dragged: {}, guides: [], joining: [] });
}

/** Shows the whole drawing once it is drawn as it is now. */
export function showWholeDrawing(): void {
  patchCanvasMode({ fits: useCanvasMode.getState().fits + 1 });
}
