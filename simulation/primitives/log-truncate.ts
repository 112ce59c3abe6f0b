// A new leader of a partition lacks records that the old one had: they are lost. Groups that have read
// some of them, which only an unclean election makes possible, go on at the new end.
import { freeRow } from "../core/memory.ts";
import { countStay, LOST, lowerBacklog, touchBacklog } from "./backlog.ts";
import { brokers } from "./consumer-rows.ts";
import { LOST_ELECTION } from "./flow-rows.ts";
import { effects, releaseEffect } from "./keyed-work.ts";
import { refreshOldest, settleFinished, skipTo, standsSince } from "./log-commit.ts";
import { stopFetch } from "./log-fetch.ts";
import { notePassedOver } from "./log-flow.ts";
import {
  ACKS_ALL,
  ACKS_LEADER,
  cursors,
  groups,
  logs,
  members,
  partitions,
  records,
} from "./log-rows.ts";
import { forgetStrays, goAstray } from "./log-stray.ts";
import { ENDED_AS, noteRecord } from "./message-log.ts";
import { releaseRequest, settleTo } from "./request.ts";

/** Records of a partition from offset `end` on are gone. */
export function truncate(node: number, partition: number, end: number): void {
  const before = partitions.end[partition];
  if (before <= end) return;
  logs.truncated[node] += before - end;
  const at = partition - brokers.firstPartition[node];
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    cutGroup(group, groups.firstCursor[group] + at, before, end);
  }
  dropRecords(node, partition, end);
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    putBack(groups.firstCursor[group] + at, end);
  }
}

/** What a group had not committed of the lost records is lost to it as well. */
function cutGroup(group: number, cursor: number, before: number, end: number): void {
  const owner = cursors.owner[cursor];
  if (owner !== 0 && cursors.finished[cursor] >= end) {
    goAstray(cursor, members.consumer[owner - 1], false);
  }
  forgetStrays(cursor, end);
  stopFetch(cursor);
  settleFinished(cursor);
  const from = Math.max(cursors.committed[cursor], end);
  groups.truncated[group] += before - from;
  if (cursors.committed[cursor] >= end) {
    skipTo(cursor, before, LOST, LOST_ELECTION);
    return;
  }
  notePassedOver(cursor, end, before, LOST_ELECTION);
  const backlog = groups.backlog[group];
  let link = cursors.committedRecord[cursor];
  for (let at = cursors.committed[cursor]; at < before; at++) {
    if (at >= end) countStay(backlog, standsSince(cursor, at, link - 1));
    link = records.next[link - 1];
  }
  touchBacklog(backlog);
  lowerBacklog(backlog, LOST, before - end);
  refreshOldest(group);
}

function dropRecords(node: number, partition: number, end: number): void {
  let last = 0;
  let link = partitions.head[partition];
  for (let at = partitions.start[partition]; link !== 0; at++) {
    const record = link - 1;
    link = records.next[record];
    if (at < end) {
      last = record + 1;
      continue;
    }
    noteRecord(node, partition, at, records.operation[record], ENDED_AS + LOST, -1, -1, 0);
    const acks = records.acks[record];
    const isVisible = at < partitions.visible[partition];
    if (acks === ACKS_LEADER || (acks === ACKS_ALL && isVisible)) logs.acknowledgedLost[node]++;
    const effect = records.effect[record] - 1;
    if (effect >= 0) {
      // Whoever publishes it again appends it.
      effects.executed[effect] = 0;
      releaseEffect(effect);
    }
    const request = records.request[record];
    settleTo(request);
    freeRow(records.marks, records.next, record);
    releaseRequest(request);
  }
  if (last === 0) partitions.head[partition] = 0;
  else records.next[last - 1] = 0;
  partitions.tail[partition] = last;
  partitions.end[partition] = end;
  if (partitions.visible[partition] >= end) {
    partitions.visible[partition] = end;
    partitions.hidden[partition] = 0;
  }
  if (partitions.settled[partition] >= end) {
    partitions.settled[partition] = end;
    partitions.unsettled[partition] = 0;
  }
}

/** No position of a group lies beyond the end; what its owner asks for is up to others. */
function putBack(cursor: number, end: number): void {
  cursors.committed[cursor] = Math.min(cursors.committed[cursor], end);
  if (cursors.committed[cursor] === end) cursors.committedRecord[cursor] = 0;
  cursors.finished[cursor] = Math.min(cursors.finished[cursor], end);
  if (cursors.finished[cursor] === end) cursors.finishedRecord[cursor] = 0;
  cursors.batchEnd[cursor] = Math.min(cursors.batchEnd[cursor], end);
  cursors.fetchedTo[cursor] = Math.min(cursors.fetchedTo[cursor], end);
  cursors.everFinished[cursor] = Math.min(cursors.everFinished[cursor], end);
  cursors.everDelivered[cursor] = Math.min(cursors.everDelivered[cursor], end);
  cursors.everApplied[cursor] = Math.min(cursors.everApplied[cursor], end);
  cursors.replayedTo[cursor] = Math.min(cursors.replayedTo[cursor], end);
  if (cursors.catchUpTo[cursor] !== 0) {
    cursors.catchUpTo[cursor] = Math.min(cursors.catchUpTo[cursor], end + 1);
  }
}
