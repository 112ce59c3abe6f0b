// Message groups: of the messages with one key, one at a time is ready or delivered, and the others
// of the group wait behind it in their order, while other groups go on.
import { messageGroups, rules } from "./lease-rows.ts";
import { BEHIND, messages } from "./mailbox-rows.ts";
import { requests } from "./rows.ts";

/** The group of a message: the key of its request, whose bits are spread first. */
function groupOf(message: number, queue: number): number {
  const key = requests.key[messages.request[message]];
  const word = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) >>> 8;
  return rules.firstGroup[queue] + (word % rules.groupCount[queue]);
}

/** A message comes into its queue. True when it has to wait behind another one of its group. */
export function joinGroup(message: number, queue: number): boolean {
  const group = groupOf(message, queue);
  if (messageGroups.taken[group] === 0) {
    messageGroups.taken[group] = 1;
    return false;
  }
  const last = messageGroups.last[group];
  messages.phase[message] = BEHIND;
  messages.before[message] = last;
  messages.after[message] = 0;
  if (last !== 0) messages.after[last - 1] = message + 1;
  else messageGroups.first[group] = message + 1;
  messageGroups.last[group] = message + 1;
  return true;
}

/** A message has ended. Returns the next of its group, whose turn it is, or -1. */
export function leaveGroup(message: number, queue: number): number {
  const group = groupOf(message, queue);
  if (messages.phase[message] === BEHIND) {
    stepOut(message, group);
    return -1;
  }
  const next = messageGroups.first[group] - 1;
  if (next < 0) messageGroups.taken[group] = 0;
  else stepOut(next, group);
  return next;
}

function stepOut(message: number, group: number): void {
  const before = messages.before[message];
  const after = messages.after[message];
  if (before !== 0) messages.after[before - 1] = after;
  else messageGroups.first[group] = after;
  if (after !== 0) messages.before[after - 1] = before;
  else messageGroups.last[group] = before;
}
