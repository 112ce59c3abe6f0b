// Lines of publishes: over an edge that tries publishes again one by one, what a producer sends to one
// partition of a log has its place in a line until it has ended, in the order of the first sends. So many
// requests are under way at a time (max.in.flight.requests.per.connection); the others wait, and wait as
// well while one of the line pauses before its retry, as the accumulator of a producer does. With one
// request at a time, or with numbered records, a retry goes only when nothing before it is left. How the
// broker takes them in order stands in log-append.ts. Cost: a row for each call, and none elsewhere.
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { brokers } from "./consumer-rows.ts";
import { HELD_GOES, LINE_GOES, LINE_MOVED } from "./event-kinds.ts";
import { guardRows } from "./guard-rows.ts";
import { effectOf, effects, releaseEffect } from "./keyed-work.ts";
import { partitionFor } from "./log-keys.ts";
import { logEdges } from "./log-rows.ts";
import { edges, plans } from "./parameters.ts";
import { attempts, CALLING, calls, NONE, SWALLOWED } from "./rows.ts";
import { follow } from "./transitions.ts";

/** Bit of an edge's `guards`: its publishes stand in lines. */
export const LINES_UP = 1 << 18;

/** `executed` of an effect that must not come any more: its publish was given up. */
export const FENCED = -1;

/** State of an entry. */
const WAITS = 0;
/** Goes on by a transition that is on its way. */
const CALLED_UP = 1;
const SENT = 2;
/** Pauses before a retry. */
const PAUSES = 3;

class LinedEdges extends Table {
  /** First line; each caller instance has one for each partition. */
  readonly firstLine = this.int32();
  /** Requests that are under way at a time, at most. */
  readonly requestsMax = this.int32();
}

class Lines extends Table {
  readonly edge = this.int32();
  readonly partition = this.int32();
  /** Ends of the line, entry + 1. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly waiting = this.int32();
  readonly pausing = this.int32();
  /** Requests under way, or called up. */
  readonly inFlight = this.int32();
  readonly sends = this.float64();
}

/** Calls in line; the next one is `next`, entry + 1. */
class Entries extends Table {
  /** -1: it has ended while it was called up. */
  readonly call = this.int32();
  readonly line = this.int32();
  readonly before = this.int32();
  readonly state = this.uint8();
  readonly effect = this.int32();
  /** Its place among all requests of the line. */
  readonly sentAs = this.float64();
  /** The attempt that waits at the broker for its turn, + 1, and that attempt's generation. */
  readonly held = this.int32();
  readonly heldGeneration = this.int32();
}

/** By edge. */
export const linedEdges = new LinedEdges("edges with lines of publishes", 5_000);
export const lines = new Lines("lines of publishes", 8_000);
export const entries = new Entries("publishes in line", 20_000);

/** The place in line of a call, by the row of its effects; -1 = it has none. */
function entryOf(call: number): number {
  const guard = calls.guard[call];
  const effect = guard === NONE ? -1 : guardRows.effect[guard] - 1;
  return effect < 0 ? -1 : entryOfEffect(effect);
}

/** Whether retries of a line wait until nothing before them is left. */
function keepsOrder(line: number): boolean {
  const edge = lines.edge[line];
  return logEdges.idempotent[edge] === 1 || linedEdges.requestsMax[edge] === 1;
}

/** The partition that a call in line goes to. */
export function partitionInLine(call: number): number {
  return lines.partition[entries.line[entryOf(call)]];
}

/** A call is to be sent. False: it has to wait, and goes on by a transition. */
export function stepUp(call: number, edge: number): boolean {
  let entry = entryOf(call);
  if (entry >= 0 && entries.state[entry] === CALLED_UP) return true;
  if (entry < 0) entry = join(call, edge);
  else setState(entry, WAITS);
  const line = entries.line[entry];
  const isRetry = calls.tries[call] > 1;
  if ((!isRetry && lines.waiting[line] > 1) || !mayGo(entry, isRetry)) return false;
  takePlace(entry);
  if (lines.waiting[line] > 0) advance(line);
  return true;
}

