// Invocations: a function is given a batch of messages, works on one after the other in one environment, and
// they are settled when the last is done. A failure fails the whole batch, what was done in it included, and
// what was not begun is left; or it fails alone, where the function says which ones failed. Cost: nothing
// beside the deliveries, and one look at the batch as it ends.
import { CANCELLED, FIRST_FAILURE } from "../results/outcomes.ts";
import { consumers } from "./consumer-rows.ts";
import { beginNext, countDeliveryEnd, dropInHand, emptyHand, slotFree } from "./consumers.ts";
import { leaveWithBatch } from "./environments.ts";
import { inboxes } from "./inbox.ts";
import { countVoid } from "./lease-keeping.ts";
import { BY_BATCH, pulls, rules } from "./lease-rows.ts";
import {
  disown,
  endApart,
  leaveUnsettled,
  noteProcessed,
  sendSettlement,
  takeInHand,
} from "./mailbox.ts";
import { IN_TURN, KEPT, messages, RECEIVED, SETTLED } from "./mailbox-rows.ts";
import { retire } from "./message-end.ts";
import { endTurn } from "./message-turns.ts";
import { instances } from "./node-state.ts";
import { askForMessages } from "./pull.ts";
import { attempts, BUFFERED } from "./rows.ts";

/** A function has worked on a message of its batch. */
export function invocationEnded(attempt: number, outcome: number): void {
  const message = attempts.message[attempt];
  const consumer = messages.consumer[message];
  const failed = outcome >= FIRST_FAILURE;
  noteProcessed(attempt, message, consumer, outcome);
  emptyHand(consumer, attempt);
  const isGrouped = rules.groupBatches[messages.queue[message]] === 1;
  const next = isGrouped ? endTurn(message) : -1;
  if ((messages.flags[message] & SETTLED) !== 0) endApart(message, consumer, failed);
  else if (failed) leaveUnsettled(message);
  else keep(message);
  if (failed && pulls.invokes[consumer] === BY_BATCH) giveUpBatch(consumer);
  else if (next >= 0) followTurn(next, consumer, failed);
  goOn(consumer);
}

function keep(message: number): void {
  messages.phase[message] = KEPT;
  messages.held[message] = 0;
}

/** The next message of a group comes into hand; behind one that failed its group is left. */
function followTurn(first: number, consumer: number, failed: boolean): void {
  if (!failed) {
    takeInHand(first, consumer);
    return;
  }
  for (let next = first; next >= 0; ) {
    const given = next;
    next = endTurn(given);
    leaveUndone(given, consumer);
  }
}

/** A message of a batch was not begun and will not be. */
function leaveUndone(message: number, consumer: number): void {
  countDeliveryEnd(consumers.edge[consumer], CANCELLED);
  if ((messages.flags[message] & SETTLED) === 0) {
    leaveUnsettled(message);
    return;
  }
  disown(message);
  retire(message);
}

/** A batch has failed: nothing of it is deleted, and what waits in it is not begun. */
function giveUpBatch(consumer: number): void {
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    const phase = messages.phase[message];
    if (phase === KEPT) {
      leaveKept(message);
    } else if (phase === IN_TURN) {
      endTurn(message);
      leaveUndone(message, consumer);
    } else if (phase === RECEIVED) {
      dropInHand(consumer, messages.held[message] - 1, CANCELLED);
      leaveUndone(message, consumer);
    }
  }
}

/** A consumer loses its queue: what it has done and not deleted yet comes back. */
export function loseKept(consumer: number): void {
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    if (messages.phase[message] === KEPT) leaveKept(message);
  }
}

/** What was done will be done again. */
function leaveKept(message: number): void {
  if (inboxes.on[messages.consumer[message]] === 0) countVoid(messages.queue[message]);
  leaveUnsettled(message);
}

/** The batch of a consumer goes on, or is over. */
function goOn(consumer: number): void {
  const instance = consumers.instance[consumer];
  const left = consumers.inHand[consumer];
  if (left > 0) {
    // The next one of a group may have begun as it came into hand.
    const waits = consumers.buffered[consumer] === left;
    const isFree = instances.held[instance] < instances.slots[instance];
    if (waits && isFree && pulls.environment[consumer] !== 0) beginNext(consumer);
    return;
  }
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    if (messages.phase[message] === KEPT) sendSettlement(message, consumer, false);
  }
  leaveWithBatch(consumer, instances.node[instance]);
  slotFree(instance);
  askForMessages(consumer);
}

/** A message that waits for an environment has come back to its queue: its poller gives it up. */
export function giveUpWaiting(attempt: number, processed: number, consumer: number): void {
  if (attempts.phase[attempt] !== BUFFERED || pulls.environment[consumer] !== 0) return;
  dropInHand(consumer, attempt, CANCELLED);
  leaveUndone(processed, consumer);
  if (consumers.inHand[consumer] === 0) askForMessages(consumer);
}
