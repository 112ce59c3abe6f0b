// A span in the making: what it stands for, and its time so far as a run of parts without gaps. State
// changes only at events, so what holds after one event holds until the next: times are exact.
import type { PartKind, SpanKind, SpanPart, SpanRole } from "../../results/traces.ts";

/** What is known of a span when it begins. Rows are those of the engine's tables, -1 = none. */
export interface DraftStart {
  readonly role: SpanRole;
  readonly kind: SpanKind;
  readonly parent: Draft | null;
  readonly node: number;
  readonly edge: number;
  readonly operation: number;
  readonly instance: number;
}

/** Outcome of a span that has not ended. */
export const UNFINISHED = -1;

export class Draft {
  readonly start: DraftStart;
  readonly startMs: number;
  readonly parts: SpanPart[] = [];
  /** The span whose place it takes below its parent, where that one is left out. */
  parent: Draft | null;
  endMs = Number.NaN;
  outcome = UNFINISHED;
  ending: string | null = null;
  /** Says more than the operation: a queue, a partition. */
  label = "";
  attempt = 1;
  hedge = false;
  asynchronous = false;
  degraded = false;
  zombieFromMs: number | null = null;
  /** The publish that a delivery goes back to. */
  link: Draft | null = null;
  private part: PartKind | null = null;
  private sinceMs: number;

  constructor(start: DraftStart, nowMs: number) {
    this.start = start;
    this.parent = start.parent;
    this.startMs = nowMs;
    this.sinceMs = nowMs;
  }

  get isOpen(): boolean {
    return Number.isNaN(this.endMs);
  }

  /** What its time is spent on from now on. */
  be(part: PartKind, nowMs: number): void {
    if (part === this.part || !this.isOpen) return;
    this.close(nowMs);
    this.part = part;
  }

  get present(): PartKind | null {
    return this.part;
  }

  end(nowMs: number, outcome: number): void {
    if (!this.isOpen) return;
    this.close(nowMs);
    this.endMs = nowMs;
    this.outcome = outcome;
  }

  private close(nowMs: number): void {
    if (this.part !== null && nowMs > this.sinceMs) {
      const last = this.parts.at(-1);
      // A part that was interrupted for no time at all goes on.
      if (last?.kind === this.part && last.endMs === this.sinceMs) {
        this.parts[this.parts.length - 1] = { ...last, endMs: nowMs };
      } else {
        this.parts.push({ kind: this.part, startMs: this.sinceMs, endMs: nowMs });
      }
    }
    this.sinceMs = nowMs;
  }
}