function join(call: number, edge: number): number {
  const to = edges.to[edge];
  const first = brokers.firstPartition[to];
  const partition = partitionFor(attempts.request[calls.parent[call]], to);
  const caller = calls.row[call] - edges.firstRow[edge];
  const line = linedEdges.firstLine[edge] + caller * brokers.partitionCount[to] + partition - first;
  const entry = allocateRow(entries.marks, entries.next, entries.cap);
  const effect = effectOf(call, plans.operation[calls.plan[call]]);
  entries.call[entry] = call;
  entries.line[entry] = line;
  entries.state[entry] = WAITS;
  entries.effect[entry] = effect;
  entries.held[entry] = 0;
  effects.claimant[effect] = -2 - entry;
  entries.next[entry] = 0;
  const tail = lines.tail[line];
  entries.before[entry] = tail;
  if (tail !== 0) entries.next[tail - 1] = entry + 1;
  else lines.head[line] = entry + 1;
  lines.tail[line] = entry + 1;
  lines.waiting[line]++;
  return entry;
}

function setState(entry: number, state: number): void {
  const line = entries.line[entry];
  const before = entries.state[entry];
  if (before === WAITS) lines.waiting[line]--;
  if (before === PAUSES) lines.pausing[line]--;
  if (state === WAITS) lines.waiting[line]++;
  if (state === PAUSES) lines.pausing[line]++;
  entries.state[entry] = state;
}

/** Whether the call of an entry may be sent, the first of those that wait unless it is a retry. */
function mayGo(entry: number, isRetry: boolean): boolean {
  const line = entries.line[entry];
  if (lines.inFlight[line] >= linedEdges.requestsMax[lines.edge[line]]) return false;
  if (isRetry) return !keepsOrder(line) || isFirst(entry);
  return lines.pausing[line] === 0;
}

function isFirst(entry: number): boolean {
  return lines.head[entries.line[entry]] === entry + 1;
}

function takePlace(entry: number): void {
  setState(entry, CALLED_UP);
  lines.inFlight[entries.line[entry]]++;
}

/** Calls up all that may go, in their order. */
export function advance(line: number): void {
  const isFree = !keepsOrder(line);
  for (let link = lines.head[line]; link !== 0 && lines.waiting[line] > 0; ) {
    const entry = link - 1;
    link = entries.next[entry];
    if (entries.state[entry] !== WAITS) continue;
    const isRetry = calls.tries[entries.call[entry]] > 1;
    if (!mayGo(entry, isRetry)) {
      if (isRetry && isFree) continue;
      return;
    }
    takePlace(entry);
    follow(LINE_GOES, entry, 0);
  }
}

/** The call that goes on by a transition, or -1: it has ended meanwhile. */
export function calledUp(entry: number): number {
  const call = entries.call[entry];
  if (call < 0) freeRow(entries.marks, entries.next, entry);
  return call;
}

/** A call is sent. */
export function noteSent(call: number): void {
  const entry = entryOf(call);
  setState(entry, SENT);
  entries.sentAs[entry] = ++lines.sends[entries.line[entry]];
}

function leavePlace(entry: number): void {
  const state = entries.state[entry];
  if (state === CALLED_UP || state === SENT) lines.inFlight[entries.line[entry]]--;
}

/** Those that wait, at the producer or at the broker, are looked at again. */
function moveOn(line: number): void {
  if (lines.waiting[line] > 0) advance(line);
  if (lines.head[line] !== 0) follow(LINE_MOVED, line, 0);
}

/** A call pauses before its retry. */
export function pauseInLine(call: number): void {
  const entry = entryOf(call);
  if (entry < 0) return;
  leavePlace(entry);
  setState(entry, PAUSES);
  moveOn(entries.line[entry]);
}

