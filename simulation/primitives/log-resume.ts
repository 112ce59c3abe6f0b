// Consumers of a log go on after something kept them from fetching.
import { brokers, consumers } from "./consumer-rows.ts";
import { cursorOf } from "./log-commit.ts";
import { askForRecords } from "./log-fetch.ts";
import { isHeld } from "./log-group.ts";
import { cursors, members, NO_FETCH } from "./log-rows.ts";

/** A partition may have a leader again: its owners ask for what follows. */
export function resumePartitions(node: number): void {
  const first = brokers.firstGroup[node];
  const from = brokers.firstPartition[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    for (let at = 0; at < brokers.partitionCount[node]; at++) {
      const cursor = cursorOf(group, from + at);
      const owner = cursors.owner[cursor];
      if (owner === 0 || members.expiresAt[owner - 1] !== 0) continue;
      if (consumers.connected[members.consumer[owner - 1]] === 1) resumeCursor(cursor);
    }
  }
}

/** Asks for what follows, unless that has been done or the partition is about to move. */
export function resumeCursor(cursor: number): void {
  const waiting = cursors.fetchedTo[cursor] > cursors.batchEnd[cursor];
  if (!waiting && cursors.fetch[cursor] === NO_FETCH && !isHeld(cursor)) askForRecords(cursor);
}
