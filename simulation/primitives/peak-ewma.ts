// Peak EWMA: an estimate of a member's latency that jumps up at once and comes down with time, times
// what the caller has outstanding there. As in Finagle and Linkerd (tower, load/peak_ewma.rs): a look
// at the estimate lets it decay too, so a member that was slow is tried again after a while.
import { exp } from "../core/deterministic-math.ts";
import { NOW, registers } from "../core/registers.ts";
import { balances, memberCell, members } from "./balance-rows.ts";

/** Brings the estimate of a member to the present with a latency of `rttMs`; 0 lets it decay. */
function estimate(edge: number, cell: number, rttMs: number): void {
  const elapsed = registers[NOW] - members.estimatedAt[cell];
  members.estimatedAt[cell] = registers[NOW];
  const present = members.estimateMs[cell];
  if (rttMs > present) {
    members.estimateMs[cell] = rttMs;
    return;
  }
  const kept = exp(-elapsed / balances.ewmaDecayMs[edge]);
  members.estimateMs[cell] = present * kept + rttMs * (1 - kept);
}

/** What a request to a member is expected to cost. */
export function costOf(edge: number, row: number, at: number, outstanding: number): number {
  const cell = memberCell(edge, row, at);
  estimate(edge, cell, 0);
  return members.estimateMs[cell] * (outstanding + 1);
}

/** An attempt at the member at position `at` took `elapsedMs`. */
export function observeLatency(edge: number, row: number, at: number, elapsedMs: number): void {
  estimate(edge, memberCell(edge, row, at), elapsedMs);
}
