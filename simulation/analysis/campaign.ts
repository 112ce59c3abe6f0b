// A campaign: random faults, each run alone against the same scenario with the same seed, ranked by
// the damage they do. It goes run by run, so that its caller may show progress or stop it.
import type {
  CampaignCounts,
  CampaignFault,
  CampaignResult,
  CampaignRun,
} from "../results/campaign.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import type { RunResult } from "../results/run-result.ts";
import type {
  Problem,
  ResolvedFault,
  ResolvedScenario,
  ScenarioDocument,
} from "../scenario/document.ts";
import { resolveScenario } from "../scenario/resolve.ts";
import { type CampaignSpan, type Choice, choicesOf, drawFault } from "./campaign-draws.ts";
import { disturbancesOf } from "./disturbances.ts";
import { faultClause } from "./fault-phrases.ts";
import { phasesOf } from "./phases.ts";
import { formatCount } from "./phrase.ts";
import { type Engine, runOnce } from "./run-scenario.ts";
import { topologyOf } from "./topology.ts";

export interface CampaignOptions {
  /** Number of faults, 1 .. CAMPAIGN_RUNS_MAX. */
  readonly runs: number;
  /** Seed of the draws; the runs themselves use the scenario's. */
  readonly seed: number;
  /** Kinds to draw from; default: all that have a target in the scenario. */
  readonly kinds?: readonly string[];
  /** Nodes, edges and groups to draw from; default: all. */
  readonly targets?: readonly string[];
  /**
   * When they may begin and how long they last, s. Default: begin between a fifth and half of the
   * measured period, so that there is a time before to compare with and one after to recover in, and
   * last from a twentieth to a fifth of it.
   */
  readonly span?: CampaignSpan;
}

export const CAMPAIGN_RUNS_MAX = 10_000;

/** Id of the fault in every run. */
const FAULT_ID = "campaign";

export interface Campaign {
  /** Runs done, the undisturbed one not counted. */
  readonly done: () => number;
  /** Makes the next run in the engine; false when all are made. */
  readonly next: (engine: Engine) => boolean;
  /** What was found so far. */
  readonly result: () => CampaignResult;
}

export type CampaignStart =
  | { readonly ok: true; readonly campaign: Campaign }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function refused(message: string, path = ""): CampaignStart {
  return { ok: false, problems: [{ code: "campaign", path, message, severity: "error" }] };
}

/** The document with one fault or none; its own faults and recorded changes are left out. */
function withFault(document: ScenarioDocument, fault: CampaignFault | null): ScenarioDocument {
  const { changes: _, ...rest } = document;
  return { ...rest, faults: fault === null ? {} : { [FAULT_ID]: fault } };
}

function spanOf({ warmupMs, durationMs }: ResolvedScenario): CampaignSpan {
  const warmupS = warmupMs / 1000;
  const measuredS = durationMs / 1000 - warmupS;
  return {
    atS: [warmupS + 0.2 * measuredS, warmupS + 0.5 * measuredS],
    forS: [0.05 * measuredS, 0.2 * measuredS],
  };
}

function countsOf({ endToEnd }: Pick<EngineTotals, "endToEnd">): CampaignCounts {
  const all = endToEnd.all;
  if (all === undefined) return { offered: 0, failed: 0, unanswered: 0, goodput: 0 };
  const failed = Object.values(all.failed).reduce((sum, count) => sum + count, 0);
  return {
    offered: all.offered,
    failed,
    unanswered: all.inFlightAtEnd,
    goodput: all.goodput,
  };
}

/**
 * Requests lost that the undisturbed run would have offered as well: of those that the fault itself
 * brought (a spike, users who come again the sooner the sooner they fail) their share is left out.
 */
function damageOf(counts: CampaignCounts, undisturbed: CampaignCounts): number {
  const lost = counts.failed + counts.unanswered - undisturbed.failed - undisturbed.unanswered;
  const share = counts.offered > 0 ? Math.min(1, undisturbed.offered / counts.offered) : 1;
  return Math.max(0, Math.floor(lost * share + 0.5));
}

/** From this share of the requests on, a difference in their number is worth a word. */
const NOTABLE_LOAD = 0.01;

/** What came of a fault beyond its damage, as the end of its sentence; empty where that says it all. */
function outcomeClause(
  { edges, counts, damage }: Outcome,
  undisturbed: CampaignCounts,
  fault: ResolvedFault,
): string {
  const more = counts.offered - undisturbed.offered;
  const clauses: string[] = [];
  if (Math.abs(more) > NOTABLE_LOAD * undisturbed.offered) {
    const word = more > 0 ? "more" : "fewer";
    clauses.push(`${formatCount(Math.abs(more))} ${word} requests came than without it`);
  }
  if (damage === 0) clauses.push(harmlessClause(edges, fault));
  return clauses.length === 0 ? "" : `; ${clauses.join(", and ")}`;
}

const OF_NEW_CONNECTIONS: readonly string[] = ["certificate-expiry", "dns-failure"];

