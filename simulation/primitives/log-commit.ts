// Commits of a consumer group: a member commits the offsets of finished records at its first poll
// after the commit interval. A member with an idle partition is polling all the time; one that works
// batches off polls when the next of them is handed out. Commits take no time on the wire.

import { cancel, schedule } from "../core/event-list.ts";
import { freeRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import {
  ACKED,
  backlogs,
  countStay,
  DEAD_LETTERED,
  DROPPED,
  lowerBacklog,
  touchBacklog,
} from "./backlog.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { COMMIT_TICK } from "./event-kinds.ts";
import { noteCheckpoint, restoreWindows, saveWindows } from "./event-time-state.ts";
import { notePassedOver } from "./log-flow.ts";
import { cursors, groups, logs, members, partitions, records, replicas } from "./log-rows.ts";
import { isAtWork, nodeState } from "./node-state.ts";
import { keepCopy, releaseRequest } from "./request.ts";

/** A batch of a partition is being worked off. */
export function isBusy(cursor: number): boolean {
  return cursors.finished[cursor] < cursors.batchEnd[cursor];
}

/** Cursor of a group for a partition of its log. */
export function cursorOf(group: number, partition: number): number {
  return groups.firstCursor[group] + partition - brokers.firstPartition[groups.node[group]];
}

/** Whether the broker that leads a partition is there. */
export function isLedNow(partition: number): boolean {
  return partitions.isLed[partition] === 1 && isAtWork(partitions.leader[partition]);
}

/** Since when a record has been in the backlog of a group. */
export function standsSince(cursor: number, offset: number, record: number): number {
  const since = records.appendedAt[record];
  return offset < cursors.replayedTo[cursor] ? Math.max(since, cursors.replayedAt[cursor]) : since;
}

/** The member has finished a record: a commit is due at the end of the interval. */
export function planCommit(member: number): void {
  if (members.tick[member] !== 0 || members.due[member] === 1) return;
  const at = members.committedAt[member] + members.commitIntervalMs[member];
  registers[AT] = Math.max(registers[NOW], at);
  members.tick[member] = schedule(COMMIT_TICK, member, 0) + 1;
}

/** The commit interval of a member is over. */
export function commitTick(member: number): void {
  members.tick[member] = 0;
  members.due[member] = 1;
  commitIfIdle(member);
}

/** Commits what is due at once if a partition of the member is idle, else its next poll does. */
export function commitIfIdle(member: number): void {
  if (members.due[member] === 0) return;
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    if (isBusy(link - 1)) continue;
    commit(member);
    return;
  }
}

/** A member polls after work: the first poll after the interval commits. */
export function commitAtPoll(member: number): void {
  const due = members.committedAt[member] + members.commitIntervalMs[member];
  if (registers[NOW] >= due) commit(member);
}

/** A member that was idle gets records: meanwhile its interval has begun anew again and again. */
export function commitAfterIdle(member: number): void {
  if (members.due[member] === 1) {
    commit(member);
    return;
  }
  const interval = members.commitIntervalMs[member];
  if (members.tick[member] !== 0 || interval === 0) return;
  const elapsed = registers[NOW] - members.committedAt[member];
  members.committedAt[member] += Math.floor(elapsed / interval) * interval;
}

/** Drops a planned commit. */
export function cancelCommit(member: number): void {
  const tick = members.tick[member];
  if (tick !== 0) cancel(tick - 1);
  members.tick[member] = 0;
  members.due[member] = 0;
}

/** Commits what a member has finished; put off while the broker is down or out of its reach. */
export function commit(member: number): void {
  const group = members.group[member];
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  if (consumers.connected[members.consumer[member]] === 0) return;
  cancelCommit(member);
  members.committedAt[member] = registers[NOW];
  noteCheckpoint(member);
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    commitCursor(link - 1);
  }
  const backlog = groups.backlog[group];
  if (backlogs.oldestAt[backlog] < 0) findOldest(group, backlog);
}

/** Commits what is finished of a partition; whoever has done so for all looks for the oldest left. */
function commitCursor(cursor: number): void {
  saveWindows(cursor);
  if (cursors.finished[cursor] === cursors.committed[cursor]) return;
  const group = cursors.group[cursor];
  const backlog = groups.backlog[group];
  touchBacklog(backlog);
  lowerBacklog(backlog, ACKED, cursors.okCount[cursor]);
  lowerBacklog(backlog, DROPPED, cursors.droppedCount[cursor]);
  lowerBacklog(backlog, DEAD_LETTERED, cursors.deadCount[cursor]);
  moveCommitted(cursor, cursors.finished[cursor]);
  countNothing(cursor);
  freeCommitted(groups.node[group], cursors.partition[cursor]);
}

