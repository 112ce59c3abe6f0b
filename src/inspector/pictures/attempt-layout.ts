// Attempts and the pauses between them along one axis of time, longest case.
import type { Pause } from "./backoff.ts";

export interface Piece {
  readonly x: number;
  readonly width: number;
}

/** A pause: what is sure of it, and how far the jitter may stretch it. */
export interface Gap extends Piece {
  readonly sureWidth: number;
}

export interface AttemptLayout {
  readonly boxes: readonly Piece[];
  readonly gaps: readonly Gap[];
  /** px for a ms. */
  readonly scale: number;
}

/** Share of the width that attempts get where no timeout says how long they may take. */
const UNTIMED_SHARE = 0.55;
/** A pause without bound is drawn as this many times its mean. */
const UNBOUNDED = 2;

export function drawnMs(pause: Pause): number {
  return Number.isFinite(pause.mostMs) ? pause.mostMs : UNBOUNDED * pause.meanMs;
}

/** `leastSpanMs`: the axis reaches at least as far. */
export function layOutAttempts(
  count: number,
  pauses: readonly Pause[],
  timeoutMs: number | null,
  width: number,
  leastSpanMs = 0,
): AttemptLayout {
  const paused = pauses.reduce((sum, pause) => sum + drawnMs(pause), 0);
  const attemptMs =
    timeoutMs ?? (paused > 0 ? (paused * UNTIMED_SHARE) / (1 - UNTIMED_SHARE) / count : 1);
  const scale = width / Math.max(1e-9, leastSpanMs, attemptMs * count + paused);
  const boxes: Piece[] = [];
  const gaps: Gap[] = [];
  let x = 1;
  for (let index = 0; index < count; index += 1) {
    boxes.push({ x, width: Math.max(3, attemptMs * scale) });
    x += attemptMs * scale;
    const pause = pauses[index];
    if (!pause) continue;
    const gap = drawnMs(pause) * scale;
    gaps.push({ x, width: gap, sureWidth: Math.min(gap, pause.leastMs * scale) });
    x += gap;
  }
  return { boxes, gaps, scale };
}
