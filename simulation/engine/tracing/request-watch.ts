// Follows one request through the engine's rows while its time is simulated once more: after each event
// it looks at the rows that belong to it and notes what has changed. Nothing is written, so nothing of
// the run changes. Costs a few reads for each row of the request and event; what no call leads to
// (one-way calls, messages) is searched for when the request's count of references says there is more.

import { backlogs } from "../../primitives/backlog.ts";
import { brokers } from "../../primitives/consumer-rows.ts";
import * as happen from "../../primitives/event-kinds.ts";
import { cursors, groups } from "../../primitives/log-rows.ts";
import { FREED, messages, queues, RECEIVED } from "../../primitives/mailbox-rows.ts";
import { edges, LOG_BROKER, nodes } from "../../primitives/parameters.ts";
import { CARRIES, COLLECTS } from "../../primitives/parcel-rows.ts";
import { REPLY } from "../../primitives/reply-rows.ts";
import { attempts, CALLED, calls, DELIVERED, GONE, requests } from "../../primitives/rows.ts";
import { ABANDONED, DEADLINE_EXCEEDED } from "../../results/outcomes.ts";
import { AttemptWatch } from "./attempt-watch.ts";
import type { CallWatch, Happening, Spans } from "./call-watch.ts";
import { Draft, type DraftStart } from "./draft.ts";
import {
  cursorsOf,
  edgeOfCursor,
  logOf,
  MessageWatch,
  processedBy,
  RecordWatch,
  recordsOf,
} from "./message-watch.ts";

/** What works on for a request after its end is followed for so long, ms. */
export const FOLLOWED_MS = 60_000;

/** Which request is meant: offered by that source at that instant, in that row. */
export interface Wanted {
  readonly id: string;
  readonly row: number;
  /** Row of its root, and that row's generation. */
  readonly root: number;
  readonly turn: number;
  readonly source: number;
  readonly startMs: number;
}

const BY_ATTEMPT = new Set([
  happen.ARRIVE,
  happen.ARRIVE_NOW,
  happen.SERVICE_END,
  happen.WORK_SERVED,
  happen.RESPONSE,
  happen.RESPONSE_NOW,
  happen.SENT_ONE_WAY,
  happen.DELIVERY_ENDED,
  happen.STORED,
  happen.PUBLISHED,
  happen.REPLY_HANDLED,
  happen.GATE_OPEN,
]);

const BY_CALL = new Set([
  happen.RETRY,
  happen.CALL_ENDED,
  happen.CALL_INSTEAD,
  happen.CALL_RESUMED,
  happen.ATTEMPT_RESUMED,
  happen.FALLBACK_READY,
  happen.HEDGE_DUE,
  happen.ATTEMPT_TIMEOUT,
]);

export class RequestWatch implements Spans {
  readonly wanted: Wanted;
  readonly drafts: Draft[] = [];
  /** Nothing of it is left, or it was followed for long enough. */
  isOver = false;
  /** When the last look was, ms. */
  untilMs: number;
  private live: AttemptWatch[] = [];
  private readonly known: AttemptWatch[] = [];
  private messages: MessageWatch[] = [];
  private records: RecordWatch[] = [];
  /** Work of publishes, by broker and number. */
  private readonly publishes = new Map<string, Draft>();
  private readonly root: AttemptWatch;
  private endedMs = Number.NaN;
  /** The attempt that the event in hand is about, where it is one of this request. */
  private actor: AttemptWatch | null = null;
  private references = 0;
  /** Attempts have joined or left since it was last searched for what else there is. */
  private isChanged = true;
  private explained = 0;

  constructor(wanted: Wanted, happening: Happening) {
    this.wanted = wanted;
    this.untilMs = happening.nowMs;
    this.root = this.add(new AttemptWatch(requests.root[wanted.row], null, null, this));
    this.actor = this.root;
    this.look(happening);
  }

  begin(start: DraftStart, nowMs: number): Draft {
    const draft = new Draft(start, nowMs);
    this.drafts.push(draft);
    return draft;
  }

  private add(watch: AttemptWatch): AttemptWatch {
    this.live.push(watch);
    this.known.push(watch);
    this.isChanged = true;
    return watch;
  }

  private liveAt(row: number): AttemptWatch | undefined {
    return this.live.find((watch) => watch.row === row && watch.isPresent());
  }

  watchCalled(attempt: number, way: Draft, happening: Happening): AttemptWatch {
    const known = this.liveAt(attempt);
    if (known !== undefined) return known;
    const watch = this.add(new AttemptWatch(attempt, way, null, this));
    watch.look(happening);
    return watch;
  }

  watchCarrier(parcel: number, way: Draft, happening: Happening): AttemptWatch | null {
    for (let row = 0; row < attempts.highWater; row++) {
      const isCarrier = (attempts.flags[row] & CARRIES) !== 0 && isParcelEdge(attempts.edge[row]);
      if (attempts.phase[row] === GONE || !isCarrier || attempts.message[row] !== parcel) continue;
      return this.watchCalled(row, way, happening);
    }
    return null;
  }

