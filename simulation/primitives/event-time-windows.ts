// Windows of event time. A record counts for the windows of the instant at which its request was
// offered, by its key within its partition; records of one key are taken to stand in one partition, so
// nothing is shuffled. The watermark of a node is the least, over its partitions that are not idle, of
// the newest event less the bound, and never goes back but with the state. When it passes the end of a
// window there is a result; records after that and the allowed lateness are late. Cost: a look into a
// hash table for each record and window, and a walk over all windows when one of them is due.
import { allocateRow, freeRow, reachRow, ringRow } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import {
  CLOSED,
  changeEntries,
  DEAD,
  DIRTY,
  FAR,
  FIRED,
  FIRED_BEFORE,
  NEVER,
  REPEATED,
  SESSION,
  streamOf,
  streamPartitions,
  streams,
  UPDATED,
  windowPlaces,
  windows,
} from "./event-time-rows.ts";
import { keyOf } from "./log-keys.ts";
import { cursors, groups, records } from "./log-rows.ts";
import { requests } from "./rows.ts";

/** The key of a record, among those that its log knows. */
function keyOfRecord(cursor: number, record: number): number {
  return keyOf(groups.node[cursors.group[cursor]], records.request[record]);
}

/** Work on a record begins; returns the operation that it is done as. */
export function operationInTime(cursor: number, record: number, operation: number): number {
  const partition = streamOf(cursor);
  if (partition < 0) return operation;
  const node = streamPartitions.node[partition];
  const late = isLate(partition, cursor, record);
  streamPartitions.late[partition] = late ? 1 : 0;
  return late && streams.lateOperation[node] !== 0 ? streams.lateOperation[node] - 1 : operation;
}

/** Whether all windows of a record are closed. */
function isLate(partition: number, cursor: number, record: number): boolean {
  const node = streamPartitions.node[partition];
  const at = requests.arrivedAt[records.request[record]];
  const closed = streams.watermark[node] - streams.latenessMs[node];
  if (streams.type[node] === SESSION) {
    if (at + streams.sizeMs[node] > closed) return false;
    return sessionAround(partition, keyOfRecord(cursor, record), at, streams.sizeMs[node]) < 0;
  }
  return lastStart(node, at) + streams.sizeMs[node] <= closed;
}

/** Beginning of the last window that an instant belongs to. */
function lastStart(node: number, at: number): number {
  return Math.floor(at / streams.slideMs[node]) * streams.slideMs[node];
}

/** A record has been worked on; `offset` is its place in its partition. */
export function countRecord(cursor: number, record: number, offset: number): void {
  const partition = streamOf(cursor);
  if (partition < 0) return;
  const node = streamPartitions.node[partition];
  const at = requests.arrivedAt[records.request[record]];
  const slept = isIdle(partition);
  const isNewer = at > streamPartitions.newest[partition];
  // Its windows may have been closed while it was worked on.
  if (streamPartitions.late[partition] === 1 || isLate(partition, cursor, record)) {
    streams.late[node]++;
    streamPartitions.freshLate[partition]++;
  } else {
    streams.counted[node]++;
    streamPartitions.freshCounted[partition]++;
    if (offset < streamPartitions.countedTo[partition]) streams.countedTwice[node]++;
    addRecord(partition, keyOfRecord(cursor, record), at);
  }
  if (offset >= streamPartitions.countedTo[partition]) {
    streamPartitions.countedTo[partition] = offset + 1;
  }
  if (isNewer) streamPartitions.newest[partition] = at;
  streamPartitions.lastAt[partition] = registers[NOW];
  const slowest = streams.slowest[node] - 1;
  if (slept || slowest < 0 || slowest === partition || isIdle(slowest)) moveWatermark(node);
  if (streams.watermark[node] >= streams.dueAt[node]) walkWindows(node);
}

function isIdle(partition: number): boolean {
  const idleMs = streams.idleMs[streamPartitions.node[partition]];
  return idleMs !== 0 && registers[NOW] - streamPartitions.lastAt[partition] > idleMs;
}

/** The watermark follows the partition that is furthest behind. */
export function moveWatermark(node: number): void {
  let least = FAR;
  let slowest = 0;
  for (
    let link = streams.firstPartition[node];
    link !== 0;
    link = streamPartitions.next[link - 1]
  ) {
    if (isIdle(link - 1) || streamPartitions.newest[link - 1] >= least) continue;
    least = streamPartitions.newest[link - 1];
    slowest = link;
  }
  streams.slowest[node] = slowest;
  if (slowest === 0 || least === NEVER) return;
  const watermark = least - streams.boundMs[node];
  if (watermark > streams.watermark[node]) streams.watermark[node] = watermark;
}

