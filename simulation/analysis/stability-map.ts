// Stability map: load times size of a trigger, each cell a run of the file with both set, judged as any
// other run is (metastable: decision 100 of the product's semantics). Loads at which goodput is missing
// without the trigger are overloaded, whatever its size, and save their runs. It goes run by run, so that
// its caller may show progress or stop it.
import type { RunResult } from "../results/run-result.ts";
import type { Stability, StabilityCell, StabilityMap } from "../results/stability-map.ts";
import type { Problem, ResolvedScenario, ScenarioDocument } from "../scenario/document.ts";
import { resolveScenario } from "../scenario/resolve.ts";
import { applySet } from "../scenario/variants.ts";
import { LIMITS } from "./constants.ts";
import { type Engine, runOnce } from "./run-scenario.ts";
import { type Knobs, knobsOf, type StabilityOptions, setFor } from "./stability-knobs.ts";

export const STABILITY_REPLICATIONS_MAX = 100;

export interface StabilitySweep {
  readonly done: () => number;
  /** Runs to be made as far as is known; falls where a load proves to be too high. */
  readonly total: () => number;
  /** Makes the next run in the engine; false when all are made. */
  readonly next: (engine: Engine) => boolean;
  /** What was found so far. */
  readonly result: () => StabilityMap;
}

export type StabilityStart =
  | { readonly ok: true; readonly sweep: StabilitySweep }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What one run says of its cell. */
interface Verdict {
  readonly state: Stability | null;
  readonly goodputRatio: number | null;
  readonly recoveryS: number | null;
}

interface Cell {
  readonly load: number;
  readonly size: number | null;
  readonly set: StabilityCell["set"];
  readonly verdicts: Verdict[];
}

/** Goodput over what was offered, of a run without the trigger. */
function goodShareOf({ endToEnd, simulatedS, warmupS }: RunResult): number {
  const { all } = endToEnd;
  if (all === undefined || all.offered === 0) return 1;
  return (all.goodput * (simulatedS - warmupS)) / all.offered;
}

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}

/** The state that most runs agree on; of equally many, the worse. */
function majority(verdicts: readonly Verdict[]): { state: Stability | null; agreeing: number } {
  const order: readonly (Stability | null)[] = ["overloaded", "metastable", "recovered", null];
  let best: { state: Stability | null; agreeing: number } = { state: null, agreeing: 0 };
  for (const state of order) {
    const agreeing = verdicts.filter((verdict) => verdict.state === state).length;
    if (agreeing > best.agreeing) best = { state, agreeing };
  }
  return best;
}

class RunningSweep {
  private readonly document: ScenarioDocument;
  private readonly scenario: ResolvedScenario;
  private readonly knobs: Knobs;
  private readonly replications: number;
  /** Load by load: the cell without the trigger, then one a size. */
  private readonly rows: readonly (readonly Cell[])[];
  private made = 0;

  constructor(
    document: ScenarioDocument,
    scenario: ResolvedScenario,
    knobs: Knobs,
    replications: number,
  ) {
    this.document = document;
    this.scenario = scenario;
    this.knobs = knobs;
    this.replications = replications;
    this.rows = knobs.loads.map((load) =>
      [null, ...knobs.sizes].map((size) => ({
        load,
        size,
        set: setFor(document, scenario, knobs, load, size),
        verdicts: [],
      })),
    );
  }

  done(): number {
    return this.made;
  }

  total(): number {
    const left = this.rows.flat().filter((cell) => this.isOpen(cell));
    const runs = left.reduce((sum, { verdicts }) => sum + this.replications - verdicts.length, 0);
    return this.made + runs;
  }

  /** Whether a cell still needs runs. */
  private isOpen({ load, size, verdicts }: Cell): boolean {
    if (verdicts.length >= this.replications) return false;
    return size === null || this.overloadAt(load) === null;
  }

  next(engine: Engine): boolean {
    // Without the trigger first: the runs with it are judged against those.
    const cells = this.rows.flat();
    const open = cells.filter((cell) => this.isOpen(cell));
    const cell = open.find(({ size }) => size === null) ?? open[0];
    if (cell === undefined) return false;
    cell.verdicts.push(this.judged(cell, engine));
    this.made++;
    return this.done() < this.total();
  }

