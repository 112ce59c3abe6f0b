// How a message that was delivered comes back to its queue: to its place, to the tail, behind others of
// its group, after a pause, or not at all, since it came back too often.
import { isHeldBack, isLostAlone, leaveBehind } from "./lease-keeping.ts";
import { rules } from "./lease-rows.ts";
import { linkLast, linkReady, messages, originalPlace, queues } from "./mailbox-rows.ts";
import { DIED_DELIVERY_LIMIT, die } from "./message-end.ts";
import { returnToGroup } from "./message-groups.ts";
import { CAME_BACK, noteStep } from "./message-log.ts";

/** A consumer gives a message back. */
export function giveBack(queue: number, message: number): void {
  noteStep(message, CAME_BACK, -1);
  if (rules.on[queue] !== 0) {
    returnByRules(queue, message, true);
    return;
  }
  if (queues.countsGivenBack[queue] === 1 && isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  if (queues.returnsToTail[queue] === 0) {
    linkBack(queue, message);
    return;
  }
  messages.sequence[message] = ++queues.sequence[queue];
  linkLast(queue, message);
}

/** A message that its consumer has lost returns to its place, unless it came back too often. */
export function comeBack(message: number): void {
  const queue = messages.queue[message];
  noteStep(message, CAME_BACK, -1);
  if (rules.on[queue] !== 0) {
    returnByRules(queue, message, false);
    return;
  }
  if (isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  linkBack(queue, message);
}

/** Whatever brought a message back, it counts and may have to pause. */
function returnByRules(queue: number, message: number, isGiven: boolean): void {
  if (isLostAlone(message, queue)) return;
  if (isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  if (isHeldBack(message, queue, isGiven)) return;
  if (rules.groupCount[queue] > 0) {
    const next = returnToGroup(message, queue);
    // Its number in the queue is its place in the group: it keeps it.
    if (next >= 0) linkBack(queue, next);
    return;
  }
  if (queues.returnsToTail[queue] === 0) {
    linkBack(queue, message);
    return;
  }
  messages.sequence[message] = ++queues.sequence[queue];
  linkLast(queue, message);
}

/** Counts a return; one too many ends the message. */
function isOneTooMany(queue: number, message: number): boolean {
  // The count went with the broker's memory.
  if (rules.forgets[queue] === 1 && queues.isLed[queue] === 0) return false;
  if (++messages.strikes[message] <= queues.returnsMax[queue]) return false;
  if (rules.leavesBehind[queue] === 1) leaveBehind(message, queue);
  die(message, DIED_DELIVERY_LIMIT);
  return true;
}

function linkBack(queue: number, message: number): void {
  linkReady(queue, message, originalPlace(queue, message));
  queues.returned[queue] = message + 1;
}
