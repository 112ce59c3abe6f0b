// Where requests come from, as columns: sources with their arrivals, load profiles and request types. As
// with the other parameters, a live change rewrites these rows and nothing else.
import { Table } from "../core/memory.ts";

const SOURCES = 1_000;
const TYPES = 2_000;
/** Phases a modulated source may have. */
export const PHASES_MAX = 16;

/** How a source's arrivals come about. */
export const POISSON = 0;
export const CONSTANT_GAPS = 1;
export const RENEWAL = 2;
/** Poisson with a rate that a Markov chain of phases switches (MMPP). */
export const MODULATED = 3;
/** At recorded instants. */
export const RECORDED = 4;

class SourceParameters extends Table {
  readonly node = this.int32();
  /** Hash of its id: names it whatever else the design has. */
  readonly idHash = this.int32();
  /** Row of its first random stream; the engine sets it. */
  readonly firstStream = this.int32();
  readonly arrivals = this.uint8();
  /** Rate at multiplier 1; of renewal, modulated and recorded arrivals 1 or 0 = none. Faults change it. */
  readonly ratePerMs = this.float64();
  readonly baseRatePerMs = this.float64();
  /** Users of a closed loop think this many times as fast as they do without faults. */
  readonly haste = this.float64();
  /** Distribution of the gaps of a renewal process at multiplier 1. */
  readonly gap = this.int32();
  readonly firstAtMs = this.float64();
  /** Requests an arrival is; `batchSize` is the distribution they are drawn from, -1 = none. */
  readonly batch = this.int32();
  readonly batchSize = this.int32();
  readonly clients = this.int32();
  /** 1: a request has patience or a deadline. */
  readonly isBounded = this.uint8();
  readonly patience = this.int32();
  /** 0 = none. */
  readonly deadlineMs = this.float64();
  /** Closed loop: number of users (0 = open loop) and their think time. */
  readonly users = this.int32();
  readonly think = this.int32();
  readonly firstType = this.int32();
  readonly typeCount = this.int32();
  /** Load profile: points in the profile table, repeated every so often (0 = never). */
  readonly firstPoint = this.int32();
  readonly pointCount = this.int32();
  readonly steps = this.uint8();
  readonly repeatMs = this.float64();
  /** Integral of the multiplier over one repetition, ms. */
  readonly repeatArea = this.float64();
  /** Load profile 1 + amplitude sin(2 pi (t - phase) / period); period 0 = none. */
  readonly amplitude = this.float64();
  readonly periodMs = this.float64();
  readonly phaseMs = this.float64();
  /** No multiplier is larger: candidates of a Poisson process come at this many times the rate. */
  readonly peak = this.float64();
  readonly firstPhase = this.int32();
  readonly phaseCount = this.int32();
  readonly firstInstant = this.int32();
  readonly instantCount = this.int32();
}

class ProfileParameters extends Table {
  readonly atMs = this.float64();
  readonly multiplier = this.float64();
}

class PhaseParameters extends Table {
  readonly ratePerMs = this.float64();
  /** Rate of leaving the phase. */
  readonly exitPerMs = this.float64();
  /** Upper end of its share of the draw of the first phase. */
  readonly startUpTo = this.float64();
  /** Upper ends of the shares of the draw of the next phase, one a phase of the source. */
  readonly nextUpTo = this.float64(PHASES_MAX);
}

class InstantParameters extends Table {
  readonly atMs = this.float64();
}

class TypeParameters extends Table {
  readonly source = this.int32();
  readonly operation = this.int32();
  /** Upper end of its share of the type draw. */
  readonly upTo = this.float64();
  /** 0 = every ok answer is good. */
  readonly goalMs = this.float64();
  /** Index into the layout's type ids (types of one name share it). */
  readonly reported = this.int32();
}

export const sources = new SourceParameters("sources", SOURCES);
export const profiles = new ProfileParameters("profiles", 262_144);
export const phases = new PhaseParameters("phases", 4_096);
export const instants = new InstantParameters("recorded instants", 1_048_576);
export const types = new TypeParameters("types", TYPES);
