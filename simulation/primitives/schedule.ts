// Schedules: a source that starts batches at fixed times. A batch runs so many jobs at once; each is a
// request, and as one ends the next is offered. A batch that meets the one before runs beside it, is
// left out or takes its place. Cost: one event a start, one a window, and a row a job in progress.
import { cancel, schedule } from "../core/event-list.ts";
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { CANCELLED, FIRST_FAILURE } from "../results/outcomes.ts";
import { BATCH_DUE } from "./event-kinds.ts";
import { isDraining } from "./request.ts";
import { endRequest, offer, startSource } from "./source.ts";
import { instants, sources } from "./source-parameters.ts";

export const ALLOWS = 0;
export const FORBIDS = 1;
export const REPLACES = 2;

/** `b` of an event: no listed instant, but a regular start; the end of a window. */
const REGULAR = -1;
const WINDOW_ENDS = -2;

/** By the row of the source. */
class ScheduleTable extends Table {
  /** Of a batch; 0 = the source is no schedule. */
  readonly atOnce = this.int32();
  /** 0 = only at the instants of the source. */
  readonly everyMs = this.float64();
  readonly firstMs = this.float64();
  readonly overlap = this.uint8();
  /** 0 = none. */
  readonly windowMs = this.float64();
  readonly stops = this.uint8();
  /** Batches in progress, and the one started last, + 1. */
  readonly running = this.int32();
  readonly last = this.int32();
  readonly started = this.float64();
  readonly completed = this.float64();
  readonly skipped = this.float64();
  readonly replaced = this.float64();
  readonly missed = this.float64();
  readonly jobsDone = this.float64();
  readonly jobsFailed = this.float64();
  readonly jobsDropped = this.float64();
  readonly lengthSum = this.float64();
  readonly lengthMax = this.float64();
}

/** Batches in progress. */
class BatchRows extends Table {
  readonly source = this.int32();
  readonly startedAt = this.float64();
  /** Jobs not yet offered, and those in progress: how many, and the first of them, + 1. */
  readonly left = this.int32();
  readonly inProgress = this.int32();
  readonly first = this.int32();
  /** The end of its window, event + 1. */
  readonly event = this.int32();
  /** 1: it was replaced or stopped. */
  readonly givenUp = this.uint8();
}

/** Jobs in progress; `next` and `before` are the others of the batch, + 1. */
class JobRows extends Table {
  readonly batch = this.int32();
  readonly request = this.int32();
  readonly before = this.int32();
}

export const schedules = new ScheduleTable("schedules", 1_000);
const batches = new BatchRows("batches of jobs", 10_000);
const jobs = new JobRows("jobs in progress", 200_000);

/** Schedules what each source does first. */
export function startSources(): void {
  for (let source = 0; source < sources.highWater; source++) {
    if (schedules.atOnce[source] > 0) startSchedule(source);
    else startSource(source);
  }
}

function startSchedule(source: number): void {
  if (schedules.everyMs[source] > 0) {
    registers[AT] = schedules.firstMs[source];
    schedule(BATCH_DUE, source, REGULAR);
  }
  if (sources.instantCount[source] > 0) awaitInstant(source, 0);
}

function awaitInstant(source: number, position: number): void {
  registers[AT] = instants.atMs[sources.firstInstant[source] + position];
  schedule(BATCH_DUE, source, position);
}

/** A batch is to start, a regular one or that of a listed instant; or its window ends. */
export function batchDue(row: number, what: number): void {
  if (what === WINDOW_ENDS) windowEnds(row);
  else if (!isDraining()) start(row, what);
}

function start(source: number, position: number): void {
  if (position === REGULAR) {
    registers[AT] = registers[NOW] + schedules.everyMs[source];
    schedule(BATCH_DUE, source, REGULAR);
  } else if (position + 1 < sources.instantCount[source]) {
    awaitInstant(source, position + 1);
  }
  if (schedules.running[source] > 0) {
    if (schedules.overlap[source] === FORBIDS) {
      schedules.skipped[source]++;
      return;
    }
    if (schedules.overlap[source] === REPLACES) {
      schedules.replaced[source]++;
      giveUp(schedules.last[source] - 1);
    }
  }
  startBatch(source);
}

