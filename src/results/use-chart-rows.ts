// Charts take turns: one of them is drawn per slot, so that no frame has to draw several.
import { useEffect, useState } from "react";
import type { RunRows } from "../store/run-rows.ts";
import { studio } from "../store/studio-store.ts";

const SLOT_MS = 125;

const waiting = new Set<{ readonly slot: number; readonly draw: () => void }>();
let timer: ReturnType<typeof setInterval> | null = null;
let tick = 0;

function nextSlot(): void {
  tick += 1;
  const slots = Math.max(2, ...[...waiting].map(({ slot }) => slot + 1));
  for (const { slot, draw } of waiting) {
    if (tick % slots === slot) draw();
  }
}

function subscribe(slot: number, draw: () => void): () => void {
  const entry = { slot, draw };
  waiting.add(entry);
  timer ??= setInterval(nextSlot, SLOT_MS);
  return () => {
    waiting.delete(entry);
    if (waiting.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The run's rows as of this chart's last turn; `slot` counts the charts on the screen from 0. */
export function useChartRows(slot: number): RunRows | null {
  const [rows, setRows] = useState(() => studio.getState().run.rows);
  useEffect(() => subscribe(slot, () => setRows(studio.getState().run.rows)), [slot]);
  return rows;
}