/** Counts the stays of what a group has behind it now, up to `offset`. */
function moveCommitted(cursor: number, offset: number): void {
  const backlog = groups.backlog[cursors.group[cursor]];
  let link = cursors.committedRecord[cursor];
  // Notes that the oldest is to be looked for, once all its partitions have moved on.
  if (records.appendedAt[link - 1] <= backlogs.oldestAt[backlog]) backlogs.oldestAt[backlog] = -1;
  for (let at = cursors.committed[cursor]; at < offset; at++) {
    countStay(backlog, standsSince(cursor, at, link - 1));
    link = records.next[link - 1];
  }
  cursors.committed[cursor] = offset;
  cursors.committedRecord[cursor] = link;
}

/** What is finished of a partition counts as committed, whatever becomes of its group. */
export function settleFinished(cursor: number): void {
  commitCursor(cursor);
  refreshOldest(cursors.group[cursor]);
}

/**
 * Ends all records of a partition below `offset` for its group and begins there. `fate`: that of those
 * which the group never finished.
 */
export function skipTo(cursor: number, offset: number, ending: number, fate: number): void {
  settleFinished(cursor);
  const group = cursors.group[cursor];
  const backlog = groups.backlog[group];
  const count = offset - cursors.committed[cursor];
  if (count <= 0) return;
  notePassedOver(cursor, 0, offset, fate);
  touchBacklog(backlog);
  lowerBacklog(backlog, ending, count);
  moveCommitted(cursor, offset);
  rewind(cursor);
  refreshOldest(group);
  freeCommitted(groups.node[group], cursors.partition[cursor]);
}

export function refreshOldest(group: number): void {
  const backlog = groups.backlog[group];
  if (backlogs.oldestAt[backlog] < 0) findOldest(group, backlog);
}

/** Puts a partition back to what is committed: what was finished beyond will be delivered again. */
export function rewind(cursor: number): void {
  cursors.finished[cursor] = cursors.committed[cursor];
  cursors.finishedRecord[cursor] = cursors.committedRecord[cursor];
  cursors.batchEnd[cursor] = cursors.committed[cursor];
  cursors.fetchedTo[cursor] = cursors.committed[cursor];
  cursors.tries[cursor] = 0;
  if (cursors.pause[cursor] !== 0) cancel(cursors.pause[cursor] - 1);
  cursors.pause[cursor] = 0;
  countNothing(cursor);
  restoreWindows(cursor);
}

function countNothing(cursor: number): void {
  cursors.okCount[cursor] = 0;
  cursors.droppedCount[cursor] = 0;
  cursors.deadCount[cursor] = 0;
}

/** Finds out when the oldest uncommitted record of a group was appended. */
function findOldest(group: number, backlog: number): void {
  const first = groups.firstCursor[group];
  const count = brokers.partitionCount[groups.node[group]];
  let oldest = registers[NOW];
  for (let cursor = first; cursor < first + count; cursor++) {
    const record = cursors.committedRecord[cursor];
    if (record !== 0) oldest = Math.min(oldest, records.appendedAt[record - 1]);
  }
  backlogs.oldestAt[backlog] = oldest;
}

/**
 * Frees the records of a partition that every group has committed. What may be replayed, or lost by
 * an unclean election, is kept.
 */
export function freeCommitted(node: number, partition: number): void {
  const at = partition - brokers.firstPartition[node];
  const first = brokers.firstGroup[node];
  let upTo = partitions.visible[partition];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    upTo = Math.min(upTo, cursors.committed[groups.firstCursor[group] + at]);
  }
  const mayBeLost = logs.unclean[node] === 1 && logs.replicas[node] > 1;
  if (logs.keeps[node] === 1 || mayBeLost) keepCommitted(partition, upTo);
  if (logs.keeps[node] === 1) return;
  if (mayBeLost) upTo = Math.min(upTo, leastEnd(node, partition));
  while (partitions.start[partition] < upTo) freeHead(partition);
}

/** Offset up to which every replica has a partition, in sync or not. */
function leastEnd(node: number, partition: number): number {
  let least = partitions.end[partition];
  const first = partitions.firstReplica[partition];
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (replicas.instance[replica] === partitions.leader[partition]) continue;
    least = Math.min(least, replicas.end[replica]);
  }
  return least;
}

/** The oldest record of a partition is gone. */
export function freeHead(partition: number): void {
  const record = partitions.head[partition] - 1;
  const request = records.request[record];
  partitions.head[partition] = records.next[record];
  if (partitions.head[partition] === 0) partitions.tail[partition] = 0;
  partitions.start[partition]++;
  freeRow(records.marks, records.next, record);
  releaseRequest(request);
}

/** Records that every group has committed stay; the requests they came from have settled. */
function keepCommitted(partition: number, upTo: number): void {
  while (partitions.settled[partition] < upTo) {
    const record = partitions.unsettled[partition] - 1;
    const request = records.request[record];
    records.request[record] = keepCopy(request);
    releaseRequest(request);
    partitions.unsettled[partition] = records.next[record];
    partitions.settled[partition]++;
  }
}
