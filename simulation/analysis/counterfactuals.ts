// What would have helped: one change of the design at a time, run with the same seeds as the design
// as it is. Random numbers are common to both, so that each pair of runs differs by the change alone
// and few replications tell. It goes run by run, so that its caller may show progress or stop it.
import { estimateMean } from "../metrics/confidence.ts";
import type {
  CounterfactualResult,
  MeanOfRuns,
  Remedy,
  RemedyResult,
} from "../results/counterfactual.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import type { RunResult } from "../results/run-result.ts";
import type { Problem, ResolvedScenario, ScenarioDocument } from "../scenario/document.ts";
import { resolveScenario } from "../scenario/resolve.ts";
import { applySet } from "../scenario/variants.ts";
import { remediesFor } from "./remedies.ts";
import { type Engine, runOnce } from "./run-scenario.ts";

export const REPLICATIONS_MAX = 1000;

export interface CounterfactualOptions {
  /** Runs of each design, 1 .. REPLICATIONS_MAX. */
  readonly replications: number;
}

export interface Counterfactuals {
  readonly done: () => number;
  /** Runs in all; known after the first two, NaN before. */
  readonly total: () => number;
  /** Makes the next run in the engine; false when all are made. */
  readonly next: (engine: Engine) => boolean;
  /** What was found so far. */
  readonly result: () => CounterfactualResult;
}

export type CounterfactualStart =
  | { readonly ok: true; readonly counterfactuals: Counterfactuals }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a run came to, in requests. */
interface Tally {
  readonly offered: number;
  /** Failed, late or unanswered. */
  readonly lost: number;
  readonly degraded: number;
  /** Messages in queues at the end. */
  readonly backlog: number;
  readonly p99Ms: number | null;
}

type Totals = Pick<EngineTotals, "endToEnd" | "nodes" | "simulatedS" | "warmupS">;

function tallyOf(totals: Totals): Tally {
  const backlog = Object.values(totals.nodes)
    .flatMap(({ queues }) => Object.values(queues ?? {}))
    .reduce((sum, { backlogAtEnd, inDeliveryAtEnd }) => sum + backlogAtEnd + inDeliveryAtEnd, 0);
  const all = totals.endToEnd.all;
  if (all === undefined) return { offered: 0, lost: 0, degraded: 0, backlog, p99Ms: null };
  const failed = Object.values(all.failed).reduce((sum, count) => sum + count, 0);
  const inTime = Math.floor(all.goodput * (totals.simulatedS - totals.warmupS) + 0.5);
  const late = Math.max(0, all.ok - inTime);
  return {
    offered: all.offered,
    lost: failed + late + all.inFlightAtEnd,
    degraded: all.degraded,
    backlog,
    p99Ms: all.latencyMs.p99,
  };
}

/** Lost with a change, as if as many had come as without it. */
function comparable(tally: Tally, base: Tally): number {
  return tally.offered > 0 ? (tally.lost * base.offered) / tally.offered : tally.lost;
}

function meanOf(values: readonly number[]): MeanOfRuns {
  const { mean, halfWidth } = estimateMean(values);
  return { mean: values.length === 0 ? 0 : mean, halfWidth: values.length < 2 ? null : halfWidth };
}

interface Candidate {
  readonly remedy: Remedy;
  readonly scenario: ResolvedScenario;
  readonly tallies: Tally[];
}

function p99Of(tallies: readonly Tally[]): number | null {
  const values = tallies.flatMap(({ p99Ms }) => (p99Ms === null ? [] : [p99Ms]));
  return values.length === 0 ? null : meanOf(values).mean;
}

function isSure({ mean, halfWidth }: MeanOfRuns): boolean {
  return halfWidth !== null && Math.abs(mean) > halfWidth && mean !== 0;
}

function undisturbedOf(document: ScenarioDocument): ScenarioDocument {
  const { changes: _, faults: __, ...rest } = document;
  return rest;
}

class RunningCounterfactuals {
  private readonly document: ScenarioDocument;
  private readonly scenario: ResolvedScenario;
  private readonly options: CounterfactualOptions;
  private readonly base: Tally[] = [];
  private first: RunResult | null = null;
  private candidates: readonly Candidate[] | null = null;
  private made = 0;

  constructor(
    document: ScenarioDocument,
    scenario: ResolvedScenario,
    options: CounterfactualOptions,
  ) {
    this.document = document;
    this.scenario = scenario;
    this.options = options;
  }

  done(): number {
    return this.made;
  }

  total(): number {
    if (this.candidates === null) return Number.NaN;
    if (this.candidates.length === 0) return this.made;
    return 1 + this.options.replications * (1 + this.candidates.length);
  }

