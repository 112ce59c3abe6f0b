// Stray work: a record that a consumer still works on though its partition has been taken from it, by
// a rebalance that did not wait, a replay, or since it is gone from the log. Its consumer finishes it,
// and it takes effect; its group counts on somebody else.
import { allocateRow, freeRow } from "../core/memory.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { backlogs, countDuplicate } from "./backlog.ts";
import { consumers } from "./consumer-rows.ts";
import { countDeliveryEnd, endInHand, endPending, loseInHand } from "./consumers.ts";
import { cursors, groups, strays } from "./log-rows.ts";
import { instances } from "./node-state.ts";
import { settleTo } from "./request.ts";
import { attempts } from "./rows.ts";

/** Parts a partition from the record in hand. `counts`: its effect is one of the same record. */
export function goAstray(cursor: number, consumer: number, counts: boolean): void {
  const attempt = cursors.attempt[cursor];
  if (attempt === 0) return;
  const stray = allocateRow(strays.marks, strays.next, strays.cap);
  strays.attempt[stray] = attempt - 1;
  strays.cursor[stray] = cursor;
  strays.offset[stray] = counts ? cursors.finished[cursor] : -1;
  strays.next[stray] = consumers.firstOwned[consumer];
  consumers.firstOwned[consumer] = stray + 1;
  cursors.attempt[cursor] = 0;
  backlogs.inDelivery[groups.backlog[cursors.group[cursor]]]--;
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
  freeRow(strays.marks, strays.next, link - 1);
  return link - 1;
}

/** Stray work has ended; true if it was the last of its consumer. */
export function strayEnded(attempt: number, consumer: number, outcome: number): boolean {
  const stray = takeStray(consumer, attempt);
  const cursor = strays.cursor[stray];
  const offset = strays.offset[stray];
  countDeliveryEnd(consumers.edge[consumer], outcome);
  endPending(consumers.edge[consumer]);
  settleTo(attempts.request[attempt]);
  endInHand(consumer, attempt);
  if (outcome < FIRST_FAILURE && offset >= 0) {
    if (offset < cursors.everFinished[cursor])
      countDuplicate(groups.backlog[cursors.group[cursor]]);
    else cursors.everFinished[cursor] = offset + 1;
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
    freeRow(strays.marks, strays.next, stray);
  }
  consumers.firstOwned[consumer] = 0;
}
