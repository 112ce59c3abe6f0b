// The charts and tables on the screen that can be saved, for the menu in the bar of the results.
import { useEffect, useRef } from "react";
import { createStore, useStore } from "zustand";
import type { Tabular } from "./tabular.ts";

export interface Picture {
  /** The figure as drawn now; null while it shows no drawing. */
  readonly element: () => HTMLElement | null;
  readonly legend: readonly LegendEntry[];
}

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  readonly dash?: string | undefined;
}

export interface Exportable {
  readonly id: string;
  readonly title: string;
  readonly data: () => Tabular;
  /** Null: a table, which is no picture. */
  readonly picture: Picture | null;
}

/** Each is looked up when it is saved, so that the newest numbers are. */
export interface ExportEntry {
  readonly id: string;
  readonly title: string;
  readonly current: () => Exportable;
}

const shown = createStore<readonly ExportEntry[]>()(() => []);

/** Lists this chart or table as long as it is on the screen. */
export function useExportable(exportable: Exportable): void {
  const latest = useRef(exportable);
  useEffect(() => {
    latest.current = exportable;
  });
  const { id, title } = exportable;
  useEffect(() => {
    const entry: ExportEntry = { id, title, current: () => latest.current };
    shown.setState((entries) => [...entries, entry], true);
    return () => shown.setState((entries) => entries.filter((each) => each !== entry), true);
  }, [id, title]);
}

export function useExportables(): readonly ExportEntry[] {
  return useStore(shown);
}
