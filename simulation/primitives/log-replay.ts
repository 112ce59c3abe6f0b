// Replay: a group is put back to an offset or a time and reads everything from there on again, as an
// operator does who resets the offsets of its consumers. What it works on at that moment is finished
// and of no account. Only records that the log still keeps can be read again.
import { NOW, registers } from "../core/registers.ts";
import { backlogs, PURGED, stayedSince, touchBacklog } from "./backlog.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import type { ReplayFrom } from "./fault-plan.ts";
import { PURGED_FATE } from "./flow-rows.ts";
import { refreshOldest, rewind, settleFinished, skipTo } from "./log-commit.ts";
import { stopFetch } from "./log-fetch.ts";
import { noteReplayed } from "./log-flow.ts";
import { resumePartitions } from "./log-resume.ts";
import { cursors, groups, members, partitions, records } from "./log-rows.ts";
import { forgetStrays, goAstray } from "./log-stray.ts";

/** Puts the group of a consumer's edge back, once for each `mark`. */
export function replay(edge: number, from: ReplayFrom, mark: number): void {
  const consumer = consumerOn(edge);
  if (consumer < 0) return;
  const group = members.group[consumers.home[consumer]];
  if (groups.replayMark[group] === mark + 1) return;
  groups.replayMark[group] = mark + 1;
  groups.replays[group]++;
  const node = groups.node[group];
  const first = groups.firstCursor[group];
  for (let at = 0; at < brokers.partitionCount[node]; at++)
    replayPartition(group, first + at, from);
  resumePartitions(node);
}

function consumerOn(edge: number): number {
  for (let consumer = 0; consumer < consumers.highWater; consumer++) {
    if (consumers.edge[consumer] === edge) return consumer;
  }
  return -1;
}

interface Place {
  readonly offset: number;
  /** Record + 1, 0 at the end. */
  readonly link: number;
}

function placeOf(partition: number, from: ReplayFrom): Place {
  let offset = partitions.start[partition];
  let link = partitions.head[partition];
  const upTo = partitions.visible[partition];
  const isBefore = (): boolean =>
    "offset" in from ? offset < from.offset : records.appendedAt[link - 1] < from.timeMs;
  while (link !== 0 && offset < upTo && isBefore()) {
    link = records.next[link - 1];
    offset++;
  }
  return { offset, link };
}

function replayPartition(group: number, cursor: number, from: ReplayFrom): void {
  const partition = cursors.partition[cursor];
  const owner = cursors.owner[cursor] - 1;
  if (owner >= 0) goAstray(cursor, members.consumer[owner], false);
  forgetStrays(cursor, 0);
  stopFetch(cursor);
  settleFinished(cursor);
  const place = placeOf(partition, from);
  noteReplayed(cursor, place.offset, place.link);
  const committed = cursors.committed[cursor];
  if (place.offset > committed) skipTo(cursor, place.offset, PURGED, PURGED_FATE);
  else if (place.offset < committed) goBack(group, cursor, place);
  else rewind(cursor);
  cursors.outOfRange[cursor] = 0;
  cursors.everFinished[cursor] = cursors.committed[cursor];
  cursors.everDelivered[cursor] = cursors.committed[cursor];
  cursors.everApplied[cursor] = cursors.committed[cursor];
  if (cursors.catchUpTo[cursor] !== 0) groups.replayOpen[group]--;
  const isBehind = cursors.committed[cursor] < partitions.end[partition];
  cursors.catchUpTo[cursor] = isBehind ? partitions.end[partition] + 1 : 0;
  if (isBehind) groups.replayOpen[group]++;
}

/** Records between the place and what was committed are in the backlog again, from now on. */
function goBack(group: number, cursor: number, { offset, link }: Place): void {
  const backlog = groups.backlog[group];
  const committed = cursors.committed[cursor];
  const count = committed - offset;
  touchBacklog(backlog);
  // Those of an earlier replay that still stand begin a new stay.
  const standing = Math.max(0, cursors.replayedTo[cursor] - committed);
  backlogs.stays[backlog] += standing * stayedSince(cursors.replayedAt[cursor]);
  groups.replayed[group] += count;
  backlogs.returned[backlog] += count;
  if (backlogs.level[backlog] === 0) backlogs.oldestAt[backlog] = registers[NOW];
  backlogs.level[backlog] += count;
  cursors.replayedTo[cursor] = Math.max(committed, cursors.replayedTo[cursor]);
  cursors.replayedAt[cursor] = registers[NOW];
  cursors.committed[cursor] = offset;
  cursors.committedRecord[cursor] = link;
  rewind(cursor);
  backlogs.oldestAt[backlog] = Math.min(backlogs.oldestAt[backlog], records.appendedAt[link - 1]);
  refreshOldest(group);
}
