// A request: one user's journey from the moment it is offered until everything that descends from
// it has ended. Attempts and messages hold references; the last one gone closes the books.
import { allocateRow, Block, freeRow, Table } from "../core/memory.ts";
import { NOW, registers, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import { closeChanges } from "./data-changes.ts";
import { control, DRAINED, DRAINING, LIVE_REQUESTS } from "./node-state.ts";
import { requests } from "./rows.ts";
import { types } from "./source-parameters.ts";

class TypeState extends Table {
  /** Requests whose root has not ended. */
  readonly inFlight = this.int32();
  readonly inFlightAtStart = this.int32();
}

/** Present of the reported request types; row 0, "all", is not kept here. */
export const typeState = new TypeState("type state", 2_000);

/** Where the histograms of request types begin; what the scenario makes it necessary to record. */
const shape = new Block("request histograms", 0, 4).i32;
const FIRST_HISTOGRAM = 0;
const SETTLES_LATER = 1;
const KEYS = 2;

/** Histograms of a request type: latency of ok and degraded, of the failed, and until settled. */
export const TYPE_HISTOGRAMS = 3;
export const LATENCY = 0;
export const FAILED_LATENCY = 1;
export const SETTLED = 2;

/** What is to be noted when a request settles. */
const LATER = 1;
const CHANGES_DATA = 2;

/**
 * `settlesLater`: some of what descends from a request can outlive its answer (one-way calls,
 * messages). `followsData`: when it changed data first and last is followed.
 */
export function placeTypeHistograms(
  first: number,
  settlesLater: boolean,
  followsData: boolean,
): void {
  shape[FIRST_HISTOGRAM] = first;
  shape[SETTLES_LATER] = (settlesLater ? LATER : 0) | (followsData ? CHANGES_DATA : 0);
}

/** Says whether anything asks for the keys of requests: then, and only then, they are drawn. */
export function drawKeys(drawn: boolean): void {
  shape[KEYS] = drawn ? 1 : 0;
}

export function drawsKeys(): boolean {
  return shape[KEYS] === 1;
}

/** Records `registers[VALUE]` for a reported type. */
export function recordForType(reported: number, which: number): void {
  record(shape[FIRST_HISTOGRAM] + reported * TYPE_HISTOGRAMS + which);
}

/** True when requests can settle later than they are answered. */
export function settlesLater(): boolean {
  return (shape[SETTLES_LATER] & LATER) !== 0;
}

/** Histogram of a reported type. */
export function typeHistogram(reported: number, which: number): number {
  return shape[FIRST_HISTOGRAM] + reported * TYPE_HISTOGRAMS + which;
}

const life = control.i32;

/** A request is offered; its root holds the first reference. */
export function beginRequest(request: number): void {
  requests.references[request] = 1;
  life[LIVE_REQUESTS]++;
}

/** True once the duration of a draining run is over: nothing new is offered. */
export function isDraining(): boolean {
  return (life[DRAINING] & 1) !== 0;
}

/** True when sources have to ask whether they may offer anything: see `isDraining` and traffic.ts. */
export function mayBeSilent(): boolean {
  return life[DRAINING] !== 0;
}

/** Stops the sources: the run is over when the last request has settled. */
export function startDraining(): void {
  life[DRAINING] |= 1;
  if (life[LIVE_REQUESTS] === 0) life[DRAINED] = 1;
}

export function holdRequest(request: number): void {
  requests.references[request]++;
}

/** Gives a reference back; the last one settles the request. */
export function releaseRequest(request: number): void {
  if (--requests.references[request] > 0) return;
  if (requests.kept[request] === 1) {
    requests.kept[request] = 0;
    freeRow(requests.marks, requests.next, request);
    return;
  }
  if (shape[SETTLES_LATER] !== 0) recordSettled(request);
  freeRow(requests.marks, requests.next, request);
  if (--life[LIVE_REQUESTS] === 0 && isDraining()) life[DRAINED] = 1;
}

function recordSettled(request: number): void {
  if ((shape[SETTLES_LATER] & LATER) !== 0) {
    registers[VALUE] = requests.settledAt[request] - requests.arrivedAt[request];
    recordForType(types.reported[requests.type[request]], SETTLED);
  }
  if ((shape[SETTLES_LATER] & CHANGES_DATA) !== 0) closeChanges(request);
}

/** What a record that is kept knows of its request, which has settled. Holds one reference. */
export function keepCopy(request: number): number {
  if (requests.kept[request] === 1) {
    requests.references[request]++;
    return request;
  }
  const copy = allocateRow(requests.marks, requests.next, requests.cap);
  requests.source[copy] = requests.source[request];
  requests.type[copy] = requests.type[request];
  requests.client[copy] = requests.client[request];
  requests.user[copy] = requests.user[request];
  requests.key[copy] = requests.key[request];
  requests.references[copy] = 1;
  requests.root[copy] = -1;
  requests.patience[copy] = 0;
  requests.tooDeep[copy] = 0;
  requests.arrivedAt[copy] = requests.arrivedAt[request];
  requests.settledAt[copy] = requests.settledAt[request];
  requests.kept[copy] = 1;
  return copy;
}

/** Notes that the root, a one-way call or a message of the request has just ended. */
export function settleTo(request: number): void {
  requests.settledAt[request] = registers[NOW];
}
