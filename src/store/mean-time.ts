// The mean of a distribution as one number to read and to write: all times of the law stretch alike,
// so its shape stays.
import type { DistributionLiteral } from "../../simulation/kinds/define.ts";
import { momentsOf, parseDistribution } from "./distribution-shapes.ts";

/** Mean in the unit of the literal; NaN where there is none (a law with a heavy tail, a defect). */
export function meanOf(literal: unknown, unit: string): number {
  const read = parseDistribution(literal, unit);
  if (!read.ok) return Number.NaN;
  const { meanMs } = momentsOf(read.spec);
  return Number.isFinite(meanMs) ? meanMs : Number.NaN;
}

/** A mean may miss the wish by this share, which figures cut to six digits cost. */
const CLOSE = 1e-4;

function isClose(literal: DistributionLiteral, unit: string, mean: number): boolean {
  return Math.abs(meanOf(literal, unit) - mean) <= CLOSE * mean;
}

function stretched(value: number, factor: number): number {
  return Number((value * factor).toPrecision(6));
}

/** The literal with that mean; null if only its parts can tell it (see the inspector). */
export function withMean(literal: unknown, unit: string, mean: number): DistributionLiteral | null {
  if (typeof literal !== "object" || literal === null) return mean;
  const before = meanOf(literal, unit);
  if (!(before > 0) || !(mean > 0)) return null;
  const factor = mean / before;
  const own = literal as { readonly type: string; readonly [field: string]: unknown };
  const times = Object.entries(own).map(([name, value]) => [
    name,
    typeof value === "number" && isTime(name, unit) ? stretched(value, factor) : value,
  ]);
  const byTimes = Object.fromEntries(times) as typeof own;
  if (isClose(byTimes, unit, mean)) return byTimes;
  const scale = typeof own.scale === "number" ? own.scale : 1;
  const byScale = { ...own, scale: stretched(scale, factor) };
  return isClose(byScale, unit, mean) ? byScale : null;
}

/** Fields that are no times: counts, shapes and shares. */
const SHAPES = new Set(["scale", "shape", "k", "scv", "sigma", "weight"]);

function isTime(name: string, unit: string): boolean {
  return unit === "ms" ? name.endsWith("Ms") : !SHAPES.has(name);
}
