// When users first felt a disturbance, when its origin showed it, when all was back, and whether
// the system stayed down by itself after the trigger had gone (a metastable failure).

import type { RecoveryResult, SustainingLoop } from "../results/story.ts";
import { type Baseline, endedIn, isReady, ratesOf } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { DepartureLog } from "./departures.ts";
import type { Disturbances } from "./disturbances.ts";
import { type Aftermath, extendAftermath, loopsOf, noAftermath } from "./loops.ts";
import { TYPE_READ, type WindowReadings } from "./readings.ts";
import type { Topology } from "./topology.ts";

/** Times in ms since the start of the run, NaN where it has not happened. */
export interface RecoveryTimes {
  /** Nothing injected, a fault acts, its end is waited for, or all is back. */
  readonly status: "none" | "acting" | "waiting" | "recovered";
  /** End of the first window with goodput below the baseline's since the first fault. */
  readonly impactMs: number;
  /** End of the first unhealthy window of a node that a fault hit, since that fault. */
  readonly detectMs: number;
  readonly faultEndMs: number;
  readonly recoveredMs: number;
  /** From the end of the last fault until all is back; 0 if nothing was injected, null if not yet. */
  readonly recoveryS: number | null;
  readonly metastable: {
    readonly loops: readonly SustainingLoop[];
    readonly goodRatio: number;
  } | null;
}

/** What clients saw in a window. */
export interface Recent {
  readonly good: number;
  readonly offered: number;
  readonly spanMs: number;
  readonly startMs: number;
}

/** Goodput of the windows over what the baseline leads to expect at this load. */
function goodRatioOf(recent: readonly Recent[], baseline: Baseline): number {
  if (!isReady(baseline) || !(baseline.good > 0)) return 1;
  const rates = ratesOf(baseline);
  let good = 0;
  let offered = 0;
  let spanMs = 0;
  for (const window of recent) {
    good += window.good;
    offered += window.offered;
    spanMs += window.spanMs;
  }
  const seconds = spanMs / 1000;
  // Fewer requests than in the baseline (a falling load profile) are no failure.
  const load = rates.offered > 0 ? Math.min(1, offered / (rates.offered * seconds)) : 1;
  return load > 0 ? good / (rates.good * seconds * load) : 1;
}

/** Whether of the requests that ended, however many more than usual, clearly fewer ended well. */
function isPoor({ type }: WindowReadings, baseline: Baseline): boolean {
  const ended = type[TYPE_READ.success] + type[TYPE_READ.failed];
  if (!isReady(baseline) || ended < LIMITS.minimumAttempts) return false;
  const usual = baseline.good / endedIn(baseline).ended;
  return type[TYPE_READ.good] / ended < LIMITS.impactGoodputRatio * usual;
}

/** Whether the windows together miss more than chance makes of what is expected in them (Poisson). */
function isBeyondChance(windows: readonly Recent[], baseline: Baseline): boolean {
  const expected = windows.reduce((sum, { spanMs }) => sum + spanMs, 0) * ratesOf(baseline).good;
  const missing = (1 - goodRatioOf(windows, baseline)) * (expected / 1000);
  return missing > LIMITS.noiseErrors * Math.sqrt(expected / 1000);
}

export interface RecoveryInputs {
  readonly topology: Topology;
  readonly window: WindowReadings;
  readonly baseline: Baseline;
  readonly disturbances: Disturbances;
  readonly log: DepartureLog;
  /** Every node healthy, without traffic, or as noisy as usual. */
  readonly calm: boolean;
  /** Some node is, or seems to be, out of health by more than its usual noise. */
  readonly uneasy: boolean;
  /** A departure of a single window has ended with the window before. */
  readonly brief: boolean;
}

export interface RecoveryWatch {
  take(inputs: RecoveryInputs): void;
  times(): RecoveryTimes;
  /** Since when all has been calm for long enough, NaN if it has not. */
  calmSinceMs(): number;
  /** Whether faults are over and their end is waited for. */
  isWaiting(): boolean;
  /** Windows that end until then may be passed as long as all stays calm; 0 if none may. */
  restUntilMs(disturbances: Disturbances): number;
  /** What `take` makes of a calm window until then. */
  pass(window: Recent): void;
}

