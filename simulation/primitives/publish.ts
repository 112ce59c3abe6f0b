// Publishing to a mailbox broker: every queue that a message is routed to gets a copy, and the
// publisher its answer once the copies are safe: transient ones at once, persistent ones when they are
// on disk, those of replicated queues when most members have them, which nobody gets before that.
// Above its memory limit a broker takes nothing; publishers wait. Cost: one event per publish that
// takes time to be safe.
import { cancel, schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { NODE_METERS, nodeMeter, PUBLISHED, ROUTED, UNROUTABLE } from "../metrics/meters.ts";
import { OK, REJECTED } from "../results/outcomes.ts";
import { keepInArchive } from "./archive.ts";
import { backlogs } from "./backlog.ts";
import { brokers, published } from "./consumer-rows.ts";
import { envelopes, targets } from "./envelope-rows.ts";
import { STORED } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt } from "./instance-load.ts";
import { offer } from "./mailbox.ts";
import { FROM_RETRIED_PUBLISH, messages, queues } from "./mailbox-rows.ts";
import {
  acknowledge,
  beginCopies,
  noteCopy,
  noteNoLeader,
  noteRepetition,
} from "./message-flow.ts";
import { newMessage } from "./new-message.ts";
import { HAS_IDENTITY, noteStored } from "./publish-identity.ts";
import { isKnown, noteId } from "./publish-ids.ts";
import { REMEMBERED, rememberMessage } from "./reply-rows.ts";
import { attempts, FROM_RETRY, STORING } from "./rows.ts";
import { finish, releaseSlot } from "./station.ts";
import { FLUSH, NODE_STREAMS, REPLICATION } from "./streams.ts";

/** Members of a queue, at most. */
export const MEMBERS_MAX = 16;

class MemberTimes extends Table {
  readonly ms = this.float64();
}

/** Of the members of one queue, while they are compared. */
const times = new MemberTimes("members' times", MEMBERS_MAX).ms;

/** The broker has handled a publish. */
export function mailboxPublished(attempt: number): void {
  const node = attempts.node[attempt];
  if (isKnown(attempt, node)) {
    const envelope = published.envelope[attempts.operation[attempt]];
    noteRepetition(attempt, envelopes.firstTarget[envelope], envelopes.targetCount[envelope]);
    finish(attempt, OK);
    return;
  }
  const limit = brokers.storedMax[node];
  if (limit > 0 && brokers.stored[node] >= limit) block(attempt, node);
  else publish(attempt, node);
}

function publish(attempt: number, node: number): void {
  const envelope = published.envelope[attempts.operation[attempt]];
  const first = envelopes.firstTarget[envelope];
  const count = envelopes.targetCount[envelope];
  attempts.needed[attempt] = ++brokers.publishes[node];
  attempts.pending[attempt] = 0;
  beginCopies(attempt);
  let waitMs = 0;
  for (let at = 0; at < count; at++) {
    const queue = targets.queue[first + at];
    const delay = delayOf(queue, envelope, attempt, node);
    waitMs = Math.max(waitMs, delay);
    if (queues.replicated[queue] === 0) send(attempt, envelope, queue, registers[NOW] + delay);
  }
  if (attempts.pending[attempt] > 0) countRouted(node);
  if (waitMs === 0) {
    stored(attempt);
    return;
  }
  wait(attempt, node);
  attempts.slotAt[attempt] = registers[NOW];
  registers[AT] = registers[NOW] + waitMs;
  attempts.event[attempt] = schedule(STORED, attempt, 0) + 1;
}

/** A publish is in one queue at least, whether or not its publisher comes to know. */
function countRouted(node: number): void {
  nodeMeter[node * NODE_METERS + PUBLISHED]++;
  nodeMeter[node * NODE_METERS + ROUTED]++;
}

/** Without a slot: a broker goes on with other publishes meanwhile. */
function wait(attempt: number, node: number): void {
  attempts.phase[attempt] = STORING;
  awayMoreAt(node, attempts.instance[attempt]);
  releaseSlot(attempt, node);
}

/** A copy for a queue; `pending` of the attempt counts those that were taken. */
function send(attempt: number, envelope: number, queue: number, safeAt: number): void {
  if (queues.isLed[queue] === 0) {
    backlogs.offered[queues.backlog[queue]]++;
    noteNoLeader(queue, envelope);
    return;
  }
  const retried = (attempts.flags[attempt] & FROM_RETRY) !== 0 ? FROM_RETRIED_PUBLISH : 0;
  const number = attempts.needed[attempt];
  const message = newMessage(attempts.request[attempt], envelope, number, retried);
  noteCopy(attempt, message);
  if ((attempts.flags[attempt] & REMEMBERED) !== 0) rememberMessage(message, attempt, number);
  messages.safeAt[message] = Math.max(messages.safeAt[message], safeAt);
  if (offer(queue, message)) attempts.pending[attempt]++;
}

