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
import { cursors, groups, members, partitions, records } from "./log-rows.ts";
import { nodeState } from "./node-state.ts";
import { releaseRequest } from "./request.ts";

/** A batch of a partition is being worked off. */
export function isBusy(cursor: number): boolean {
  return cursors.finished[cursor] < cursors.batchEnd[cursor];
}

export function firstCursorOf(member: number): number {
  return groups.firstCursor[members.group[member]] + members.firstPartition[member];
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
  const first = firstCursorOf(member);
  for (let at = 0; at < members.partitionCount[member]; at++) {
    if (isBusy(first + at)) continue;
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
  const backlog = groups.backlog[group];
  const first = firstCursorOf(member);
  touchBacklog(backlog);
  const oldestAt = backlogs.oldestAt[backlog];
  let heldOldest = false;
  for (let cursor = first; cursor < first + members.partitionCount[member]; cursor++) {
    if (cursors.finished[cursor] === cursors.committed[cursor]) continue;
    if (records.appendedAt[cursors.committedRecord[cursor] - 1] <= oldestAt) heldOldest = true;
    lowerBacklog(backlog, ACKED, cursors.okCount[cursor]);
    lowerBacklog(backlog, DROPPED, cursors.droppedCount[cursor]);
    lowerBacklog(backlog, DEAD_LETTERED, cursors.deadCount[cursor]);
    for (let link = cursors.committedRecord[cursor]; link !== cursors.finishedRecord[cursor]; ) {
      countStay(backlog, records.appendedAt[link - 1]);
      link = records.next[link - 1];
    }
    cursors.committed[cursor] = cursors.finished[cursor];
    cursors.committedRecord[cursor] = cursors.finishedRecord[cursor];
    countNothing(cursor);
    freeCommitted(groups.node[group], cursors.partition[cursor]);
  }
  if (heldOldest) findOldest(group, backlog);
}

/** Puts a partition back to what is committed: what was finished beyond will be delivered again. */
export function rewind(cursor: number): void {
  cursors.finished[cursor] = cursors.committed[cursor];
  cursors.finishedRecord[cursor] = cursors.committedRecord[cursor];
  cursors.batchEnd[cursor] = cursors.committed[cursor];
  cursors.fetchedTo[cursor] = cursors.committed[cursor];
  countNothing(cursor);
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

/** Frees the records of a partition that every group has committed. */
function freeCommitted(node: number, partition: number): void {
  const at = partition - brokers.firstPartition[node];
  const first = brokers.firstGroup[node];
  let upTo = partitions.end[partition];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    upTo = Math.min(upTo, cursors.committed[groups.firstCursor[group] + at]);
  }
  while (partitions.start[partition] < upTo) {
    const record = partitions.head[partition] - 1;
    const request = records.request[record];
    partitions.head[partition] = records.next[record];
    partitions.start[partition]++;
    freeRow(records.marks, records.next, record);
    releaseRequest(request);
  }
  if (partitions.head[partition] === 0) partitions.tail[partition] = 0;
}
