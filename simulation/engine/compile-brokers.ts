// Fills the rows of mailboxes, logs and their consumers: one queue per name and one group per name,
// in code-point order; consumers of a queue or group in the order of their edges and instances.
import { backlogs } from "../primitives/backlog.ts";
import {
  brokers,
  consumers,
  DEAD_LETTER,
  DROP,
  FROM_LOG,
  FROM_QUEUE,
  published,
  REQUEUE,
  routes,
} from "../primitives/consumer-rows.ts";
import { startGroup } from "../primitives/log-group.ts";
import { cursors, groups, members, partitions, STOP_CONSUMER } from "../primitives/log-rows.ts";
import { hasRoom } from "../primitives/mailbox.ts";
import { bindings, queues } from "../primitives/mailbox-rows.ts";
import { instances } from "../primitives/node-state.ts";
import { UNLIMITED } from "../primitives/parameters.ts";
import type { ResolvedEdge, ResolvedValues } from "../scenario/document.ts";
import {
  fillGroupSettings,
  fillLogSettings,
  fillMemberSettings,
  type LogPlaces,
  tuneLog,
} from "./fill-log-settings.ts";
import type { Program, ProgramNode } from "./program.ts";

/** What a consumer edge's resolved values hold (the `deliver` parameters of the broker kinds). */
interface DeliverValues {
  readonly concurrency: number | null;
  readonly onFailure?: keyof typeof ON_FAILURE;
  readonly queue?: string | null;
  readonly routingKey?: string | null;
  readonly prefetch?: number | null;
  readonly ack?: "manual" | "auto";
  readonly group?: string | null;
}

const ON_FAILURE = {
  requeue: REQUEUE,
  deadLetter: DEAD_LETTER,
  drop: DROP,
  skip: DROP,
  stop: STOP_CONSUMER,
} as const;

interface Subscription {
  readonly edge: number;
  readonly resolved: ResolvedEdge;
  readonly values: DeliverValues;
  /** Node of the consumer. */
  readonly to: ProgramNode;
}

type Mailbox = Extract<ProgramNode["descriptor"], { primitive: "mailbox" }>["mailbox"];
type Log = Extract<ProgramNode["descriptor"], { primitive: "log" }>["log"];

/** How many rows of each table are in use while they are filled. */
class BrokerFilling {
  private readonly program: Program;
  private queue = 0;
  private binding = 0;
  private partition = 0;
  private group = 0;
  private cursor = 0;
  private member = 0;
  private consumer = 0;
  private route = 0;
  private backlog = 0;
  private readonly places: LogPlaces = { key: 0, seen: 0, replica: 0 };

  constructor(program: Program) {
    this.program = program;
  }

  /** Null or the name of the table that is too small. */
  fill(): string | null {
    this.numberOperations();
    if (!brokers.occupy(this.program.nodes.length)) return "brokers";
    for (const [node, { descriptor }] of this.program.nodes.entries()) {
      if (descriptor.primitive === "mailbox") {
        const cap = this.fillMailbox(node, descriptor.mailbox);
        if (cap !== null) return cap;
      } else if (descriptor.primitive === "log") {
        const cap = this.fillLog(node, descriptor.log);
        if (cap !== null) return cap;
      }
    }
    return null;
  }

  /** Numbers the operations of each node from 0 on. */
  private numberOperations(): void {
    const { operationNames } = this.program.index;
    published.occupy(operationNames.length);
    const next = this.program.nodes.map(() => 0);
    for (const [row, { node }] of operationNames.entries()) {
      const position = next[node] ?? 0;
      published.position[row] = position;
      next[node] = position + 1;
    }
  }

  private operationsOf(node: number): string[] {
    return this.program.index.operationNames
      .filter((operation) => operation.node === node)
      .map(({ name }) => name);
  }

  private fillMailbox(node: number, mailbox: Mailbox): string | null {
    const names = backlogNamesOf(this.program, node);
    const operations = this.operationsOf(node);
    brokers.firstQueue[node] = this.queue;
    brokers.queueCount[node] = names.length;
    for (const name of names) {
      const subscriptions = subscriptionsOf(this.program, node, name);
      const queue = this.queue++;
      if (!queues.occupy(this.queue)) return queues.name;
      if (!bindings.occupy(this.binding + operations.length)) return bindings.name;
      queues.backlog[queue] = this.openBacklog(node);
      queues.readyMax[queue] = mailbox.queueLengthMax ?? UNLIMITED;
      queues.rejects[queue] = mailbox.rejectWhenFull ? 1 : 0;
      queues.durable[queue] = mailbox.durable ? 1 : 0;
      queues.deliveryLimit[queue] =
        mailbox.deliveryLimit === null ? 0 : Math.max(1, mailbox.deliveryLimit);
      queues.firstBinding[queue] = this.binding;
      for (const operation of operations) {
        const keys = subscriptions.map(({ values }) => values.routingKey ?? name);
        bindings.bound[this.binding++] = !mailbox.direct || keys.includes(operation) ? 1 : 0;
      }
      queues.firstConsumer[queue] = this.consumer;
      for (const subscription of subscriptions) {
        const cap = this.addConsumers(node, subscription, FROM_QUEUE, () => queue);
        if (cap !== null) return cap;
      }
      queues.consumerCount[queue] = this.consumer - queues.firstConsumer[queue];
    }
    return null;
  }