function harmlessClause(edges: EngineTotals["edges"], { kind, targets }: ResolvedFault): string {
  const refused = targets.some(
    (target) => "edge" in target && (edges[target.edge]?.failed.connectionRefused ?? 0) > 0,
  );
  return OF_NEW_CONNECTIONS.includes(kind) && !refused
    ? "nobody had to connect anew while it lasted"
    : "no request was lost by it";
}

interface Outcome {
  readonly edges: EngineTotals["edges"];
  readonly counts: CampaignCounts;
  readonly damage: number;
}

/** The worst first: by damage, then what did not recover, then by the time it took; then as drawn. */
function byDamage(left: CampaignRun, right: CampaignRun): number {
  const late = (run: CampaignRun): number => run.recoveryS ?? Infinity;
  const difference = right.damage - left.damage;
  if (difference !== 0) return difference;
  if (late(left) !== late(right)) return late(left) > late(right) ? -1 : 1;
  return left.run - right.run;
}

class RunningCampaign {
  private readonly document: ScenarioDocument;
  private readonly scenario: ResolvedScenario;
  private readonly options: CampaignOptions;
  private readonly choices: readonly Choice[];
  private readonly runs: CampaignRun[] = [];
  private undisturbed: CampaignCounts | null = null;

  constructor(
    document: ScenarioDocument,
    scenario: ResolvedScenario,
    options: CampaignOptions,
    choices: readonly Choice[],
  ) {
    this.document = document;
    this.scenario = scenario;
    this.options = options;
    this.choices = choices;
  }

  done(): number {
    return this.runs.length;
  }

  next(engine: Engine): boolean {
    if (this.runs.length >= this.options.runs) return false;
    this.undisturbed ??= countsOf(runOnce(this.scenario, this.scenario.seed, engine, false).result);
    this.runs.push(this.runFault(this.runs.length + 1, this.undisturbed, engine));
    return this.runs.length < this.options.runs;
  }

  private runFault(run: number, undisturbed: CampaignCounts, engine: Engine): CampaignRun {
    const span = this.options.span ?? spanOf(this.scenario);
    const fault = drawFault(this.choices, span, this.options.seed, run);
    const resolved = resolveScenario(withFault(this.document, fault));
    if (!resolved.ok) throw new Error(resolved.problems[0]?.message ?? "unsound fault");
    const { scenario } = resolved;
    const watched = runOnce(scenario, scenario.seed, engine, true);
    const result: RunResult = watched.result;
    const counts = countsOf(result);
    const damage = damageOf(counts, undisturbed);
    const outcome: Outcome = { edges: result.edges, counts, damage };
    const topology = topologyOf(scenario, engine.layout());
    const [active] = disturbancesOf(phasesOf(scenario), topology).faults;
    return {
      run,
      fault,
      sentence:
        active === undefined
          ? ""
          : `${faultClause(active, topology)}${outcomeClause(outcome, undisturbed, active.fault)}.`,
      ...counts,
      damage,
      recoveryS: watched.recoveryS,
      endedEarly: result.endedEarly,
      digest: result.digest,
    };
  }

  result(): CampaignResult {
    const { name, seed, durationMs } = this.scenario;
    return {
      scenario: name,
      seed: this.options.seed,
      runSeed: seed,
      simulatedS: durationMs / 1000,
      undisturbed: this.undisturbed ?? { offered: 0, failed: 0, unanswered: 0, goodput: 0 },
      runs: [...this.runs].sort(byDamage),
    };
  }
}

/**
 * Prepares a campaign against a sound document. Its own faults and recorded changes are left out.
 * Problems where nothing could be drawn, or a chosen kind or target is unknown; never throws.
 */
export function startCampaign(document: ScenarioDocument, options: CampaignOptions): CampaignStart {
  const { runs, kinds, targets } = options;
  if (!(runs >= 1 && runs <= CAMPAIGN_RUNS_MAX)) {
    return refused(`a campaign has 1 to ${CAMPAIGN_RUNS_MAX} runs`);
  }
  const resolved = resolveScenario(withFault(document, null));
  if (!resolved.ok) return resolved;
  const choices = choicesOf(document, kinds, targets);
  const idle = (kinds ?? []).find((kind) => choices.every((choice) => choice.kind !== kind));
  if (idle !== undefined) return refused(`no fault of kind "${idle}" can hit anything chosen here`);
  const known = choices.flatMap((choice) => choice.targets.map((text) => text.split("[")[0]));
  const missed = (targets ?? []).find((target) => !known.includes(target));
  if (missed !== undefined) return refused(`no chosen kind of fault can hit "${missed}"`);
  if (choices.length === 0) return refused("there is nothing that a fault could hit");
  const campaign = new RunningCampaign(document, resolved.scenario, options, choices);
  return {
    ok: true,
    campaign: {
      done: () => campaign.done(),
      next: (engine) => campaign.next(engine),
      result: () => campaign.result(),
    },
  };
}
