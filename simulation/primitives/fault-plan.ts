// When faults act: a fault acts once or comes and goes at random, and may grow while it does. Its
// comings are drawn before the run, from a stream of its own, so nothing in the run changes them.
import { nextIndex, seedStream } from "../core/random.ts";
import { registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import type { SchemaChange } from "./schemas.ts";

/** Where a replay begins: at an offset of each partition, or with what was appended from a time on. */
export type ReplayFrom = { readonly offset: number } | { readonly timeMs: number };

/** A fault in the engine's terms. */
export interface Fault {
  readonly id: string;
  readonly atMs: number;
  /** Infinity: never. */
  readonly endMs: number;
  readonly rampMs: number;
  readonly enabled: boolean;
  /** Numbers of the distributions of the times without it and with it; null: it acts once. */
  readonly comings: { readonly every: number; readonly for: number } | null;
  readonly effect: FaultEffect;
  readonly targets: readonly FaultRow[];
}

/** What a fault does at full strength. */
export type FaultEffect =
  | { readonly kind: "slow"; readonly factor: number }
  | { readonly kind: "errors"; readonly ratio: number }
  | {
      readonly kind: "deploy";
      readonly share: number;
      readonly ratio: number;
      readonly factor: number;
    }
  /** Another version takes the place of the present one, instance by instance. */
  | { readonly kind: "rollout"; readonly ratio: number; readonly factor: number }
  | {
      readonly kind: "crash";
      readonly blackhole: boolean;
      readonly restart: boolean;
      readonly startMs: number;
    }
  | { readonly kind: "flush"; readonly ratio: number }
  | { readonly kind: "pause" }
  | { readonly kind: "hang"; readonly resumes: boolean }
  /** Callers are not told that instances come or go. */
  | { readonly kind: "silence" }
  | { readonly kind: "failing-check"; readonly hangs: boolean }
  | {
      readonly kind: "leak";
      readonly perRequestKb: number;
      readonly freeKb: number;
      readonly startMs: number;
    }
  | { readonly kind: "latency"; readonly addMs: number }
  | { readonly kind: "jitter"; readonly distribution: number }
  | { readonly kind: "loss"; readonly ratio: number; readonly rtoMs: number }
  | { readonly kind: "poolLeak"; readonly ratio: number; readonly returns: boolean }
  | { readonly kind: "partition"; readonly refuses: boolean }
  | {
      /** Callers cannot connect anew; what they have lives for so long. */
      readonly kind: "expiry";
      readonly lifeMs: number;
      /** One-way trips until a caller knows. */
      readonly trips: number;
      /** Whether connections live for so long, which needs no telling where they are followed. */
      readonly ofConnections: boolean;
    }
  | { readonly kind: "contract"; readonly ratio: number; readonly change: "added" | "removed" }
  | ({ readonly kind: "schema" } & SchemaChange)
  | { readonly kind: "replay"; readonly from: ReplayFrom }
  | { readonly kind: "redrive"; readonly ratePerS: number }
  | { readonly kind: "spike"; readonly factor: number }
  | { readonly kind: "herd"; readonly ratio: number; readonly withinMs: number };

export interface NodeRow {
  readonly node: number;
  readonly instances: "all" | readonly number[] | { readonly random: number };
}

export interface EdgeRow {
  readonly edge: number;
  readonly edgeId: string;
  readonly cut: "both" | "requests" | "answers";
}

export type FaultRow = NodeRow | EdgeRow;

/** Where faults draw from: the run's seed and a stream that belongs to nobody. */
export interface Draws {
  readonly seed: number;
  readonly stream: number;
}

/** One time that a fault is there, ms. */
export interface Coming {
  readonly startMs: number;
  readonly endMs: number;
  /** 0 for the first. */
  readonly number: number;
}

export interface PlannedFault {
  readonly fault: Fault;
  /** In order of time. */
  readonly comings: readonly Coming[];
}

/** Steps in which a ramp grows. */
const RAMP_STEPS = 20;

/** No fault comes more often in a run: files that expect a tenth of it are refused. */
const COMINGS_MAX = 100_000;

/** All comings of faults up to `horizonMs`. The run's distributions must be loaded. */
export function planFaults(
  faults: readonly Fault[],
  draws: Draws,
  horizonMs: number,
): PlannedFault[] {
  return faults.map((fault) => ({ fault, comings: comingsOf(fault, draws, horizonMs) }));
}

function comingsOf(fault: Fault, { seed, stream }: Draws, horizonMs: number): Coming[] {
  if (!fault.enabled) return [];
  const extra = fault.effect.kind === "crash" ? fault.effect.startMs : 0;
  const stays = fault.effect.kind === "crash" && !fault.effect.restart;
  const endOf = (endMs: number): number => (stays ? Infinity : endMs + extra);
  const { comings } = fault;
  if (comings === null) {
    return fault.endMs > fault.atMs
      ? [{ startMs: fault.atMs, endMs: endOf(fault.endMs), number: 0 }]
      : [];
  }
  const found: Coming[] = [];
  const draw = (distribution: number): number => {
    sampleInto(distribution, stream);
    return Math.max(0, registers[SAMPLE]);
  };
  seedStream(stream, seed, fault.id, "comings");
  const lastMs = Math.min(fault.endMs, horizonMs);
  let now = fault.atMs;
  for (let number = 0; number < COMINGS_MAX; number++) {
    const startMs = now + draw(comings.every);
    const endMs = Math.min(fault.endMs, startMs + draw(comings.for));
    if (!(startMs < lastMs)) break;
    if (endMs > startMs) found.push({ startMs, endMs: endOf(endMs), number });
    now = endMs;
  }
  return found;
}

/** The times at which the effect of a fault changes, ms. */
export function boundariesOf({ fault, comings }: PlannedFault): number[] {
  const times: number[] = [];
  for (const { startMs, endMs } of comings) {
    times.push(startMs);
    for (let step = 1; fault.rampMs > 0 && step <= RAMP_STEPS; step++) {
      const at = startMs + (fault.rampMs * step) / RAMP_STEPS;
      if (at < endMs) times.push(at);
    }
    if (endMs !== Infinity) times.push(endMs);
  }
  return times;
}

/** The coming at a time, null if the fault is away. Comings of one fault may overlap when it starts. */
export function comingAt({ comings }: PlannedFault, atMs: number): Coming | null {
  let low = 0;
  let high = comings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comings[middle].startMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const last = low > 0 ? comings[low - 1] : null;
  return last !== null && atMs < last.endMs ? last : null;
}

/** Strength of a fault at a time of one of its comings, above 0 and at most 1. */
export function levelAt({ rampMs }: Fault, { startMs }: Coming, atMs: number): number {
  if (rampMs <= 0) return 1;
  const passed = Math.floor(((atMs - startMs) / rampMs) * RAMP_STEPS + 1e-9);
  return Math.min(1, Math.max(passed, 1e-3) / RAMP_STEPS);
}

/** Positions of different instances: the same draw at every boundary of a coming. */
export function drawInstances(
  { seed, stream }: Draws,
  faultId: string,
  { number }: Coming,
  count: number,
  wanted: number,
): number[] {
  seedStream(stream, seed, faultId, "target", number);
  const order = Array.from({ length: count }, (_, index) => index);
  const drawn = Math.min(count, wanted);
  for (let i = 0; i < drawn; i++) {
    const j = i + nextIndex(stream, count - i);
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order.slice(0, drawn);
}
