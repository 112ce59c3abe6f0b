// What records mean for the flows of a log, one for each operation and group. A record has met its fate
// for a group when the group has finished it for the first time or passed it over; what was replayed
// waits anew.
import { brokers } from "./consumer-rows.ts";
import { COMPLETED, DEAD, flows, GONE, LOST_RETENTION } from "./flow-rows.ts";
import { countApplied, countDelivered, findAgain, flowOf, loseFrom, meetFate } from "./flows.ts";
import {
  ACKS_ALL,
  ACKS_LEADER,
  cursors,
  groups,
  logs,
  partitions,
  records,
  strays,
} from "./log-rows.ts";

/** Reasons of dead letters and of what is dropped, in the order of DEATH_REASONS: rejected. */
const REJECTED_BY_CONSUMER = 0;

/** Flow of a record for the group of a cursor. */
function flowOfRecord(cursor: number, record: number): number {
  return flowOf(groups.backlog[cursors.group[cursor]], records.operation[record]);
}

/** A record of `acks` is put before a group. */
export function noteAppended(node: number, group: number, record: number, acks: number): void {
  const flow = flowOf(groups.backlog[group], records.operation[record]);
  flows.published[flow]++;
  const atOnce = acks === ACKS_LEADER || (acks === ACKS_ALL && logs.replicas[node] <= 1);
  if (atOnce) flows.acknowledged[flow]++;
}

/** The publishers of a record are told that all replicas in sync have it. */
export function noteRevealed(node: number, record: number): void {
  if (records.acks[record] !== ACKS_ALL) return;
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    flows.acknowledged[flowOf(groups.backlog[group], records.operation[record])]++;
  }
}

/** A publish of an operation was recognized as one that stands in the log already. */
export function noteDeduplicated(node: number, operation: number): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    flows.deduplicated[flowOf(groups.backlog[group], operation)]++;
  }
}

export function noteRecordDelivered(cursor: number, record: number, again: boolean): void {
  countDelivered(flowOfRecord(cursor, record), again);
}

/** A group has finished a record; `isFirst`: it never had before, `applied`: it has applied it before. */
export function noteFinished(
  cursor: number,
  record: number,
  failed: boolean,
  toDeadLetters: boolean,
  isFirst: boolean,
  applied: boolean,
  passedOver: boolean,
): void {
  const flow = flowOfRecord(cursor, record);
  if (passedOver) {
    flows.duplicatesSkipped[flow]++;
  } else if (!failed) {
    countApplied(flow, records.appendedAt[record], !applied);
  }
  if (!isFirst) return;
  const without = toDeadLetters ? DEAD : GONE;
  meetFate(flow, failed ? without + REJECTED_BY_CONSUMER : COMPLETED);
}

/** A record was applied after a newer one of its key or, where keys are not known, its partition. */
export function noteDisorder(cursor: number, record: number): void {
  flows.outOfOrder[flowOfRecord(cursor, record)]++;
}

/** The record in hand goes on apart from its partition, under the row \`stray\`. */
export function noteStray(stray: number, cursor: number): void {
  const record = cursors.finishedRecord[cursor] - 1;
  strays.flow[stray] = flowOfRecord(cursor, record);
  strays.appendedAt[stray] = records.appendedAt[record];
  strays.acked[stray] = isAcked(cursor, cursors.finished[cursor], record) ? 1 : 0;
}

/**
 * Stray work has taken effect. If its record was passed over meanwhile, since it was too old, it is
 * not lost after all; if a replay has put it before its group again, that does not count.
 */
export function noteStrayApplied(stray: number, passedOver: boolean): void {
  const flow = strays.flow[stray];
  if (passedOver) flows.duplicatesSkipped[flow]++;
  const offset = strays.offset[stray];
  const cursor = strays.cursor[stray];
  const isSecond = offset >= 0 && offset < cursors.everFinished[cursor];
  const isRepeated = offset >= 0 && strays.done[stray] === 1;
  if (!passedOver) countApplied(flow, strays.appendedAt[stray], !isRepeated);
  if (offset < 0 || isSecond || offset > firstOpen(cursor)) return;
  if (offset >= cursors.committed[cursor]) meetFate(flow, COMPLETED);
  else findAgain(flow, LOST_RETENTION, strays.acked[stray] === 1, COMPLETED);
}

/** Whether the publisher of a record was told that it is safe. */
function isAcked(cursor: number, offset: number, record: number): boolean {
  const acks = records.acks[record];
  if (acks !== ACKS_ALL) return acks === ACKS_LEADER;
  return offset < partitions.visible[cursors.partition[cursor]];
}

/** First record that has not met its fate for the group of a cursor. */
export function firstOpen(cursor: number): number {
  return Math.max(cursors.everFinished[cursor], cursors.committed[cursor]);
}

/** A group passes its records from offset \`from\` to \`to\` over, none of which it has committed. */
export function notePassedOver(cursor: number, from: number, to: number, fate: number): void {
  const open = firstOpen(cursor);
  let link = cursors.committedRecord[cursor];
  for (let at = cursors.committed[cursor]; at < to; at++) {
    const record = link - 1;
    link = records.next[record];
    if (at < from || at < open) continue;
    loseFrom(flowOfRecord(cursor, record), fate, isAcked(cursor, at, record));
  }
}

/** A replay puts a group back to the record \`link\` at \`offset\`. */
export function noteReplayed(cursor: number, offset: number, link: number): void {
  const open = firstOpen(cursor);
  let next = link;
  for (let at = offset; at < open; at++) {
    const record = next - 1;
    next = records.next[record];
    flows.replayed[flowOfRecord(cursor, record)]++;
  }
}
