// What is on the wire: the one-way delay of an edge, and a sample of real messages for the picture.
import { Block, reserveFloat64, reserveInt32, Table } from "../core/memory.ts";
import { NOW, OPENED, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { PARTICLE_MESSAGE, PARTICLE_REQUEST } from "../results/snapshot.ts";
import { disturb, linkFaults } from "./link-faults.ts";
import { edges, SORT_PUBLISH } from "./parameters.ts";
import { EDGE_STREAMS, NETWORK } from "./streams.ts";

class EdgeState extends Table {
  /** Delay added by active faults, ms; -1: they do more than that, see link-faults.ts. */
  readonly addedMs = this.float64();
  /** The same while messages are not looked at, -1 while some of them are shown. */
  readonly quietMs = this.float64();
  /** Calls in progress and rows with an open breaker, with sums as those of a node's levels. */
  readonly pending = this.int32();
  readonly open = this.int32();
  readonly pendingTime = this.float64();
  readonly openTime = this.float64();
  /** Calls that pause before a retry, likewise. */
  readonly pausing = this.int32();
  readonly pausingTime = this.float64();
  /** Attempts under way when the measured period began. */
  readonly openAtStart = this.float64();
}

export const edgeState = new EdgeState("edge state", 5_000);

/** Sampled messages, [edge, kind, departure ms, arrival ms] each; not part of any result. */
const SHOWN_CAP = 512;
const STRIDE = 4;
const shown = reserveFloat64("shown messages", SHOWN_CAP * STRIDE);
export const sampling = new Block("particles", 0, 4).i32;
const EVERY = 0;
const COUNTDOWN = 1;
const FILLED = 2;

const FIRST_STREAM = reserveInt32("first edge stream", 1);
const networkDistribution = edges.network;
const addedMs = edgeState.addedMs;
const quietMs = edgeState.quietMs;

/** One more call is in progress on an edge. */
export function pendingMore(edge: number): void {
  edgeState.pending[edge]++;
  edgeState.pendingTime[edge] -= registers[NOW] - registers[OPENED];
}

export function pendingLess(edge: number): void {
  edgeState.pending[edge]--;
  edgeState.pendingTime[edge] += registers[NOW] - registers[OPENED];
}

/** One more call on an edge pauses before a retry. */
export function pauseMore(edge: number): void {
  edgeState.pausing[edge]++;
  edgeState.pausingTime[edge] -= registers[NOW] - registers[OPENED];
}

export function pauseLess(edge: number): void {
  edgeState.pausing[edge]--;
  edgeState.pausingTime[edge] += registers[NOW] - registers[OPENED];
}

/** One more row of an edge has an open breaker, or one less: `change` is 1 or -1. */
export function changeOpen(edge: number, change: number): void {
  edgeState.open[edge] += change;
  edgeState.openTime[edge] -= change * (registers[NOW] - registers[OPENED]);
}

/** Number of the first edge's first stream. */
export function placeEdgeStreams(first: number): void {
  FIRST_STREAM[0] = first;
}

export function edgeStream(edge: number, purpose: number): number {
  return FIRST_STREAM[0] + edge * EDGE_STREAMS + purpose;
}

/**
 * Leaves the delay of one message on `edge` in `registers[SAMPLE]` (ms) and may show it. It is
 * negative where the message does not get through.
 */
export function sampleDelay(edge: number, kind: number): void {
  sampleInto(networkDistribution[edge], FIRST_STREAM[0] + edge * EDGE_STREAMS + NETWORK);
  const added = quietMs[edge];
  if (added >= 0) registers[SAMPLE] += added;
  else sampleNoted(edge, kind);
}

/** The delay of a message that a fault disturbs, or that may be shown. */
function sampleNoted(edge: number, kind: number): void {
  const added = addedMs[edge];
  if (added < 0) disturb(edge, kind, FIRST_STREAM[0] + edge * EDGE_STREAMS);
  else registers[SAMPLE] += added;
  if (sampling[EVERY] !== 0 && --sampling[COUNTDOWN] <= 0) show(edge, kind);
}

/** `added`: delay that faults add to each message of an edge, ms; -1: they do more than that. */
export function setAdded(edge: number, added: number): void {
  addedMs[edge] = added;
  quietMs[edge] = sampling[EVERY] === 0 ? added : -1;
}

/**
 * Leaves the time of so many round trips on `edge` in `registers[SAMPLE]` (ms): two delays each. The
 * messages of a handshake are not shown, and faults of a link that do more than delay meet the
 * requests that follow it.
 */
export function sampleRoundTrips(edge: number, trips: number): void {
  const stream = FIRST_STREAM[0] + edge * EDGE_STREAMS + NETWORK;
  const added = addedMs[edge] < 0 ? linkFaults.addedMs[edge] : addedMs[edge];
  let sum = 0;
  for (let way = 0; way < 2 * trips; way++) {
    sampleInto(networkDistribution[edge], stream);
    sum += registers[SAMPLE] + added;
  }
  registers[SAMPLE] = sum;
}

function show(edge: number, kind: number): void {
  sampling[COUNTDOWN] = sampling[EVERY];
  if (registers[SAMPLE] < 0) return;
  const filled = sampling[FILLED];
  if (filled >= SHOWN_CAP) return;
  sampling[FILLED] = filled + 1;
  const at = filled * STRIDE;
  shown[at] = edge;
  const isPublish = kind === PARTICLE_REQUEST && edges.sort[edge] === SORT_PUBLISH;
  shown[at + 1] = isPublish ? PARTICLE_MESSAGE : kind;
  shown[at + 2] = registers[NOW];
  shown[at + 3] = registers[NOW] + registers[SAMPLE];
}

/** Shows one message in `every`; 0 shows none. */
export function showEvery(every: number): void {
  sampling[EVERY] = every;
  sampling[COUNTDOWN] = 1;
  sampling[FILLED] = 0;
  for (let edge = 0; edge < edges.highWater; edge++) setAdded(edge, addedMs[edge] ?? 0);
}

/** The messages shown since the last call. */
export function takeShown(): Float64Array {
  const taken = shown.slice(0, sampling[FILLED] * STRIDE);
  sampling[FILLED] = 0;
  return taken;
}
