// Settlements that reach their queue after the end of their lease. Where the product takes them, an
// acknowledgement ends the message: while it waits, or with its next consumer, whose work on it comes
// to nothing then; giving it back takes it from that consumer. Else they are void.
import { ACKED, DROPPED } from "./backlog.ts";
import { inboxes } from "./inbox.ts";
import { originalOf } from "./late-rows.ts";
import { countVoid, forgetLease } from "./lease-keeping.ts";
import { disown, dispatchQueue, handOverLate, settleArrives } from "./mailbox.ts";
import { takeBack } from "./mailbox-outage.ts";
import {
  ACK,
  DELAYED,
  LEFT,
  messages,
  NACK_REQUEUE,
  queues,
  READY,
  SETTLED,
  SETTLING,
  unlinkReady,
} from "./mailbox-rows.ts";
import { endLate, retire } from "./message-end.ts";
import { comeBack } from "./message-return.ts";

/** A settlement has reached the broker, in time or not. */
export function settlementArrives(message: number, how: number): void {
  if ((messages.flags[message] & SETTLED) === 0) {
    settleArrives(message, how);
    return;
  }
  const queue = messages.queue[message];
  const consumer = messages.consumer[message];
  const original = queues.isLed[queue] === 1 ? originalOf(message) : -1;
  if (original >= 0) {
    if (how === NACK_REQUEUE) bringBack(original, queue);
    else end(original, message, queue, how === ACK ? ACKED : DROPPED);
  } else if (how === ACK && inboxes.on[consumer] === 0) {
    countVoid(queue);
  }
  disown(message);
  retire(message);
  dispatchQueue(queue);
}

/** What waits for its next delivery does so anyway; what is under way to its end is not held up. */
function bringBack(message: number, queue: number): void {
  const phase = messages.phase[message];
  if (phase === READY || phase === DELAYED || phase === SETTLING) return;
  if (phase !== LEFT) {
    takeBack(queue, message);
    return;
  }
  forgetLease(message, queue);
  comeBack(message);
}

function end(message: number, processed: number, queue: number, ending: number): void {
  const phase = messages.phase[message];
  if (phase !== READY && phase !== DELAYED && phase !== LEFT) {
    handOverLate(message, processed, ending);
    return;
  }
  if (phase === READY) unlinkReady(queue, message);
  else forgetLease(message, queue);
  endLate(message, processed, ending);
  retire(message);
}