function addRecord(partition: number, key: number, at: number): void {
  const node = streamPartitions.node[partition];
  const size = streams.sizeMs[node];
  if (streams.type[node] === SESSION) {
    addToSession(partition, key, at, size);
    return;
  }
  const closed = streams.watermark[node] - streams.latenessMs[node];
  for (let from = lastStart(node, at); from > at - size; from -= streams.slideMs[node]) {
    if (from + size <= closed) continue;
    let window = windowFrom(partition, key, from);
    if (window < 0) window = openWindow(partition, key, from, from + size);
    countIn(window);
  }
}

/** Place in the hash table; sessions of a key share one, whenever they began. */
function placeOf(partition: number, key: number, from: number): number {
  const node = streamPartitions.node[partition];
  const number = streams.type[node] === SESSION ? 0 : Math.floor(from / streams.slideMs[node]) | 0;
  let word = Math.imul(partition + 1, 0x9e3779b1) ^ Math.imul(key + 1, 0x85ebca6b);
  word = Math.imul(word ^ Math.imul(number + 1, 0xc2b2ae35), 0x27d4eb2f);
  return ringRow(windowPlaces.marks, word ^ (word >>> 15));
}

function windowFrom(partition: number, key: number, from: number): number {
  const place = placeOf(partition, key, from);
  for (let link = windowPlaces.first[place]; link !== 0; link = windows.next[link - 1]) {
    const isOne =
      windows.partition[link - 1] === partition &&
      windows.key[link - 1] === key &&
      windows.from[link - 1] === from;
    if (isOne) return link - 1;
  }
  return -1;
}

/** A session of a key with an event less than a gap away, -1 = none. */
function sessionAround(partition: number, key: number, at: number, gap: number): number {
  const place = placeOf(partition, key, 0);
  for (let link = windowPlaces.first[place]; link !== 0; link = windows.next[link - 1]) {
    const window = link - 1;
    const isOfKey = windows.partition[window] === partition && windows.key[window] === key;
    if (!isOfKey || (windows.flags[window] & CLOSED) !== 0) continue;
    if (at < windows.to[window] && at + gap > windows.from[window]) return window;
  }
  return -1;
}

function addToSession(partition: number, key: number, at: number, gap: number): void {
  let session = sessionAround(partition, key, at, gap);
  if (session < 0) session = openWindow(partition, key, at, at + gap);
  if (at < windows.from[session]) windows.from[session] = at;
  if (at + gap > windows.to[session]) windows.to[session] = at + gap;
  countIn(session);
  // What lies between two sessions makes one of them.
  const flags = windows.flags[session];
  windows.flags[session] |= CLOSED;
  const other = sessionAround(
    partition,
    key,
    windows.from[session],
    windows.to[session] - windows.from[session],
  );
  windows.flags[session] = flags;
  if (other < 0) return;
  windows.from[session] = Math.min(windows.from[session], windows.from[other]);
  windows.to[session] = Math.max(windows.to[session], windows.to[other]);
  windows.count[session] += windows.count[other];
  windows.saved[session] += windows.saved[other];
  dropWindow(other);
}

function openWindow(partition: number, key: number, from: number, to: number): number {
  const node = streamPartitions.node[partition];
  const window = allocateRow(windows.marks, windows.next, windows.cap);
  windows.partition[window] = partition;
  windows.key[window] = key;
  windows.from[window] = from;
  windows.to[window] = to;
  windows.count[window] = 0;
  windows.saved[window] = 0;
  windows.flags[window] = 0;
  const place = placeOf(partition, key, from);
  reachRow(windowPlaces.marks, place);
  windows.next[window] = windowPlaces.first[place];
  windowPlaces.first[place] = window + 1;
  windows.nextOfNode[window] = streams.firstWindow[node];
  streams.firstWindow[node] = window + 1;
  changeEntries(partition, 1);
  return window;
}

/** One more record in a window. */
function countIn(window: number): void {
  const node = streamPartitions.node[windows.partition[window]];
  windows.count[window]++;
  if ((windows.flags[window] & CLOSED) !== 0) {
    windows.flags[window] ^= CLOSED;
    changeEntries(windows.partition[window], 1);
  }
  if ((windows.flags[window] & FIRED) !== 0) {
    if (windows.to[window] <= streams.watermark[node]) update(window, node);
    else windows.flags[window] = (windows.flags[window] & ~FIRED) | REPEATED;
  }
  noteChanged(window);
  const dueAt = windows.to[window];
  if (dueAt < streams.dueAt[node]) streams.dueAt[node] = dueAt;
}

/** A record within the allowed lateness: the result is given out once more. */
function update(window: number, node: number): void {
  if (streams.exactlyOnce[node] === 1) windows.flags[window] |= UPDATED;
  else streams.updates[node]++;
}

/** A window is another than at the last commit. */
function noteChanged(window: number): void {
  if ((windows.flags[window] & DIRTY) !== 0) return;
  const partition = windows.partition[window];
  windows.flags[window] |= DIRTY;
  windows.nextDirty[window] = streamPartitions.firstDirty[partition];
  streamPartitions.firstDirty[partition] = window + 1;
}