const NEVER: RecoveryTimes = {
  status: "none",
  impactMs: Number.NaN,
  detectMs: Number.NaN,
  faultEndMs: Number.NaN,
  recoveredMs: Number.NaN,
  recoveryS: 0,
  metastable: null,
};

class Watch implements RecoveryWatch {
  private readonly recent: Recent[] = [];
  private calmWindows = 0;
  private calmSince = Number.NaN;
  /** The latest windows, as far as all of them had a low goodput. */
  private readonly low: Recent[] = [];
  private after: Aftermath = noAftermath();
  private readonly aftermath: Recent[] = [];
  private known = NEVER;

  calmSinceMs(): number {
    return this.calmSince;
  }

  times(): RecoveryTimes {
    return this.known;
  }

  isWaiting(): boolean {
    return this.known.status === "waiting";
  }

  take(inputs: RecoveryInputs): void {
    const { window } = inputs;
    this.remember({
      good: window.type[TYPE_READ.good],
      offered: window.type[TYPE_READ.offered],
      spanMs: window.spanMs,
      startMs: window.endMs - window.spanMs,
    });
    this.watchCalm(inputs);
    let startedMs = Infinity;
    let faultEndMs = 0;
    for (const { startMs, endMs } of inputs.disturbances.faults) {
      if (!(startMs < window.endMs)) continue;
      startedMs = Math.min(startedMs, startMs);
      faultEndMs = Math.max(faultEndMs, endMs);
    }
    if (startedMs === Infinity) return;
    this.watchFirst(inputs, startedMs);
    if (faultEndMs !== this.known.faultEndMs) {
      this.after = noAftermath(inputs.topology.nodes.length);
      this.aftermath.length = 0;
      this.learn({ faultEndMs, recoveredMs: Number.NaN, metastable: null });
    }
    if (faultEndMs > window.endMs) this.enter("acting");
    else if (Number.isNaN(this.known.recoveredMs)) this.watchEnd(inputs, faultEndMs);
  }

  restUntilMs({ faults }: Disturbances): number {
    const { status, impactMs, detectMs, faultEndMs } = this.known;
    if (Number.isNaN(this.calmSince)) return 0;
    const isOver = status === "recovered" && impactMs >= 0 && detectMs >= 0;
    const lastMs = this.recent[this.recent.length - 1].startMs;
    let untilMs = Infinity;
    for (const { startMs, endMs } of faults) {
      if (startMs > lastMs) untilMs = Math.min(untilMs, startMs);
      else if (!isOver || endMs > faultEndMs) return 0;
    }
    return untilMs;
  }

  pass(window: Recent): void {
    this.remember(window);
    this.calmWindows += 1;
  }

  private remember(window: Recent): void {
    if (this.recent.length === LIMITS.recoveredWindows) this.recent.shift();
    this.recent.push(window);
  }

  private enter(status: "acting" | "waiting"): void {
    const { known } = this;
    // Objects that are put together of others take long, and this is asked in each window.
    if (known.status !== status || known.recoveryS !== null)
      this.learn({ status, recoveryS: null });
  }

  private learn(more: Partial<RecoveryTimes>): void {
    this.known = { ...this.known, ...more };
  }

  private watchCalm(inputs: RecoveryInputs): void {
    const { recent } = this;
    if (inputs.brief) {
      this.calmWindows = 0;
      this.calmSince = Number.NaN;
    }
    this.calmWindows = inputs.calm ? this.calmWindows + 1 : 0;
    const enough = recent.length === LIMITS.recoveredWindows && this.calmWindows >= recent.length;
    if (!inputs.calm) this.calmSince = Number.NaN;
    else if (enough && Number.isNaN(this.calmSince) && this.isGoodBack(inputs)) {
      this.calmSince = recent[0].startMs;
    }
  }