  /** Told before each event: what only it knows, and what it is about to end. */
  before(kind: number, a: number, b: number, nowMs: number): void {
    this.actor = null;
    if (BY_ATTEMPT.has(kind)) this.actor = this.liveAt(a) ?? null;
    else if (kind === happen.ARRIVE_AND_GO_ON) this.actor = this.liveAt(b) ?? null;
    else if (BY_CALL.has(kind)) this.actor = this.liveAt(calls.parent[a]) ?? null;
    if (kind !== happen.CALL_ENDED && kind !== happen.CALL_INSTEAD) return;
    const call = this.callAt(a);
    if (call === undefined) return;
    call.end({ kind, a, b, nowMs }, calls.outcome[a]);
    this.actor?.forgetCall(a);
  }

  private callAt(row: number): CallWatch | undefined {
    const call = this.actor?.callAt(row);
    return call?.isPresent() === true ? call : undefined;
  }

  /** Looks at everything after an event, or after faults have come or gone. */
  look(happening: Happening): void {
    if (this.isOver) return;
    const { nowMs } = happening;
    this.untilMs = nowMs;
    if (this.hasRootEnded()) this.endRoot(happening);
    // New ones join the list while it is walked.
    for (let at = 0; at < this.live.length; at++) this.live[at]?.look(happening);
    for (const message of this.messages) message.look(happening, this.wanted.row);
    for (const record of this.records) record.look(happening);
    if (this.live.some(({ isLive }) => !isLive)) {
      this.live = this.live.filter(({ isLive }) => isLive);
      this.isChanged = true;
    }
    this.discover(happening);
    this.settle(nowMs);
  }

  private isRequestPresent(): boolean {
    const { row, startMs } = this.wanted;
    const isSame = requests.arrivedAt[row] === startMs && requests.references[row] > 0;
    return isSame && requests.root[row] === this.root.row;
  }

  private hasRootEnded(): boolean {
    return Number.isNaN(this.endedMs) && !this.root.isPresent();
  }

  private endRoot(happening: Happening): void {
    const { kind, b } = happening;
    this.endedMs = happening.nowMs;
    const cutOff = kind === happen.DEADLINE ? DEADLINE_EXCEEDED : ABANDONED;
    this.root.endRoot(happening, kind === happen.ROOT_ENDED ? b : cutOff);
  }

  /** Searches for rows that no call leads to, where there must be some. */
  private discover(happening: Happening): void {
    if (!this.isRequestPresent()) return;
    const { row } = this.wanted;
    const references = requests.references[row];
    const isCurrent = this.messages.every((message) => message.isPresent(row));
    if (references === this.references && !this.isChanged && isCurrent) return;
    this.isChanged = false;
    if (references > this.countExplained()) {
      this.findMessages(happening);
      this.findRecords(happening);
      this.findAttempts(happening);
    }
    this.references = references;
    this.explained = this.countExplained();
    this.isChanged = false;
  }

  private countExplained(): number {
    const { row } = this.wanted;
    const own = this.live.filter((watch) => attempts.request[watch.row] === row).length;
    this.messages = this.messages.filter((message) => message.isPresent(row));
    return own + this.messages.length;
  }

  private findAttempts(happening: Happening): void {
    const { row } = this.wanted;
    for (let attempt = 0; attempt < attempts.highWater; attempt++) {
      if (attempts.request[attempt] !== row || attempts.phase[attempt] === GONE) continue;
      if (this.liveAt(attempt) !== undefined || isCarried(attempt)) continue;
      const watch = this.watchApart(attempt, happening);
      watch.look(happening);
    }
  }

  private watchApart(attempt: number, happening: Happening): AttemptWatch {
    if (attempts.origin[attempt] === DELIVERED) {
      const above = this.messageOf(attempt);
      const isEarlier = ({ start }: Draft) => start.role === "processing" && start.parent === above;
      const number = 1 + this.drafts.filter(isEarlier).length;
      return this.add(new AttemptWatch(attempt, above, { way: null, number }, this));
    }
    const isReply = attempts.origin[attempt] === REPLY;
    const parent = (isReply ? this.actor?.work : null) ?? this.causeOf(attempt);
    // What a cache fetches by itself is already where it is to be.
    if (attempts.origin[attempt] === CALLED) {
      return this.add(new AttemptWatch(attempt, parent, { way: null }, this));
    }
    const edge = attempts.edge[attempt];
    const { node, instance } = parent?.start ?? { node: edges.from[edge], instance: -1 };
    const operation = attempts.operation[attempt];
    const way = this.begin(
      { role: "attempt", kind: "client", parent, node, edge, operation, instance },
      happening.nowMs,
    );
    way.asynchronous = true;
    return this.add(new AttemptWatch(attempt, way, { way }, this));
  }

