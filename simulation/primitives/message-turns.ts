// Turns: messages of one group that came in one answer are worked on one after the other, in their
// order. Those whose turn it is not yet are with the consumer, and their leases run.
import { leases } from "./lease-rows.ts";
import { IN_TURN, messages } from "./mailbox-rows.ts";

/** A message that was handed out has its turn after another. */
export function waitForTurn(message: number, after: number): void {
  messages.phase[message] = IN_TURN;
  messages.held[message] = 0;
  leases.turnBefore[message] = after + 1;
  leases.turnAfter[after] = message + 1;
}

/** The turn of a message is over. Returns the one that follows it, or -1. */
export function endTurn(message: number): number {
  const next = leases.turnAfter[message] - 1;
  leases.turnAfter[message] = 0;
  if (next >= 0) leases.turnBefore[next] = 0;
  return next;
}

/** A message is its consumer's no longer. */
export function leaveTurn(message: number): void {
  const before = leases.turnBefore[message];
  const after = leases.turnAfter[message];
  leases.turnBefore[message] = 0;
  leases.turnAfter[message] = 0;
  if (before !== 0) leases.turnAfter[before - 1] = after;
  if (after !== 0) leases.turnBefore[after - 1] = before;
}
