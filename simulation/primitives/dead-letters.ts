// Dead letters: what died in a queue with a dead-letter exchange is published to it, as a new message
// of the queues it leads to: without the time to live it came with, its deaths noted. Where one of them
// cannot take it, it is lost to that one, or waits until all can, in no queue meanwhile.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { backlogs } from "./backlog.ts";
import { brokers } from "./consumer-rows.ts";
import { deadRoutes, envelopes, targets } from "./envelope-rows.ts";
import { DEAD_LETTER_RETRY } from "./event-kinds.ts";
import { offer, wouldTake } from "./mailbox.ts";
import { ACKNOWLEDGED, FROM_RETRIED_PUBLISH, messages, queues } from "./mailbox-rows.ts";
import { copyDeaths, isAutomaticCycle, noteDeath, retire } from "./message-end.ts";
import { noteDeadEnd, noteNoLeader } from "./message-flow.ts";
import { newMessage } from "./new-message.ts";
import { rememberCopy } from "./reply-rows.ts";

/** Until a dead letter that nobody could take is published again, ms. Our assumption. */
const RETRY_MS = 1000;

export function deadLetter(message: number, reason: number): void {
  const queue = messages.queue[message];
  const route = queues.firstDeadRoute[queue] + envelopes.position[messages.envelope[message]];
  const isDown = queues.isLed[queue] === 0;
  if (queues.deadWait[queue] === 1 && (isDown || isRefused(message, route))) {
    brokers.deadLettersWaited[backlogs.node[queues.backlog[queue]]]++;
    registers[AT] = registers[NOW] + RETRY_MS;
    schedule(DEAD_LETTER_RETRY, message, reason);
    return;
  }
  noteDeath(message, queue, reason);
  const first = deadRoutes.firstTarget[route];
  let sent = 0;
  for (let at = 0; at < deadRoutes.targetCount[route]; at++) {
    const target = targets.queue[first + at];
    if (isAutomaticCycle(message, target)) continue;
    if (sendTo(message, target, deadRoutes.envelope[route])) sent++;
  }
  if (sent === 0) noteDeadEnd(message, reason);
  retire(message);
}

/** True when one of the queues that a dead letter leads to cannot take it. */
function isRefused(message: number, route: number): boolean {
  const first = deadRoutes.firstTarget[route];
  for (let at = 0; at < deadRoutes.targetCount[route]; at++) {
    const target = targets.queue[first + at];
    if (!isAutomaticCycle(message, target) && !wouldTake(target)) return true;
  }
  return false;
}

function sendTo(message: number, queue: number, envelope: number): boolean {
  const backlog = queues.backlog[queue];
  if (!wouldTake(queue)) brokers.deadLettersLost[backlogs.node[backlog]]++;
  if (queues.isLed[queue] === 0) {
    backlogs.offered[backlog]++;
    noteNoLeader(queue, envelope);
    return false;
  }
  const request = messages.request[message];
  const retried = messages.flags[message] & (FROM_RETRIED_PUBLISH | ACKNOWLEDGED);
  const copy = newMessage(request, envelope, messages.number[message], retried);
  copyDeaths(message, copy);
  rememberCopy(message, copy, messages.number[message]);
  return offer(queue, copy);
}