  private judged({ set, size, verdicts }: Cell, engine: Engine): Verdict {
    const changed = applySet(this.document, set);
    const resolved = changed.ok ? resolveScenario(changed.document) : changed;
    if (!resolved.ok) throw new Error(resolved.problems[0]?.message ?? "unsound scenario");
    const { scenario } = resolved;
    const watches = size !== null;
    const { result } = runOnce(scenario, scenario.seed + verdicts.length, engine, watches);
    if (result.endedEarly !== null) return { state: null, goodputRatio: null, recoveryS: null };
    // Whether that is enough is only known once all loads were run.
    if (!watches) return { state: "recovered", goodputRatio: goodShareOf(result), recoveryS: null };
    const { metastable = null, recoveryS = null } = result.recovery ?? {};
    if (metastable === null) return { state: "recovered", goodputRatio: null, recoveryS };
    const { goodputRatio } = metastable;
    return { state: "metastable", goodputRatio, recoveryS: null };
  }

  /** Goodput over offered at a load without the trigger, if it is too low; null: it is not. */
  private overloadAt(load: number): number | null {
    const shares = this.rows.map(([calm]) => ({
      load: calm.load,
      share: meanOf(calm.verdicts.map(({ goodputRatio }) => goodputRatio)),
    }));
    // A design may always lose some: what counts is what it loses beyond that.
    const best = shares.reduce((most, { share }) => Math.max(most, share ?? 0), 0);
    const own = shares.find((row) => row.load === load)?.share ?? null;
    if (own === null) return null;
    return own < LIMITS.metastableGoodputRatio * best || best === 0 ? own : null;
  }

  private told(cell: Cell): StabilityCell {
    const { load, size, set, verdicts } = cell;
    const overload = this.overloadAt(load);
    const runs = verdicts.length;
    if (overload !== null) {
      const known = { state: "overloaded", goodputRatio: overload, recoveryS: null } as const;
      return { load, size, set, runs, agreeing: runs, ...known };
    }
    const { state, agreeing } = majority(verdicts);
    const those = verdicts.filter((verdict) => verdict.state === state);
    return {
      load,
      size,
      state,
      runs,
      agreeing,
      goodputRatio: meanOf(those.map(({ goodputRatio }) => goodputRatio)),
      recoveryS: meanOf(those.map(({ recoveryS }) => recoveryS)),
      set,
    };
  }

  result(): StabilityMap {
    const { name, seed } = this.scenario;
    const { trigger, axis, loads, sizes, presentPerS } = this.knobs;
    return {
      scenario: name,
      seed,
      replications: this.replications,
      trigger,
      size: axis,
      loads,
      sizes,
      presentPerS,
      cells: this.rows.flat().map((cell) => this.told(cell)),
      runsMade: this.made,
      runsInAll: this.total(),
    };
  }
}

/**
 * Prepares the sweep. The other faults of the file, its recorded changes and load profiles are left out.
 * Problems where the document is not sound, has no fault to trigger with, or a load that cannot be
 * scaled; never throws.
 */
export function startStabilityMap(
  document: ScenarioDocument,
  options: StabilityOptions,
): StabilityStart {
  const { replications = 1 } = options;
  if (!(replications >= 1 && replications <= STABILITY_REPLICATIONS_MAX)) {
    const message = `1 to ${STABILITY_REPLICATIONS_MAX} runs of each cell`;
    return { ok: false, problems: [{ code: "stability", path: "", message, severity: "error" }] };
  }
  const { changes: _, variants: __, slos: ___, ...design } = document;
  const resolved = resolveScenario(design);
  if (!resolved.ok) return resolved;
  const found = knobsOf(design, resolved.scenario, options);
  if (!found.ok) return found;
  const sweep = new RunningSweep(design, resolved.scenario, found.knobs, replications);
  return {
    ok: true,
    sweep: {
      done: () => sweep.done(),
      total: () => sweep.total(),
      next: (engine) => sweep.next(engine),
      result: () => sweep.result(),
    },
  };
}
