// Stray work: a record that a consumer still works on though its partition has been taken from it, by
// a rebalance that did not wait, a replay, or since it is gone from the log. Its consumer finishes it,
// and it takes effect; its group counts on somebody else.
import { allocateRow, freeRow } from "../core/memory.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { backlogs, countDuplicate } from "./backlog.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { countDeliveryEnd, endInHand, endPending, loseInHand } from "./consumers.ts";
import { apply, inboxes, keepIdentity, wasPassedOver } from "./inbox.ts";
import { firstOpen, noteStray, noteStrayApplied } from "./log-flow.ts";
import { cursors, groups, records, strays } from "./log-rows.ts";
import { noteRecord, WAS_APPLIED, WAS_PASSED_OVER } from "./message-log.ts";
import { instances } from "./node-state.ts";
import { settleTo } from "./request.ts";
import { attempts } from "./rows.ts";

/** Groups of a log that records tell apart; in others whatever passes a record has applied it. */
const BITS = 31;

/** Parts a partition from the record in hand. `counts`: its effect is one of the same record. */
export function goAstray(cursor: number, consumer: number, counts: boolean): void {
  const attempt = cursors.attempt[cursor];
  if (attempt === 0) return;
  const stray = allocateRow(strays.marks, strays.next, strays.cap);
  strays.attempt[stray] = attempt - 1;
  strays.cursor[stray] = cursor;
  strays.offset[stray] = counts ? cursors.finished[cursor] : -1;
  strays.done[stray] = isApplied(cursor, cursors.finishedRecord[cursor] - 1) ? 1 : 0;
  cursors.strays[cursor]++;
  noteStray(stray, cursor);
  keepIdentity(attempt - 1, consumer);
  strays.next[stray] = consumers.firstOwned[consumer];
  consumers.firstOwned[consumer] = stray + 1;
  cursors.attempt[cursor] = 0;
  backlogs.inDelivery[groups.backlog[cursors.group[cursor]]]--;
}

/** What stray work of a partition applies from offset `from` on is of no account any more. */
export function forgetStrays(cursor: number, from: number): void {
  for (let stray = 0; stray < strays.highWater; stray++) {
    const isOne = strays.cursor[stray] === cursor && strays.offset[stray] >= from;
    if (isOne) strays.offset[stray] = -1;
  }
}

/** The consumer that works on an attempt. */
export function consumerOfAttempt(attempt: number): number {
  let link = instances.firstConsumer[attempts.instance[attempt]];
  while (consumers.edge[link - 1] !== attempts.edge[attempt]) link = consumers.nextHere[link - 1];
  return link - 1;
}

/** Takes the stray of an attempt out of its consumer's list; its row is free but still readable. */
function takeStray(consumer: number, attempt: number): number {
  let before = 0;
  let link = consumers.firstOwned[consumer];
  while (strays.attempt[link - 1] !== attempt) {
    before = link;
    link = strays.next[link - 1];
  }
  const next = strays.next[link - 1];
  if (before === 0) consumers.firstOwned[consumer] = next;
  else strays.next[before - 1] = next;
  cursors.strays[strays.cursor[link - 1]]--;
  freeRow(strays.marks, strays.next, link - 1);
  return link - 1;
}

/** The record of an offset that is not committed yet. */
function recordAt(cursor: number, offset: number): number {
  let link = cursors.committedRecord[cursor];
  for (let at = cursors.committed[cursor]; at < offset; at++) link = records.next[link - 1];
  return link - 1;
}

/** The bit of a cursor's group; 0 = there is none. */
function bitOf(cursor: number): number {
  const group = cursors.group[cursor];
  const position = group - brokers.firstGroup[groups.node[group]];
  return position < BITS ? 1 << position : 0;
}

/** Whether its group has applied a record. */
export function isApplied(cursor: number, record: number): boolean {
  const bit = bitOf(cursor);
  return bit === 0 || (records.applied[record] & bit) !== 0;
}

function markApplied(cursor: number, record: number): void {
  records.applied[record] |= bitOf(cursor);
}

/** Stray work on the record of an offset will be one of what has taken effect. */
function tellStrays(cursor: number, offset: number): void {
  if (cursors.strays[cursor] === 0) return;
  for (let stray = 0; stray < strays.highWater; stray++) {
    if (strays.cursor[stray] === cursor && strays.offset[stray] === offset) strays.done[stray] = 1;
  }
}

/** A record takes effect; `again`: its group has passed it before, and may have applied it then. */
export function noteEffect(cursor: number, record: number, offset: number, again: boolean): void {
  if (again && isApplied(cursor, record)) {
    countDuplicate(groups.backlog[cursors.group[cursor]]);
  }
  markApplied(cursor, record);
  tellStrays(cursor, offset);
}

/** Stray work has ended; true if it was the last of its consumer. */
export function strayEnded(attempt: number, consumer: number, outcome: number): boolean {
  const stray = takeStray(consumer, attempt);
  const cursor = strays.cursor[stray];
  const offset = strays.offset[stray];
  countDeliveryEnd(consumers.edge[consumer], outcome);
  endPending(consumers.edge[consumer]);
  settleTo(attempts.request[attempt]);
  if (inboxes.place[consumer] !== 0) apply(attempt, consumer, outcome);
  const passedOver = wasPassedOver(attempt);
  if (outcome < FIRST_FAILURE) noteStrayApplied(stray, passedOver);
  endInHand(consumer, attempt);
  if (outcome < FIRST_FAILURE && offset >= 0) {
    const group = cursors.group[cursor];
    const partition = cursors.partition[cursor];
    const again = strays.done[stray];
    const what = passedOver ? WAS_PASSED_OVER : WAS_APPLIED;
    noteRecord(groups.node[group], partition, offset, -1, what, group, consumer, again);
    if (again === 1 && !passedOver) countDuplicate(groups.backlog[group]);
    if (offset >= cursors.committed[cursor]) markApplied(cursor, recordAt(cursor, offset));
    tellStrays(cursor, offset);
    const isNext = offset >= cursors.everFinished[cursor] && offset <= firstOpen(cursor);
    if (isNext) cursors.everFinished[cursor] = offset + 1;
  }
  return consumers.firstOwned[consumer] === 0;
}

/** The instance of a consumer has crashed: its stray work is gone. */
export function loseStrays(consumer: number, outcome: number): void {
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const stray = link - 1;
    link = strays.next[stray];
    loseInHand(consumer, strays.attempt[stray]);
    countDeliveryEnd(consumers.edge[consumer], outcome);
    endPending(consumers.edge[consumer]);
    cursors.strays[strays.cursor[stray]]--;
    freeRow(strays.marks, strays.next, stray);
  }
  consumers.firstOwned[consumer] = 0;
}
