// Fills the rows of mailbox brokers: their queues and what leads to them. Every way in which a broker
// is published to is routed here, once: an envelope for each, and for each form in which messages
// that died in a queue are published anew.
import type { MailboxDescriptor, QueueDescriptor } from "../kinds/descriptors.ts";
import { brokers, consumers, FROM_QUEUE, published } from "../primitives/consumer-rows.ts";
import { deadRoutes, envelopes, targets } from "../primitives/envelope-rows.ts";
import { DROP_HEAD, levels, queues, REFUSE, REFUSE_DEAD } from "../primitives/mailbox-rows.ts";
import { UNLIMITED } from "../primitives/parameters.ts";
import { LeaseFilling } from "./fill-leases.ts";
import {
  boundQueuesOf,
  queueOf,
  type Routed,
  type RoutingTable,
  routedBy,
  routeOf,
  routingTableOf,
} from "./message-routes.ts";
import type { Program } from "./program.ts";
import type { Publishing } from "./publishing.ts";
import { isReplayed } from "./replayed.ts";
import {
  backlogNamesOf,
  type ConsumerFilling,
  operationsOf,
  type Subscription,
  subscriptionsOf,
} from "./subscriptions.ts";

const OVERFLOWS = {
  "drop-head": DROP_HEAD,
  "reject-publish": REFUSE,
  "reject-publish-dlx": REFUSE_DEAD,
} as const satisfies Record<QueueDescriptor["overflow"], number>;

interface NamedQueue {
  readonly name: string;
  readonly row: number;
  readonly descriptor: QueueDescriptor;
  readonly subscriptions: readonly Subscription[];
}

/** What an envelope is made of. */
interface Envelope extends Routed {
  readonly operation: number;
  readonly publishing: Publishing;
  /** Dead letters have lost the time to live that they were published with. */
  readonly died: boolean;
}

/** 0 = none, negative = at once. */
function ttlOf(ttlMs: number | null): number {
  return ttlMs === null ? 0 : ttlMs === 0 ? -1 : ttlMs;
}

export class MailboxFilling {
  private readonly program: Program;
  private readonly consumers: ConsumerFilling;
  private readonly openBacklog: (node: number) => number;
  private readonly leases = new LeaseFilling();
  private queue = 0;
  private level = 0;
  private target = 0;
  private envelope = 0;
  private deadRoute = 0;

  constructor(program: Program, consumers: ConsumerFilling, openBacklog: (node: number) => number) {
    this.program = program;
    this.consumers = consumers;
    this.openBacklog = openBacklog;
  }

  /** Null or the name of the table that is too small. */
  fill(node: number, mailbox: MailboxDescriptor): string | null {
    const named = backlogNamesOf(this.program, node).map((name, at) => ({
      name,
      row: this.queue + at,
      descriptor: queueOf(mailbox, name),
      subscriptions: subscriptionsOf(this.program, node, name),
    }));
    this.fillCluster(node, mailbox);
    brokers.firstQueue[node] = this.queue;
    brokers.queueCount[node] = named.length;
    this.queue += named.length;
    if (!queues.occupy(this.queue)) return queues.name;
    for (const queue of named) {
      this.placeQueue(node, mailbox, queue);
      const cap = this.fillQueue(node, mailbox, queue);
      if (cap !== null) return cap;
    }
    return this.fillRoutes(node, mailbox, named);
  }

