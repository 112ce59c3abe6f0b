// Service time as it is booked when work stops: what was spent, and how much of it was in vain.
import { NODE_METERS, nodeMeter, SERVICE_TIME, WASTED_TIME } from "../metrics/meters.ts";
import { attempts, CALLED, DISCARDED } from "./rows.ts";

/**
 * Books the work of an attempt from its `startedAt` to `until`, ms on the clock by which its start and
 * the loss of its caller are noted; wasted as far as nobody waits for it any more.
 */
export function bookWork(attempt: number, node: number, until: number): void {
  const started = attempts.startedAt[attempt];
  const spent = until - started;
  const m = node * NODE_METERS;
  nodeMeter[m + SERVICE_TIME] += spent;
  attempts.servedMs[attempt] += spent;
  if (attempts.call[attempt] >= 0 || attempts.origin[attempt] !== CALLED) return;
  if ((attempts.flags[attempt] & DISCARDED) !== 0) {
    nodeMeter[m + WASTED_TIME] += attempts.servedMs[attempt];
    attempts.servedMs[attempt] = 0;
    return;
  }
  const orphaned = attempts.orphanedAt[attempt];
  nodeMeter[m + WASTED_TIME] += orphaned > started ? until - orphaned : spent;
}
