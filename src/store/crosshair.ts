// The instant under the pointer, wherever on the page it is over a time axis. It lives beside the
// store's state because it changes with every move of the pointer and nothing else follows from it.
import { createStore, useStore } from "zustand";

export interface Crosshair {
  /** Simulated time under the pointer, ms; null: it is over no time axis. */
  readonly atMs: number | null;
  /** The chart or lane the pointer is over. */
  readonly over: string | null;
}

const NOWHERE: Crosshair = { atMs: null, over: null };

const crosshair = createStore<Crosshair>()(() => NOWHERE);

export function setCrosshair(over: string, atMs: number | null): void {
  crosshair.setState(atMs === null ? NOWHERE : { over, atMs }, true);
}

/** The pointer has left what it was over; another that it entered meanwhile keeps its crosshair. */
export function leaveCrosshair(over: string): void {
  if (crosshair.getState().over === over) crosshair.setState(NOWHERE, true);
}

export function useCrosshair(): Crosshair {
  return useStore(crosshair);
}
