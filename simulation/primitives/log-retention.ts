// Retention of a log: records older than a time, or more of them than a partition keeps, are gone. A
// group that had not committed them has lost them; one whose position is gone begins anew where
// `auto.offset.reset` says. What a consumer had fetched beyond the record in hand is gone with them.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { EXPIRED } from "./backlog.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { RETENTION_DUE } from "./event-kinds.ts";
import { LOST_RETENTION } from "./flow-rows.ts";
import { freeHead, skipTo } from "./log-commit.ts";
import { askForRecords, stopFetch } from "./log-fetch.ts";
import { isHeld } from "./log-group.ts";
import { cursors, groups, logs, members, partitions, records } from "./log-rows.ts";
import { goAstray } from "./log-stray.ts";

/** A record was appended: others may have to go, now or later. */
export function retain(node: number, partition: number): void {
  if (logs.retentionMs[node] > 0 && partitions.retention[partition] === 0) {
    planRetention(node, partition);
  }
  const most = logs.retentionMax[node];
  if (most === 0) return;
  const first = Math.min(partitions.end[partition] - most, partitions.visible[partition]);
  while (partitions.start[partition] < first) expireHead(node, partition);
}

function planRetention(node: number, partition: number): void {
  const head = partitions.head[partition];
  if (head === 0) return;
  registers[AT] = Math.max(registers[NOW], records.appendedAt[head - 1] + logs.retentionMs[node]);
  partitions.retention[partition] = schedule(RETENTION_DUE, partition, node) + 1;
}

/** The oldest records of a partition may have reached their age. */
export function retentionDue(partition: number, node: number): void {
  partitions.retention[partition] = 0;
  for (let head = partitions.head[partition]; head !== 0; head = partitions.head[partition]) {
    if (records.appendedAt[head - 1] + logs.retentionMs[node] > registers[NOW]) break;
    if (partitions.start[partition] >= partitions.visible[partition]) break;
    expireHead(node, partition);
  }
  if (partitions.start[partition] < partitions.visible[partition]) planRetention(node, partition);
}

/** The oldest record of a partition is gone, for groups that have not committed it as well. */
function expireHead(node: number, partition: number): void {
  const offset = partitions.start[partition];
  const at = partition - brokers.firstPartition[node];
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const cursor = groups.firstCursor[group] + at;
    if (cursors.committed[cursor] <= offset) loseOldest(group, cursor, offset);
  }
  if (partitions.start[partition] === offset && partitions.head[partition] !== 0) {
    if (partitions.settled[partition] <= offset) {
      partitions.settled[partition] = offset + 1;
      partitions.unsettled[partition] = records.next[partitions.head[partition] - 1];
    }
    freeHead(partition);
  }
}

/** A group loses the record at `offset`, unless it has finished it. */
function loseOldest(group: number, cursor: number, offset: number): void {
  const owner = cursors.owner[cursor] - 1;
  if (cursors.finished[cursor] > offset) {
    skipTo(cursor, cursors.finished[cursor], EXPIRED, LOST_RETENTION);
    return;
  }
  if (owner >= 0) goAstray(cursor, members.consumer[owner], true);
  stopFetch(cursor);
  skipTo(cursor, offset + 1, EXPIRED, LOST_RETENTION);
  if (groups.fromEarliest[group] === 0) cursors.outOfRange[cursor] = 1;
  const isThere = owner >= 0 && consumers.connected[members.consumer[owner]] === 1;
  if (isThere && members.expiresAt[owner] === 0 && !isHeld(cursor)) askForRecords(cursor);
}
