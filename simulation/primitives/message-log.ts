// What happens to single messages of a broker, one row after another, for the first of them: where a
// run records details. A log, not a meter: nothing in the simulation reads it.
import { allocateRow, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { brokers } from "./consumer-rows.ts";
import { envelopes } from "./envelope-rows.ts";
import { recordsLoad } from "./instance-load.ts";
import { rules } from "./lease-rows.ts";
import { messages } from "./mailbox-rows.ts";
import { groupOf } from "./message-groups.ts";
import { operations } from "./parameters.ts";

const ROWS = 100_000;
/** Entries of one broker. */
const OF_BROKER = 2_000;

/** `what` of an entry, in the order of MESSAGE_STEPS. */
export const WAS_ROUTED = 0;
export const WAS_REFUSED = 1;
export const WAS_DELIVERED = 2;
export const CAME_BACK = 3;
/** Its consumer has done the work, whether or not the queue comes to know. */
export const WAS_APPLIED = 4;
/** Its consumer knew it and has passed it over. */
export const WAS_PASSED_OVER = 5;
/** First of the endings, in the order of MESSAGE_ENDINGS. */
export const ENDED_AS = 6;

class MessageLog extends Table {
  readonly node = this.int32();
  readonly what = this.uint8();
  /** Or group; -1: a record has come into its log, or is lost to it. */
  readonly queue = this.int32();
  /** Of the publish; of a record, its offset. */
  readonly number = this.int32();
  /** Of a record, counted from its log's first; of a message its group, likewise; -1: it has none. */
  readonly part = this.int32();
  readonly operation = this.int32();
  /** -1: none. */
  readonly consumer = this.int32();
  /** How often it had come back to its queue; of a death, how often it has died of this here. */
  readonly count = this.int32();
  /** Why it died, + 1; 0 = it did not. */
  readonly reason = this.uint8();
  readonly at = this.float64();
}

export const messageLog = new MessageLog("log of messages", ROWS);

/** Notes a step of a message in its queue, where the run records details. */
export function noteStep(message: number, what: number, consumer: number): void {
  if (recordsLoad()) note(message, what, consumer, messages.returns[message], 0);
}

/** Notes that a message has died, for the `count`th time of this reason in this queue. */
export function noteDying(message: number, ending: number, reason: number, count: number): void {
  if (recordsLoad()) note(message, ENDED_AS + ending, -1, count, reason + 1);
}

/** Notes that a settlement that came late ends its message: its delivery is that of `processed`. */
export function noteLate(processed: number, ending: number): void {
  const consumer = messages.consumer[processed];
  if (recordsLoad()) note(processed, ENDED_AS + ending, consumer, messages.returns[processed], 0);
}

function note(
  message: number,
  what: number,
  consumer: number,
  count: number,
  reason: number,
): void {
  const operation = envelopes.operation[messages.envelope[message]];
  const row = newRow(operations.node[operation], what, consumer);
  if (row < 0) return;
  messageLog.queue[row] = messages.queue[message];
  messageLog.number[row] = messages.number[message];
  messageLog.part[row] = groupAt(message, messages.queue[message]);
  messageLog.operation[row] = operation;
  messageLog.count[row] = count;
  messageLog.reason[row] = reason;
}

/** The group of a message, counted from the first of its queue; -1: its queue knows no groups. */
function groupAt(message: number, queue: number): number {
  if (rules.groupCount[queue] === 0) return -1;
  return groupOf(message, queue) - rules.firstGroup[queue];
}

/** A row for a step at a broker; -1 where enough has been noted. */
function newRow(node: number, what: number, consumer: number): number {
  if (brokers.logged[node] === OF_BROKER || messageLog.marks[1] >= messageLog.cap) return -1;
  brokers.logged[node]++;
  const row = allocateRow(messageLog.marks, messageLog.next, messageLog.cap);
  messageLog.node[row] = node;
  messageLog.what[row] = what;
  messageLog.consumer[row] = consumer;
  messageLog.at[row] = registers[NOW];
  return row;
}

/**
 * Notes a step of a record, where the run records details: for a group, or for its log as a whole
 * (`group` -1). `again`: 1 if the group has had it before. `operation` -1: not known any more.
 */
export function noteRecord(
  node: number,
  partition: number,
  offset: number,
  operation: number,
  what: number,
  group: number,
  consumer: number,
  again: number,
): void {
  if (!recordsLoad()) return;
  const row = newRow(node, what, consumer);
  if (row < 0) return;
  messageLog.queue[row] = group;
  messageLog.number[row] = offset;
  messageLog.part[row] = partition - brokers.firstPartition[node];
  messageLog.operation[row] = operation;
  messageLog.count[row] = again;
  messageLog.reason[row] = 0;
}
