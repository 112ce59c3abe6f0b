// Timers of leases and pauses: when an unsettled delivery comes back, and when one that came back
// may be delivered again.
import { cancel, schedule } from "../core/event-list.ts";
import { reachRow } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, UNIFORM } from "../core/registers.ts";
import { LEASE_END, READY_AGAIN } from "./event-kinds.ts";
import { delays, leases, rules } from "./lease-rows.ts";
import { DELAYED, messages } from "./mailbox-rows.ts";
import { leaveTurn } from "./message-turns.ts";
import { edgeStream } from "./network.ts";
import { JITTER } from "./streams.ts";

/** A delivery has been made: its consumer has until the end of the lease to settle it. */
export function beginLease(message: number, queue: number): void {
  reachRow(leases.marks, message);
  rules.inFlight[queue]++;
  leases.timer[message] = 0;
  leases.turnBefore[message] = 0;
  leases.turnAfter[message] = 0;
  leases.original[message] = 0;
  lease(message, queue);
}

/** Leases a message out, or for once more the same time. */
export function lease(message: number, queue: number): void {
  const count = rules.leaseCount[queue];
  const place = rules.firstLease[queue] + Math.min(messages.returns[message], count - 1);
  const forMs = count > 0 ? delays.ms[place] : rules.leaseMs[queue];
  if (forMs === 0) return;
  const every = rules.lapseEveryMs[queue];
  const end = registers[NOW] + forMs;
  registers[AT] = every > 0 ? -Math.floor(-end / every) * every : end;
  leases.timer[message] = schedule(LEASE_END, message, 0) + 1;
}

/** A delivery is settled, or comes back otherwise than by the end of its lease. */
export function endLease(message: number, queue: number): void {
  if (rules.groupBatches[queue] === 1) leaveTurn(message);
  rules.inFlight[queue]--;
  stopTimer(message);
}

export function stopTimer(message: number): void {
  const timer = leases.timer[message];
  if (timer !== 0) cancel(timer - 1);
  leases.timer[message] = 0;
}

/** Keeps a message from being delivered for a while. */
export function delay(message: number, forMs: number): void {
  reachRow(leases.marks, message);
  messages.phase[message] = DELAYED;
  registers[AT] = registers[NOW] + forMs;
  leases.timer[message] = schedule(READY_AGAIN, message, 0) + 1;
}

/** The pause of a message that has come back for its `returns`th counted time, ms; `edge` draws it. */
export function pauseOf(queue: number, returns: number, edge: number): number {
  const count = rules.pauseCount[queue];
  if (count === 0) return 0;
  const pause = delays.ms[rules.firstPause[queue] + Math.min(returns, count) - 1];
  const jitter = rules.pauseJitter[queue];
  if (jitter === 0 || pause === 0) return pause;
  nextUniform(edgeStream(edge, JITTER));
  return pause * (1 - jitter + 2 * jitter * registers[UNIFORM]);
}