/** Time until a copy in a queue is safe and the node that was asked knows it, ms. */
function delayOf(queue: number, envelope: number, attempt: number, node: number): number {
  if (brokers.flush[node] < 0 && brokers.link[node] < 0) return 0;
  const isThere = queues.leader[queue] === attempts.instance[attempt];
  const way = isThere ? 0 : drawWay(node) + drawWay(node);
  if (queues.replicated[queue] === 1) return way + majorityTime(queue, node);
  const flushed = envelopes.transient[envelope] === 0 && queues.durable[queue] === 1;
  return flushed ? way + drawFlush(node) : way;
}

function drawFlush(node: number): number {
  if (brokers.flush[node] < 0) return 0;
  sampleInto(brokers.flush[node], node * NODE_STREAMS + FLUSH);
  return registers[SAMPLE];
}

function drawWay(node: number): number {
  if (brokers.link[node] < 0) return 0;
  sampleInto(brokers.link[node], node * NODE_STREAMS + REPLICATION);
  return registers[SAMPLE];
}

/**
 * Until most members have written: the leader writes while the others are told and write. The
 * largest of so many of the smallest times, found by counting, since members are few.
 */
function majorityTime(queue: number, node: number): number {
  const count = queues.memberCount[queue];
  if (count === 1) return drawFlush(node);
  for (let at = 0; at < count; at++) {
    const way = at === 0 ? 0 : drawWay(node) + drawWay(node);
    times[at] = way + drawFlush(node);
  }
  const needed = Math.trunc(count / 2) + 1;
  let longest = 0;
  for (let at = 0; at < count; at++) {
    let earlier = 0;
    for (let other = 0; other < count; other++) {
      const before = times[other] < times[at] || (times[other] === times[at] && other < at);
      if (before) earlier++;
    }
    if (earlier === needed - 1) longest = times[at];
  }
  return longest;
}

/** The wait of a publish is over. */
export function publishStored(attempt: number): void {
  attempts.event[attempt] = 0;
  awayLessAt(attempts.node[attempt], attempts.instance[attempt]);
  stored(attempt);
}

/** Replicated queues take their copies, then the publisher is answered. */
function stored(attempt: number): void {
  const node = attempts.node[attempt];
  const envelope = published.envelope[attempts.operation[attempt]];
  const first = envelopes.firstTarget[envelope];
  const count = envelopes.targetCount[envelope];
  const waited = attempts.phase[attempt] === STORING;
  const before = attempts.pending[attempt];
  let kept = true;
  for (let at = 0; at < count; at++) {
    const queue = targets.queue[first + at];
    if (queues.replicated[queue] === 1) send(attempt, envelope, queue, 0);
    else if (waited && queues.downAt[queue] >= attempts.slotAt[attempt]) kept = false;
  }
  const taken = attempts.pending[attempt];
  if (taken > 0 && (attempts.flags[attempt] & HAS_IDENTITY) !== 0) noteStored(attempt);
  if (before === 0 && taken > 0) countRouted(node);
  if (count === 0) {
    nodeMeter[node * NODE_METERS + PUBLISHED]++;
    nodeMeter[node * NODE_METERS + UNROUTABLE]++;
  }
  if (brokers.archives[node] === 1 && taken === count) {
    keepInArchive(node, attempts.request[attempt], envelope, attempts.needed[attempt]);
  }
  if (count === 0 && envelopes.mandatory[envelope] === 1) brokers.returned[node]++;
  const isStored = kept && taken === count;
  if (isStored) acknowledge(attempt, first, count);
  noteId(attempt, node, isStored);
  finish(attempt, isStored ? OK : REJECTED);
}

/** A publish waits until its broker has room. */
function block(attempt: number, node: number): void {
  wait(attempt, node);
  const last = brokers.lastBlocked[node];
  attempts.before[attempt] = last;
  attempts.next[attempt] = 0;
  if (last !== 0) attempts.next[last - 1] = attempt + 1;
  else brokers.firstBlocked[node] = attempt + 1;
  brokers.lastBlocked[node] = attempt + 1;
}

function unblock(attempt: number, node: number): void {
  const before = attempts.before[attempt];
  const after = attempts.next[attempt];
  if (before !== 0) attempts.next[before - 1] = after;
  else brokers.firstBlocked[node] = after;
  if (after !== 0) attempts.before[after - 1] = before;
  else brokers.lastBlocked[node] = before;
  awayLessAt(node, attempts.instance[attempt]);
}

/** A broker is below its memory limit: publishes go on in the order in which they came. */
export function unblocked(node: number): void {
  while (brokers.firstBlocked[node] !== 0 && brokers.stored[node] < brokers.storedMax[node]) {
    const attempt = brokers.firstBlocked[node] - 1;
    unblock(attempt, node);
    attempts.slotAt[attempt] = registers[NOW];
    publish(attempt, node);
  }
}

/** The instance of a waiting publish has crashed. */
export function endStoring(attempt: number, node: number): void {
  if (attempts.event[attempt] === 0) {
    unblock(attempt, node);
    return;
  }
  cancel(attempts.event[attempt] - 1);
  attempts.event[attempt] = 0;
  awayLessAt(node, attempts.instance[attempt]);
}
