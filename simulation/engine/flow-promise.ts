// What the settings of a flow promise, and which of them decides; and whether a run kept it. Of several
// publishers or consumers the weakest counts.
import { brokers, consumers, published, REQUEUE } from "../primitives/consumer-rows.ts";
import { envelopes } from "../primitives/envelope-rows.ts";
import { inboxes } from "../primitives/inbox.ts";
import { pulls, rules } from "../primitives/lease-rows.ts";
import {
  ACKS_LEADER,
  ACKS_NONE,
  BY_KEY,
  groups,
  logEdges,
  logs,
  members,
} from "../primitives/log-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { instances } from "../primitives/node-state.ts";
import { edges, plans, UNLIMITED } from "../primitives/parameters.ts";
import { COLLECTS } from "../primitives/parcel-rows.ts";
import { LINES_UP, linedEdges } from "../primitives/publish-lines.ts";
import type { FlowPromise, FlowResult, Guarantee } from "../results/flow-result.ts";

interface Place {
  readonly node: number;
  /** Row of the queue or group. */
  readonly row: number;
  readonly isLog: boolean;
}

const INBOX =
  "What is in doubt comes again, and consumers pass over what they have applied (inbox).";

type Settled = readonly [guarantee: Guarantee, because: string];
type Order = readonly [ordered: boolean, because: string];

/** What is promised of an operation's messages in a queue or group. */
export function promiseOf(place: Place, operation: number): FlowPromise {
  const { node, row, isLog } = place;
  const [guarantee, because] = isLog
    ? promiseOfLog(node, publishing(operation))
    : promiseOfQueue(row, operation);
  const known = isLog ? membersOf(row) : consumersOf(row);
  const passesOver = known.length > 0 && known.every((consumer) => inboxes.on[consumer] === 1);
  const isOnce = guarantee === "atLeastOnce" && passesOver;
  const [ordered, orderedBecause] = isLog
    ? orderOfLog(node, publishing(operation))
    : orderOfQueue(row);
  const once = { guarantee: "effectivelyOnce" as const, because: INBOX };
  return { ...(isOnce ? once : { guarantee, because }), ordered, orderedBecause };
}

function membersOf(group: number): number[] {
  const first = groups.firstMember[group];
  return Array.from({ length: groups.memberCount[group] }, (_, at) => members.consumer[first + at]);
}

/** Edges whose calls are to an operation row. */
function publishing(operation: number): number[] {
  const found: number[] = [];
  for (let plan = 0; plan < plans.highWater; plan++) {
    if (plans.operation[plan] === operation) found.push(plans.edge[plan]);
  }
  return found;
}

function consumersOf(queue: number): number[] {
  const first = queues.firstConsumer[queue];
  return Array.from({ length: queues.consumerCount[queue] }, (_, at) => first + at);
}

function promiseOfQueue(queue: number, operation: number): Settled {
  const known = consumersOf(queue);
  if (known.some((consumer) => consumers.autoAck[consumer] === 1)) {
    return ["atMostOnce", "Messages count as settled when they are delivered, done or not."];
  }
  if (rules.needsListener[queue] === 1) {
    if (known.length <= 1) {
      return ["atMostOnce", "Nothing is kept: what finds no subscriber is gone."];
    }
    // A consumer that has lost its connection still does the work that another is given again.
    return ["none", "Lost without a subscriber; what one leaves unacknowledged goes to another."];
  }
  if (queues.durable[queue] === 0) {
    return ["none", "The queue is not durable: a restart of the broker empties it."];
  }
  const envelope = published.envelope[operation];
  if (queues.replicated[queue] === 0 && envelopes.transient[envelope] === 1) {
    return ["none", "Messages are transient: a restart of the broker loses them."];
  }
  if (isLeased(queue)) {
    return ["atLeastOnce", "A delivery that is not settled in time comes back."];
  }
  return ["atLeastOnce", "A delivery that is not acknowledged comes back."];
}

function promiseOfLog(node: number, from: readonly number[]): Settled {
  const acks = from.map((edge) => logEdges.acks[edge]);
  if (acks.includes(ACKS_NONE)) {
    return ["none", "Publishers wait for no acknowledgement (acks none)."];
  }
  if (logs.replicas[node] > 1 && acks.includes(ACKS_LEADER)) {
    return ["none", "Acknowledged by the leader alone: what followers lack is lost with it."];
  }
  if (logs.replicas[node] > 1 && logs.unclean[node] === 1) {
    return ["none", "A replica that is behind may become leader (unclean election)."];
  }
  return [
    "atLeastOnce",
    "Offsets are committed after the work, so what is in doubt is read again.",
  ];
}