  private fillQueue(
    node: number,
    mailbox: MailboxDescriptor,
    { name, row, descriptor, subscriptions }: NamedQueue,
  ): string | null {
    queues.backlog[row] = this.openBacklog(node);
    queues.readyMax[row] = descriptor.readyMax ?? UNLIMITED;
    queues.overflow[row] = OVERFLOWS[descriptor.overflow];
    queues.durable[row] = descriptor.durable ? 1 : 0;
    queues.returnsMax[row] = descriptor.returnsMax ?? UNLIMITED;
    queues.returnsToTail[row] = descriptor.returnsToTail ? 1 : 0;
    queues.countsGivenBack[row] = descriptor.countsGivenBack ? 1 : 0;
    queues.singleActive[row] = descriptor.singleActive ? 1 : 0;
    const ranks = subscriptions.map(({ values }) => values.consumerPriority ?? 0);
    queues.ranked[row] = ranks.some((rank) => rank !== ranks[0]) ? 1 : 0;
    queues.ttlMs[row] = ttlOf(descriptor.ttlMs);
    queues.expires[row] = descriptor.ttlMs === null ? 0 : 1;
    queues.deadLetters[row] = descriptor.deadLetter === null ? 0 : 1;
    queues.deadWait[row] = descriptor.deadLetter?.waits === true ? 1 : 0;
    if (!this.fillPriorities(node, row, descriptor)) return levels.name;
    queues.firstConsumer[row] = this.consumers.count;
    for (const subscription of subscriptions) {
      const cap = this.consumers.add(node, subscription, FROM_QUEUE, () => row);
      if (cap !== null) return cap;
    }
    queues.consumerCount[row] = this.consumers.count - queues.firstConsumer[row];
    queueConsumers(row);
    return this.leases.fill(row, name, mailbox, subscriptions);
  }

  /** Levels of priorities; none where nobody publishes with one. False: there are too many. */
  private fillPriorities(node: number, row: number, descriptor: QueueDescriptor): boolean {
    const { priorityMax, favors } = descriptor;
    const isUsed = operationsOf(this.program, node).some(
      ({ publishing }) => publishing.priority > 0,
    );
    if (priorityMax === 0 || !isUsed) return true;
    queues.priorityMax[row] = priorityMax;
    queues.favors[row] = favors?.turns ?? 0;
    queues.highAbove[row] = favors?.above ?? 0;
    queues.firstLevel[row] = this.level;
    this.level += priorityMax + 1;
    return levels.occupy(this.level);
  }

  /** Queues are spread over the instances of their broker in turn. */
  private placeQueue(node: number, mailbox: MailboxDescriptor, queue: NamedQueue): void {
    const { row, descriptor } = queue;
    const { firstInstance = 0, instanceCount = 1 } = this.program.nodes[node] ?? {};
    const home = firstInstance + ((row - brokers.firstQueue[node]) % instanceCount);
    const size = Math.min(mailbox.cluster.replicas, instanceCount);
    queues.leader[row] = home;
    queues.firstMember[row] = home;
    queues.isLed[row] = 1;
    queues.downAt[row] = -1;
    queues.replicated[row] = descriptor.replicated ? 1 : 0;
    queues.memberCount[row] = descriptor.replicated ? size : 1;
  }

  private fillCluster(node: number, mailbox: MailboxDescriptor): void {
    const { cluster, storedMax, rememberMs, archive } = mailbox;
    const { index, nodes } = this.program;
    const isAlone = (nodes[node]?.instanceCount ?? 1) === 1;
    const { flushTime, networkMs } = cluster;
    brokers.flush[node] = flushTime === 0 ? -1 : index.distribution(flushTime, "ms");
    brokers.link[node] = isAlone || networkMs === 0 ? -1 : index.distribution(networkMs, "ms");
    brokers.failoverMs[node] = cluster.failoverMs;
    brokers.storedMax[node] = storedMax ?? 0;
    brokers.rememberMs[node] = rememberMs ?? 0;
    brokers.archives[node] = archive != null && isReplayed(this.program, node) ? 1 : 0;
    brokers.archivedMs[node] = archive?.keptMs ?? 0;
    brokers.replayEveryMs[node] = 1000 / (archive?.replayedPerS ?? Infinity);
  }

  private fillRoutes(
    node: number,
    mailbox: MailboxDescriptor,
    named: readonly NamedQueue[],
  ): string | null {
    const broker = this.program.nodes[node]?.id ?? "";
    const bound = boundQueuesOf(this.program.scenario, broker, mailbox);
    const table = routingTableOf(mailbox, bound);
    const firstEnvelope = this.envelope;
    const found = this.envelopesOf(node, named);
    for (const [position, made] of found.entries()) {
      const row = firstEnvelope + position;
      const exchange = made.publishing.exchange ?? mailbox.entry;
      const cap = this.fillEnvelope(row, position, made);
      if (cap !== null) return cap;
      envelopes.firstTarget[row] = this.target;
      if (!this.addTargets(table, exchange, made, named)) return targets.name;
      envelopes.targetCount[row] = this.target - envelopes.firstTarget[row];
      if (!made.died) published.envelope[made.operation] = row;
      markExpiry(row, made);
    }
    return this.fillDeadRoutes(table, named, found, firstEnvelope);
  }

