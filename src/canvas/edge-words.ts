// How an edge looks and what it says, from its live values.

import { type BreakerState, breakerState } from "../store/breaker-state.ts";
import type { EdgeLive } from "../store/live-values.ts";
import { formatCount, formatRate, formatRatio } from "../ui/format.ts";

/** From this share of failures on an edge is drawn as failing. */
const FAILING_FROM = 0.05;
/** Failures below this share are not worth a label. */
const WORTH_SAYING = 0.001;
const IDLE_WIDTH_PX = 1.25;

export { type BreakerState, breakerState };

/** Stroke width in px: 1.25 when idle, and one more for every tenfold of the rate. */
export function edgeWidth(ratePerS: number): number {
  return ratePerS > 0 ? IDLE_WIDTH_PX + 1.1 * Math.log10(1 + ratePerS) : IDLE_WIDTH_PX;
}

export function isFailing(live: EdgeLive | null): boolean {
  return live !== null && live.ratePerS > 0 && live.failureRatio >= FAILING_FROM;
}

export function rateLabel(live: EdgeLive | null): string | null {
  return live ? formatRate(live.ratePerS) : null;
}

export function errorLabel(live: EdgeLive | null): string | null {
  if (!live || !(live.failureRatio >= WORTH_SAYING) || live.ratePerS === 0) return null;
  return formatRatio(live.failureRatio);
}

/** What the edge's policies hold back now, in a few words; null while they hold nothing. */
export function heldLabel(live: EdgeLive | null): string | null {
  if (!live) return null;
  const waiting = sum(live.policyWaiting, numberOf(live, "poolWaiting"));
  const parts = [
    waiting >= 0.5 ? `${formatCount(Math.round(waiting))} wait` : null,
    live.ejectedRatio > 0 ? `${formatRatio(live.ejectedRatio)} ejected` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

function numberOf(live: Readonly<Record<string, number>>, column: string): number {
  return live[column] ?? Number.NaN;
}

/** A value that is not known counts nothing. */
function sum(...values: readonly number[]): number {
  return values
    .filter((value) => Number.isFinite(value))
    .reduce((total, value) => total + value, 0);
}

/** "orders to payment, call, 59 requests/s, 12.0 % fail, breaker open" */
export function edgeSentence(
  ends: { readonly from: string; readonly to: string },
  sort: "call" | "message",
  live: EdgeLive | null,
  hasBreaker: boolean,
): string {
  const parts = [`${ends.from} to ${ends.to}`, sort === "call" ? "call" : "messages"];
  if (live) {
    const noun = sort === "call" ? "requests" : "messages";
    parts.push(`${formatRate(live.ratePerS).replace("/s", "")} ${noun}/s`);
    const errors = errorLabel(live);
    if (errors) parts.push(`${errors} fail`);
    const held = heldLabel(live);
    if (held) parts.push(held);
  }
  if (hasBreaker) parts.push(`breaker ${breakerState(live)}`);
  return parts.join(", ");
}