function orderOfLog(node: number, from: readonly number[]): Order {
  const retrying = from.filter((edge) => edges.maxAttempts[edge] > 1);
  for (const edge of retrying) {
    const passes = passedBy(edge);
    if (passes !== null) return [false, passes];
  }
  const producers = from.reduce((sum, edge) => sum + edges.rowCount[edge], 0);
  if (retrying.length > 0 && producers > 1) {
    return [false, `Each of its ${producers} producers keeps its own order over retries.`];
  }
  const after = retrying.length === 0 ? "" : ` ${KEPT}`;
  if (brokers.partitionCount[node] === 1) {
    return [true, `There is one partition, and one consumer works it off in order.${after}`];
  }
  if (logs.partitioner[node] === BY_KEY) {
    return [
      true,
      `Records of a key share a partition, which one consumer works off in order.${after}`,
    ];
  }
  return [false, "Records of a key go to several partitions."];
}

const KEPT = "A publish that is tried again keeps its place.";

/** Why a publish over an edge that is tried again comes after newer ones; null: it does not. */
function passedBy(edge: number): string | null {
  if ((edges.guards[edge] & COLLECTS) !== 0) {
    return "Records of a batch that is tried again may come after newer ones.";
  }
  if ((edges.guards[edge] & LINES_UP) === 0) {
    return "A publish that is tried again comes after newer ones of its producer.";
  }
  const most = linedEdges.requestsMax[edge];
  if (logEdges.idempotent[edge] === 1 || most === 1) return null;
  const many = most >= UNLIMITED ? "Any number of" : `Up to ${most}`;
  return `${many} requests are in flight, and a publish that is tried again comes after those behind it.`;
}

function isLeased(queue: number): boolean {
  return rules.on[queue] === 1 && rules.leaseMs[queue] + rules.leaseCount[queue] > 0;
}

/** Messages that a consumer works on at once. */
function widthOf(consumer: number): number {
  const limit = consumers.concurrency[consumer];
  return limit === 0 ? instances.slots[consumers.instance[consumer]] : limit;
}

function orderOfQueue(queue: number): Order {
  if (rules.groupCount[queue] > 0) {
    return [true, "Of a message group one message at a time is delivered."];
  }
  const all = consumersOf(queue);
  if (all.length === 0) return [false, "Nobody consumes it."];
  if (queues.priorityMax[queue] > 0) return [false, "Messages of a higher priority pass others."];
  if (all.length > 1 && queues.singleActive[queue] === 0) {
    return [false, `${all.length} consumers take messages from it at the same time.`];
  }
  const width = Math.max(...all.map(widthOf));
  if (width > 1) {
    const many = width >= UNLIMITED ? "any number of" : `${width}`;
    return [false, `Its consumer works on ${many} messages at a time.`];
  }
  if (queues.returnsToTail[queue] === 1 || rules.pauseCount[queue] > 0) {
    return [false, "What failed is delivered again after newer messages."];
  }
  if (isLeased(queue) && rules.inFlightMax[queue] !== 1) {
    return [false, "What is not settled in time comes back after newer ones."];
  }
  const passes = all.some((consumer) => mayPass(consumer));
  if (passes) return [false, "What failed comes back while newer ones are with the consumer."];
  if (all.some((consumer) => aheadOf(consumer) !== 1)) {
    return [
      true,
      "One message at a time is worked on; only what a lost connection gives back may come after newer ones.",
    ];
  }
  return [true, "One message at a time is worked on, and what failed keeps its place."];
}

/** Messages that a consumer has at a time. */
function aheadOf(consumer: number): number {
  return pulls.batch[consumer] > 0 ? pulls.batch[consumer] : consumers.prefetch[consumer];
}

/** Whether newer messages are with a consumer when one of its failed ones goes back. */
function mayPass(consumer: number): boolean {
  return consumers.onFailure[consumer] === REQUEUE && aheadOf(consumer) !== 1;
}

/** Messages for which a run did not keep a promise. */
export function breachesOf(
  { guarantee, ordered }: FlowPromise,
  counted: Pick<FlowResult, "acknowledgedLost" | "appliedTwice" | "outOfOrder">,
): FlowResult["broken"] {
  const { acknowledgedLost, appliedTwice, outOfOrder } = counted;
  const keeps = guarantee === "atLeastOnce" || guarantee === "effectivelyOnce";
  const doublesNothing = guarantee === "atMostOnce" || guarantee === "effectivelyOnce";
  // What is applied a second time is older than what came between; that alone breaks no order.
  const astray = outOfOrder - appliedTwice;
  return {
    ...(keeps && acknowledgedLost > 0 ? { lost: acknowledgedLost } : {}),
    ...(doublesNothing && appliedTwice > 0 ? { appliedTwice } : {}),
    ...(ordered && astray > 0 ? { outOfOrder: astray } : {}),
  };
}
