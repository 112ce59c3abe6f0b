// What messages in queues mean for their flows: a message is followed from the queue that took it to
// its fate there. Processing that has lost its message to the queue shares a row of effects with it,
// so that it is known which application was the first.
import { allocateRow, reachRow } from "../core/memory.ts";
import { backlogs } from "./backlog.ts";
import { envelopes, targets } from "./envelope-rows.ts";
import {
  COMPLETED,
  DEAD,
  FATES,
  flows,
  groupOrder,
  LOST_BROKER,
  LOST_CONSUMER,
  LOST_DEAD_LETTER,
  publishCopies,
} from "./flow-rows.ts";
import { countApplied, findAgain, flowOf, loseFrom, meetFate } from "./flows.ts";
import { effects, releaseEffect } from "./keyed-work.ts";
import { rules } from "./lease-rows.ts";
import { ACKNOWLEDGED, APPLIED, FREED, messages, queues } from "./mailbox-rows.ts";
import { groupOf } from "./message-groups.ts";
import { attempts } from "./rows.ts";

/** `claimant` of a row of effects whose message its broker has lost. */
const LOST_MESSAGE = -2;

export function flowOfMessage(message: number): number {
  const backlog = queues.backlog[messages.queue[message]];
  return flowOf(backlog, envelopes.operation[messages.envelope[message]]);
}

/** A message comes to its queue. */
export function noteOffer(message: number): void {
  const flow = flowOfMessage(message);
  flows.published[flow]++;
  if ((messages.flags[message] & ACKNOWLEDGED) !== 0) flows.acknowledged[flow]++;
}

/** A queue refuses a message, for it is full. */
export function noteRefusal(message: number): void {
  flows.refused[flowOfMessage(message)]++;
}

/** A queue without a leader refuses whatever comes. */
export function noteNoLeader(queue: number, envelope: number): void {
  const flow = flowOf(queues.backlog[queue], envelopes.operation[envelope]);
  flows.published[flow]++;
  flows.refused[flow]++;
}

/** A publish is recognized as one that its targets, `count` from `first` on, have already. */
export function noteRepetition(attempt: number, first: number, count: number): void {
  for (let at = first; at < first + count; at++) {
    flows.deduplicated[flowOf(queues.backlog[targets.queue[at]], attempts.operation[attempt])]++;
  }
}

/** A publish begins. */
export function beginCopies(attempt: number): void {
  reachRow(publishCopies.marks, attempt);
  publishCopies.last[attempt] = 0;
}

/** A publish has made a copy: when it is acknowledged, the copy is. */
export function noteCopy(attempt: number, message: number): void {
  const before = publishCopies.last[attempt];
  // A copy that ended at once leaves its row, and its link, to the next.
  if (before !== message + 1) messages.copyBefore[message] = before;
  publishCopies.last[attempt] = message + 1;
}

/**
 * A publisher is told that the copies of its message are safe: `count` targets from `first` on. Where
 * messages are lost when nobody listens, nobody is told.
 */
export function acknowledge(attempt: number, first: number, count: number): void {
  const number = attempts.needed[attempt];
  const operation = attempts.operation[attempt];
  for (let at = first; at < first + count; at++) {
    const queue = targets.queue[at];
    if (rules.needsListener[queue] === 1) continue;
    flows.acknowledged[flowOf(queues.backlog[queue], operation)]++;
  }
  const node = attempts.node[attempt];
  let link = publishCopies.last[attempt];
  // Rows that copies left to each other may form a circle.
  for (let left = count; left > 0 && link !== 0; left--) {
    const message = link - 1;
    // Its row may have another message by now.
    if (messages.number[message] !== number) return;
    const queue = messages.queue[message];
    if (backlogs.node[queues.backlog[queue]] !== node) return;
    link = messages.copyBefore[message];
    if (messages.phase[message] === FREED || rules.needsListener[queue] === 1) continue;
    messages.flags[message] |= ACKNOWLEDGED;
  }
}

/** A broker has lost a message, or will not give it to anybody. */
export function noteLoss(message: number, fate: number): void {
  loseFrom(flowOfMessage(message), fate, (messages.flags[message] & ACKNOWLEDGED) !== 0);
  const effect = messages.effect[message] - 1;
  if (effect >= 0 && fate === LOST_BROKER) effects.claimant[effect] = LOST_MESSAGE;
}

/** A dead message finds no queue, so it is lost instead. */
export function noteDeadEnd(message: number, reason: number): void {
  const flow = flowOfMessage(message);
  flows.fates[flow * FATES + DEAD + reason]--;
  noteLoss(message, LOST_DEAD_LETTER);
}

/** The processing of a message goes on under the row `processed`, apart from it. */
export function shareEffect(message: number, processed: number): void {
  if (messages.effect[message] === 0) {
    const made = allocateRow(effects.marks, effects.next, effects.cap);
    effects.references[made] = 1;
    effects.executed[made] = (messages.flags[message] & APPLIED) === 0 ? 0 : 1;
    effects.claimant[made] = 0;
    messages.effect[message] = made + 1;
  }
  effects.references[messages.effect[message] - 1]++;
  messages.effect[processed] = messages.effect[message];
}

/** Nothing refers to a message any more. */
export function forgetEffect(message: number): void {
  const effect = messages.effect[message] - 1;
  messages.effect[message] = 0;
  if (effect >= 0) releaseEffect(effect);
}

/** What was settled when it was delivered is with its consumer alone: lost with it, or done. */
export function endHandedOver(message: number, done: boolean): void {
  if (messages.effect[message] !== 0) return;
  if (done) meetFate(flowOfMessage(message), COMPLETED);
  else noteLoss(message, LOST_CONSUMER);
}

/** A consumer had done the work on a message before, and passed it over. */
export function noteSkipped(message: number): void {
  flows.duplicatesSkipped[flowOfMessage(message)]++;
}

/** A consumer has done the work on a message. */
export function noteApplied(message: number): void {
  const flow = flowOfMessage(message);
  const effect = messages.effect[message] - 1;
  let isFirst = (messages.flags[message] & APPLIED) === 0;
  if (effect >= 0) {
    isFirst = effects.executed[effect] === 0;
    effects.executed[effect] = 1;
    if (isFirst && effects.claimant[effect] === LOST_MESSAGE) {
      const acknowledged = (messages.flags[message] & ACKNOWLEDGED) !== 0;
      findAgain(flow, LOST_BROKER, acknowledged, COMPLETED);
    }
  }
  messages.flags[message] |= APPLIED;
  countApplied(flow, messages.publishedAt[message], isFirst);
  noteOrder(message, flow);
}

/** Is it newer than all that were applied before it, of its group where messages have one? */
function noteOrder(message: number, flow: number): void {
  const queue = messages.queue[message];
  const number = messages.number[message];
  if (rules.groupCount[queue] > 0) {
    const group = groupOf(message, queue);
    if (number < groupOrder.newest[group]) flows.outOfOrder[flow]++;
    else groupOrder.newest[group] = number;
    return;
  }
  if (number < flows.newest[flow]) flows.outOfOrder[flow]++;
  else flows.newest[flow] = number;
}