  /** Envelopes of what is published, then those that dead letters go with. */
  private envelopesOf(node: number, named: readonly NamedQueue[]): readonly Envelope[] {
    const found: Envelope[] = operationsOf(this.program, node).map((operation) => ({
      ...routedBy(operation),
      operation: operation.row,
      publishing: operation.publishing,
      died: false,
    }));
    // A list hands out what is added to it while it is walked.
    for (const made of found) {
      for (const { descriptor } of named) {
        if (descriptor.deadLetter === null) continue;
        const after = afterDeath(made, descriptor.deadLetter.routingKey);
        if (!found.some((other) => isSame(other, after))) found.push(after);
      }
    }
    return found;
  }

  private fillEnvelope(row: number, position: number, made: Envelope): string | null {
    this.envelope = row + 1;
    if (!envelopes.occupy(this.envelope)) return envelopes.name;
    const { publishing } = made;
    envelopes.operation[row] = made.operation;
    envelopes.position[row] = position;
    envelopes.priority[row] = publishing.priority;
    envelopes.ttlMs[row] = made.died ? 0 : ttlOf(publishing.expirationMs);
    envelopes.mandatory[row] = publishing.mandatory ? 1 : 0;
    envelopes.transient[row] = publishing.persistent ? 0 : 1;
    return null;
  }

  private addTargets(
    table: RoutingTable,
    exchange: string,
    message: Routed,
    named: readonly NamedQueue[],
  ): boolean {
    const reached = new Set(routeOf(table, exchange, message));
    const rows = named.filter(({ name }) => reached.has(name)).map(({ row }) => row);
    if (!targets.occupy(this.target + rows.length)) return false;
    for (const row of rows) targets.queue[this.target++] = row;
    return true;
  }

  private fillDeadRoutes(
    table: RoutingTable,
    named: readonly NamedQueue[],
    found: readonly Envelope[],
    firstEnvelope: number,
  ): string | null {
    for (const { row, descriptor } of named) {
      if (descriptor.deadLetter === null) continue;
      const { exchange, routingKey } = descriptor.deadLetter;
      queues.firstDeadRoute[row] = this.deadRoute;
      if (!deadRoutes.occupy(this.deadRoute + found.length)) return deadRoutes.name;
      for (const made of found) {
        const after = afterDeath(made, routingKey);
        const route = this.deadRoute++;
        deadRoutes.firstTarget[route] = this.target;
        if (!this.addTargets(table, exchange, after, named)) return targets.name;
        deadRoutes.targetCount[route] = this.target - deadRoutes.firstTarget[route];
        deadRoutes.envelope[route] = firstEnvelope + found.findIndex((o) => isSame(o, after));
      }
    }
    return null;
  }
}

/** All consumers of a queue are there, in the order of their rows. */
function queueConsumers(queue: number): void {
  const first = queues.firstConsumer[queue];
  for (let at = 0; at < queues.consumerCount[queue]; at++) {
    consumers.registered[first + at] = at + 1;
    consumers.standby[first + at] = queues.singleActive[queue] === 1 && at > 0 ? 1 : 0;
  }
  queues.connections[queue] = queues.consumerCount[queue];
}

/** Queues that messages with a time to live reach have to look at it. */
function markExpiry(envelope: number, { died, publishing }: Envelope): void {
  if (died || publishing.expirationMs === null) return;
  const first = envelopes.firstTarget[envelope];
  for (let at = 0; at < envelopes.targetCount[envelope]; at++) {
    queues.expires[targets.queue[first + at]] = 1;
  }
}

function afterDeath(made: Envelope, routingKey: string | null): Envelope {
  return { ...made, key: routingKey ?? made.key, died: true };
}

function isSame(left: Envelope, right: Envelope): boolean {
  return left.operation === right.operation && left.key === right.key && left.died === right.died;
}
