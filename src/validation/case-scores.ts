// What the page makes of the published cases: counts by family, the measure a case is told by, and
// the histogram of the scores.
import type {
  ValidationCase,
  ValidationMetric,
} from "../../simulation/results/validation-report.ts";

/** The first measure with a statistical error, else the first of all: the rule of the scores. */
export function headlineOf({ metrics }: ValidationCase): ValidationMetric | undefined {
  return metrics.find(({ z }) => z !== null) ?? metrics[0];
}

/**
 * The normal score with about the probability of Student's t: Wallace (1959), Bounds on normal
 * approximations to Student's and the chi-square distributions; off by less than 0.02 from ten
 * degrees of freedom on, which no bar of the histogram shows.
 */
export function normalScore(t: number, degrees: number): number {
  const factor = (8 * degrees + 1) / (8 * degrees + 3);
  return Math.sign(t) * factor * Math.sqrt(degrees * Math.log1p((t * t) / degrees));
}

/** One independent score a case: its headline's deviation, on the normal scale. */
export function scoresOf(cases: readonly ValidationCase[]): readonly number[] {
  return cases.flatMap((theory) => {
    const z = theory.status === "unsupported" ? null : (headlineOf(theory)?.z ?? null);
    if (z === null) return [];
    const { replications } = theory;
    return [replications > 2 ? normalScore(z, replications - 1) : z];
  });
}

export const BIN = 0.5;
export const SCORE_END = 4;

export interface ScoreBin {
  /** Middle of the bin. */
  readonly at: number;
  readonly count: number;
  /** What the standard normal law gives for as many scores. */
  readonly expected: number;
}

function density(x: number): number {
  return Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Scores beyond the ends are in the last bins. */
export function histogramOf(scores: readonly number[]): readonly ScoreBin[] {
  const bins = Math.round((2 * SCORE_END) / BIN);
  const counts = new Array<number>(bins).fill(0);
  for (const score of scores) {
    const bin = Math.floor((score + SCORE_END) / BIN);
    const kept = Math.min(bins - 1, Math.max(0, bin));
    counts[kept] = (counts[kept] ?? 0) + 1;
  }
  return counts.map((count, bin) => {
    const at = -SCORE_END + (bin + 0.5) * BIN;
    return { at, count, expected: scores.length * BIN * density(at) };
  });
}

export interface FamilyCount {
  readonly family: string;
  readonly label: string;
  readonly pass: number;
  readonly fail: number;
  readonly unsupported: number;
  readonly total: number;
}

/** `4-retry-resilience` as "Retry and resilience": the number only sorts. */
export function familyLabel(family: string): string {
  const words = family.replace(/^\d+-/, "").split("-");
  const text =
    words.length === 2 && words[0] === "retry" ? "retry and resilience" : words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function familiesOf(cases: readonly ValidationCase[]): readonly FamilyCount[] {
  const names = [...new Set(cases.map(({ family }) => family))].sort();
  return names.map((family) => {
    const own = cases.filter((theory) => theory.family === family);
    const count = (status: ValidationCase["status"]) =>
      own.filter((theory) => theory.status === status).length;
    return {
      family,
      label: familyLabel(family),
      pass: count("pass"),
      fail: count("fail"),
      unsupported: count("unsupported"),
      total: own.length,
    };
  });
}

/** Cases that hold every word of the query, in id, model, parameters, formula or source. */
export function casesMatching(
  cases: readonly ValidationCase[],
  family: string | null,
  query: string,
): readonly ValidationCase[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return cases.filter((theory) => {
    if (family !== null && theory.family !== family) return false;
    const { id, title, formula, source, parameters, status } = theory;
    const state = status === "unsupported" ? "not modeled" : status;
    const text = [id, title, formula, source, state, JSON.stringify(parameters)]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
