// Keeps the backlogs of queues, groups and partitions window by window for whoever wants to draw them:
// only where somebody said so, beside the series and no part of the digest. Counts are kept from the
// start of the run on, so that windows can be cut off and made again.
import { NOW, registers } from "../core/registers.ts";
import {
  ACKED,
  backlogAge,
  backlogs,
  DROPPED,
  ENDINGS,
  LOST,
  PURGED,
} from "../primitives/backlog.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { cursors, groups, partitions, records } from "../primitives/log-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { LOG_BROKER, MAILBOX_BROKER, nodes } from "../primitives/parameters.ts";
import {
  BACKLOG_COLUMNS,
  BACKLOG_LEVELS,
  type BacklogEntry,
  type BacklogSeries,
} from "../results/backlog-series.ts";
import { DEATH_REASONS } from "../results/outcomes.ts";

/** Groups with more partitions than this are kept as a whole only; entries at most. */
const PARTITIONS_TOLD = 32;
const ENTRIES_MAX = 500;

interface Kept extends BacklogEntry {
  readonly backlog: number;
  /** Row of the partition's cursor, -1 = all of the backlog. */
  readonly cursor: number;
}

let isRecording = false;
let kept: readonly Kept[] = [];
let rowLength = 0;
let values = new Float64Array(0);
let windows = 0;
/** What was counted before the measured period began, and how many windows had closed then. */
let carried = new Float64Array(0);
let carriedAt = -1;

/** Keeps the backlogs of the runs that are loaded from now on, or keeps none. */
export function recordBacklogs(on: boolean): void {
  isRecording = on;
}

/** The brokers of a run stand, before its first event. `namesOf`: a node's queues or groups. */
export function restartBacklogSeries(
  ids: readonly string[],
  namesOf: (node: number) => readonly string[],
): void {
  kept = isRecording ? ids.flatMap((id, node) => entriesOf(id, node, namesOf(node))) : [];
  kept = kept.slice(0, ENTRIES_MAX);
  rowLength = kept.length * BACKLOG_COLUMNS.length;
  windows = 0;
  carried = new Float64Array(rowLength);
  carriedAt = -1;
}

function entriesOf(node: string, row: number, names: readonly string[]): Kept[] {
  if (nodes.primitive[row] === MAILBOX_BROKER) {
    return names.map((name, at) => {
      const backlog = queues.backlog[brokers.firstQueue[row] + at];
      return { node, name, partition: null, backlog, cursor: -1 };
    });
  }
  if (nodes.primitive[row] !== LOG_BROKER) return [];
  const count = brokers.partitionCount[row];
  return names.flatMap((name, at) => {
    const group = brokers.firstGroup[row] + at;
    const whole = { node, name, partition: null, backlog: groups.backlog[group], cursor: -1 };
    if (count < 2 || count > PARTITIONS_TOLD) return [whole];
    const first = groups.firstCursor[group];
    const parts = Array.from({ length: count }, (_, partition) => ({
      ...whole,
      partition,
      cursor: first + partition,
    }));
    return [whole, ...parts];
  });
}

function writeCounts(backlog: number, at: number): void {
  let place = at;
  values[place++] += backlogs.routed[backlog];
  values[place++] += backlogs.delivered[backlog];
  values[place++] += backlogs.redelivered[backlog];
  values[place++] += backlogs.duplicates[backlog];
  values[place++] += backlogs.ended[backlog * ENDINGS + ACKED];
  for (let reason = 0; reason < DEATH_REASONS.length; reason++) {
    values[place++] += backlogs.deaths[backlog * DEATH_REASONS.length + reason];
  }
  const ended = backlog * ENDINGS;
  values[place++] += backlogs.ended[ended + DROPPED] + backlogs.ended[ended + PURGED];
  values[place] += backlogs.ended[ended + LOST];
}

function writeEntry({ backlog, cursor }: Kept, at: number): void {
  if (cursor < 0) {
    values[at] = backlogs.level[backlog];
    values[at + 1] = backlogAge(backlog);
    writeCounts(backlog, at + BACKLOG_LEVELS.length);
    return;
  }
  const record = cursors.committedRecord[cursor] - 1;
  values[at] = partitions.end[cursors.partition[cursor]] - cursors.committed[cursor];
  values[at + 1] = record < 0 ? 0 : registers[NOW] - records.appendedAt[record];
  values.fill(Number.NaN, at + BACKLOG_LEVELS.length, at + BACKLOG_COLUMNS.length);
}

function writeRow(start: number): void {
  if (start + rowLength > values.length) {
    const larger = new Float64Array(Math.max(2 * values.length, 64 * rowLength));
    larger.set(values);
    values = larger;
  }
  values.set(carried, start);
  kept.forEach((entry, at) => {
    writeEntry(entry, start + at * BACKLOG_COLUMNS.length);
  });
}

/** Keeps the present window, which is about to close as number `window`. */
export function keepBacklogs(window: number): void {
  if (rowLength === 0) return;
  windows = window;
  writeRow(window * rowLength);
  windows++;
}

/** The measured period begins, and all counts with it. Call before they are set to 0. */
export function carryBacklogs(): void {
  if (rowLength === 0) return;
  writeRow(windows * rowLength);
  const row = values.slice(windows * rowLength, (windows + 1) * rowLength);
  for (let entry = 0; entry < kept.length; entry++) {
    const first = entry * BACKLOG_COLUMNS.length;
    row.fill(0, first, first + BACKLOG_LEVELS.length);
  }
  carried = row;
  carriedAt = windows;
}

/** Forgets the windows from number `count` on. */
export function cutBacklogs(count: number): void {
  if (count >= windows) return;
  windows = count;
  if (carriedAt > count) {
    carried.fill(0);
    carriedAt = -1;
  }
}

/** The windows from number `from` on. */
export function backlogSeriesOf(from: number): BacklogSeries {
  return {
    entries: kept.map(({ node, name, partition }) => ({ node, name, partition })),
    from,
    windows,
    values: values.slice(Math.min(from, windows) * rowLength, windows * rowLength),
  };
}
