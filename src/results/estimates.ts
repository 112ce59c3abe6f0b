// Numbers of a finished run as text, with half of their 95 % interval where one is known, and whether
// they rest on too few samples.
import { intervalAt, type KnownInterval } from "../../simulation/results/intervals.ts";
import type { Maybe, RunResult } from "../../simulation/results/run-result.ts";
import { FEWEST_BEYOND, thinQuantilesOf } from "../../simulation/results/sample-size.ts";
import { formatNumber } from "../ui/format.ts";

export interface Estimate {
  readonly value: Maybe;
  /** Null: none is known, or the run is too short for it to be trusted. */
  readonly halfWidth: number | null;
  /** Too few values lie beyond this quantile. */
  readonly isThin: boolean;
}

export type EstimateAt = (...path: readonly string[]) => Estimate;

/** Reads estimates of a result by their path: `endToEnd`, `all`, `latencyMs`, `p99`. */
export function estimatesOf(result: RunResult): EstimateAt {
  const thin = new Set(
    thinQuantilesOf(result).flatMap(({ at, quantiles }) =>
      quantiles.map((quantile) => [...at, quantile].join(" ")),
    ),
  );
  return (...path) => {
    const value = path.reduce<unknown>(
      (tree, step) => (tree as Readonly<Record<string, unknown>> | undefined)?.[step],
      result,
    );
    return {
      value: typeof value === "number" ? value : null,
      halfWidth: trusted(intervalAt(result, path)),
      isThin: thin.has(path.join(" ")),
    };
  };
}

function trusted(interval: KnownInterval | null): number | null {
  return interval?.reliable === true && interval.halfWidth > 0 ? interval.halfWidth : null;
}

/** "50.1 ms ± 3.13": the interval in the unit of the value, which stands there already. */
export function withInterval(
  { value, halfWidth }: Pick<Estimate, "value" | "halfWidth">,
  format: (value: Maybe) => string,
): string {
  const text = format(value);
  if (value === null || halfWidth === null || value === 0) return text;
  const unitPerValue = unitOf(text, value);
  return `${text} ± ${formatNumber(halfWidth * unitPerValue)}`;
}

/** Factor from the number to what is written of it: 0.001 for "4.58 s" of 4,580 ms. */
function unitOf(text: string, value: number): number {
  const written = Number.parseFloat(text.replaceAll(",", "").replace("\u2212", "-"));
  const factor = written / value;
  // Only powers of ten and the minute lie between a number and its unit; rounding is not one.
  const exact = [1, 1e-3, 1e3, 100, 1e-6, 1 / 60_000].find(
    (known) => Math.abs(factor / known - 1) < 0.02,
  );
  return exact ?? factor;
}

export const THIN_REASON = `Fewer than ${FEWEST_BEYOND} values lie beyond this quantile`;
