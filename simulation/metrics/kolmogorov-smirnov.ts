// Does a sample come from a given distribution? The Kolmogorov-Smirnov test, used for samplers and for
// the z-scores of the reference cases, which must look standard normal.
import { exp } from "../core/deterministic-math.ts";

/**
 * Largest distance between the distribution function of a sample (ascending) and a continuous `cdf`.
 * Exact, though `cdf` is called for few of the values: between two values that were looked at, the
 * distance is bounded by monotony.
 */
export function ksStatistic(sorted: ArrayLike<number>, cdf: (x: number) => number): number {
  const n = sorted.length;
  if (n === 0) return 0;
  let most = 0;
  const look = (i: number): number => {
    const p = cdf(sorted[i]);
    most = Math.max(most, (i + 1) / n - p, p - i / n);
    return p;
  };
  const stack: number[][] = [[0, look(0), n - 1, look(n - 1)]];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    const [from, pFrom, to, pTo] = part;
    if (to - from < 2) continue;
    // Values between have p in pFrom .. pTo and ranks from + 2 .. to.
    const bound = Math.max(to / n - pFrom, pTo - (from + 1) / n);
    if (bound <= most) continue;
    const middle = (from + to) >>> 1;
    const p = look(middle);
    stack.push([from, pFrom, middle, p], [middle, p, to, pTo]);
  }
  return most;
}

/**
 * Probability of a distance of at least `d` from n values if the distribution is the right one; the
 * limit law with Stephens's correction (1970), good to 0.001 for n >= 10.
 */
export function ksPValue(d: number, n: number): number {
  const root = Math.sqrt(n);
  const x = (root + 0.12 + 0.11 / root) * d;
  // Below 0.2 the probability differs from 1 by less than 1e-12, and the series is slow.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = exp(-2 * k * k * x * x);
    sum += (k % 2 === 1 ? 2 : -2) * term;
    if (term < 1e-17) break;
  }
  return Math.max(0, Math.min(1, sum));
}
