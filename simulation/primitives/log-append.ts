// Appending to a log: the broker takes what a publisher sends, refuses it, or has it wait for its turn;
// what was sent twice is recognized where producers number their records. A record then stands before
// every group, and what waits for it is told. Cost: a row for each record that somebody may read.
import { allocateRow } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { DUPLICATE_EFFECTS, NODE_METERS, nodeMeter, PUBLISHED, ROUTED } from "../metrics/meters.ts";
import { OK, REJECTED } from "../results/outcomes.ts";
import { backlogs, raiseBacklog, touchBacklog } from "./backlog.ts";
import { brokers } from "./consumer-rows.ts";
import { LINE_MOVED } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt } from "./instance-load.ts";
import { effects, releaseEffect } from "./keyed-work.ts";
import { sendRecords } from "./log-fetch.ts";
import { noteAppended, noteDeduplicated } from "./log-flow.ts";
import { partitionFor } from "./log-keys.ts";
import { awaitReplicas, inSyncCount, replicate } from "./log-replica.ts";
import { retain } from "./log-retention.ts";
import { ACKS_ALL, cursors, groups, logEdges, logs, partitions, records } from "./log-rows.ts";
import { noteRecord, WAS_ROUTED } from "./message-log.ts";
import { isAtWork } from "./node-state.ts";
import { edges } from "./parameters.ts";
import { CARRIES, items, parcels } from "./parcel-rows.ts";
import { HAS_IDENTITY, noteStored, noteStoredNumber } from "./publish-identity.ts";
import {
  comesSecond,
  entries,
  entryOfEffect,
  FENCED,
  holdAt,
  isOutOfSequence,
  LINES_UP,
  stillWaits,
  takeHeld,
} from "./publish-lines.ts";
import { REMEMBERED, rememberNumber, rememberRecord } from "./reply-rows.ts";
import { holdRequest } from "./request.ts";
import { attempts, CALLING, FROM_RETRY, KEYED } from "./rows.ts";
import { callsDone, finish, releaseSlot } from "./station.ts";
import { follow } from "./transitions.ts";

/**
 * The broker has handled an append. What comes over one connection it takes in the order in which it was
 * sent, and of numbered records none before the one ahead of it is written.
 */
export function logPublished(attempt: number): void {
  const edge = attempts.edge[attempt];
  if ((edges.guards[edge] & LINES_UP) === 0) {
    take(attempt);
    return;
  }
  const entry = entryOf(attempt);
  if (entry >= 0 && comesSecond(entry) && holdAt(entry, attempt)) hold(attempt);
  else takeInTurn(attempt, edge);
}

/** The place in line of what an attempt publishes; -1: its call has ended, or a record stands for it. */
function entryOf(attempt: number): number {
  if ((attempts.flags[attempt] & KEYED) === 0) return -1;
  return entryOfEffect(attempts.message[attempt]);
}

/** Waits, without a slot, for what was sent before it. */
function hold(attempt: number): void {
  const node = attempts.node[attempt];
  attempts.phase[attempt] = CALLING;
  awayMoreAt(node, attempts.instance[attempt]);
  releaseSlot(attempt, node);
}

function takeInTurn(attempt: number, edge: number): void {
  const entry = entryOf(attempt);
  if (entry < 0) {
    if (isFenced(attempt)) finish(attempt, REJECTED);
    else take(attempt);
    return;
  }
  const line = entries.line[entry];
  if (isOutOfSequence(entry, edge)) finish(attempt, REJECTED);
  else take(attempt);
  follow(LINE_MOVED, line, 0);
}

function isFenced(attempt: number): boolean {
  if ((attempts.flags[attempt] & KEYED) === 0) return false;
  return effects.executed[attempts.message[attempt]] === FENCED;
}

/** Something before them has come or failed: those that wait for their turn are looked at again. */
export function lineMoved(line: number): void {
  for (let attempt = takeHeld(line); attempt >= 0; attempt = takeHeld(line)) letIn(attempt);
}

/** An attempt that waited for its turn outlives its call, unless it has ended meanwhile. */
export function heldGoes(attempt: number, generation: number): void {
  if (stillWaits(attempt, generation)) letIn(attempt);
}

function letIn(attempt: number): void {
  if (!isAtWork(attempts.instance[attempt])) {
    // Its publisher has lost the connection: once its broker goes on it is refused.
    callsDone(attempt, REJECTED);
    return;
  }
  awayLessAt(attempts.node[attempt], attempts.instance[attempt]);
  takeInTurn(attempt, attempts.edge[attempt]);
}

/** The record stands in its partition, the publisher is answered. */
function take(attempt: number): void {
  const node = attempts.node[attempt];
  const carries = (attempts.flags[attempt] & CARRIES) !== 0;
  if (logs.replicas[node] === 0) {
    if (carries) appendParcel(attempt);
    else append(attempt, partitionOf(attempt, node));
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

/** What stands in line knows its partition. */
function partitionOf(attempt: number, node: number): number {
  const isLined = (edges.guards[attempts.edge[attempt]] & LINES_UP) !== 0;
  return isLined ? attempts.needed[attempt] : partitionFor(attempts.request[attempt], node);
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