/** A window is gone: it is found no more, and its row is freed by the next walk. */
export function dropWindow(window: number): void {
  const flags = windows.flags[window];
  if ((flags & DEAD) !== 0) return;
  if ((flags & CLOSED) === 0) changeEntries(windows.partition[window], -1);
  unlink(window);
  windows.flags[window] = flags | CLOSED | DEAD;
}

function unlink(window: number): void {
  const place = placeOf(windows.partition[window], windows.key[window], windows.from[window]);
  let before = 0;
  let link = windowPlaces.first[place];
  while (link !== 0 && link !== window + 1) {
    before = link;
    link = windows.next[link - 1];
  }
  if (link === 0) return;
  if (before === 0) windowPlaces.first[place] = windows.next[window];
  else windows.next[before - 1] = windows.next[window];
}

/** Gives out what the watermark has passed, closes what takes no more records, frees what is gone. */
export function walkWindows(node: number): void {
  let dueAt = FAR;
  let before = 0;
  let link = streams.firstWindow[node];
  while (link !== 0) {
    const window = link - 1;
    link = windows.nextOfNode[window];
    const at = passWatermark(window, node);
    if (at === NEVER) {
      if (before === 0) streams.firstWindow[node] = link;
      else windows.nextOfNode[before - 1] = link;
      freeRow(windows.marks, windows.next, window);
      continue;
    }
    before = window + 1;
    if (at < dueAt) dueAt = at;
  }
  streams.dueAt[node] = dueAt;
}

/** The watermark at which a window is to be looked at next; NEVER: its row is free. */
function passWatermark(window: number, node: number): number {
  const watermark = streams.watermark[node];
  const closedAt = windows.to[window] + streams.latenessMs[node];
  if ((windows.flags[window] & (FIRED | DEAD)) === 0 && windows.to[window] <= watermark) {
    fire(window, node);
  }
  const flags = windows.flags[window];
  if ((flags & FIRED) !== 0 && (flags & CLOSED) === 0 && closedAt <= watermark) {
    windows.flags[window] |= CLOSED;
    changeEntries(windows.partition[window], -1);
  }
  const isClosed = (windows.flags[window] & CLOSED) !== 0;
  if (isClosed && (windows.flags[window] & DIRTY) === 0) {
    if ((windows.flags[window] & DEAD) === 0) unlink(window);
    return NEVER;
  }
  if (isClosed) return FAR;
  return (windows.flags[window] & FIRED) === 0 ? windows.to[window] : closedAt;
}

/** The result of a window is made; it is seen at once, or with the commit. */
function fire(window: number, node: number): void {
  const isRepeated = (windows.flags[window] & REPEATED) !== 0;
  windows.flags[window] = (windows.flags[window] & ~REPEATED) | FIRED;
  noteChanged(window);
  if (streams.exactlyOnce[node] === 1) return;
  if (isRepeated) streams.repeated[node]++;
  else giveOut(window, node);
}

/** A result is there for whoever waits for it. */
function giveOut(window: number, node: number): void {
  const delay = registers[NOW] - windows.to[window];
  streams.results[node]++;
  streams.delayTotal[node] += delay;
  if (delay > streams.delayMost[node]) streams.delayMost[node] = delay;
}

/** What has become of a window is committed. */
export function commitWindow(window: number, node: number): void {
  const flags = windows.flags[window];
  windows.saved[window] = windows.count[window];
  if (streams.exactlyOnce[node] === 1) {
    const isFirst = (flags & FIRED) !== 0 && (flags & FIRED_BEFORE) === 0;
    if (isFirst) giveOut(window, node);
    else if ((flags & UPDATED) !== 0) streams.updates[node]++;
  }
  windows.flags[window] = flags & ~(DIRTY | UPDATED);
  if ((flags & FIRED) !== 0) windows.flags[window] |= FIRED_BEFORE;
  // Its row can be freed now.
  if ((flags & CLOSED) !== 0) streams.dueAt[node] = NEVER;
}

/** A window is put back to what was committed of it. */
export function rollBackWindow(window: number, node: number): void {
  if (windows.saved[window] === 0) {
    dropWindow(window);
    windows.flags[window] &= ~DIRTY;
    return;
  }
  const flags = windows.flags[window] & ~(DIRTY | UPDATED | REPEATED);
  windows.count[window] = windows.saved[window];
  windows.flags[window] = flags;
  if ((flags & FIRED_BEFORE) !== 0 || (flags & DEAD) !== 0) return;
  windows.flags[window] = flags & ~(FIRED | CLOSED);
  if ((flags & CLOSED) !== 0) changeEntries(windows.partition[window], 1);
  if (windows.to[window] < streams.dueAt[node]) streams.dueAt[node] = windows.to[window];
}
