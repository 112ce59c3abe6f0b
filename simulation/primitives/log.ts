// Log: a broker with partitioned, append-only records (Kafka). A group reads every record; each of
// its partitions belongs to one member, which processes its records strictly one after another.
// Polls are per partition: while one batch is worked off the next is already asked for, as the Java
// client does. A record arrives at the node when its turn in its partition has come, not when it is
// fetched. Cost: one event per fetch and direction, one per commit, besides the processing.
import { schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { AT, NOW, registers, VALUE } from "../core/registers.ts";
import { record as recordValue } from "../metrics/histogram.ts";
import { DUPLICATE_EFFECTS, NODE_METERS, nodeMeter, PUBLISHED, ROUTED } from "../metrics/meters.ts";
import { FIRST_FAILURE, OK, REJECTED } from "../results/outcomes.ts";
import { backlogs, countDelivery, raiseBacklog, touchBacklog } from "./backlog.ts";
import { brokers, consumers, DEAD_LETTER } from "./consumer-rows.ts";
import {
  countDeliveryEnd,
  countDispatch,
  endInHand,
  endPending,
  operationFor,
  receive,
} from "./consumers.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { RECORD_RETRY } from "./event-kinds.ts";
import { inboxes, wasPassedOver } from "./inbox.ts";
import { effects, releaseEffect } from "./keyed-work.ts";
import { commitAfterIdle, commitAtPoll, commitIfIdle, isBusy, planCommit } from "./log-commit.ts";
import { askForRecords, consumerOf, park, sendRecords } from "./log-fetch.ts";
import { noteAppended, noteDeduplicated, noteFinished, noteRecordDelivered } from "./log-flow.ts";
import { completeIfQuiet, isHeld, join, leftByNow, stopMember, watchPolls } from "./log-group.ts";
import { noteApplied, partitionFor } from "./log-keys.ts";
import { awaitReplicas, inSyncCount, replicate } from "./log-replica.ts";
import { retain } from "./log-retention.ts";
import {
  ACKS_ALL,
  ASKING,
  cursors,
  groups,
  logEdges,
  logs,
  members,
  NO_FETCH,
  partitions,
  records,
  STOP_CONSUMER,
} from "./log-rows.ts";
import { consumerOfAttempt, isApplied, noteEffect, strayEnded } from "./log-stray.ts";
import {
  noteRecord,
  WAS_APPLIED,
  WAS_DELIVERED,
  WAS_PASSED_OVER,
  WAS_ROUTED,
} from "./message-log.ts";
import { CARRIES, items, parcels } from "./parcel-rows.ts";
import { HAS_IDENTITY, noteStored, noteStoredNumber } from "./publish-identity.ts";
import { recordProcessed } from "./reply.ts";
import { REMEMBERED, rememberNumber, rememberRecord } from "./reply-rows.ts";
import { holdRequest, settleTo } from "./request.ts";
import { attempts, FROM_RETRY, KEYED } from "./rows.ts";
import { finish } from "./station.ts";

/** The broker has handled an append: the record stands in its partition, the publisher is answered. */
export function logPublished(attempt: number): void {
  const node = attempts.node[attempt];
  const carries = (attempts.flags[attempt] & CARRIES) !== 0;
  if (logs.replicas[node] === 0) {
    if (carries) appendParcel(attempt);
    else append(attempt, partitionFor(attempts.request[attempt], node));
    finish(attempt, OK);
    return;
  }
  const partition = attempts.needed[attempt];
  if (!mayAppend(attempt, partition)) {
    finish(attempt, REJECTED);
    return;
  }
  if (carries) appendParcel(attempt);
  else append(attempt, partition);
  const waits = logEdges.acks[attempts.edge[attempt]] === ACKS_ALL;
  if (waits && partitions.visible[partition] < partitions.end[partition]) {
    awaitReplicas(attempt, partition);
  } else {
    finish(attempt, OK);
  }
}

/** Refused: a broker that does not lead the partition, too few replicas for a publisher of all. */
function mayAppend(attempt: number, partition: number): boolean {
  const node = attempts.node[attempt];
  const isLeader = partitions.leader[partition] === attempts.instance[attempt];
  if (partitions.isLed[partition] === 0 || !isLeader) {
    logs.notLeading[node]++;
    return false;
  }
  if (logEdges.acks[attempts.edge[attempt]] !== ACKS_ALL) return true;
  if (inSyncCount(node, partition) >= logs.minInSync[node]) return true;
  logs.tooFewInSync[node]++;
  return false;
}

function append(attempt: number, partition: number): void {
  const node = attempts.node[attempt];
  const edge = attempts.edge[attempt];
  const retried = (attempts.flags[attempt] & FROM_RETRY) !== 0;
  let effect = -1;
  if ((attempts.flags[attempt] & KEYED) !== 0) {
    // From here on the record, not the attempt, stands for the effect of its publish.
    effect = attempts.message[attempt];
    attempts.flags[attempt] &= ~KEYED;
    if (!takes(node, edge, effect)) {
      noteDeduplicated(node, attempts.operation[attempt]);
      releaseEffect(effect);
      return;
    }
  }
  const operation = attempts.operation[attempt];
  appendRecord(node, edge, partition, attempts.request[attempt], operation, retried, effect);
  if ((attempts.flags[attempt] & REMEMBERED) !== 0) remember(attempt, node, partition);
  appended(node, partition);
}

function remember(attempt: number, node: number, partition: number): void {
  if ((attempts.flags[attempt] & HAS_IDENTITY) !== 0) noteStored(attempt);
  if (brokers.groupCount[node] === 0) return;
  rememberRecord(partitions.tail[partition] - 1, attempt, registers[NOW]);
}

function rememberItem(item: number, node: number, edge: number, partition: number): void {
  const identity = items.identity[item];
  noteStoredNumber(identity, edge);
  if (brokers.groupCount[node] === 0) return;
  const record = partitions.tail[partition] - 1;
  rememberNumber(record, identity, items.operation[item], edge, registers[NOW]);
}

/** Puts all records of a parcel at the end of their partition. */
function appendParcel(attempt: number): void {
  const node = attempts.node[attempt];
  const edge = attempts.edge[attempt];
  const partition = attempts.needed[attempt];
  for (let link = parcels.first[attempts.message[attempt]]; link !== 0; ) {
    const item = link - 1;
    link = items.next[item];
    const effect = items.effect[item];
    if (effect >= 0 && !takes(node, edge, effect)) {
      noteDeduplicated(node, items.operation[item]);
      continue;
    }
    items.effect[item] = -1;
    const retried = items.retried[item] === 1;
    const operation = items.operation[item];
    appendRecord(node, edge, partition, items.request[item], operation, retried, effect);
    if (items.identity[item] !== 0) rememberItem(item, node, edge, partition);
  }
  appended(node, partition);
}

/** Whether a publish is to be appended: not one more time if its producer numbers its records. */
export function takes(node: number, edge: number, effect: number): boolean {
  if (effects.executed[effect] === 0) {
    effects.executed[effect] = 1;
    return true;
  }
  if (logEdges.idempotent[edge] === 1) {
    logs.deduplicated[node]++;
    return false;
  }
  logs.appendedTwice[node]++;
  nodeMeter[node * NODE_METERS + DUPLICATE_EFFECTS]++;
  return true;
}

/**
 * Puts a record at the end of a partition. `effect`: the row of effects that its publish refers to, a
 * reference that the record takes over, or -1.
 */
export function appendRecord(
  node: number,
  edge: number,
  partition: number,
  request: number,
  operation: number,
  retried: boolean,
  effect: number,
): void {
  nodeMeter[node * NODE_METERS + PUBLISHED]++;
  nodeMeter[node * NODE_METERS + ROUTED]++;
  partitions.appended[partition]++;
  // What nobody will read and no replica can lose needs no row.
  const isReplicated = logs.replicas[node] > 1;
  if (effect >= 0 && !isReplicated) releaseEffect(effect);
  if (brokers.groupCount[node] === 0 && !isReplicated) return;
  const record = allocateRow(records.marks, records.next, records.cap);
  holdRequest(request);
  records.request[record] = request;
  records.operation[record] = operation;
  records.retried[record] = retried ? 1 : 0;
  records.appendedAt[record] = registers[NOW];
  records.next[record] = 0;
  records.applied[record] = 0;
  records.acks[record] = logEdges.acks[edge];
  if (isReplicated) {
    records.effect[record] = effect + 1;
    if (partitions.hidden[partition] === 0) partitions.hidden[partition] = record + 1;
  }
  const tail = partitions.tail[partition];
  if (tail !== 0) records.next[tail - 1] = record + 1;
  else partitions.head[partition] = record + 1;
  if (partitions.unsettled[partition] === 0) partitions.unsettled[partition] = record + 1;
  partitions.tail[partition] = record + 1;
  noteRecord(node, partition, partitions.end[partition], operation, WAS_ROUTED, -1, -1, 0);
  partitions.end[partition]++;
  const at = partition - brokers.firstPartition[node];
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const backlog = groups.backlog[group];
    const cursor = groups.firstCursor[group] + at;
    touchBacklog(backlog);
    backlogs.offered[backlog]++;
    raiseBacklog(backlog);
    noteAppended(node, group, record, logEdges.acks[edge]);
    if (cursors.committedRecord[cursor] === 0) cursors.committedRecord[cursor] = record + 1;
    if (cursors.finishedRecord[cursor] === 0) cursors.finishedRecord[cursor] = record + 1;
  }
}

