// Archive of a mailbox broker: all that was published, in order, so that a replay can bring it to one of
// its queues again. An archived message is of a copy of its request, which may have settled long ago:
// what a replay brings changes no number of the requests that it stems from. Kept only where something
// in the file replays it. Cost: a row a publish, an event for each message of a replay.
import { schedule } from "../core/event-list.ts";
import { allocateRow, Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { envelopes, targets } from "./envelope-rows.ts";
import { REPLAY_NEXT } from "./event-kinds.ts";
import type { ReplayFrom } from "./fault-plan.ts";
import { rules } from "./lease-rows.ts";
import { offer } from "./mailbox.ts";
import { queues } from "./mailbox-rows.ts";
import { newMessage } from "./new-message.ts";
import { instances } from "./node-state.ts";
import { keepCopy } from "./request.ts";

class Archive extends Table {
  readonly request = this.int32();
  readonly envelope = this.int32();
  readonly number = this.int32();
  readonly at = this.float64();
}

class Replays extends Table {
  /** Coming that has begun one last, ms + 1. */
  readonly mark = this.float64();
  /** The next archived message, row + 1, and the one behind the last. */
  readonly position = this.int32();
  readonly last = this.int32();
  /** 1: an event stands for the next. */
  readonly planned = this.uint8();
}

const archive = new Archive("archived messages", 1_000_000);
/** By queue. */
const replays = new Replays("replays of archives", 10_000);

/** A broker has taken a publish. */
export function keepInArchive(
  node: number,
  request: number,
  envelope: number,
  number: number,
): void {
  const row = allocateRow(archive.marks, archive.next, archive.cap);
  archive.request[row] = keepCopy(request);
  archive.envelope[row] = envelope;
  archive.number[row] = number;
  archive.at[row] = registers[NOW];
  archive.next[row] = 0;
  const tail = brokers.archiveTail[node];
  if (tail !== 0) archive.next[tail - 1] = row + 1;
  else brokers.archiveHead[node] = row + 1;
  brokers.archiveTail[node] = row + 1;
}

/** Sends what a bus has archived to the rule of an edge again, once for each `mark`. */
export function replayArchive(edge: number, from: ReplayFrom, mark: number): void {
  const queue = queueOn(edge);
  if (queue < 0) return;
  replays.occupy(queues.highWater);
  if (replays.mark[queue] === mark + 1) return;
  replays.mark[queue] = mark + 1;
  const node = instances.node[queues.leader[queue]];
  const keptSince = registers[NOW] - brokers.archivedMs[node];
  let number = 0;
  let link = brokers.archiveHead[node];
  const isBefore = (): boolean =>
    archive.at[link - 1] < ("offset" in from ? keptSince : Math.max(from.timeMs, keptSince)) ||
    ("offset" in from && number < from.offset);
  while (link !== 0 && isBefore()) {
    link = archive.next[link - 1];
    number++;
  }
  replays.position[queue] = link;
  replays.last[queue] = brokers.archiveTail[node];
  if (link !== 0) planNext(queue, node);
}

function queueOn(edge: number): number {
  for (let consumer = 0; consumer < consumers.highWater; consumer++) {
    if (consumers.edge[consumer] === edge) return consumers.home[consumer];
  }
  return -1;
}

function planNext(queue: number, node: number): void {
  if (replays.planned[queue] === 1) return;
  replays.planned[queue] = 1;
  registers[AT] = registers[NOW] + brokers.replayEveryMs[node];
  schedule(REPLAY_NEXT, queue, 0);
}

/** The next of the archived messages that match a rule comes again. */
export function replayNext(queue: number): void {
  const node = instances.node[queues.leader[queue]];
  replays.planned[queue] = 0;
  while (replays.position[queue] !== 0) {
    const row = replays.position[queue] - 1;
    const isLast = row + 1 === replays.last[queue];
    replays.position[queue] = isLast ? 0 : archive.next[row];
    const envelope = archive.envelope[row];
    if (!leadsTo(envelope, queue)) continue;
    rules.replayed[queue]++;
    offer(queue, newMessage(archive.request[row], envelope, archive.number[row], 0));
    if (replays.position[queue] !== 0) planNext(queue, node);
    return;
  }
}

function leadsTo(envelope: number, queue: number): boolean {
  const first = envelopes.firstTarget[envelope];
  for (let at = 0; at < envelopes.targetCount[envelope]; at++) {
    if (targets.queue[first + at] === queue) return true;
  }
  return false;
}
