// Places the flows of brokers: a row for each operation and each queue or group, and a histogram for
// those that something takes, as far as there are any.
import { backlogs } from "../primitives/backlog.ts";
import { brokers, consumers, published, routes } from "../primitives/consumer-rows.ts";
import { deadRoutes, envelopes, targets } from "../primitives/envelope-rows.ts";
import { flowPlaces, flows, groupOrder } from "../primitives/flow-rows.ts";
import { flowOf } from "../primitives/flows.ts";
import { messageGroups } from "../primitives/lease-rows.ts";
import { groups } from "../primitives/log-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { edges, LOG_BROKER, MAILBOX_BROKER, nodes, plans } from "../primitives/parameters.ts";
import type { Program } from "./program.ts";
import { backlogNamesOf, operationsOf } from "./subscriptions.ts";

/** Flows that have a histogram of the time until messages are applied; 30 kB each. */
const HISTOGRAMS_MAX = 128;

/** `reached` of a flow. */
export const DIRECTLY = 1;
export const BY_DEATH = 2;

function isBroker(program: Program, node: number): boolean {
  const primitive = program.nodes[node]?.descriptor.primitive;
  return primitive === "mailbox" || primitive === "log";
}

/** Histograms that flows need, at most. */
export function flowHistograms(program: Program): number {
  let count = 0;
  for (let node = 0; node < program.nodes.length; node++) {
    if (!isBroker(program, node)) continue;
    count += operationsOf(program, node).length * backlogNamesOf(program, node).length;
  }
  return Math.min(count, HISTOGRAMS_MAX);
}

/** Rows of all flows of a fresh run; brokers must be filled in. Null or the cap that was hit. */
export function fillFlows(program: Program, firstHistogram: number): string | null {
  flowPlaces.occupy(backlogs.highWater);
  groupOrder.occupy(messageGroups.highWater);
  let next = 0;
  for (let backlog = 0; backlog < backlogs.highWater; backlog++) {
    flowPlaces.first[backlog] = next;
    next += operationsOf(program, backlogs.node[backlog]).length;
  }
  if (!flows.occupy(next)) return flows.name;
  markReached(program);
  giveHistograms(firstHistogram, flowHistograms(program));
  return null;
}

function giveHistograms(first: number, count: number): void {
  let given = 0;
  for (let flow = 0; flow < flows.highWater && given < count; flow++) {
    if (flows.reached[flow] !== 0) flows.histogram[flow] = first + given++ + 1;
  }
}

/** Which flows the calls of the scenario lead to, and dead letters from there. */
function markReached(program: Program): void {
  const asked = new Set<number>();
  for (let plan = 0; plan < plans.highWater; plan++) asked.add(plans.operation[plan]);
  for (let consumer = 0; consumer < consumers.highWater; consumer++) {
    // What one broker delivers to another is published there.
    if (consumers.forwards[consumer] === 0) continue;
    const from = edges.from[consumers.edge[consumer]];
    operationsOf(program, from).forEach((_, at) => {
      asked.add(routes.operation[consumers.firstRoute[consumer] + at]);
    });
  }
  for (let node = 0; node < program.nodes.length; node++) {
    for (const { row } of operationsOf(program, node)) {
      if (!asked.has(row) || program.graph.operations[row]?.work?.access === "read") continue;
      if (nodes.primitive[node] === MAILBOX_BROKER) markQueues(row);
      else if (nodes.primitive[node] === LOG_BROKER) markGroups(node, row);
    }
  }
}

function markGroups(node: number, operation: number): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    flows.reached[flowOf(groups.backlog[group], operation)] = DIRECTLY;
  }
}

function markQueues(operation: number): void {
  const seen = new Set<string>();
  const from = (first: number, count: number, envelope: number, how: number): void => {
    for (let at = first; at < first + count; at++) {
      const queue = targets.queue[at];
      const flow = flowOf(queues.backlog[queue], operation);
      if (flows.reached[flow] === 0 || how === DIRECTLY) flows.reached[flow] = how;
      const key = `${queue} ${envelope}`;
      if (seen.has(key) || queues.deadLetters[queue] === 0) continue;
      seen.add(key);
      const route = queues.firstDeadRoute[queue] + envelopes.position[envelope];
      const after = deadRoutes.envelope[route];
      from(deadRoutes.firstTarget[route], deadRoutes.targetCount[route], after, BY_DEATH);
    }
  };
  const envelope = published.envelope[operation];
  from(envelopes.firstTarget[envelope], envelopes.targetCount[envelope], envelope, DIRECTLY);
}
