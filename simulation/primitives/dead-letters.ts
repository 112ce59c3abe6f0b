// Dead letters: what died in a queue with a dead-letter exchange is published to it, as a new message
// of the queues it leads to: without the time to live it came with, its deaths noted.
import { deadRoutes, envelopes, targets } from "./envelope-rows.ts";
import { newMessage, offer } from "./mailbox.ts";
import { FROM_RETRIED_PUBLISH, messages, queues } from "./mailbox-rows.ts";
import { copyDeaths, isAutomaticCycle, noteDeath, retire } from "./message-end.ts";

export function deadLetter(message: number, reason: number): void {
  const queue = messages.queue[message];
  noteDeath(message, queue, reason);
  const route = queues.firstDeadRoute[queue] + envelopes.position[messages.envelope[message]];
  const first = deadRoutes.firstTarget[route];
  for (let at = 0; at < deadRoutes.targetCount[route]; at++) {
    const target = targets.queue[first + at];
    if (!isAutomaticCycle(message, target)) sendTo(message, target, deadRoutes.envelope[route]);
  }
  retire(message);
}

function sendTo(message: number, queue: number, envelope: number): void {
  const request = messages.request[message];
  const retried = messages.flags[message] & FROM_RETRIED_PUBLISH;
  const copy = newMessage(request, envelope, messages.number[message], retried);
  copyDeaths(message, copy);
  offer(queue, copy);
}
