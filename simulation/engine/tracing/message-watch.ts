// What descends from a traced request inside brokers: copies of messages in queues, and records of
// logs as each group sees them. A span lasts from when it is stored until it is settled there.
import { brokers, consumers } from "../../primitives/consumer-rows.ts";
import * as happen from "../../primitives/event-kinds.ts";
import { cursors, members, partitions, records, SENT } from "../../primitives/log-rows.ts";
import {
  ACK,
  DEAD,
  FREED,
  messages,
  NACK_DROP,
  READY,
  SETTLED,
} from "../../primitives/mailbox-rows.ts";
import { attempts } from "../../primitives/rows.ts";
import { CANCELLED, OK } from "../../results/outcomes.ts";
import type { PartKind } from "../../results/traces.ts";
import type { Happening } from "./call-watch.ts";
import type { Draft } from "./draft.ts";
import { partOfMessage } from "./rows-present.ts";

/** A copy of a message in its queue. */
export class MessageWatch {
  readonly row: number;
  /** Null: the row is for work on a message that its queue has taken back. */
  readonly draft: Draft | null;
  private readonly number: number;
  private isSettled = false;

  constructor(row: number, draft: Draft | null) {
    this.row = row;
    this.number = messages.number[row];
    this.draft = draft;
  }

  /** Whether the row still stands for this copy. */
  isPresent(request: number): boolean {
    const { row } = this;
    const same = messages.request[row] === request && messages.number[row] === this.number;
    return same && messages.phase[row] !== FREED;
  }

  look(happening: Happening, request: number): void {
    const { draft } = this;
    if (draft?.isOpen !== true) return;
    if (!this.isPresent(request)) {
      this.end(draft, happening);
      return;
    }
    draft.be(partOfMessage(this.row), happening.nowMs);
    // A queue that settles as it delivers has done so, whatever its consumer makes of it.
    const phase = messages.phase[this.row];
    this.isSettled = (messages.flags[this.row] & SETTLED) !== 0 && phase !== READY;
    if (phase === DEAD) draft.ending = "deadLettered";
  }

  private end(draft: Draft, { kind, a, b, nowMs }: Happening): void {
    const isOwn = a === this.row;
    if (kind === happen.SETTLE_ARRIVE && isOwn && b === ACK) draft.ending = "acked";
    else if (kind === happen.SETTLE_ARRIVE && isOwn && b === NACK_DROP) draft.ending = "dropped";
    else if (kind === happen.EXPIRE) draft.ending ??= "expired";
    else if (this.isSettled) draft.ending ??= "acked";
    draft.end(nowMs, draft.ending === "acked" ? OK : CANCELLED);
  }
}

/** A record of a log, as one group sees it. */
export class RecordWatch {
  readonly cursor: number;
  readonly draft: Draft;
  private readonly record: number;
  private readonly offset: number;

  constructor(cursor: number, record: number, offset: number, draft: Draft) {
    this.cursor = cursor;
    this.record = record;
    this.offset = offset;
    this.draft = draft;
  }

  /** Whether the group has this record in hand. */
  isInHand(): boolean {
    return cursors.attempt[this.cursor] !== 0 && cursors.finished[this.cursor] === this.offset;
  }

  look({ nowMs }: Happening): void {
    if (!this.draft.isOpen) return;
    const { cursor, offset } = this;
    if (cursors.finished[cursor] > offset) {
      this.draft.ending = "acked";
      this.draft.end(nowMs, OK);
      return;
    }
    this.draft.be(this.part(), nowMs);
  }

  private part(): PartKind {
    const { cursor, offset } = this;
    if (this.isInHand()) return "children";
    if (cursors.batchEnd[cursor] > offset || cursors.fetchedTo[cursor] > offset) return "buffer";
    const isOnWay = cursors.fetch[cursor] === SENT && cursors.sentTo[cursor] > offset;
    return isOnWay ? "delivery" : "stored";
  }

  /** Whether this is about that record; rows are used again. */
  isOf({ record, partition, offset }: FoundRecord): boolean {
    const same = record === this.record && offset === this.offset;
    return same && cursors.partition[this.cursor] === partition;
  }

  /** Its record while the log keeps it, -1 = it does not any more. */
  get kept(): number {
    const partition = cursors.partition[this.cursor];
    return partitions.start[partition] <= this.offset ? this.record : -1;
  }
}

/** A record and where it stands. */
export interface FoundRecord {
  readonly record: number;
  readonly partition: number;
  readonly offset: number;
}

/** All records of a request that logs hold. */
export function recordsOf(request: number): FoundRecord[] {
  const found: FoundRecord[] = [];
  for (let partition = 0; partition < partitions.highWater; partition++) {
    let offset = partitions.start[partition];
    for (let link = partitions.head[partition]; link !== 0; link = records.next[link - 1]) {
      if (records.request[link - 1] === request) {
        found.push({ record: link - 1, partition, offset });
      }
      offset++;
    }
  }
  return found;
}

/** The cursors of all groups that read a partition. */
export function cursorsOf(partition: number): number[] {
  const found: number[] = [];
  for (let cursor = 0; cursor < cursors.highWater; cursor++) {
    if (cursors.partition[cursor] === partition) found.push(cursor);
  }
  return found;
}

/** Node of the log that a partition belongs to, -1 = of none. */
export function logOf(partition: number): number {
  for (let node = 0; node < brokers.highWater; node++) {
    const first = brokers.firstPartition[node];
    const isOwn = partition >= first && partition < first + brokers.partitionCount[node];
    if (isOwn && brokers.partitionCount[node] > 0) return node;
  }
  return -1;
}

/** Edge to the consumers of a group, by the member that owns the cursor; -1 = nobody does. */
export function edgeOfCursor(cursor: number): number {
  const owner = cursors.owner[cursor];
  return owner === 0 ? -1 : consumers.edge[members.consumer[owner - 1]];
}

/** The message or cursor that an attempt processes. */
export function processedBy(attempt: number): number {
  return attempts.message[attempt];
}
