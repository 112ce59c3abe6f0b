// Consumers: processing a message takes a slot of the consuming instance like any other work. A
// message arrives at the node when its instance receives it; what cannot begin yet waits in the
// client's buffer, first in first out, never in the station's queue and never rejected. A free slot
// goes to resumed work and the station's queue first.
import { allocateRow } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import {
  ARRIVALS,
  ATTEMPTS,
  CALLER_ENDED_APART,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_ENDED,
  NODE_METERS,
  nodeMeter,
  RETRIED_ARRIVALS,
  RETRIES,
  SOJOURN_SUM,
  VAIN_COMPLETIONS,
} from "../metrics/meters.ts";
import { CONNECTION_LOST, FIRST_FAILURE } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { consumers, published, routes } from "./consumer-rows.ts";
import { DOOR_FUNCTION, functions, hasEnvironment, lackEnvironment } from "./environments.ts";
import { inboxes } from "./inbox.ts";
import { awayLessAt, awayMoreAt, countArrival } from "./instance-load.ts";
import { pulls } from "./lease-rows.ts";
import { pendingLess, pendingMore } from "./network.ts";
import { control, enter, instances, nodeState, PERIOD_START } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import { holdRequest } from "./request.ts";
import { attempts, BUFFERED, DELIVERED, FROM_RETRY, KEYED } from "./rows.ts";
import { begin } from "./service.ts";
import { leaveWatched } from "./watch.ts";

/** The consumer's operation for what was published by an operation row of its broker. */
export function operationFor(consumer: number, publishing: number): number {
  return routes.operation[consumers.firstRoute[consumer] + published.position[publishing]];
}

/** A message leaves for its consumer: the edge counts it. */
export function countDispatch(edge: number, again: boolean): void {
  const m = edge * EDGE_METERS;
  edgeMeter[m + ATTEMPTS]++;
  if (again) edgeMeter[m + RETRIES]++;
  beginPending(edge);
}

export function beginPending(edge: number): void {
  pendingMore(edge);
}

/** What was dispatched over an edge is settled, or is nobody's concern any more. */
export function endPending(edge: number): void {
  pendingLess(edge);
}

/** A delivery has ended at the consumer, or on the way to it: both ends count its outcome. */
export function countDeliveryEnd(edge: number, outcome: number): void {
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
  const consumer = edges.to[edge] * NODE_METERS;
  const broker = edges.from[edge] * NODE_METERS;
  nodeMeter[consumer + CALLER_ENDED_APART]++;
  nodeMeter[broker + CALLER_ENDED_APART]++;
  if (outcome < FIRST_FAILURE) {
    nodeMeter[consumer + VAIN_COMPLETIONS]--;
    return;
  }
  nodeMeter[consumer + CALLER_FAILED]++;
  nodeMeter[broker + CALLER_FAILED]++;
}

/**
 * The attempt in which a consumer processes what it has received. `row` is what its end is about,
 * `flags` are bits of an attempt.
 */
export function makeDelivery(
  consumer: number,
  request: number,
  operation: number,
  row: number,
  flags: number,
): number {
  const instance = consumers.instance[consumer];
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  attempts.node[attempt] = instances.node[instance];
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = operation;
  attempts.call[attempt] = -1;
  attempts.edge[attempt] = consumers.edge[consumer];
  attempts.request[attempt] = request;
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.message[attempt] = row;
  attempts.origin[attempt] = DELIVERED;
  attempts.flags[attempt] = inboxes.on[consumer] === 0 ? flags : flags | KEYED;
  attempts.needed[attempt] = consumer;
  attempts.depth[attempt] = 0;
  holdRequest(request);
  return attempt;
}

/** An instance has received a message: it begins, or waits in the client's buffer. See makeDelivery. */
export function receive(
  consumer: number,
  request: number,
  operation: number,
  row: number,
  flags: number,
): number {
  const attempt = makeDelivery(consumer, request, operation, row, flags);
  const instance = attempts.instance[attempt];
  const node = attempts.node[attempt];
  attempts.arrivedAt[attempt] = registers[NOW];
  attempts.servedMs[attempt] = 0;
  nodeMeter[node * NODE_METERS + ARRIVALS]++;
  countArrival(attempt, instance);
  if ((flags & FROM_RETRY) !== 0) nodeMeter[node * NODE_METERS + RETRIED_ARRIVALS]++;
  enter(node);
  const free =
    instances.held[instance] < instances.slots[instance] &&
    consumers.buffered[consumer] === 0 &&
    mayBegin(consumer, instance);
  consumers.inHand[consumer]++;
  if (free) begin(attempt, node, instance, nodes.mode[node]);
  else buffer(attempt, consumer);
  return attempt;
}

/** True when the consumer's own concurrency, and a function's environments, leave room for one more. */
function mayBegin(consumer: number, instance: number): boolean {
  const limit = consumers.concurrency[consumer];
  const begun = consumers.inHand[consumer] - consumers.buffered[consumer];
  if (begun >= (limit === 0 ? instances.slots[instance] : limit)) return false;
  const node = instances.node[instance];
  if ((nodes.door[node] & DOOR_FUNCTION) === 0 || isPlaced(consumer, node)) return true;
  lackEnvironment(node, instance);
  return false;
}

