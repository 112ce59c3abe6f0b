// Blast radius: what each journey loses while one node is down. Every node in turn is down for the
// whole of a short run with the random numbers of the run in which all are up. It goes run by run,
// so that its caller may show progress or stop it.
import type {
  BlastRadiusResult,
  Coupling,
  DownMode,
  JourneyLoss,
  NodeDown,
} from "../results/coupling.ts";
import type { EndToEndResult, RunResult } from "../results/run-result.ts";
import type { Problem, ResolvedScenario, ScenarioDocument } from "../scenario/document.ts";
import { resolveScenario } from "../scenario/resolve.ts";
import { targetsFor } from "./campaign-draws.ts";
import { couplingOf, NODE_AVAILABILITY } from "./coupling.ts";
import { type Engine, runOnce } from "./run-scenario.ts";

export interface BlastRadiusOptions {
  readonly mode: DownMode;
  /** Measured time of each run, s; default and at most: the file's, where it is shorter. */
  readonly measuredS?: number;
  /** See `couplingOf`. */
  readonly nodeAvailability?: number;
}

/** Long enough for timeouts of seconds to show, short enough for one run a node. */
export const BLAST_MEASURED_S = 30;

export interface BlastRadius {
  readonly done: () => number;
  readonly total: () => number;
  /** Makes the next run in the engine; false when all are made. */
  readonly next: (engine: Engine) => boolean;
  /** What was found so far. */
  readonly result: () => BlastRadiusResult;
}

export type BlastRadiusStart =
  | { readonly ok: true; readonly blast: BlastRadius }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Id of the fault in every run but the first. */
const FAULT_ID = "down";

function shortened(document: ScenarioDocument, measuredS: number): ScenarioDocument {
  const { changes: _, faults: __, variants: ___, slos: ____, ...rest } = document;
  const warmupS = document.run.warmupS ?? 0;
  const own = (document.run.durationS ?? Infinity) - warmupS;
  return {
    ...rest,
    run: { ...rest.run, durationS: warmupS + Math.min(own, measuredS), drain: false },
  };
}

interface Counts {
  readonly offered: number;
  readonly failed: number;
  readonly degraded: number;
  readonly late: number;
  /** In progress at the end beyond those at the start. */
  readonly unanswered: number;
}

const NONE: Counts = { offered: 0, failed: 0, degraded: 0, late: 0, unanswered: 0 };

function countsOf(type: EndToEndResult | undefined, measuredS: number): Counts {
  if (type === undefined) return NONE;
  const failed = Object.values(type.failed).reduce((sum, count) => sum + count, 0);
  const inTime = Math.floor(type.goodput * measuredS + 0.5);
  return {
    offered: type.offered,
    failed,
    degraded: type.degraded,
    late: Math.max(0, type.ok - inTime),
    unanswered: Math.max(0, type.inFlightAtEnd - type.inFlightAtStart),
  };
}

/** Shares beyond those of the run with all nodes up, if there is one; fewer than there is no loss. */
function lossOf(counts: Counts, usual?: Counts): JourneyLoss {
  const { offered } = counts;
  const share = (count: number, usually: number): number | null =>
    offered > 0 ? Math.min(1, Math.max(0, (count - usually) / offered)) : null;
  // As many as usual are simply in progress when the run ends.
  const unanswered = usual ? Math.max(0, counts.unanswered - usual.unanswered) : 0;
  return {
    failed: share(counts.failed + unanswered, usual?.failed ?? 0),
    degraded: share(counts.degraded, usual?.degraded ?? 0),
    late: share(counts.late, usual?.late ?? 0),
  };
}

class RunningBlast {
  private readonly document: ScenarioDocument;
  private readonly scenario: ResolvedScenario;
  private readonly mode: DownMode;
  private readonly coupling: Coupling;
  private readonly targets: readonly string[];
  private readonly journeys: readonly string[];
  private usual: Readonly<Record<string, Counts>> | null = null;
  private readonly found: NodeDown[] = [];

  constructor(
    document: ScenarioDocument,
    scenario: ResolvedScenario,
    coupling: Coupling,
    mode: DownMode,
  ) {
    this.document = document;
    this.scenario = scenario;
    this.coupling = coupling;
    this.mode = mode;
    this.targets = targetsFor(document, mode).filter((target) => !target.includes("["));
    this.journeys = ["all", ...coupling.journeys.map(({ journey }) => journey)];
  }

