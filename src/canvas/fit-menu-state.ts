import { create } from "zustand";
import type { Point } from "../store/graph-edits.ts";

export interface FitMenuRequest {
  readonly from: string;
  readonly reversed: boolean;
  /** Where the pointer let go, px of the window. */
  readonly screen: Point;
  /** The same in canvas units. */
  readonly at: Point;
}

/** The menu "what fits here" after an edge was dropped on the empty canvas. */
export const useFitMenu = create<{ readonly request: FitMenuRequest | null }>()(() => ({
  request: null,
}));

export function openFitMenu(request: FitMenuRequest): void {
  useFitMenu.setState({ request });
}

export function closeFitMenu(): void {
  useFitMenu.setState({ request: null });
}
