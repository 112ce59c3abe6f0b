// Fills the rows of mailboxes, logs and their consumers: one queue per name and one group per name,
// in code-point order; consumers of a queue or group in the order of their edges and instances.
import { backlogs } from "../primitives/backlog.ts";
import { brokers, consumers, FROM_LOG, published } from "../primitives/consumer-rows.ts";
import { pulls } from "../primitives/lease-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { hasRoom } from "../primitives/next-consumer.ts";
import { UNLIMITED } from "../primitives/parameters.ts";
import { tuneLog } from "./fill-log-settings.ts";
import { LogFilling } from "./fill-logs.ts";
import { MailboxFilling } from "./fill-mailboxes.ts";
import type { Program } from "./program.ts";
import { ConsumerFilling, type DeliverValues } from "./subscriptions.ts";

/** Numbers the operations of each node from 0 on. */
function numberOperations(program: Program): void {
  const { operationNames } = program.index;
  published.occupy(operationNames.length);
  const next = program.nodes.map(() => 0);
  for (const [row, { node }] of operationNames.entries()) {
    const position = next[node] ?? 0;
    published.position[row] = position;
    next[node] = position + 1;
  }
}

/** Opens one row of backlog after another. */
function backlogOpener(): (node: number) => number {
  let count = 0;
  return (node) => {
    const backlog = count++;
    backlogs.occupy(count);
    backlogs.node[backlog] = node;
    return backlog;
  };
}

/** Rows of all brokers of a fresh run. Null or the name of the table that is too small. */
export function compileBrokers(program: Program): string | null {
  numberOperations(program);
  if (!brokers.occupy(program.nodes.length)) return brokers.name;
  const filled = new ConsumerFilling(program);
  const openBacklog = backlogOpener();
  const mailboxes = new MailboxFilling(program, filled, openBacklog);
  const logs = new LogFilling(program, filled, openBacklog);
  for (const [node, { descriptor }] of program.nodes.entries()) {
    const cap =
      descriptor.primitive === "mailbox"
        ? mailboxes.fill(node, descriptor.mailbox)
        : descriptor.primitive === "log"
          ? logs.fill(node, descriptor.log)
          : null;
    if (cap !== null) return cap;
  }
  tuneBrokers(program);
  return null;
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
    // A poller has one batch at a time, of which a function works on one message after the other.
    if (pulls.invokes[consumer] !== 0) consumers.concurrency[consumer] = 1;
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