/**
 * A call has ended, or nobody waits for it any more. True if it was never sent. What it has numbered
 * and not written comes no more: the broker knows a later number of its producer.
 */
export function leaveLine(call: number, edge: number): boolean {
  const entry = entryOf(call);
  if (entry < 0) return false;
  const line = entries.line[entry];
  const state = entries.state[entry];
  leavePlace(entry);
  setState(entry, CALLED_UP);
  const effect = entries.effect[entry];
  effects.claimant[effect] = 0;
  if (logEdges.idempotent[edge] === 1 && effects.executed[effect] === 0) {
    effects.executed[effect] = FENCED;
  }
  releaseEffect(effect);
  unlink(entry, line);
  entries.call[entry] = -1;
  const attempt = heldOf(entry);
  if (attempt >= 0) follow(HELD_GOES, attempt, attempts.generation[attempt]);
  if (state !== CALLED_UP) freeRow(entries.marks, entries.next, entry);
  moveOn(line);
  return state === WAITS && calls.tries[call] === 1;
}

function unlink(entry: number, line: number): void {
  const before = entries.before[entry];
  const after = entries.next[entry];
  if (before !== 0) entries.next[before - 1] = after;
  else lines.head[line] = after;
  if (after !== 0) entries.before[after - 1] = before;
  else lines.tail[line] = before;
}

/** The entry whose publish has the row `effect`; -1 = it has ended. */
export function entryOfEffect(effect: number): number {
  const claimant = effects.claimant[effect];
  return claimant <= -2 ? -2 - claimant : -1;
}

/** Whether a request sent before that of an entry has still to come over the connection. */
export function comesSecond(entry: number): boolean {
  for (let link = lines.head[entries.line[entry]]; link !== 0; link = entries.next[link - 1]) {
    const other = link - 1;
    if (entries.state[other] !== SENT || entries.sentAs[other] >= entries.sentAs[entry]) continue;
    if (effects.executed[entries.effect[other]] !== 0) continue;
    if (calls.attempt[entries.call[other]] !== SWALLOWED) return true;
  }
  return false;
}

/** Whether a numbered publish before that of an entry is not written: its number is out of sequence. */
export function isOutOfSequence(entry: number, edge: number): boolean {
  if (logEdges.idempotent[edge] === 0) return false;
  for (let link = lines.head[entries.line[entry]]; link !== entry + 1; ) {
    if (effects.executed[entries.effect[link - 1]] === 0) return true;
    link = entries.next[link - 1];
  }
  return false;
}

/** An attempt waits at the broker until it is its turn; false: another of its call does. */
export function holdAt(entry: number, attempt: number): boolean {
  if (heldOf(entry) >= 0) return false;
  entries.held[entry] = attempt + 1;
  entries.heldGeneration[entry] = attempts.generation[attempt];
  return true;
}

/** The attempt of an entry that waits at the broker, or -1. */
function heldOf(entry: number): number {
  const attempt = entries.held[entry] - 1;
  return attempt >= 0 && stillWaits(attempt, entries.heldGeneration[entry]) ? attempt : -1;
}

/** Whether an attempt still waits at the broker; what a crash has ended keeps its row until its caller knows. */
export function stillWaits(attempt: number, generation: number): boolean {
  return attempts.generation[attempt] === generation && attempts.phase[attempt] === CALLING;
}

/** Takes an attempt whose turn has come out of a line; -1: there is none. */
export function takeHeld(line: number): number {
  for (let link = lines.head[line]; link !== 0; link = entries.next[link - 1]) {
    const entry = link - 1;
    if (entries.held[entry] === 0) continue;
    const attempt = heldOf(entry);
    if (attempt >= 0 && comesSecond(entry)) continue;
    entries.held[entry] = 0;
    if (attempt >= 0) return attempt;
  }
  return -1;
}
