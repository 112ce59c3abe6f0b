// Wall time that tests move by hand, and the callbacks that wait for it.
export class FakeClock {
  nowMs = 0;
  private waiting: { readonly atMs: number; readonly callback: () => void }[] = [];

  readonly later = (callback: () => void, delayMs: number): void => {
    this.waiting.push({ atMs: this.nowMs + delayMs, callback });
  };

  /** Runs what is due, in order, until wall time `untilMs`. Callbacks may let time go by too. */
  runUntil(untilMs: number): void {
    for (;;) {
      this.waiting.sort((a, b) => a.atMs - b.atMs);
      const next = this.waiting[0];
      if (!next || Math.max(next.atMs, this.nowMs) > untilMs) break;
      this.waiting.shift();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.callback();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }
}
