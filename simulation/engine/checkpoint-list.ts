// Checkpoints kept while a run goes on, some windows apart. When they take more memory than they
// may, every second one is given up and they come half as often: the whole past stays within reach,
// and to replay an instant costs at most one such stretch.
import type { Checkpoint, CheckpointKeeping } from "../results/engine-port.ts";
import type { SeriesPiece } from "./checkpoint.ts";

interface Kept extends Checkpoint {
  readonly series: SeriesPiece | null;
}

interface Entry<Saved> {
  readonly window: number;
  readonly saved: Saved;
}

export class CheckpointList<Saved extends Kept> {
  private keeping: CheckpointKeeping | null = null;
  private entries: Entry<Saved>[] = [];
  private spacing = 0;

  /** Starts anew with these settings; null keeps none. */
  configure(keeping: CheckpointKeeping | null): void {
    this.keeping = keeping;
    this.clear();
  }

  /** Forgets what is kept: another run begins. */
  clear(): void {
    this.entries = [];
    this.spacing = this.keeping?.everyWindows ?? 0;
  }

  /** Whether a checkpoint is wanted now that `window` windows have ended. */
  wants(window: number): boolean {
    const last = this.entries.at(-1);
    return (
      this.spacing > 0 &&
      window % this.spacing === 0 &&
      (last === undefined || last.window < window)
    );
  }

  add(window: number, saved: Saved): void {
    this.entries.push({ window, saved });
    const most = this.keeping?.maxBytes ?? 0;
    while (this.entries.length > 0 && this.bytes() > most) {
      this.spacing *= 2;
      this.entries = this.entries.filter((entry) => entry.window % this.spacing === 0);
    }
  }

  /** Bytes of all copies and of the series they share. */
  bytes(): number {
    const series = this.entries.at(-1)?.saved.series?.bytes ?? 0;
    return this.entries.reduce((sum, { saved }) => sum + saved.bytes, series);
  }

  all(): readonly Saved[] {
    return this.entries.map(({ saved }) => saved);
  }

  /** The last one at or before a time, ms. */
  nearest(atMs: number): Saved | null {
    return this.entries.findLast(({ saved }) => saved.atMs <= atMs)?.saved ?? null;
  }

  /** The run takes another course from here: what lies beyond did not happen. */
  cutAfter(atMs: number, events: number): void {
    this.entries = this.entries.filter(({ saved }) => saved.atMs <= atMs && saved.events <= events);
  }
}
