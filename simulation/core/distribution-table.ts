// Distributions as flat arrays for the sampler: one row each, lists (branches, points, traces, tables
// of quantiles) in one array of doubles. Row 0 .. n-1 are the specs in order; rows of parts follow.
import { clampedShare, lawTail } from "./distribution-laws.ts";
import { type DistributionSpec, type Law, TABLE_SHAPE_MIN } from "./distribution-spec.ts";
import { gammaTable } from "./quantile-tables.ts";

export const CONSTANT = 0;
export const EXPONENTIAL_LAW = 1;
export const LOGNORMAL = 2;
export const UNIFORM_LAW = 3;
export const NORMAL_LAW = 4;
export const WEIBULL = 5;
export const PARETO = 6;
export const GAMMA_TABLE = 7;
export const GAMMA_EXACT = 8;
export const HYPEREXPONENTIAL = 9;
export const TRIANGULAR = 10;
export const EMPIRICAL = 11;
export const DISCRETE = 12;
export const DISCRETE_EQUAL = 13;
export const MIXTURE = 14;
export const TRACE = 15;
/** Another row, drawn again while above A; B = share to keep of it and C = clamped share if inverted. */
export const CAPPED = 16;

/** Doubles of a row. Shift comes first; A, B, C are the parameters of the kind. */
export const STRIDE = 4;
export const SHIFT = 0;
export const A = 1;
export const B = 2;
export const C = 3;

/** Integers of a row: where its list starts, how many entries it has (CAPPED: the row within). */
export const LIST_STRIDE = 2;
export const START = 0;
export const COUNT = 1;

/** Parameters of all rows, to be loaded into the sampler. */
export interface DistributionTable {
  /** Number of the distributions asked for; the other rows are parts of them. */
  readonly count: number;
  readonly kinds: Uint8Array;
  /** STRIDE doubles a row. */
  readonly parameters: Float64Array;
  /** LIST_STRIDE integers a row. */
  readonly lists: Int32Array;
  readonly entries: Float64Array;
}

interface Row {
  readonly kind: number;
  readonly shift: number;
  readonly parameters: readonly number[];
  readonly start: number;
  readonly count: number;
}

class Builder {
  readonly rows: Row[] = [];
  private readonly chunks: ArrayLike<number>[] = [];
  private length = 0;
  private readonly gammaStarts = new Map<number, number>();

  append(values: ArrayLike<number>): number {
    const start = this.length;
    this.chunks.push(values);
    this.length += values.length;
    return start;
  }

  entries(): Float64Array {
    const entries = new Float64Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      entries.set(chunk, at);
      at += chunk.length;
    }
    return entries;
  }

  reserve(): number {
    this.rows.push({ kind: CONSTANT, shift: 0, parameters: [], start: 0, count: 0 });
    return this.rows.length - 1;
  }

  put(row: number, spec: DistributionSpec): void {
    if (spec.max === Infinity) {
      this.rows[row] = this.rowOf(spec.law, spec.shift);
      return;
    }
    const within = this.reserve();
    this.rows[within] = this.rowOf(spec.law, spec.shift);
    const clamped = clampedShare(spec);
    const inside = lawTail(spec.law, spec.max - spec.shift, false) / (1 - clamped);
    const parameters = [spec.max, inside, clamped];
    this.rows[row] = { kind: CAPPED, shift: 0, parameters, start: 0, count: within };
  }

  private rowOf(law: Law, shift: number): Row {
    const row = (
      kind: number,
      parameters: readonly number[],
      list: ArrayLike<number> = [],
      count = list.length,
    ): Row => ({ kind, shift, parameters, start: this.append(list), count });
    switch (law.kind) {
      case "constant":
        return row(CONSTANT, [law.value]);
      case "exponential":
        return row(EXPONENTIAL_LAW, [law.mean]);
      case "lognormal":
        return row(LOGNORMAL, [law.mu, law.sigma]);
      case "uniform":
        return row(UNIFORM_LAW, [law.min, law.max - law.min]);
      case "normal":
        return row(NORMAL_LAW, [law.mean, law.deviation]);
      case "weibull":
        return row(WEIBULL, [law.scale, 1 / law.shape]);
      case "pareto":
        return row(PARETO, [law.min, 1 / law.shape]);
      case "gamma":
        if (law.shape < TABLE_SHAPE_MIN) return row(GAMMA_EXACT, [law.scale, law.shape]);
        return { ...row(GAMMA_TABLE, [law.scale, law.shape]), start: this.gammaStart(law.shape) };
      case "triangular":
        return row(TRIANGULAR, [law.min, law.mode, law.max]);
      case "empirical": {
        const points = law.probabilities.length;
        return row(EMPIRICAL, [], [...law.probabilities, ...law.values], points);
      }
      case "trace":
        return row(TRACE, [law.cyclic ? 1 : 0], law.values);
      default:
        return this.rowOfBranches(law, row);
    }
  }

  private gammaStart(shape: number): number {
    const known = this.gammaStarts.get(shape);
    if (known !== undefined) return known;
    const start = this.append(gammaTable(shape));
    this.gammaStarts.set(shape, start);
    return start;
  }

  /** Laws that choose a branch first: cumulated shares, then what each branch holds. */
  private rowOfBranches(
    law: Extract<Law, { kind: "hyperexponential" | "discrete" | "mixture" }>,
    row: (kind: number, p: readonly number[], list: ArrayLike<number>, count: number) => Row,
  ): Row {
    const { weights } = law;
    const branches = weights.length;
    if (law.kind === "discrete" && weights.every((weight) => weight === weights[0])) {
      return row(DISCRETE_EQUAL, [], law.values, branches);
    }
    const upTo: number[] = [];
    for (let i = 0, sum = 0; i < branches; i++) {
      sum += weights[i];
      upTo.push(sum);
    }
    // The last branch with a share ends at 1 whatever the rounding of the sum.
    for (let i = branches - 1; i >= 0; i--) {
      upTo[i] = 1;
      if (weights[i] > 0) break;
    }
    if (law.kind === "discrete") return row(DISCRETE, [], [...upTo, ...law.values], branches);
    if (law.kind === "hyperexponential") {
      return row(HYPEREXPONENTIAL, [], [...upTo, ...law.means], branches);
    }
    const parts = law.parts.map((part) => {
      const partRow = this.reserve();
      this.put(partRow, part);
      return partRow;
    });
    return row(MIXTURE, [], [...upTo, ...parts], branches);
  }
}

/** Rows 0 .. specs.length-1 sample the specs in order. */
export function compileDistributions(specs: readonly DistributionSpec[]): DistributionTable {
  const builder = new Builder();
  for (const _ of specs) builder.reserve();
  specs.forEach((spec, row) => {
    builder.put(row, spec);
  });
  const { rows } = builder;
  const parameters = new Float64Array(rows.length * STRIDE);
  const lists = new Int32Array(rows.length * LIST_STRIDE);
  rows.forEach((row, i) => {
    parameters[i * STRIDE + SHIFT] = row.shift;
    parameters.set(row.parameters, i * STRIDE + A);
    lists[i * LIST_STRIDE + START] = row.start;
    lists[i * LIST_STRIDE + COUNT] = row.count;
  });
  return {
    count: specs.length,
    kinds: Uint8Array.from(rows, (row) => row.kind),
    parameters,
    lists,
    entries: builder.entries(),
  };
}
