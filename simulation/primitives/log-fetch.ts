// Fetches of a log consumer, one at a time per partition (long poll): the request travels to the
// broker, waits there for records, and up to a poll's worth of them travels back.
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { PARTICLE_MESSAGE, PARTICLE_REQUEST } from "../results/snapshot.ts";
import { LOST } from "./backlog.ts";
import { consumers } from "./consumer-rows.ts";
import { FETCH_ARRIVE } from "./event-kinds.ts";
import { restoreDelay } from "./event-time-state.ts";
import { LOST_OFFSET_RESET } from "./flow-rows.ts";
import { isLedNow, skipTo } from "./log-commit.ts";
import {
  ASKING,
  cursors,
  groups,
  members,
  NO_FETCH,
  PARKED,
  partitions,
  SENT,
} from "./log-rows.ts";
import { sampleDelay } from "./network.ts";

/** The consumer row of the member that owns a partition. */
export function consumerOf(cursor: number): number {
  return members.consumer[cursors.owner[cursor] - 1];
}

/** The client asks for what follows what it has, unless the broker is down or out of its reach. */
export function askForRecords(cursor: number): void {
  if (!isLedNow(cursors.partition[cursor])) return;
  if (consumers.connected[consumerOf(cursor)] === 0) return;
  cursors.fetch[cursor] = ASKING;
  travel(cursor, PARTICLE_REQUEST, restoreDelay(cursor));
}

/** `delay`: how long it is not sent yet, ms. */
function travel(cursor: number, particle: number, delay: number): void {
  sampleDelay(consumers.edge[consumerOf(cursor)], particle);
  registers[AT] = registers[NOW] + delay + registers[SAMPLE];
  cursors.fetchEvent[cursor] = schedule(FETCH_ARRIVE, cursor, 0) + 1;
}

/** A request for records waits at the broker from now on. */
export function park(cursor: number): void {
  cursors.fetch[cursor] = PARKED;
  if (cursors.outOfRange[cursor] === 1) beginAnew(cursor);
  sendRecords(cursor);
}

/** What a group would read next is gone, and it was told to begin at the end then. */
function beginAnew(cursor: number): void {
  const group = cursors.group[cursor];
  const from = cursors.committed[cursor];
  const to = partitions.visible[cursors.partition[cursor]];
  cursors.outOfRange[cursor] = 0;
  if (to <= from) return;
  groups.skipped[group] += to - from;
  skipTo(cursor, to, LOST, LOST_OFFSET_RESET);
}

/** Answers a waiting request if there is something to send. */
export function sendRecords(cursor: number): void {
  if (cursors.fetch[cursor] !== PARKED) return;
  const end = partitions.visible[cursors.partition[cursor]];
  const from = cursors.fetchedTo[cursor];
  if (end <= from) return;
  const most = members.pollRecordsMax[cursors.owner[cursor] - 1];
  cursors.sentTo[cursor] = Math.min(end, from + most);
  cursors.fetch[cursor] = SENT;
  travel(cursor, PARTICLE_MESSAGE, 0);
}

/** Gives a fetch up, wherever it is. */
export function stopFetch(cursor: number): void {
  const event = cursors.fetchEvent[cursor];
  if (event !== 0) cancel(event - 1);
  cursors.fetchEvent[cursor] = 0;
  cursors.fetch[cursor] = NO_FETCH;
}
