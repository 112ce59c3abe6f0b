// Fills the rules by which queues lease their messages out, and how consumers ask for them.
import { schedule } from "../core/event-list.ts";
import { AT, registers } from "../core/registers.ts";
import {
  type DeliveryRules,
  type InvocationDescriptor,
  PLAIN_RULES,
  type PullDescriptor,
} from "../kinds/delivery-rules.ts";
import type { MailboxDescriptor } from "../kinds/descriptors.ts";
import { consumers, REQUEUE } from "../primitives/consumer-rows.ts";
import { RECEIVE_ARRIVE } from "../primitives/event-kinds.ts";
import {
  ALWAYS,
  ASKING,
  BY_BATCH,
  BY_MESSAGE,
  CALLS_POLLERS,
  delays,
  messageGroups,
  NEVER,
  PUSHES_BLINDLY,
  pulls,
  rules,
  UNTIL_REDELIVERED,
} from "../primitives/lease-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import type { Program } from "./program.ts";
import { queueNameOf, type Subscription, subscriptionsOf } from "./subscriptions.ts";

const LATE = {
  never: NEVER,
  untilRedelivered: UNTIL_REDELIVERED,
  always: ALWAYS,
} as const satisfies Record<DeliveryRules["lateSettlements"], number>;

/** Rows of rules and of pauses, one after another over all brokers. */
export class LeaseFilling {
  private delay = 0;
  private group = 0;

  /** The rules of a queue whose consumers stand; null or the name of the table that is too small. */
  fill(
    queue: number,
    name: string,
    mailbox: MailboxDescriptor,
    subscriptions: readonly Subscription[],
  ): string | null {
    rules.occupy(queue + 1);
    const [first] = subscriptions;
    const given = mailbox.rulesOf?.(name, first?.resolved.values ?? null) ?? null;
    if (given !== null && !isPlain(given)) {
      const cap = this.fillRules(queue, given);
      if (cap !== null) return cap;
    }
    const from = queues.firstConsumer[queue];
    for (let at = 0; at < queues.consumerCount[queue]; at++) {
      const consumer = from + at;
      const edge = consumers.edge[consumer];
      const values = subscriptions.find((found) => found.edge === edge)?.resolved.values;
      const pull = values === undefined ? null : (mailbox.pullOf?.(values) ?? null);
      if (pull?.invocations != null) fillPoller(queue, consumer, pull.invocations);
      if (pull !== null) startPull(consumer, pull);
      if (given?.settlesAtDelivery === true) consumers.autoAck[consumer] = 1;
      // Whoever pushes takes every failure for one of the push.
      if (given?.pushesBlindly === true) consumers.onFailure[consumer] = REQUEUE;
    }
    return null;
  }

  private fillRules(queue: number, given: DeliveryRules): string | null {
    const listed = this.delay + given.leasesMs.length + given.pausesMs.length;
    if (!delays.occupy(listed)) return delays.name;
    if (!messageGroups.occupy(this.group + given.groups)) return messageGroups.name;
    rules.on[queue] = 1;
    rules.leaseMs[queue] = given.leaseMs ?? 0;
    rules.firstLease[queue] = this.addDelays(given.leasesMs);
    rules.leaseCount[queue] = given.leasesMs.length;
    rules.lapseEveryMs[queue] = given.lapseEveryMs ?? 0;
    rules.extendsMs[queue] = given.extendMs ?? 0;
    rules.aborts[queue] = given.abortAtLapse ? 1 : 0;
    rules.keeps[queue] = given.keepsLost ? 1 : 0;
    rules.firstPause[queue] = this.addDelays(given.pausesMs);
    rules.pauseCount[queue] = given.pausesMs.length;
    rules.pauseJitter[queue] = given.pauseJitter;
    rules.forgets[queue] = given.redeliveredByConsumer ? 1 : 0;
    rules.delayMs[queue] = given.delayMs;
    rules.inFlightMax[queue] = given.inFlightMax ?? 0;
    rules.drawsConsumer[queue] = given.drawsConsumer ? 1 : 0;
    rules.newestMax[queue] = given.newestMax ?? 0;
    rules.confirmsAcks[queue] = given.confirmsAcks ? 1 : 0;
    rules.late[queue] = LATE[given.lateSettlements];
    rules.expiredAreGone[queue] = given.expiredAreGone ? 1 : 0;
    rules.afterwards[queue] = given.pushesBlindly ? PUSHES_BLINDLY : 0;
    rules.needsListener[queue] = given.needsListener ? 1 : 0;
    rules.leavesBehind[queue] = given.leavesBehind ? 1 : 0;
    rules.listeners[queue] = connectedTo(queue);
    rules.firstGroup[queue] = this.group;
    rules.groupCount[queue] = given.groups;
    rules.groupBatches[queue] = given.groupBatches ? 1 : 0;
    this.group += given.groups;
    if (given.deliveriesMax !== null) queues.returnsMax[queue] = given.deliveriesMax - 1;
    return null;
  }

  private addDelays(list: readonly number[]): number {
    const first = this.delay;
    for (const ms of list) delays.ms[this.delay++] = ms;
    return first;
  }
}

/** All that decides how the queues of a node deliver; nothing of it changes while a run goes on. */
export function deliveryOf(program: Program, node: number): unknown {
  const descriptor = program.nodes[node]?.descriptor;
  if (descriptor?.primitive !== "mailbox" || descriptor.mailbox.rulesOf === undefined) return null;
  const { mailbox } = descriptor;
  const edges = subscriptionsOf(program, node).map(({ resolved }) => [
    mailbox.rulesOf?.(queueNameOf(mailbox, resolved), resolved.values),
    mailbox.pullOf?.(resolved.values),
    resolved.values.onFailure,
  ]);
  return [edges, mailbox.queues, mailbox.otherQueues, mailbox.oneQueue, mailbox.rememberMs];
}

function isPlain(given: DeliveryRules): boolean {
  return JSON.stringify(given) === JSON.stringify(PLAIN_RULES);
}

function connectedTo(queue: number): number {
  const first = queues.firstConsumer[queue];
  const connected = consumers.connected.subarray(first, first + queues.consumerCount[queue]);
  return connected.reduce((sum, one) => sum + one, 0);
}

/** One of the pollers by which a function is invoked: those beyond the first ones stand by. */
function fillPoller(queue: number, consumer: number, of: InvocationDescriptor): void {
  pulls.occupy(consumer + 1);
  pulls.invokes[consumer] = of.failsWhole ? BY_BATCH : BY_MESSAGE;
  rules.afterwards[queue] = CALLS_POLLERS;
  rules.joinEveryMs[queue] = 60_000 / of.joinPerMinute;
  if (rules.pollers[queue]++ >= of.pollersAtFirst) {
    consumers.standby[consumer] = 1;
    return;
  }
  rules.pollersAtFirst[queue]++;
  rules.pollersNow[queue]++;
  rules.pollersMost[queue]++;
}

/** A consumer that asks for messages has its first request at the broker when the run begins. */
function startPull(consumer: number, { batch, waitMs, pauseMs }: PullDescriptor): void {
  pulls.occupy(consumer + 1);
  pulls.batch[consumer] = batch;
  pulls.waitMs[consumer] = waitMs;
  pulls.pauseMs[consumer] = pauseMs;
  if (consumers.connected[consumer] === 0 || consumers.standby[consumer] === 1) return;
  pulls.state[consumer] = ASKING;
  registers[AT] = 0;
  pulls.timer[consumer] = schedule(RECEIVE_ARRIVE, consumer, 0) + 1;
}
