// What queues with rules of their own do where a plain one would let a message wait or go: keep it
// in flight though its consumer is gone, hold it back, or give it up.
import { NOW, registers } from "../core/registers.ts";
import { backlogs, countDuplicate } from "./backlog.ts";
import { consumers } from "./consumer-rows.ts";
import { LOST_NO_LISTENER } from "./flow-rows.ts";
import { leases, rules } from "./lease-rows.ts";
import { delay, pauseOf, stopTimer } from "./lease-timer.ts";
import { DELAYED, LEFT, linkLast, messages, queues, takeReady } from "./mailbox-rows.ts";
import { DIED_EXPIRED, DIED_MAXLEN, die, loseMessage, retire } from "./message-end.ts";
import { joinGroup } from "./message-groups.ts";

/** A message is left unsettled: nobody has it in hand any more, and its lease runs on. */
export function keepInFlight(message: number, timer: number): void {
  const queue = messages.queue[message];
  rules.inFlight[queue]++;
  backlogs.inDelivery[queues.backlog[queue]]++;
  leases.timer[message] = timer;
  messages.phase[message] = LEFT;
  messages.held[message] = 0;
}

/** Work on a message that was handed out again is done, or acknowledged in vain. */
export function countVoid(queue: number): void {
  if (rules.confirmsAcks[queue] === 1) rules.failedAcks[queue]++;
  else countDuplicate(queues.backlog[queue]);
}

/** No more messages may be in flight. */
export function isAtLimit(queue: number): boolean {
  return rules.inFlightMax[queue] > 0 && rules.inFlight[queue] >= rules.inFlightMax[queue];
}

/** A new message comes into a queue with rules. */
export function takeIn(queue: number, message: number): void {
  if (isLostAlone(message, queue)) return;
  if (rules.delayMs[queue] > 0) {
    delay(message, rules.delayMs[queue]);
    return;
  }
  if (rules.groupCount[queue] > 0 && joinGroup(message, queue)) return;
  linkLast(queue, message);
  if (rules.newestMax[queue] > 0) trim(queue);
}

/** True: nobody listens, so what is not kept for anybody is lost. */
export function isLostAlone(message: number, queue: number): boolean {
  if (rules.needsListener[queue] === 0 || rules.listeners[queue] > 0) return false;
  lose(message);
  return true;
}

function lose(message: number): void {
  loseMessage(message, LOST_NO_LISTENER);
  retire(message);
}

/** What is no longer among the newest messages is gone, unless it is delivered. */
function trim(queue: number): void {
  const kept = queues.sequence[queue] - rules.newestMax[queue];
  while (queues.ready[queue] > 0 && messages.sequence[queues.readyHead[queue] - 1] <= kept) {
    die(takeReady(queue), DIED_MAXLEN);
  }
}

/** A message that is too old to be delivered again dies: true. */
export function diesOfAge(message: number, queue: number): boolean {
  if (queues.expires[queue] === 0 || messages.expiresAt[message] > registers[NOW]) return false;
  die(message, DIED_EXPIRED);
  return true;
}

/** A message that came back (`isGiven`: was given back) is not ready at once, or never again: true. */
export function isHeldBack(message: number, queue: number, isGiven: boolean): boolean {
  if (diesOfAge(message, queue)) return true;
  const newest = rules.newestMax[queue];
  if (newest > 0 && messages.sequence[message] <= queues.sequence[queue] - newest) {
    die(message, DIED_MAXLEN);
    return true;
  }
  if (rules.forgets[queue] === 1 && !isGiven) return false;
  const edge = consumers.edge[queues.firstConsumer[queue]];
  const pause = pauseOf(queue, messages.strikes[message], edge);
  if (pause > 0) delay(message, pause);
  return pause > 0;
}

/** A message was delivered as often as it may be, and stays behind. */
export function leaveBehind(message: number, queue: number): void {
  const number = messages.sequence[message];
  const first = rules.leftBehind[queue];
  if (first === 0 || number < first) rules.leftBehind[queue] = number;
}

/** A consumer has connected to its queue, or has gone: `change` is 1 or -1. */
export function countListener(queue: number, change: number): void {
  rules.listeners[queue] += change;
  if (rules.needsListener[queue] === 0 || rules.listeners[queue] > 0) return;
  while (queues.ready[queue] > 0) lose(takeReady(queue));
}

/** A message is lost with its broker, wherever it is. */
export function forgetLease(message: number, queue: number): void {
  const phase = messages.phase[message];
  if (phase !== LEFT && phase !== DELAYED) return;
  stopTimer(message);
  if (phase === DELAYED) return;
  rules.inFlight[queue]--;
  backlogs.inDelivery[queues.backlog[queue]]--;
}