  private fillLog(node: number, log: Log): string | null {
    const names = backlogNamesOf(this.program, node);
    brokers.firstPartition[node] = this.partition;
    brokers.partitionCount[node] = log.partitions;
    brokers.firstGroup[node] = this.group;
    brokers.groupCount[node] = names.length;
    if (!partitions.occupy(this.partition + log.partitions)) return partitions.name;
    const tooSmall = fillLogSettings(this.program, node, this.partition, this.places);
    if (tooSmall !== null) return tooSmall;
    for (const name of names) {
      const group = this.group++;
      if (!groups.occupy(this.group)) return groups.name;
      if (!cursors.occupy(this.cursor + log.partitions)) return cursors.name;
      groups.node[group] = node;
      groups.backlog[group] = this.openBacklog(node);
      groups.firstCursor[group] = this.cursor;
      groups.firstMember[group] = this.member;
      for (let at = 0; at < log.partitions; at++) {
        cursors.group[this.cursor] = group;
        cursors.partition[this.cursor++] = this.partition + at;
      }
      const subscriptions = subscriptionsOf(this.program, node, name);
      fillGroupSettings(group, subscriptions[0].resolved.values, this.places);
      for (const subscription of subscriptions) {
        const cap = this.addConsumers(node, subscription, FROM_LOG, (consumer) =>
          this.addMember(group, consumer, subscription.resolved.values),
        );
        if (cap !== null) return cap;
      }
      groups.memberCount[group] = this.member - groups.firstMember[group];
      startGroup(group);
    }
    this.partition += log.partitions;
    return null;
  }

  private openBacklog(node: number): number {
    backlogs.occupy(this.backlog + 1);
    backlogs.node[this.backlog] = node;
    return this.backlog++;
  }

  private addMember(group: number, consumer: number, values: ResolvedValues): number {
    const member = this.member++;
    members.occupy(this.member);
    members.group[member] = group;
    members.consumer[member] = consumer;
    members.joined[member] = 1;
    fillMemberSettings(member, values);
    return member;
  }

  /** One consumer per instance of an edge's consumer; `homeOf` gives what it takes from. */
  private addConsumers(
    node: number,
    subscription: Subscription,
    sort: number,
    homeOf: (consumer: number) => number,
  ): string | null {
    const { edge, resolved, to, values } = subscription;
    const target = this.program.index.nodeOf(resolved.to);
    const firstRoute = this.route;
    const operations = this.operationsOf(node);
    if (!routes.occupy(firstRoute + operations.length)) return routes.name;
    for (const operation of operations) {
      routes.operation[this.route++] = this.program.index.operationOf(target, operation);
    }
    if (!consumers.occupy(this.consumer + to.instanceCount)) return consumers.name;
    for (let at = 0; at < to.instanceCount; at++) {
      const consumer = this.consumer++;
      const instance = to.firstInstance + at;
      consumers.sort[consumer] = sort;
      consumers.home[consumer] = homeOf(consumer);
      consumers.edge[consumer] = edge;
      consumers.instance[consumer] = instance;
      consumers.firstRoute[consumer] = firstRoute;
      consumers.onFailure[consumer] = ON_FAILURE[values.onFailure ?? "drop"];
      consumers.autoAck[consumer] = values.ack === "auto" ? 1 : 0;
      consumers.connected[consumer] = 1;
      consumers.nextHere[consumer] = instances.firstConsumer[instance];
      instances.firstConsumer[instance] = consumer + 1;
    }
    return null;
  }
}

function nameOf({ resolved, values }: Subscription): string {
  return values.queue ?? values.group ?? resolved.to;
}

function subscriptionsOf(program: Program, node: number, name?: string): Subscription[] {
  const found: Subscription[] = [];
  for (const [edge, resolved] of program.scenario.edges.entries()) {
    if (resolved.sort !== "deliver" || program.index.nodeOf(resolved.from) !== node) continue;
    const to = program.nodes[program.index.nodeOf(resolved.to)];
    if (!to) continue;
    const values = resolved.values as unknown as DeliverValues;
    const subscription = { edge, resolved, values, to };
    if (name === undefined || nameOf(subscription) === name) found.push(subscription);
  }
  return found;
}

/** Names of a broker's queues or groups, in order of their rows. */
export function backlogNamesOf(program: Program, node: number): string[] {
  return [...new Set(subscriptionsOf(program, node).map(nameOf))].sort();
}

/** Rows of all brokers of a fresh run. Null or the name of the table that is too small. */
export function compileBrokers(program: Program): string | null {
  const cap = new BrokerFilling(program).fill();
  if (cap === null) tuneBrokers(program);
  return cap;
}

/** What may change while a run goes on: prefetch and concurrency of consumers. */
export function tuneBrokers(program: Program): void {
  for (let consumer = 0; consumer < consumers.highWater; consumer++) {
    const resolved = program.scenario.edges[consumers.edge[consumer]];
    const values = resolved?.values as unknown as DeliverValues | undefined;
    const isLog = consumers.sort[consumer] === FROM_LOG;
    consumers.prefetch[consumer] = values?.prefetch ?? 0;
    // A log's consumer may work on every partition it was assigned, as far as slots are free.
    consumers.concurrency[consumer] = values?.concurrency ?? (isLog ? UNLIMITED : 0);
  }
  for (let node = 0; node < program.nodes.length; node++) tuneLog(program, node);
  for (let queue = 0; queue < queues.highWater; queue++) {
    const first = queues.firstConsumer[queue];
    queues.roomy[queue] = 0;
    for (let at = 0; at < queues.consumerCount[queue]; at++) {
      if (hasRoom(first + at)) queues.roomy[queue]++;
    }
  }
}
