// Log: a broker with partitioned, append-only records (Kafka). A group reads every record; each of
// its partitions belongs to one member, which processes its records strictly one after another.
// Polls are per partition: while one batch is worked off the next is already asked for, as the Java
// client does. A record arrives at the node when its turn in its partition has come, not when it is
// fetched. Cost: one event per fetch and direction, one per commit, besides the processing.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, VALUE } from "../core/registers.ts";
import { record as recordValue } from "../metrics/histogram.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { backlogs, countDelivery } from "./backlog.ts";
import { consumers, DEAD_LETTER } from "./consumer-rows.ts";
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
import { countRecord, operationInTime } from "./event-time-windows.ts";
import { inboxes, wasPassedOver } from "./inbox.ts";
import { commitAfterIdle, commitAtPoll, commitIfIdle, isBusy, planCommit } from "./log-commit.ts";
import { askForRecords, consumerOf, park } from "./log-fetch.ts";
import { noteFinished, noteRecordDelivered } from "./log-flow.ts";
import { completeIfQuiet, isHeld, join, leftByNow, stopMember, watchPolls } from "./log-group.ts";
import { noteApplied } from "./log-keys.ts";
import { ASKING, cursors, groups, members, NO_FETCH, records, STOP_CONSUMER } from "./log-rows.ts";
import { consumerOfAttempt, isApplied, noteEffect, strayEnded } from "./log-stray.ts";
import { noteRecord, WAS_APPLIED, WAS_DELIVERED, WAS_PASSED_OVER } from "./message-log.ts";
import { recordProcessed } from "./reply.ts";
import { settleTo } from "./request.ts";
import { attempts, FROM_RETRY } from "./rows.ts";

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
  const wanted = operationFor(consumer, records.operation[record]);
  const operation = operationInTime(cursor, record, wanted);
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
  if (!failed && !passedOver) {
    noteApplied(cursor, record, offset);
    countRecord(cursor, record, offset);
  }
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
