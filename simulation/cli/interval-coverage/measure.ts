// Repeats a design with seeds of its own and counts how often the intervals hold the truth.
import { runScenario } from "../../analysis/run-scenario.ts";
import { valueAt } from "../../analysis/slo.ts";
import { engine } from "../../engine/engine.ts";
import { intervalAt } from "../../results/intervals.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { DESIGNS, type Design, scenarioOf, TRUTHS, type Truth } from "./designs.ts";

export interface Coverage {
  readonly design: string;
  readonly name: string;
  readonly truth: number;
  /** Mean of the estimates over the repetitions. */
  readonly estimate: number;
  /** Mean half-width. */
  readonly halfWidth: number;
  readonly repetitions: number;
  /** Share of repetitions whose interval holds the truth. */
  readonly share: number;
  /** Share of repetitions that call their interval reliable, and coverage of these alone. */
  readonly reliableShare: number;
  readonly reliableCoverage: number | null;
  readonly isJudged: boolean;
}

/** No two designs and repetitions share a seed. */
const SEEDS_A_REPETITION = 100;
const SEEDS_A_DESIGN = 1_000_000;

class Count {
  private sum = 0;
  private widths = 0;
  private held = 0;
  private reliable = 0;
  private reliableHeld = 0;
  private repetitions = 0;

  add(value: number, truth: number, halfWidth: number, reliable: boolean): void {
    const holds = Math.abs(value - truth) <= halfWidth;
    this.repetitions++;
    this.sum += value;
    this.widths += halfWidth;
    if (holds) this.held++;
    if (reliable) this.reliable++;
    if (reliable && holds) this.reliableHeld++;
  }

  /** Null for a value that has no interval in this design. */
  coverage(design: Design, { name, value }: Truth): Coverage | null {
    const { repetitions, reliable } = this;
    if (repetitions === 0) return null;
    return {
      design: design.id,
      name,
      truth: value,
      estimate: this.sum / repetitions,
      halfWidth: this.widths / repetitions,
      repetitions,
      share: this.held / repetitions,
      reliableShare: reliable / repetitions,
      reliableCoverage: reliable > 0 ? this.reliableHeld / reliable : null,
      isJudged: design.isJudged,
    };
  }
}

/** Coverage of every value with an interval in a design. `show` hears the share that is done. */
export function coverageOf(
  design: Design,
  repetitions: number,
  show: (share: number) => void,
): Coverage[] {
  const resolved = resolveScenario(scenarioOf(design));
  if (!resolved.ok) throw new Error(resolved.problems.map(({ message }) => message).join("; "));
  const counts = TRUTHS.map(() => new Count());
  const firstSeed = (DESIGNS.indexOf(design) + 1) * SEEDS_A_DESIGN;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    show(repetition / repetitions);
    const seed = firstSeed + repetition * SEEDS_A_REPETITION;
    const { replications } = design;
    const result = runScenario(resolved.scenario, { seed, replications }, engine);
    TRUTHS.forEach(({ path, value }, i) => {
      const interval = intervalAt(result, path);
      const estimate = valueAt(result, path);
      if (interval === null || estimate === null) return;
      counts[i]?.add(estimate, value, interval.halfWidth, interval.reliable);
    });
  }
  return TRUTHS.flatMap((truth, i) => counts[i]?.coverage(design, truth) ?? []);
}