  next(engine: Engine): boolean {
    this.step(engine);
    this.made++;
    return !(this.made >= this.total());
  }

  private step(engine: Engine): void {
    const { seed } = this.scenario;
    if (this.first === null) {
      this.first = runOnce(this.scenario, seed, engine, true).result;
      this.base.push(tallyOf(this.first));
      if (this.base[0].lost === 0) this.candidates = [];
      return;
    }
    if (this.candidates === null) {
      this.candidates = this.proposed(this.first, engine);
      return;
    }
    // Round by round: all designs with one seed, then with the next.
    const round = this.base.length - 1;
    const candidate = this.candidates.find(({ tallies }) => tallies.length <= round);
    if (candidate === undefined) {
      this.base.push(tallyOf(runOnce(this.scenario, seed + round + 1, engine, false).result));
      return;
    }
    const { result } = runOnce(candidate.scenario, seed + round, engine, false);
    candidate.tallies.push(tallyOf(result));
  }

  private proposed(run: RunResult, engine: Engine): readonly Candidate[] {
    const { document, scenario } = this;
    const calm = resolveScenario(undisturbedOf(document));
    if (!calm.ok) throw new Error(calm.problems[0]?.message ?? "unsound scenario");
    const undisturbed = runOnce(calm.scenario, scenario.seed, engine, false).result;
    return remediesFor({ document, scenario, run, undisturbed }).flatMap((remedy) => {
      const changed = applySet(document, remedy.set);
      const resolved = changed.ok ? resolveScenario(changed.document) : changed;
      // What the rest of the file does not go with (a fault on a link that is gone) is no proposal.
      return resolved.ok ? [{ remedy, scenario: resolved.scenario, tallies: [] }] : [];
    });
  }

  result(): CounterfactualResult {
    const { name, seed, durationMs } = this.scenario;
    const tried = (this.candidates ?? []).filter(({ tallies }) => tallies.length > 0);
    return {
      scenario: name,
      seed,
      replications: this.base.length,
      simulatedS: durationMs / 1000,
      offered: meanOf(this.base.map(({ offered }) => offered)).mean,
      lost: meanOf(this.base.map(({ lost }) => lost)),
      degraded: meanOf(this.base.map(({ degraded }) => degraded)).mean,
      p99Ms: p99Of(this.base),
      runsInAll: Number.isNaN(this.total()) ? null : this.total(),
      runsMade: this.made,
      remedies: tried
        .map((candidate) => this.judged(candidate))
        .sort((a, b) => b.saved.mean - a.saved.mean || (a.id < b.id ? -1 : 1)),
      nothingTried: this.whyNothing(),
    };
  }

  private judged({ remedy, tallies }: Candidate): RemedyResult {
    const lost = tallies.map((tally, run) => comparable(tally, this.base[run]));
    const saved = meanOf(lost.map((count, run) => this.base[run].lost - count));
    const degraded = tallies.map((tally, run) => tally.degraded - this.base[run].degraded);
    return {
      ...remedy,
      runs: tallies.length,
      lost: meanOf(lost),
      saved,
      degraded: meanOf(degraded).mean,
      p99Ms: p99Of(tallies),
      ...(remedy.kind === "queue"
        ? {
            backlog: meanOf(tallies.map((tally, run) => tally.backlog - this.base[run].backlog))
              .mean,
          }
        : {}),
      sure: isSure(saved),
    };
  }

  private whyNothing(): string | null {
    if (this.candidates === null || this.candidates.length > 0) return null;
    if (this.base[0].lost === 0) return "No request was lost, so there is nothing to help.";
    return this.first?.cascade.length === 0
      ? "No node left its normal range, so there is no place to begin at."
      : "No connection or node of the cascade has anything left to change.";
  }
}

/** Prepares the runs; problems where the document is not sound. Never throws. */
export function startCounterfactuals(
  document: ScenarioDocument,
  options: CounterfactualOptions,
): CounterfactualStart {
  const { replications } = options;
  if (!(replications >= 1 && replications <= REPLICATIONS_MAX)) {
    const message = `1 to ${REPLICATIONS_MAX} runs of each design`;
    return {
      ok: false,
      problems: [{ code: "counterfactuals", path: "", message, severity: "error" }],
    };
  }
  // Variants speak of the file's own paths, which a change may do away with.
  const { variants: _, ...design } = document;
  const resolved = resolveScenario(design);
  if (!resolved.ok) return resolved;
  const running = new RunningCounterfactuals(design, resolved.scenario, options);
  return {
    ok: true,
    counterfactuals: {
      done: () => running.done(),
      total: () => running.total(),
      next: (engine) => running.next(engine),
      result: () => running.result(),
    },
  };
}