  done(): number {
    return this.found.length + (this.usual === null ? 0 : 1);
  }

  total(): number {
    return this.targets.length + 1;
  }

  next(engine: Engine): boolean {
    const { seed } = this.scenario;
    if (this.usual === null) {
      const { result } = runOnce(this.scenario, seed, engine, false);
      this.usual = this.countsIn(result);
    } else {
      const node = this.targets[this.found.length];
      if (node !== undefined) this.found.push(this.without(node, this.usual, engine));
    }
    return this.done() < this.total();
  }

  private countsIn({ endToEnd, simulatedS, warmupS }: RunResult): Readonly<Record<string, Counts>> {
    const measuredS = simulatedS - warmupS;
    return Object.fromEntries(
      this.journeys.map((name) => [name, countsOf(endToEnd[name], measuredS)]),
    );
  }

  private without(node: string, usual: Readonly<Record<string, Counts>>, engine: Engine): NodeDown {
    const faults = { [FAULT_ID]: { kind: this.mode, target: node, atS: 0 } };
    const resolved = resolveScenario({ ...this.document, faults });
    if (!resolved.ok) throw new Error(resolved.problems[0]?.message ?? "unsound fault");
    const { result } = runOnce(resolved.scenario, resolved.scenario.seed, engine, false);
    const counts = this.countsIn(result);
    const lossAt = (name: string): JourneyLoss => lossOf(counts[name] ?? NONE, usual[name] ?? NONE);
    const types = this.coupling.journeys.map(({ journey }) => [journey, lossAt(journey)] as const);
    return {
      node,
      journeys: Object.fromEntries(types),
      all: lossAt("all"),
      endedEarly: result.endedEarly,
    };
  }

  /** What the run with all nodes up says of each type. */
  private told<Value>(of: (counts: Counts) => Value): Readonly<Record<string, Value>> {
    const entries = Object.entries(this.usual ?? {});
    return Object.fromEntries(entries.map(([name, counts]) => [name, of(counts)]));
  }

  result(): BlastRadiusResult {
    const { name, seed, durationMs, warmupMs } = this.scenario;
    const damage = ({ all }: NodeDown): number => (all.failed ?? 0) + (all.late ?? 0);
    return {
      scenario: name,
      seed,
      mode: this.mode,
      simulatedS: durationMs / 1000,
      warmupS: warmupMs / 1000,
      coupling: this.coupling,
      offered: this.told(({ offered }) => offered),
      baseline: this.told((counts) => lossOf(counts)),
      nodes: [...this.found].sort(
        (left, right) => damage(right) - damage(left) || (left.node < right.node ? -1 : 1),
      ),
      runsMade: this.done(),
      runsInAll: this.total(),
    };
  }
}

function refused(message: string): BlastRadiusStart {
  const problem: Problem = { code: "blast-radius", path: "", message, severity: "error" };
  return { ok: false, problems: [problem] };
}

/**
 * Prepares the runs, one a node and one with all of them up; faults and recorded changes of the file are
 * left out. Problems where the document is not sound; never throws.
 */
export function startBlastRadius(
  document: ScenarioDocument,
  options: BlastRadiusOptions,
): BlastRadiusStart {
  const { mode, measuredS = BLAST_MEASURED_S, nodeAvailability = NODE_AVAILABILITY } = options;
  if (!(measuredS > 0)) return refused("each run measures more than 0 s");
  if (!(nodeAvailability >= 0 && nodeAvailability <= 1)) {
    return refused("the availability of a node is between 0 and 1");
  }
  const short = shortened(document, measuredS);
  const resolved = resolveScenario(short);
  if (!resolved.ok) return resolved;
  const coupling = couplingOf(resolved.scenario, nodeAvailability);
  const running = new RunningBlast(short, resolved.scenario, coupling, mode);
  if (running.total() === 1) return refused("there is no node that could be down");
  return {
    ok: true,
    blast: {
      done: () => running.done(),
      total: () => running.total(),
      next: (engine) => running.next(engine),
      result: () => running.result(),
    },
  };
}
