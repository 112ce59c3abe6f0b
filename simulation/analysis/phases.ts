// The scenario over time: as it starts, after each recorded change, after each live one.
import type { ResolvedScenario, ResolvedValues } from "../scenario/document.ts";

export interface Phase {
  /** Id of the change that began it; null for the start. */
  readonly id: string | null;
  readonly atMs: number;
  readonly scenario: ResolvedScenario;
  /** What the change set, in the grammar of the file's paths. */
  readonly paths: readonly string[];
}

/** The phases of a run that replays its recorded changes. */
export function phasesOf(scenario: ResolvedScenario): Phase[] {
  return [
    { id: null, atMs: 0, scenario, paths: [] },
    ...scenario.changes.map(({ id, atMs, set, after }) => ({
      id,
      atMs,
      scenario: after,
      paths: Object.keys(set),
    })),
  ];
}

interface Entity {
  readonly id: string;
  readonly values: ResolvedValues;
}

function changedParams(
  root: string,
  before: readonly Entity[],
  after: readonly Entity[],
): string[] {
  const known = new Map(before.map((entity) => [entity.id, entity.values]));
  return after.flatMap(({ id, values }) => {
    const old = known.get(id) ?? {};
    return Object.keys(values)
      .filter((name) => JSON.stringify(values[name]) !== JSON.stringify(old[name]))
      .map((name) => `${root}.${id}.${name}`);
  });
}

function changedFaults(before: ResolvedScenario, after: ResolvedScenario): string[] {
  const known = new Map(before.faults.map((fault) => [fault.id, JSON.stringify(fault)]));
  return after.faults
    .filter((fault) => known.get(fault.id) !== JSON.stringify(fault))
    .map((fault) => `faults.${fault.id}`);
}

/** A phase that began while the run went on; what changed is read off the two scenarios. */
export function livePhase(before: Phase, scenario: ResolvedScenario, atMs: number): Phase {
  const paths = [
    ...changedParams("nodes", before.scenario.nodes, scenario.nodes),
    ...changedParams("edges", before.scenario.edges, scenario.edges),
    ...changedFaults(before.scenario, scenario),
  ];
  return { id: `at-${atMs}ms`, atMs, scenario, paths };
}

/** Index of the phase in force just before `ms`. */
export function phaseAt(phases: readonly Phase[], ms: number): number {
  return Math.max(
    0,
    phases.findLastIndex((phase) => phase.atMs < ms),
  );
}

/** Which phase is in force as the run goes on. */
export class PhaseClock {
  private readonly phases: Phase[];
  private inForce = 0;
  /** When the next phase begins; Infinity without one. */
  nextMs: number;

  constructor(phases: readonly Phase[]) {
    this.phases = [...phases];
    this.nextMs = phases[1]?.atMs ?? Infinity;
  }

  /** The phase in force just before `ms`, from now on. */
  enter(ms: number): Phase {
    this.inForce = phaseAt(this.phases, ms);
    this.nextMs = this.phases[this.inForce + 1]?.atMs ?? Infinity;
    return this.phases[this.inForce];
  }

  /** All phases, with one more that begins at `atMs`. */
  change(scenario: ResolvedScenario, atMs: number): readonly Phase[] {
    const { phases } = this;
    const at = phaseAt(phases, atMs + 1e-9);
    phases.splice(at + 1, 0, livePhase(phases[at], scenario, atMs));
    this.nextMs = phases[this.inForce + 1]?.atMs ?? Infinity;
    return phases;
  }
}
