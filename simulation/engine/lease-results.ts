// What queues report that lease their messages out: leases that ended, requests that found nothing.
import { backlogs } from "../primitives/backlog.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { pulls, rules } from "../primitives/lease-rows.ts";
import { messages, queues } from "../primitives/mailbox-rows.ts";
import type { LeaseResult } from "../results/broker-result.ts";

/** The measured period begins now. */
export function restartLeases(): void {
  for (let queue = 0; queue < rules.highWater; queue++) {
    rules.lapsed[queue] = 0;
    rules.receives[queue] = 0;
    rules.emptyReceives[queue] = 0;
    rules.failedAcks[queue] = 0;
    rules.replayed[queue] = 0;
    rules.pollersMost[queue] = rules.pollersNow[queue];
  }
}

/** Of a queue; null where it has no rules of its own and no consumer that asks for messages. */
export function leaseResultOf(queue: number): LeaseResult | null {
  const first = queues.firstConsumer[queue];
  const pulled = queues.consumerCount[queue] > 0 && pulls.batch[first] > 0;
  if (rules.on[queue] === 0 && !pulled) return null;
  const floor = rules.leavesBehind[queue] === 1 ? { ackFloor: ackFloorOf(queue) } : {};
  const polls = pulled
    ? { receives: rules.receives[queue], emptyReceives: rules.emptyReceives[queue] }
    : {};
  const acks = rules.confirmsAcks[queue] === 1 ? { failedAcks: rules.failedAcks[queue] } : {};
  const archive = brokers.archives[backlogs.node[queues.backlog[queue]]] === 1;
  const replayed = archive ? { replayed: rules.replayed[queue] } : {};
  const pollers =
    rules.pollers[queue] > 0
      ? { pollers: { max: rules.pollersMost[queue], atEnd: rules.pollersNow[queue] } }
      : {};
  return { lapsed: rules.lapsed[queue], ...polls, ...pollers, ...floor, ...acks, ...replayed };
}

/** Number of the last message up to which all are acknowledged; 0 = none. */
function ackFloorOf(queue: number): number {
  const oldest = queues.oldest[queue];
  const stored = oldest === 0 ? queues.sequence[queue] + 1 : messages.sequence[oldest - 1];
  const behind = rules.leftBehind[queue];
  return (behind === 0 ? stored : Math.min(stored, behind)) - 1;
}
