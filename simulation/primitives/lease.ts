// Lease: what happens to deliveries whose time is over, to messages whose pause is over, and to
// requests for messages. A consumer whose lease has ended works on unless the queue's rules stop it:
// its settlement is void then, and its work takes effect twice.
import { NOW, registers } from "../core/registers.ts";
import { CANCELLED } from "../results/outcomes.ts";
import { backlogs } from "./backlog.ts";
import { consumers } from "./consumer-rows.ts";
import { countDeliveryEnd, loseInHand } from "./consumers.ts";
import { inboxes } from "./inbox.ts";
import { giveUpWaiting } from "./invocations.ts";
import { countVoid, diesOfAge } from "./lease-keeping.ts";
import { leases, pulls, rules, WAITING } from "./lease-rows.ts";
import { lease } from "./lease-timer.ts";
import { disown, dispatchQueue } from "./mailbox.ts";
import { takeBack } from "./mailbox-outage.ts";
import {
  KEPT,
  LEFT,
  linkReady,
  messages,
  originalPlace,
  queues,
  RECEIVED,
  TAKEN_BACK,
} from "./mailbox-rows.ts";
import { retire } from "./message-end.ts";
import { joinGroup, returnToGroup } from "./message-groups.ts";
import { comeBack } from "./message-return.ts";
import { stopAttempt } from "./plan.ts";
import { openReceive, waitForMessages } from "./pull.ts";
import { attempts, BUFFERED } from "./rows.ts";

/** The time of a delivery is over. */
export function leaseEnd(message: number): void {
  const queue = messages.queue[message];
  leases.timer[message] = 0;
  if (isExtended(message, queue)) {
    lease(message, queue);
    return;
  }
  rules.lapsed[queue]++;
  lapse(message, queue);
  dispatchQueue(queue);
}

/** Whether a consumer that is there asks for more time. */
function isExtended(message: number, queue: number): boolean {
  if (messages.phase[message] === LEFT) return false;
  if (consumers.connected[messages.consumer[message]] === 0) return false;
  return registers[NOW] - messages.dispatchedAt[message] < rules.extendsMs[queue];
}

function lapse(message: number, queue: number): void {
  const phase = messages.phase[message];
  if (phase === LEFT) {
    rules.inFlight[queue]--;
    backlogs.inDelivery[queues.backlog[queue]]--;
    comeBack(message);
    return;
  }
  const attempt = messages.held[message] - 1;
  const consumer = messages.consumer[message];
  // Done in a batch that is not over: it will be done again.
  if (phase === KEPT && inboxes.on[consumer] === 0) countVoid(queue);
  takeBack(queue, message);
  if (phase !== RECEIVED) return;
  if (rules.aborts[queue] === 1) stopWorkOn(attempt);
  else if (pulls.invokes[consumer] !== 0)
    giveUpWaiting(attempt, attempts.message[attempt], consumer);
}

/** The consumer of a message that its queue has taken back gives it up, so it takes no effect. */
function stopWorkOn(attempt: number): void {
  const processed = attempts.message[attempt];
  messages.flags[processed] &= ~TAKEN_BACK;
  if (attempts.phase[attempt] !== BUFFERED) {
    stopAttempt(attempt);
    return;
  }
  const consumer = messages.consumer[processed];
  loseInHand(consumer, attempt);
  countDeliveryEnd(consumers.edge[consumer], CANCELLED);
  disown(processed);
  retire(processed);
}

/** The pause of a message is over. */
export function readyAgain(message: number): void {
  const queue = messages.queue[message];
  leases.timer[message] = 0;
  if (diesOfAge(message, queue)) return;
  const next = nextAfterPause(message, queue);
  if (next < 0) return;
  linkReady(queue, next, originalPlace(queue, next));
  dispatchQueue(queue);
}

/** The message that is ready as the pause of one is over: that one or, in its group, one before it. */
function nextAfterPause(message: number, queue: number): number {
  if (rules.groupCount[queue] === 0) return message;
  if (messages.returns[message] > 0) return returnToGroup(message, queue);
  return joinGroup(message, queue) ? -1 : message;
}

/** A request for messages has reached the broker. */
export function receiveArrives(consumer: number): void {
  openReceive(consumer);
  dispatchQueue(consumers.home[consumer]);
  if (pulls.state[consumer] === WAITING) waitForMessages(consumer);
}