/** Records were appended to a partition: replicas and groups fetch them, others may have to go. */
export function appended(node: number, partition: number): void {
  replicate(node, partition);
  const at = partition - brokers.firstPartition[node];
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    sendRecords(groups.firstCursor[group] + at);
  }
  if (logs.retains[node] === 1) retain(node, partition);
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
  watchPolls(cursor);
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
  noteRecordDelivered(cursor, record, again);
  backlogs.inDelivery[backlog]++;
  countDispatch(consumers.edge[consumer], again);
  noteOfGroup(cursor, record, offset, WAS_DELIVERED, again);
  const flags = again || records.retried[record] === 1 ? FROM_RETRY : 0;
  const operation = operationFor(consumer, records.operation[record]);
  const attempt = receive(consumer, records.request[record], operation, cursor, flags);
  cursors.attempt[cursor] = attempt + 1;
}

/** Notes a step of a record for the group of a partition's cursor. */
function noteOfGroup(
  cursor: number,
  record: number,
  offset: number,
  what: number,
  again: boolean,
): void {
  const group = cursors.group[cursor];
  const operation = records.operation[record];
  const partition = cursors.partition[cursor];
  const consumer = consumerOf(cursor);
  const times = again ? 1 : 0;
  noteRecord(groups.node[group], partition, offset, operation, what, group, consumer, times);
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
  if (cursors.attempt[cursor] !== attempt + 1) {
    endStray(attempt, outcome);
    return;
  }
  const consumer = consumerOf(cursor);
  registers[VALUE] = registers[NOW] - attempts.arrivedAt[attempt];
  recordValue(edgeHistogram(consumers.edge[consumer]));
  leaveHand(cursor, consumer, outcome);
  settleTo(attempts.request[attempt]);
  recordProcessed(attempt, cursors.finishedRecord[cursor] - 1, consumer, outcome);
  const passedOver = wasPassedOver(attempt);
  endInHand(consumer, attempt);
  if (outcome >= FIRST_FAILURE && !passesFailure(cursor, consumer)) return;
  finishRecord(cursor, outcome >= FIRST_FAILURE, consumers.onFailure[consumer], passedOver);
  if (isBusy(cursor)) processNext(cursor);
  else endBatch(cursor);
}