  private isGoodBack(inputs: RecoveryInputs): boolean {
    return goodRatioOf(this.recent, inputs.baseline) >= LIMITS.impactGoodputRatio;
  }

  private watchFirst(inputs: RecoveryInputs, startedMs: number): void {
    const { window, baseline, disturbances, log } = inputs;
    if (Number.isNaN(this.known.impactMs) && window.endMs > startedMs) {
      const latest = this.recent.slice(-1);
      const low = goodRatioOf(latest, baseline) < LIMITS.impactGoodputRatio;
      if (!low && !isPoor(window, baseline)) this.low.length = 0;
      else this.low.push(...latest);
      // Few requests make a low goodput by chance; and while all are in health nobody feels anything.
      const [first] = this.low;
      const isFelt = isPoor(window, baseline) || isBeyondChance(this.low, baseline);
      if (first !== undefined && inputs.uneasy && isFelt) {
        this.learn({ impactMs: first.startMs + first.spanMs });
      }
    }
    if (!Number.isNaN(this.known.detectMs)) return;
    let detectMs = Infinity;
    for (const { nodes, startMs } of disturbances.faults) {
      for (const node of nodes) {
        const atMs = log.latestOf(node)?.atMs ?? 0;
        if (atMs > startMs && atMs < detectMs) detectMs = atMs;
      }
    }
    if (detectMs < Infinity) this.learn({ detectMs });
  }

  private watchEnd(inputs: RecoveryInputs, faultEndMs: number): void {
    const { window } = inputs;
    const recoveredMs = Math.max(this.calmSince, faultEndMs);
    const long = window.endMs >= recoveredMs + LIMITS.recoveredWindows * window.spanMs - 1e-6;
    if (long && this.isGoodBack(inputs)) {
      const recoveryS = (recoveredMs - faultEndMs) / 1000;
      this.learn({ status: "recovered", recoveredMs, recoveryS });
      return;
    }
    this.enter("waiting");
    this.watchAftermath(inputs, faultEndMs);
  }

  private watchAftermath(inputs: RecoveryInputs, faultEndMs: number): void {
    const { window, baseline, topology } = inputs;
    const { after, aftermath, recent } = this;
    const startMs = window.endMs - window.spanMs;
    const longMs = LIMITS.metastableForS * 1000;
    if (startMs < faultEndMs + LIMITS.metastableAfterS * 1000 - 1e-6) return;
    if (after.spanMs >= longMs) return;
    extendAftermath(after, window);
    aftermath.push(recent[recent.length - 1]);
    if (after.spanMs < longMs || !isReady(baseline)) return;
    const offered = aftermath.reduce((sum, part) => sum + part.offered, 0);
    const usual = (ratesOf(baseline).offered * after.spanMs) / 1000;
    const sameLoad = Math.abs(offered - usual) <= LIMITS.metastableLoadRatio * usual;
    const goodRatio = goodRatioOf(aftermath, baseline);
    if (sameLoad && goodRatio < LIMITS.metastableGoodputRatio) {
      this.learn({ metastable: { loops: loopsOf(after, topology, baseline), goodRatio } });
    }
  }
}

export function createRecoveryWatch(): RecoveryWatch {
  return new Watch();
}

const inSeconds = (ms: number): number | null => (Number.isNaN(ms) ? null : ms / 1000);

/** The times as they stand in a result; `spreadMs`: of the last departure, NaN without one. */
export function recoveryResultOf(times: RecoveryTimes, spreadMs: number): RecoveryResult {
  const { metastable } = times;
  return {
    status: times.status,
    impactAtS: inSeconds(times.impactMs),
    detectedAtS: inSeconds(times.detectMs),
    spreadUntilS: inSeconds(spreadMs),
    faultEndAtS: Number.isFinite(times.faultEndMs) ? times.faultEndMs / 1000 : null,
    recoveredAtS: inSeconds(times.recoveredMs),
    recoveryS: times.recoveryS,
    metastable:
      metastable === null ? null : { goodputRatio: metastable.goodRatio, loops: metastable.loops },
  };
}
