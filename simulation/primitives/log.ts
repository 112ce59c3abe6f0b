// Log: a broker with partitioned, append-only records (Kafka). A group reads every record; each of
// its partitions belongs to one member, which processes its records strictly one after another.
// Polls are per partition: while one batch is worked off the next is already asked for, as the Java
// client does. A record arrives at the node when its turn in its partition has come, not when it is
// fetched. Cost: one event per fetch and direction, one per commit, besides the processing.
import { allocateRow } from "../core/memory.ts";
import { NOW, registers, VALUE } from "../core/registers.ts";
import { record as recordValue } from "../metrics/histogram.ts";
import { NODE_METERS, nodeMeter, PUBLISHED, ROUTED } from "../metrics/meters.ts";
import { FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { backlogs, countDelivery, countDuplicate, raiseBacklog, touchBacklog } from "./backlog.ts";
import { brokers, consumers, DEAD_LETTER, REQUEUE } from "./consumer-rows.ts";
import {
  countDeliveryEnd,
  countDispatch,
  endInHand,
  endPending,
  operationFor,
  receive,
} from "./consumers.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { commitAfterIdle, commitAtPoll, commitIfIdle, isBusy, planCommit } from "./log-commit.ts";
import { askForRecords, consumerOf, park, sendRecords } from "./log-fetch.ts";
import { completeIfQuiet, leftByNow } from "./log-group.ts";
import { ASKING, cursors, groups, NO_FETCH, partitions, records, STABLE } from "./log-rows.ts";
import { holdRequest, settleTo } from "./request.ts";
import { attempts, FROM_RETRY, requests } from "./rows.ts";
import { finish } from "./station.ts";

/** The broker has handled an append: the record stands in its partition, the publisher is answered. */
export function logPublished(attempt: number): void {
  const node = attempts.node[attempt];
  nodeMeter[node * NODE_METERS + PUBLISHED]++;
  nodeMeter[node * NODE_METERS + ROUTED]++;
  // What nobody will read needs no row.
  if (brokers.groupCount[node] > 0) append(node, attempt);
  finish(attempt, OK);
}

function append(node: number, attempt: number): void {
  const request = attempts.request[attempt];
  const at = pickPartition(node, request);
  const partition = brokers.firstPartition[node] + at;
  const record = allocateRow(records.marks, records.next, records.cap);
  holdRequest(request);
  records.request[record] = request;
  records.operation[record] = attempts.operation[attempt];
  records.retried[record] = (attempts.flags[attempt] & FROM_RETRY) !== 0 ? 1 : 0;
  records.appendedAt[record] = registers[NOW];
  records.next[record] = 0;
  const tail = partitions.tail[partition];
  if (tail !== 0) records.next[tail - 1] = record + 1;
  else partitions.head[partition] = record + 1;
  partitions.tail[partition] = record + 1;
  partitions.end[partition]++;
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const backlog = groups.backlog[group];
    const cursor = groups.firstCursor[group] + at;
    touchBacklog(backlog);
    backlogs.offered[backlog]++;
    raiseBacklog(backlog);
    if (cursors.committedRecord[cursor] === 0) cursors.committedRecord[cursor] = record + 1;
    if (cursors.finishedRecord[cursor] === 0) cursors.finishedRecord[cursor] = record + 1;
    sendRecords(cursor);
  }
}

/** By the key of the request, whose bits are spread first, or each partition in turn. */
function pickPartition(node: number, request: number): number {
  const count = brokers.partitionCount[node];
  if (brokers.byKey[node] === 1) {
    const key = requests.key[request];
    const word = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) >>> 0;
    return Math.floor((word / 4294967296) * count) | 0;
  }
  const at = brokers.nextPartition[node];
  brokers.nextPartition[node] = at + 1 === count ? 0 : at + 1;
  return at;
}

