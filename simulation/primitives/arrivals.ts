// When the arrivals of an open loop come. Poisson and modulated (MMPP) processes offer candidates at
// the largest rate of the load profile and thin them out; a renewal process runs through its gaps as
// fast as the profile says; recorded instants come as recorded. One event per source is pending: its
// next arrival or the end of its phase. Each kind of draw has a stream of its own.
import { cancel, events, schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { AT, EXPONENTIAL, NOW, registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { nextExponential } from "../core/ziggurat.ts";
import { ARRIVAL } from "./event-kinds.ts";
import { areaBetween, endGap, hasProfile, multiplierAt } from "./profile.ts";
import {
  CONSTANT_GAPS,
  instants,
  MODULATED,
  PHASES_MAX,
  POISSON,
  phases,
  RECORDED,
  RENEWAL,
  sources,
} from "./source-parameters.ts";
import { ARRIVAL_GAP, BATCH, MODULATION, THINNING } from "./streams.ts";

/** Most requests of one arrival; a draw above it counts as this. */
const BATCH_MAX = 10_000;

const eventTime = events.time;

class SourceState extends Table {
  /** The pending event + 1; 0 when none is due. */
  readonly nextArrival = this.int32();
  /** Rate and amplitude of the profile for which it is due. */
  readonly ratePerMs = this.float64();
  readonly amplitude = this.float64();
  /** Phase of a modulated source, when it ends, and whether that comes before the next arrival. */
  readonly phase = this.int32();
  readonly phaseEndsAt = this.float64();
  readonly phaseEndsFirst = this.uint8();
  /** What is left of the gap as a draw of mean 1, as of `leftAt`. */
  readonly left = this.float64();
  readonly leftAt = this.float64();
  /** Number of the next recorded instant. */
  readonly instant = this.int32();
}

const sourceState = new SourceState("source state", 1_000);

/** Row of a source's stream for a purpose. */
export function streamOf(source: number, purpose: number): number {
  return sources.firstStream[source] + purpose;
}

/** Schedules the first arrival of an open loop. */
export function startArrivals(source: number): void {
  sourceState.occupy(source + 1);
  const rate = sources.ratePerMs[source];
  sourceState.ratePerMs[source] = rate;
  sourceState.amplitude[source] = sources.amplitude[source];
  if (sources.arrivals[source] === MODULATED) drawFirstPhase(source);
  const first = sources.firstAtMs[source];
  if (first >= 0 && rate > 0) arriveAt(source, first);
  else scheduleNext(source);
}

function arriveAt(source: number, atMs: number): void {
  registers[AT] = atMs;
  sourceState.nextArrival[source] = schedule(ARRIVAL, source, 0) + 1;
}

function scheduleNext(source: number): void {
  sourceState.nextArrival[source] = 0;
  const rate = sources.ratePerMs[source];
  if (rate <= 0) return;
  switch (sources.arrivals[source]) {
    case POISSON:
      nextExponential(streamOf(source, ARRIVAL_GAP));
      registers[AT] = registers[NOW] + registers[EXPONENTIAL] / (rate * sources.peak[source]);
      break;
    case CONSTANT_GAPS:
      endGap(source, registers[NOW], 1 / rate);
      break;
    case RENEWAL:
      sampleInto(sources.gap[source], streamOf(source, ARRIVAL_GAP));
      endGap(source, registers[NOW], registers[SAMPLE] / rate);
      break;
    case MODULATED:
      nextExponential(streamOf(source, ARRIVAL_GAP));
      sourceState.left[source] = registers[EXPONENTIAL];
      passGapInPhase(source);
      break;
    default:
      nextInstant(source);
  }
  if (registers[AT] === Infinity) return;
  sourceState.nextArrival[source] = schedule(ARRIVAL, source, 0) + 1;
}

/** The next recorded instant that is not past, into `registers[AT]`; Infinity after the last. */
function nextInstant(source: number): void {
  const first = sources.firstInstant[source];
  const count = sources.instantCount[source];
  let at = sourceState.instant[source];
  while (at < count && instants.atMs[first + at] < registers[NOW]) at++;
  registers[AT] = at < count ? instants.atMs[first + at] : Infinity;
  sourceState.instant[source] = at + 1;
}

/** The pending event of a source has come: how many requests it offers now. */
export function takeArrival(source: number): number {
  const arrivals = sources.arrivals[source];
  if (arrivals === MODULATED && sourceState.phaseEndsFirst[source] === 1) {
    switchPhase(source);
    return 0;
  }
  if ((arrivals === POISSON || arrivals === MODULATED) && hasProfile(source)) {
    nextUniform(streamOf(source, THINNING));
    const share = multiplierAt(source, registers[NOW]) / sources.peak[source];
    if (registers[UNIFORM] >= share) {
      scheduleNext(source);
      return 0;
    }
  }
  scheduleNext(source);
  const size = sources.batchSize[source];
  if (size < 0) return sources.batch[source];
  sampleInto(size, streamOf(source, BATCH));
  return Math.min(BATCH_MAX, Math.floor(registers[SAMPLE] + 0.5)) | 0;
}

/**
 * Rate or profile may have changed: what is left of the present gap is passed as they are now. A
 * rate of 0 stops the source until the next change.
 */
export function retimeArrivals(source: number): void {
  const before = sourceState.ratePerMs[source];
  const after = sources.ratePerMs[source];
  const amplitude = sourceState.amplitude[source];
  if (before === after && amplitude === sources.amplitude[source]) return;
  sourceState.ratePerMs[source] = after;
  sourceState.amplitude[source] = sources.amplitude[source];
  const arrivals = sources.arrivals[source];
  const next = sourceState.nextArrival[source];
  if (next === 0) {
    // A chain forgets how long it was in its phase.
    if (arrivals === MODULATED) enterPhase(source, sourceState.phase[source]);
    scheduleNext(source);
    return;
  }
  const gapped = arrivals === CONSTANT_GAPS || arrivals === RENEWAL;
  if (before === after && !gapped) return;
  const due = eventTime[next - 1];
  cancel(next - 1);
  sourceState.nextArrival[source] = 0;
  if (after <= 0) {
    if (arrivals === RECORDED) sourceState.instant[source]--;
    return;
  }
  const now = registers[NOW];
  if (arrivals === MODULATED) {
    const passed = (now - sourceState.leftAt[source]) * candidateRate(source) * (before / after);
    sourceState.left[source] = Math.max(0, sourceState.left[source] - passed);
    passGapInPhase(source);
    if (registers[AT] < Infinity) arriveAt(source, registers[AT]);
    return;
  }
  if (!gapped) {
    arriveAt(source, now + ((due - now) * before) / after);
    return;
  }
  endGap(source, now, (areaBetween(source, amplitude, now, due) * before) / after);
  if (registers[AT] < Infinity) arriveAt(source, registers[AT]);
}

function drawFirstPhase(source: number): void {
  const first = sources.firstPhase[source];
  nextUniform(streamOf(source, MODULATION));
  let phase = 0;
  while (
    phase + 1 < sources.phaseCount[source] &&
    registers[UNIFORM] >= phases.startUpTo[first + phase]
  ) {
    phase++;
  }
  enterPhase(source, phase);
}

function enterPhase(source: number, phase: number): void {
  sourceState.phase[source] = phase;
  sourceState.phaseEndsAt[source] = Infinity;
  const exit = phases.exitPerMs[sources.firstPhase[source] + phase];
  if (exit <= 0) return;
  nextExponential(streamOf(source, MODULATION));
  sourceState.phaseEndsAt[source] = registers[NOW] + registers[EXPONENTIAL] / exit;
}

/**
 * The present phase's clock and the arrivals' compete: whichever comes first goes into
 * `registers[AT]`, Infinity if neither comes.
 */
function passGapInPhase(source: number): void {
  const rate = candidateRate(source);
  const due = rate > 0 ? registers[NOW] + sourceState.left[source] / rate : Infinity;
  const end = sourceState.phaseEndsAt[source];
  sourceState.leftAt[source] = registers[NOW];
  sourceState.phaseEndsFirst[source] = end < due ? 1 : 0;
  registers[AT] = Math.min(due, end);
}

function candidateRate(source: number): number {
  const phase = sources.firstPhase[source] + sourceState.phase[source];
  return phases.ratePerMs[phase] * sources.peak[source] * sources.ratePerMs[source];
}

/** The phase ends; what is left of the gap is passed at the rate of the next one. */
function switchPhase(source: number): void {
  const passed = (registers[NOW] - sourceState.leftAt[source]) * candidateRate(source);
  sourceState.left[source] = Math.max(0, sourceState.left[source] - passed);
  const row = (sources.firstPhase[source] + sourceState.phase[source]) * PHASES_MAX;
  nextUniform(streamOf(source, MODULATION));
  let phase = 0;
  while (
    phase + 1 < sources.phaseCount[source] &&
    registers[UNIFORM] >= phases.nextUpTo[row + phase]
  ) {
    phase++;
  }
  enterPhase(source, phase);
  passGapInPhase(source);
  sourceState.nextArrival[source] = 0;
  if (registers[AT] === Infinity) return;
  sourceState.nextArrival[source] = schedule(ARRIVAL, source, 0) + 1;
}