function endStray(attempt: number, outcome: number): void {
  const consumer = consumerOfAttempt(attempt);
  const member = consumers.home[consumer];
  if (strayEnded(attempt, consumer, outcome) && members.overdue[member] === 1) {
    if (consumers.connected[consumer] === 1) join(member);
  }
}

/** After a failure: true if the partition goes on; else it tries again, or its member has stopped. */
function passesFailure(cursor: number, consumer: number): boolean {
  const member = consumers.home[consumer];
  if (cursors.tries[cursor] < members.retriesMax[member]) {
    cursors.tries[cursor]++;
    if (members.retryBackoffMs[member] === 0) {
      processNext(cursor);
    } else {
      registers[AT] = registers[NOW] + members.retryBackoffMs[member];
      cursors.pause[cursor] = schedule(RECORD_RETRY, cursor, 0) + 1;
    }
    return false;
  }
  cursors.tries[cursor] = 0;
  if (consumers.onFailure[consumer] !== STOP_CONSUMER) return true;
  stopMember(member);
  return false;
}

/** A consumer has paused after a failed record. */
export function retryRecord(cursor: number): void {
  cursors.pause[cursor] = 0;
  processNext(cursor);
}

/** A batch is worked off: what follows is decided where the member polls again. */
function endBatch(cursor: number): void {
  const member = cursors.owner[cursor] - 1;
  if (leftByNow(member)) return;
  if (isHeld(cursor)) {
    completeIfQuiet(cursors.group[cursor]);
  } else if (cursors.fetchedTo[cursor] > cursors.batchEnd[cursor]) {
    commitAtPoll(member);
    poll(cursor);
  } else {
    commitIfIdle(member);
  }
}

function finishRecord(
  cursor: number,
  failed: boolean,
  onFailure: number,
  passedOver: boolean,
): void {
  if (!failed) cursors.okCount[cursor]++;
  else if (onFailure === DEAD_LETTER) cursors.deadCount[cursor]++;
  else cursors.droppedCount[cursor]++;
  const offset = cursors.finished[cursor];
  const record = cursors.finishedRecord[cursor] - 1;
  cursors.tries[cursor] = 0;
  cursors.finished[cursor] = offset + 1;
  cursors.finishedRecord[cursor] = records.next[record];
  const again = offset < cursors.everFinished[cursor];
  if (!failed) {
    noteOfGroup(cursor, record, offset, passedOver ? WAS_PASSED_OVER : WAS_APPLIED, again);
  }
  if (!failed && !passedOver) noteApplied(cursor, record, offset);
  const applied = again && isApplied(cursor, record);
  noteFinished(cursor, record, failed, onFailure === DEAD_LETTER, !again, applied, passedOver);
  if (!failed) noteEffect(cursor, record, offset, again && inboxes.on[consumerOf(cursor)] === 0);
  if (!again) cursors.everFinished[cursor] = offset + 1;
  if (offset + 2 === cursors.catchUpTo[cursor]) caughtUp(cursor);
  planCommit(cursors.owner[cursor] - 1);
}

/** A partition is where its log ended when its replay began. */
function caughtUp(cursor: number): void {
  const group = cursors.group[cursor];
  cursors.catchUpTo[cursor] = 0;
  if (--groups.replayOpen[group] > 0) return;
  const took = registers[NOW] - (groups.replayMark[group] - 1);
  groups.catchUpMs[group] = Math.max(groups.catchUpMs[group], took);
}
