// Which requests are worth a trace: a sample that is drawn without regard to them, the slowest
// of those that succeeded, and the first failures of each outcome. Only names are kept here; a trace is
// made by simulating the request's time again. Cost: a draw and two comparisons a request. No result
// depends on it. Source: product semantics, decision 89.
import { Block, Table } from "../core/memory.ts";
import { FIRST_FAILURE, OUTCOME_COUNT } from "../results/outcomes.ts";
import { TRACES_PER_FAILURE, TRACES_SAMPLED, TRACES_SLOWEST } from "../results/traces.ts";
import { attempts, requests } from "./rows.ts";

/** First rows of the slowest and of the failures; the sample stands before them. */
export const FIRST_SLOW = TRACES_SAMPLED;
export const FIRST_FAILED = FIRST_SLOW + TRACES_SLOWEST;
const ROWS = FIRST_FAILED + OUTCOME_COUNT * TRACES_PER_FAILURE;

class TraceList extends Table {
  readonly request = this.int32();
  readonly source = this.int32();
  readonly type = this.int32();
  readonly outcome = this.uint8();
  readonly arrivedAt = this.float64();
  readonly latencyMs = this.float64();
  /** Its root and that row's generation: requests without any duration may share row and instant. */
  readonly root = this.int32();
  readonly turn = this.int32();
}

/** Sample and slowest are heaps, so that the first to go stands first: key, and row of the list. */
class TraceHeaps extends Table {
  readonly key = this.float64();
  readonly entry = this.int32();
}

export const traceList = new TraceList("requests to trace", ROWS, true);
const heaps = new TraceHeaps("heaps of requests to trace", FIRST_FAILED, true);
/** From which key on a request belongs to the sample, and to the slowest. */
const floors = new Block("floors of requests to trace", 2, 1).f64;
const SAMPLE_FLOOR = 0;
const SLOW_FLOOR = 1;
/** How many there are (sample, slowest, failures by outcome), and what was drawn last. */
const counts = new Block("counts of requests to trace", 0, 3 + OUTCOME_COUNT).i32;
const SAMPLED = 0;
const SLOW = 1;
const DRAWN = 2;
const FAILED = 3;

/** A linear congruential generator modulo 2^32 of its own, so that no stream of the run is touched. */
const FACTOR = 1_664_525;
const STEP = 1_013_904_223;

/** Forgets all: a run begins, or its warm-up is over. */
export function restartTraceList(): void {
  traceList.clear();
  heaps.clear();
  traceList.occupy(ROWS);
  heaps.occupy(FIRST_FAILED);
  floors.fill(0);
  counts.fill(0);
}

export function sampledCount(): number {
  return counts[SAMPLED];
}

export function slowCount(): number {
  return counts[SLOW];
}

export function failedCount(outcome: number): number {
  return counts[FAILED + outcome];
}

/** A request of the row `request` has ended, `latency` ms after it was offered. */
export function considerTrace(request: number, outcome: number, latency: number): void {
  const drawn = (Math.imul(counts[DRAWN], FACTOR) + STEP) | 0;
  const rank = drawn >>> 1;
  counts[DRAWN] = drawn;
  if (rank >= floors[SAMPLE_FLOOR]) keepInSample(request, outcome, latency, rank);
  if (outcome >= FIRST_FAILURE) keepFailure(request, outcome, latency);
  else if (latency >= floors[SLOW_FLOOR]) keepSlow(request, outcome, latency);
}

function write(row: number, request: number, outcome: number, latency: number): void {
  traceList.request[row] = request;
  traceList.source[row] = requests.source[request];
  traceList.type[row] = requests.type[request];
  traceList.outcome[row] = outcome;
  traceList.latencyMs[row] = latency;
  traceList.root[row] = requests.root[request];
  traceList.turn[row] = attempts.generation[requests.root[request]];
  traceList.arrivedAt[row] = requests.arrivedAt[request];
}

function keepFailure(request: number, outcome: number, latency: number): void {
  const count = counts[FAILED + outcome];
  if (count === TRACES_PER_FAILURE) return;
  counts[FAILED + outcome] = count + 1;
  write(FIRST_FAILED + outcome * TRACES_PER_FAILURE + count, request, outcome, latency);
}

function keepInSample(request: number, outcome: number, latency: number, rank: number): void {
  const count = counts[SAMPLED];
  if (count < TRACES_SAMPLED) {
    counts[SAMPLED] = count + 1;
    rise(0, count, rank, count);
    write(count, request, outcome, latency);
  } else {
    const entry = heaps.entry[0];
    sink(0, TRACES_SAMPLED, rank, entry);
    write(entry, request, outcome, latency);
  }
  if (counts[SAMPLED] === TRACES_SAMPLED) floors[SAMPLE_FLOOR] = heaps.key[0] + 1;
}

function keepSlow(request: number, outcome: number, latency: number): void {
  const count = counts[SLOW];
  if (count < TRACES_SLOWEST) {
    counts[SLOW] = count + 1;
    rise(FIRST_SLOW, count, latency, FIRST_SLOW + count);
    write(FIRST_SLOW + count, request, outcome, latency);
  } else {
    if (latency <= heaps.key[FIRST_SLOW]) return;
    const entry = heaps.entry[FIRST_SLOW];
    sink(FIRST_SLOW, TRACES_SLOWEST, latency, entry);
    write(entry, request, outcome, latency);
  }
  if (counts[SLOW] === TRACES_SLOWEST) floors[SLOW_FLOOR] = heaps.key[FIRST_SLOW];
}

/** Puts a key into the heap at `first` that has `count` so far. */
function rise(first: number, count: number, key: number, entry: number): void {
  let at = count;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heaps.key[first + parent] <= key) break;
    heaps.key[first + at] = heaps.key[first + parent];
    heaps.entry[first + at] = heaps.entry[first + parent];
    at = parent;
  }
  heaps.key[first + at] = key;
  heaps.entry[first + at] = entry;
}

/** Replaces the smallest key of the heap at `first`. */
function sink(first: number, count: number, key: number, entry: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= count) break;
    if (child + 1 < count && heaps.key[first + child + 1] < heaps.key[first + child]) child++;
    if (heaps.key[first + child] >= key) break;
    heaps.key[first + at] = heaps.key[first + child];
    heaps.entry[first + at] = heaps.entry[first + child];
    at = child;
  }
  heaps.key[first + at] = key;
  heaps.entry[first + at] = entry;
}