/** A request for records has reached the broker, or records have reached the consumer. */
export function fetchArrives(cursor: number): void {
  cursors.fetchEvent[cursor] = 0;
  if (cursors.fetch[cursor] === ASKING) {
    park(cursor);
    return;
  }
  cursors.fetch[cursor] = NO_FETCH;
  cursors.fetchedTo[cursor] = cursors.sentTo[cursor];
  if (isBusy(cursor)) return;
  commitAfterIdle(cursors.owner[cursor] - 1);
  poll(cursor);
}

/** The client polls: the next batch is handed out, the one after it asked for. */
function poll(cursor: number): void {
  cursors.batchEnd[cursor] = cursors.fetchedTo[cursor];
  askForRecords(cursor);
  processNext(cursor);
}

function processNext(cursor: number): void {
  const record = cursors.finishedRecord[cursor] - 1;
  const consumer = consumerOf(cursor);
  const offset = cursors.finished[cursor];
  const again = offset < cursors.everDelivered[cursor];
  if (!again) cursors.everDelivered[cursor] = offset + 1;
  const backlog = groups.backlog[cursors.group[cursor]];
  countDelivery(backlog, again);
  backlogs.inDelivery[backlog]++;
  countDispatch(consumers.edge[consumer], again);
  const flags = again || records.retried[record] === 1 ? FROM_RETRY : 0;
  const operation = operationFor(consumer, records.operation[record]);
  const attempt = receive(consumer, records.request[record], operation, cursor, flags);
  cursors.attempt[cursor] = attempt + 1;
}

/** A record is no longer in hand at its consumer. */
export function leaveHand(cursor: number, consumer: number, outcome: number): void {
  const edge = consumers.edge[consumer];
  cursors.attempt[cursor] = 0;
  backlogs.inDelivery[groups.backlog[cursors.group[cursor]]]--;
  countDeliveryEnd(edge, outcome);
  endPending(edge);
}

/** The processing of a record has ended; the next of its partition follows. */
export function logEnded(attempt: number, outcome: number): void {
  const cursor = attempts.message[attempt];
  const consumer = consumerOf(cursor);
  registers[VALUE] = registers[NOW] - attempts.arrivedAt[attempt];
  recordValue(edgeHistogram(consumers.edge[consumer]));
  leaveHand(cursor, consumer, outcome);
  settleTo(attempts.request[attempt]);
  endInHand(consumer, attempt);
  if (outcome >= FIRST_FAILURE && consumers.onFailure[consumer] === REQUEUE) {
    // In place: a partition does not go on before its record has succeeded.
    processNext(cursor);
    return;
  }
  finishRecord(cursor, outcome >= FIRST_FAILURE, consumers.onFailure[consumer]);
  if (isBusy(cursor)) {
    processNext(cursor);
  } else if (leftByNow(cursors.owner[cursor] - 1)) {
    return;
  } else if (groups.state[cursors.group[cursor]] !== STABLE) {
    completeIfQuiet(cursors.group[cursor]);
  } else if (cursors.fetchedTo[cursor] > cursors.batchEnd[cursor]) {
    commitAtPoll(cursors.owner[cursor] - 1);
    poll(cursor);
  } else {
    commitIfIdle(cursors.owner[cursor] - 1);
  }
}

function finishRecord(cursor: number, failed: boolean, onFailure: number): void {
  if (!failed) cursors.okCount[cursor]++;
  else if (onFailure === DEAD_LETTER) cursors.deadCount[cursor]++;
  else cursors.droppedCount[cursor]++;
  const offset = cursors.finished[cursor];
  cursors.finished[cursor] = offset + 1;
  cursors.finishedRecord[cursor] = records.next[cursors.finishedRecord[cursor] - 1];
  if (offset >= cursors.everFinished[cursor]) cursors.everFinished[cursor] = offset + 1;
  else if (!failed) countDuplicate(groups.backlog[cursors.group[cursor]]);
  planCommit(cursors.owner[cursor] - 1);
}
