// Consumers of brokers as the scenario has them: which edges deliver, from which queue or group, and
// the rows of consumers, one per instance at the end of each edge.

import type { MailboxDescriptor } from "../kinds/descriptors.ts";
import {
  consumers,
  DEAD_LETTER,
  DROP,
  LEAVE,
  REQUEUE,
  routes,
} from "../primitives/consumer-rows.ts";
import { STOP_CONSUMER } from "../primitives/log-rows.ts";
import { instances } from "../primitives/node-state.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import type { CompileIndex } from "./compile-index.ts";
import type { Program, ProgramNode } from "./program.ts";

/** What a consumer edge's resolved values hold (the `deliver` parameters of the broker kinds). */
export interface DeliverValues {
  readonly concurrency: number | null;
  readonly onFailure?: keyof typeof ON_FAILURE;
  readonly queue?: string | null;
  readonly routingKey?: string | null;
  readonly prefetch?: number | null;
  readonly consumerPriority?: number;
  readonly ack?: "manual" | "auto";
  readonly group?: string | null;
  readonly commitIntervalMs?: number;
  readonly maxPollRecords?: number;
  readonly sessionTimeoutMs?: number;
}

/** What a consumer does with a message that failed, in the words of the kinds. */
const ON_FAILURE = {
  requeue: REQUEUE,
  release: REQUEUE,
  nak: REQUEUE,
  nack: REQUEUE,
  rollback: REQUEUE,
  retry: REQUEUE,
  deadLetter: DEAD_LETTER,
  drop: DROP,
  term: DROP,
  wait: LEAVE,
  skip: DROP,
  stop: STOP_CONSUMER,
} as const;

export interface Subscription {
  readonly edge: number;
  readonly resolved: ResolvedEdge;
  readonly values: DeliverValues;
  /** Node of the consumer. */
  readonly to: ProgramNode;
}

/** Name of the queue or group that a consumer takes from. */
function nameOf(program: Program, node: number, { resolved, values }: Subscription): string {
  const descriptor = program.nodes[node]?.descriptor;
  return descriptor?.primitive === "mailbox"
    ? queueNameOf(descriptor.mailbox, resolved)
    : (values.group ?? resolved.to);
}

/** Name of the queue that the consumer of an edge takes from. */
export function queueNameOf(mailbox: MailboxDescriptor, { values, to }: ResolvedEdge): string {
  const named = String(values.queue ?? values.group ?? to);
  return mailbox.oneQueue == null || Object.hasOwn(mailbox.queues, named)
    ? named
    : mailbox.oneQueue;
}

/** Consumer edges of a broker, or of one of its queues or groups, in the order of their ids. */
export function subscriptionsOf(program: Program, node: number, name?: string): Subscription[] {
  const found: Subscription[] = [];
  for (const [edge, resolved] of program.scenario.edges.entries()) {
    if (resolved.sort !== "deliver" || program.index.nodeOf(resolved.from) !== node) continue;
    const to = program.nodes[program.index.nodeOf(resolved.to)];
    if (!to) continue;
    const values = resolved.values as unknown as DeliverValues;
    const subscription = { edge, resolved, values, to };
    if (name === undefined || nameOf(program, node, subscription) === name) {
      found.push(subscription);
    }
  }
  return found;
}

/** Names of a broker's queues or groups, in order of their rows. */
export function backlogNamesOf(program: Program, node: number): string[] {
  const descriptor = program.nodes[node]?.descriptor;
  const own = descriptor?.primitive === "mailbox" ? Object.keys(descriptor.mailbox.queues) : [];
  const named = subscriptionsOf(program, node).map((found) => nameOf(program, node, found));
  return [...new Set([...own, ...named])].sort();
}

/** Fills rows of consumers and their routes, one after another over all brokers. */
export class ConsumerFilling {
  private readonly program: Program;
  /** Rows in use. */
  count = 0;
  private route = 0;

  constructor(program: Program) {
    this.program = program;
  }

  /**
   * One consumer per instance of an edge's consumer; `homeOf` gives what it takes from. Null or the
   * name of the table that is too small.
   */
  add(
    node: number,
    subscription: Subscription,
    sort: number,
    homeOf: (consumer: number) => number,
  ): string | null {
    const { edge, resolved, to, values } = subscription;
    const target = this.program.index.nodeOf(resolved.to);
    const firstRoute = this.route;
    const operations = operationsOf(this.program, node);
    if (!routes.occupy(firstRoute + operations.length)) return routes.name;
    for (const { name } of operations) {
      routes.operation[this.route++] = this.program.index.operationOf(target, name);
    }
    const broker = this.program.nodes[node]?.descriptor;
    const pull = broker?.primitive === "mailbox" ? broker.mailbox.pullOf?.(resolved.values) : null;
    // A platform that invokes a function leaves what failed, and asks in as many rows as it has pollers.
    const invocations = pull?.invocations ?? null;
    const usual = invocations === null ? "drop" : "wait";
    const rows = to.instanceCount * (invocations?.pollers ?? 1);
    if (!consumers.occupy(this.count + rows)) return consumers.name;
    for (let at = 0; at < rows; at++) {
      const consumer = this.count++;
      const instance = to.firstInstance + (at % to.instanceCount);
      consumers.sort[consumer] = sort;
      consumers.instance[consumer] = instance;
      consumers.home[consumer] = homeOf(consumer);
      consumers.edge[consumer] = edge;
      consumers.firstRoute[consumer] = firstRoute;
      consumers.onFailure[consumer] = ON_FAILURE[values.onFailure ?? usual];
      consumers.autoAck[consumer] = values.ack === "auto" ? 1 : 0;
      consumers.forwards[consumer] = to.descriptor.primitive === "mailbox" ? 1 : 0;
      consumers.connected[consumer] = instances.up[instance];
      consumers.priority[consumer] = values.consumerPriority ?? 0;
      consumers.nextHere[consumer] = instances.firstConsumer[instance];
      instances.firstConsumer[instance] = consumer + 1;
    }
    return null;
  }
}

/** Operations of a node with their rows, in order. */
export function operationsOf(
  { index }: Program,
  node: number,
): readonly (CompileIndex["operationNames"][number] & { readonly row: number })[] {
  return index.operationNames
    .map((operation, row) => ({ ...operation, row }))
    .filter((operation) => operation.node === node);
}
