// Messages of flows that wait, and the beginning of the period over which flows are counted.
import { FATES, flows } from "../primitives/flow-rows.ts";
import { flowOf } from "../primitives/flows.ts";
import { firstOpen } from "../primitives/log-flow.ts";
import { cursors, groups, records } from "../primitives/log-rows.ts";
import { DEAD, FREED, messages, SETTLED } from "../primitives/mailbox-rows.ts";
import { flowOfMessage } from "../primitives/message-flow.ts";

/** Messages of each flow that have not met their fate, counted one by one. */
export function countWaiting(): Float64Array {
  const waiting = new Float64Array(flows.highWater);
  for (let message = 0; message < messages.highWater; message++) {
    const phase = messages.phase[message];
    if (phase === FREED || phase === DEAD) continue;
    const isSettled = (messages.flags[message] & SETTLED) !== 0;
    // Settled and apart from any queue: handed over to its consumer, unless the queue has it back.
    if (!isSettled || messages.effect[message] === 0) waiting[flowOfMessage(message)]++;
  }
  for (let cursor = 0; cursor < cursors.highWater; cursor++) {
    const backlog = groups.backlog[cursors.group[cursor]];
    const open = firstOpen(cursor);
    let at = cursors.committed[cursor];
    for (let link = cursors.committedRecord[cursor]; link !== 0; link = records.next[link - 1]) {
      if (at++ >= open) waiting[flowOf(backlog, records.operation[link - 1])]++;
    }
  }
  return waiting;
}

/** The measured period begins now. */
export function restartFlows(): void {
  const rows = flows.highWater;
  for (const column of [flows.published, flows.refused, flows.deduplicated, flows.acknowledged]) {
    column.fill(0, 0, rows);
  }
  for (const column of [flows.delivered, flows.redelivered, flows.applied, flows.appliedTwice]) {
    column.fill(0, 0, rows);
  }
  flows.duplicatesSkipped.fill(0, 0, rows);
  for (const column of [flows.outOfOrder, flows.replayed, flows.acknowledgedLost]) {
    column.fill(0, 0, rows);
  }
  flows.fates.fill(0, 0, rows * FATES);
  flows.waitingAtStart.set(countWaiting());
}
