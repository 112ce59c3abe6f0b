// What is on the wire: the one-way delay of an edge, and a sample of real messages for the picture.
import { Block, Table } from "../core/memory.ts";
import { NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { edges } from "./parameters.ts";
import { EDGE_STREAMS, NETWORK } from "./streams.ts";

class EdgeState extends Table {
  /** Delay added by active faults, ms. */
  readonly addedMs = this.float64();
  /** Calls in progress and rows with an open breaker, with the time of the last change. */
  readonly pending = this.int32();
  readonly open = this.int32();
  readonly changedAt = this.float64();
}

export const edgeState = new EdgeState("edge state", 5_000);

/** Sampled messages, [edge, kind, departure ms, arrival ms] each; not part of any result. */
const SHOWN_CAP = 512;
const STRIDE = 4;
const shown = new Float64Array(SHOWN_CAP * STRIDE);
const sampling = new Block("particles", 0, 4).i32;
const EVERY = 0;
const COUNTDOWN = 1;
const FILLED = 2;

const FIRST_STREAM = new Int32Array(1);
const networkDistribution = edges.network;
const addedMs = edgeState.addedMs;

/** Number of the first edge's first stream. */
export function placeEdgeStreams(first: number): void {
  FIRST_STREAM[0] = first;
}

export function edgeStream(edge: number, purpose: number): number {
  return FIRST_STREAM[0] + edge * EDGE_STREAMS + purpose;
}

/** Leaves the delay of one message on `edge` in `registers[SAMPLE]` (ms) and may show it. */
export function sampleDelay(edge: number, kind: number): void {
  sampleInto(networkDistribution[edge], FIRST_STREAM[0] + edge * EDGE_STREAMS + NETWORK);
  registers[SAMPLE] += addedMs[edge];
  if (sampling[EVERY] !== 0 && --sampling[COUNTDOWN] <= 0) show(edge, kind);
}

function show(edge: number, kind: number): void {
  sampling[COUNTDOWN] = sampling[EVERY];
  const filled = sampling[FILLED];
  if (filled >= SHOWN_CAP) return;
  sampling[FILLED] = filled + 1;
  const at = filled * STRIDE;
  shown[at] = edge;
  shown[at + 1] = kind;
  shown[at + 2] = registers[NOW];
  shown[at + 3] = registers[NOW] + registers[SAMPLE];
}

/** Shows one message in `every`; 0 shows none. */
export function showEvery(every: number): void {
  sampling[EVERY] = every;
  sampling[COUNTDOWN] = 1;
  sampling[FILLED] = 0;
}

/** The messages shown since the last call. */
export function takeShown(): Float64Array {
  const taken = shown.slice(0, sampling[FILLED] * STRIDE);
  sampling[FILLED] = 0;
  return taken;
}