function startBatch(source: number): void {
  const batch = allocateRow(batches.marks, batches.next, batches.cap);
  batches.source[batch] = source;
  batches.startedAt[batch] = registers[NOW];
  batches.left[batch] = sources.batch[source];
  batches.inProgress[batch] = 0;
  batches.first[batch] = 0;
  batches.event[batch] = 0;
  batches.givenUp[batch] = 0;
  schedules.started[source]++;
  schedules.running[source]++;
  schedules.last[source] = batch + 1;
  const window = schedules.windowMs[source];
  if (window > 0) {
    registers[AT] = registers[NOW] + window;
    batches.event[batch] = schedule(BATCH_DUE, batch, WINDOW_ENDS) + 1;
  }
  fill(batch);
}

/** Offers jobs until as many as may are in progress. */
function fill(batch: number): void {
  const source = batches.source[batch];
  if (isDraining()) batches.left[batch] = 0;
  while (batches.left[batch] > 0 && batches.inProgress[batch] < schedules.atOnce[source]) {
    batches.left[batch]--;
    batches.inProgress[batch]++;
    const job = allocateRow(jobs.marks, jobs.next, jobs.cap);
    const first = batches.first[batch];
    jobs.batch[job] = batch;
    jobs.before[job] = 0;
    jobs.next[job] = first;
    if (first !== 0) jobs.before[first - 1] = job + 1;
    batches.first[batch] = job + 1;
    jobs.request[job] = offer(source, job);
  }
}

/** The request of a job has ended. */
export function jobEnded(job: number, outcome: number): void {
  const batch = jobs.batch[job];
  const source = batches.source[batch];
  const before = jobs.before[job];
  const after = jobs.next[job];
  if (before !== 0) jobs.next[before - 1] = after;
  else batches.first[batch] = after;
  if (after !== 0) jobs.before[after - 1] = before;
  freeRow(jobs.marks, jobs.next, job);
  if (outcome < FIRST_FAILURE) schedules.jobsDone[source]++;
  else schedules.jobsFailed[source]++;
  batches.inProgress[batch]--;
  fill(batch);
  if (batches.inProgress[batch] === 0) endBatch(batch, source);
}

function endBatch(batch: number, source: number): void {
  if (batches.event[batch] !== 0) cancel(batches.event[batch] - 1);
  schedules.running[source]--;
  if (schedules.last[source] === batch + 1) schedules.last[source] = 0;
  if (batches.givenUp[batch] === 0) {
    const length = registers[NOW] - batches.startedAt[batch];
    schedules.completed[source]++;
    schedules.lengthSum[source] += length;
    schedules.lengthMax[source] = Math.max(schedules.lengthMax[source], length);
  }
  freeRow(batches.marks, batches.next, batch);
}

/** A batch is not done by the end of its window. */
function windowEnds(batch: number): void {
  const source = batches.source[batch];
  batches.event[batch] = 0;
  schedules.missed[source]++;
  if (schedules.stops[source] === 1) giveUp(batch);
}

/** Drops what is left of a batch and cancels its jobs; it ends when the last of them is told. */
function giveUp(batch: number): void {
  if (batch < 0 || batches.givenUp[batch] === 1) return;
  batches.givenUp[batch] = 1;
  schedules.jobsDropped[batches.source[batch]] += batches.left[batch];
  batches.left[batch] = 0;
  for (let link = batches.first[batch]; link !== 0; link = jobs.next[link - 1]) {
    endRequest(jobs.request[link - 1], CANCELLED);
  }
}

/** The measured period begins. */
export function restartSchedules(): void {
  for (const column of [
    ...[schedules.started, schedules.completed, schedules.skipped, schedules.replaced],
    ...[schedules.missed, schedules.jobsDone, schedules.jobsFailed, schedules.jobsDropped],
    ...[schedules.lengthSum, schedules.lengthMax],
  ]) {
    column.fill(0, 0, schedules.highWater);
  }
}
