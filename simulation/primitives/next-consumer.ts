// Which consumer of a queue gets the next message: those with room take turns, the highest priority
// first, or one of them is drawn.
import { nextIndex } from "../core/random.ts";
import { consumers } from "./consumer-rows.ts";
import { pulls, rules } from "./lease-rows.ts";
import { queues } from "./mailbox-rows.ts";
import { edgeStream } from "./network.ts";
import { BALANCE } from "./streams.ts";

/** Whether a consumer may be given one more message. */
export function hasRoom(consumer: number): boolean {
  if (consumers.connected[consumer] === 0 || consumers.standby[consumer] === 1) return false;
  if (pulls.batch[consumer] !== 0) return pulls.asks[consumer] > 0;
  const prefetch = consumers.prefetch[consumer];
  return prefetch === 0 || consumers.unsettled[consumer] < prefetch;
}

/** The next consumer with room, round robin; there must be one. */
export function nextConsumer(queue: number): number {
  const first = queues.firstConsumer[queue];
  const count = queues.consumerCount[queue];
  if (rules.drawsConsumer[queue] === 1) return drawConsumer(queue, first);
  let at = queues.pointer[queue];
  while (!hasRoom(first + at)) at = at + 1 === count ? 0 : at + 1;
  if (queues.ranked[queue] === 1) at = highestFrom(first, count, at);
  queues.pointer[queue] = at + 1 === count ? 0 : at + 1;
  return first + at;
}

/** Of the consumers with room the first one from `from` on with the highest priority. */
function highestFrom(first: number, count: number, from: number): number {
  let chosen = from;
  for (let step = 1; step < count; step++) {
    const at = (from + step) % count;
    const higher = consumers.priority[first + at] > consumers.priority[first + chosen];
    if (higher && hasRoom(first + at)) chosen = at;
  }
  return chosen;
}

/** One of the consumers with room, each as likely as the others. */
function drawConsumer(queue: number, first: number): number {
  const stream = edgeStream(consumers.edge[first], BALANCE);
  let left = nextIndex(stream, queues.roomy[queue]);
  let consumer = first;
  while (left > 0 || !hasRoom(consumer)) {
    if (hasRoom(consumer)) left--;
    consumer++;
  }
  return consumer;
}
