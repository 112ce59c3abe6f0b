// Processing whose lease is over, and the message that it has lost to the queue: where a product takes
// a settlement that comes late, it ends that message, whoever has it by then.
import { reachRow } from "../core/memory.ts";
import { consumers, LEAVE } from "./consumer-rows.ts";
import { leases, NEVER, rules, UNTIL_REDELIVERED } from "./lease-rows.ts";
import { DELAYED, DYING, FREED, messages, READY, SETTLED, TAKEN_BACK } from "./mailbox-rows.ts";

/** The processing of a message goes on under the row `processed`, apart from it. */
export function rememberOriginal(message: number, processed: number): void {
  reachRow(leases.marks, processed);
  leases.original[processed] = message + 1;
}

/** The message that a late settlement would end, or -1. */
export function originalOf(processed: number): number {
  const message = leases.original[processed] - 1;
  if (message < 0 || messages.phase[message] === FREED) return -1;
  // Its row may have another message by now, or one whose end is decided.
  const isSame =
    messages.number[message] === messages.number[processed] &&
    messages.queue[message] === messages.queue[processed];
  const phase = messages.phase[message];
  if (!isSame || phase === DYING || (messages.flags[message] & SETTLED) !== 0) return -1;
  const waits = phase === READY || phase === DELAYED;
  return waits || rules.late[messages.queue[message]] !== UNTIL_REDELIVERED ? message : -1;
}

/** Whether a consumer sends a settlement for work that its queue has taken back, and it may count. */
export function settlesLate(processed: number, consumer: number, failed: boolean): boolean {
  if ((messages.flags[processed] & TAKEN_BACK) === 0) return false;
  if (rules.late[messages.queue[processed]] === NEVER) return false;
  if (failed && consumers.onFailure[consumer] === LEAVE) return false;
  return consumers.connected[consumer] === 1 && originalOf(processed) >= 0;
}