/** Whether there is an environment for the messages of a consumer. */
function isPlaced(consumer: number, node: number): boolean {
  return pulls.environment[consumer] !== 0 || hasEnvironment(node);
}

/** A message that finds no environment is throttled; of a batch it is the first that tells. */
function noteLack(consumer: number, node: number): void {
  if (pulls.environment[consumer] !== 0) return;
  functions.lacks[node] = 1;
  const isFirst = pulls.invokes[consumer] === 0 || consumers.buffered[consumer] === 0;
  if (isFirst && !hasEnvironment(node)) functions.throttled[node]++;
}

function buffer(attempt: number, consumer: number): void {
  const node = attempts.node[attempt];
  if ((nodes.door[node] & DOOR_FUNCTION) !== 0) noteLack(consumer, node);
  attempts.phase[attempt] = BUFFERED;
  awayMoreAt(node, attempts.instance[attempt]);
  const tail = consumers.bufferTail[consumer];
  attempts.before[attempt] = tail;
  attempts.next[attempt] = 0;
  if (tail !== 0) attempts.next[tail - 1] = attempt + 1;
  else consumers.bufferHead[consumer] = attempt + 1;
  consumers.bufferTail[consumer] = attempt + 1;
  consumers.buffered[consumer]++;
}

function unbuffer(attempt: number, consumer: number): void {
  const before = attempts.before[attempt];
  const after = attempts.next[attempt];
  if (before !== 0) attempts.next[before - 1] = after;
  else consumers.bufferHead[consumer] = after;
  if (after !== 0) attempts.before[after - 1] = before;
  else consumers.bufferTail[consumer] = before;
  consumers.buffered[consumer]--;
}

/** A slot of an instance may be free: buffered messages begin, the one waiting longest first. */
export function slotFree(instance: number): void {
  const node = instances.node[instance];
  const isFunction = (nodes.door[node] & DOOR_FUNCTION) !== 0;
  if (isFunction && functions.lacks[node] === 0) return;
  while (instances.up[instance] === 1 && instances.held[instance] < instances.slots[instance]) {
    const consumer = longestWaiting(instance);
    if (consumer < 0) {
      if (isFunction) functions.lacks[node] = lacking(instance);
      return;
    }
    beginNext(consumer);
  }
}

/** 1 where messages wait for an environment of their own. */
function lacking(instance: number): number {
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    if (consumers.buffered[consumer] > 0 && pulls.environment[consumer] === 0) return 1;
  }
  return 0;
}

/** The scaling rate of a function lets another environment start. */
export function environmentMayStart(instance: number): void {
  functions.awaitsToken[instances.node[instance]] = 0;
  slotFree(instance);
}

/** The first message in the buffer of a consumer begins. */
export function beginNext(consumer: number): void {
  const attempt = consumers.bufferHead[consumer] - 1;
  const node = attempts.node[attempt];
  const instance = attempts.instance[attempt];
  unbuffer(attempt, consumer);
  awayLessAt(node, instance);
  begin(attempt, node, instance, nodes.mode[node]);
}

/** The consumer of an instance whose first buffered message may begin and waits longest, or -1. */
function longestWaiting(instance: number): number {
  let chosen = -1;
  let since = 0;
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    const head = consumers.bufferHead[consumer];
    if (head === 0 || !mayBegin(consumer, instance)) continue;
    const waitsSince = attempts.arrivedAt[head - 1];
    if (chosen < 0 || waitsSince < since) {
      chosen = consumer;
      since = waitsSince;
    }
  }
  return chosen;
}

/** The processing of a message has ended: whoever waited for its turn may begin. */
export function endInHand(consumer: number, attempt: number): void {
  emptyHand(consumer, attempt);
  slotFree(consumers.instance[consumer]);
}

/** The same where it is for others to say who begins. */
export function emptyHand(consumer: number, attempt: number): void {
  consumers.inHand[consumer]--;
  forget(attempt);
}

/**
 * The instance of a consumer has crashed: if the message of `attempt` still waited in its buffer it
 * leaves the node here; one in service has left with the crash of the station.
 */
export function loseInHand(consumer: number, attempt: number): void {
  dropInHand(consumer, attempt, CONNECTION_LOST);
}

/** The same for whatever reason. */
export function dropInHand(consumer: number, attempt: number, outcome: number): void {
  consumers.inHand[consumer]--;
  if (attempts.phase[attempt] !== BUFFERED) return;
  unbuffer(attempt, consumer);
  const node = attempts.node[attempt];
  const m = node * NODE_METERS;
  awayLessAt(node, attempts.instance[attempt]);
  nodeState.present[node]--;
  const from = Math.max(attempts.arrivedAt[attempt], control.f64[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  nodeMeter[m + NODE_ENDED + outcome]++;
  if (nodes.watch[node] !== 0) leaveWatched(attempt, node, outcome);
  forget(attempt);
}