  /** The work that caused an attempt which no call waits for. */
  private causeOf(attempt: number): Draft | null {
    const from = edges.from[attempts.edge[attempt]];
    const { actor } = this;
    if (actor?.work && (actor.node === from || attempts.edge[attempt] < 0)) return actor.work;
    const there = this.known.findLast(({ node, work }) => node === from && work !== null);
    return there?.work ?? actor?.work ?? this.root.work;
  }

  /** The message or record that an attempt processes. */
  private messageOf(attempt: number): Draft | null {
    const processed = processedBy(attempt);
    const isLog = nodes.primitive[edges.from[attempts.edge[attempt]]] === LOG_BROKER;
    const found = isLog
      ? this.records.find((record) => record.cursor === processed && record.isInHand())
      : this.messages.findLast(({ row }) => row === processed);
    return found?.draft ?? this.causeOf(attempt);
  }

  private findMessages({ nowMs }: Happening): void {
    const { row } = this.wanted;
    for (let message = 0; message < messages.highWater; message++) {
      if (messages.request[message] !== row || messages.phase[message] === FREED) continue;
      if (this.messages.some((known) => known.row === message)) continue;
      if (this.isTakenBack(message)) {
        // Its queue has taken the message back and keeps it: this row is for the work that goes on.
        this.messages.push(new MessageWatch(message, null));
        continue;
      }
      const queue = messages.queue[message];
      const node = backlogs.node[queues.backlog[queue]];
      const cause = this.publishOf(node, messages.number[message]);
      const draft = this.beginMessage(node, cause, nowMs);
      draft.label = `queue ${queue - brokers.firstQueue[node]}`;
      const watch = new MessageWatch(message, draft);
      this.messages.push(watch);
      watch.look({ kind: 0, a: 0, b: 0, nowMs }, row);
    }
  }

  private isTakenBack(message: number): boolean {
    if (messages.phase[message] !== RECEIVED) return false;
    return this.liveAt(messages.held[message] - 1) !== undefined;
  }

  private beginMessage(node: number, cause: Draft | null, nowMs: number): Draft {
    const operation = cause?.start.operation ?? -1;
    const place = { node, edge: -1, operation, instance: -1 };
    const draft = this.begin({ role: "message", kind: "internal", parent: cause, ...place }, nowMs);
    draft.asynchronous = true;
    draft.link = cause;
    return draft;
  }

  /** The work of the publish that a message comes from; of a dead letter, what it was before. */
  private publishOf(node: number, number: number): Draft | null {
    const key = `${node} ${number}`;
    const found = this.live.find((watch) => watch.node === node && watch.publish === number);
    const latest = this.known.findLast((watch) => watch.node === node && watch.work !== null);
    const draft = this.publishes.get(key) ?? found?.work ?? latest?.work ?? this.root.work;
    if (draft !== null) this.publishes.set(key, draft);
    return draft;
  }

  private findRecords({ nowMs }: Happening): void {
    for (const found of recordsOf(this.wanted.row)) {
      if (this.records.some((known) => known.isOf(found))) continue;
      const { record, partition, offset } = found;
      const node = logOf(partition);
      const cause = this.known.findLast((watch) => watch.node === node && watch.work !== null);
      for (const cursor of cursorsOf(partition)) {
        const draft = this.beginMessage(node, cause?.work ?? this.root.work, nowMs);
        const group =
          cursors.group[cursor] - brokers.firstGroup[groups.node[cursors.group[cursor]]];
        draft.label = `group ${group}, partition ${partition - brokers.firstPartition[node]}`;
        const watch = new RecordWatch(cursor, record, offset, draft);
        this.records.push(watch);
        watch.look({ kind: 0, a: edgeOfCursor(cursor), b: 0, nowMs });
      }
    }
  }

  private settle(nowMs: number): void {
    if (Number.isNaN(this.endedMs)) return;
    const isOpen =
      this.live.length > 0 ||
      this.messages.length > 0 ||
      this.records.some(({ draft }) => draft.isOpen);
    const mayReturn = this.isRequestPresent() && this.references > this.explained + this.held();
    if ((!isOpen && !mayReturn) || nowMs - this.endedMs >= FOLLOWED_MS) this.isOver = true;
  }

  /** References of records that logs keep although all groups are done with them. */
  private held(): number {
    const kept = this.records.map((record) => record.kept).filter((record) => record >= 0);
    return new Set(kept).size;
  }
}

/** A parcel is followed from the calls that are in it. */
function isCarried(attempt: number): boolean {
  return (attempts.flags[attempt] & CARRIES) !== 0 && isParcelEdge(attempts.edge[attempt]);
}

/** Caches use the same bit for something else; only publishes and calls that are collected have parcels. */
function isParcelEdge(edge: number): boolean {
  return edge >= 0 && (edges.guards[edge] & COLLECTS) !== 0;
}
