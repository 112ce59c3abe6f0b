// Message groups: of the messages with one key those of one delivery are out at a time, and the others
// of the group wait behind them in their order, while other groups go on. What comes back while others
// of its group are still out goes before those that wait, by its number in the queue.
import { messageGroups, rules } from "./lease-rows.ts";
import { BEHIND, HAS_TURN, messages } from "./mailbox-rows.ts";
import { requests } from "./rows.ts";

/** The group of a message: the key of its request, whose bits are spread first. */
export function groupOf(message: number, queue: number): number {
  const key = requests.key[messages.request[message]];
  const word = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) >>> 8;
  return rules.firstGroup[queue] + (word % rules.groupCount[queue]);
}

/** A message comes into its queue. True when it has to wait behind another one of its group. */
export function joinGroup(message: number, queue: number): boolean {
  const group = groupOf(message, queue);
  if (messageGroups.taken[group] === 0) {
    takeOut(message, group);
    return false;
  }
  link(message, group, messageGroups.last[group]);
  return true;
}

/** A message has ended. Returns the next of its group, whose turn it is, or -1. */
export function leaveGroup(message: number, queue: number): number {
  const group = groupOf(message, queue);
  if (messages.phase[message] === BEHIND) {
    stepOut(message, group);
    return -1;
  }
  // What was still to join has no turn to give.
  if ((messages.flags[message] & HAS_TURN) === 0) return -1;
  return takeTurn(message, group);
}

/** A message has come back. Returns the one of its group that is to be ready, or -1: others are out. */
export function returnToGroup(message: number, queue: number): number {
  const group = groupOf(message, queue);
  let before = messageGroups.last[group];
  while (before !== 0 && messages.sequence[before - 1] > messages.sequence[message]) {
    before = messages.before[before - 1];
  }
  link(message, group, before);
  return takeTurn(message, group);
}

/** The message of a group that is delivered in one answer with `message`, or -1. */
export function nextOfGroup(message: number, queue: number): number {
  const group = groupOf(message, queue);
  const next = messageGroups.first[group] - 1;
  if (next < 0) return -1;
  stepOut(next, group);
  takeOut(next, group);
  return next;
}

/** One of a group is out no more; after the last one it is the turn of the first that waits. */
function takeTurn(message: number, group: number): number {
  messages.flags[message] &= ~HAS_TURN;
  if (--messageGroups.taken[group] > 0) return -1;
  const next = messageGroups.first[group] - 1;
  if (next < 0) return -1;
  stepOut(next, group);
  takeOut(next, group);
  return next;
}

function takeOut(message: number, group: number): void {
  messages.flags[message] |= HAS_TURN;
  messageGroups.taken[group]++;
}

/** Puts a message behind another that waits (message + 1), 0 = before all. */
function link(message: number, group: number, before: number): void {
  const after = before === 0 ? messageGroups.first[group] : messages.after[before - 1];
  messages.phase[message] = BEHIND;
  messages.before[message] = before;
  messages.after[message] = after;
  if (before !== 0) messages.after[before - 1] = message + 1;
  else messageGroups.first[group] = message + 1;
  if (after !== 0) messages.before[after - 1] = message + 1;
  else messageGroups.last[group] = message + 1;
}

function stepOut(message: number, group: number): void {
  const before = messages.before[message];
  const after = messages.after[message];
  if (before !== 0) messages.after[before - 1] = after;
  else messageGroups.first[group] = after;
  if (after !== 0) messages.before[after - 1] = before;
  else messageGroups.last[group] = before;
}
