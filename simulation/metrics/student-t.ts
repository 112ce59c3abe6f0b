// Student's t distribution, for confidence intervals of means over few runs. Same bits everywhere.
import { exp, log1p } from "../core/deterministic-math.ts";
import { betaI, lnGamma, normalQuantile } from "../core/special-functions.ts";

/** P(T > t) for t >= 0 with `degrees` > 0 degrees of freedom (Abramowitz & Stegun 26.7.1). */
function upperTail(t: number, degrees: number): number {
  return 0.5 * betaI(degrees / 2, 0.5, degrees / (degrees + t * t));
}

/** P(T <= t). */
export function studentTCdf(t: number, degrees: number): number {
  return t < 0 ? upperTail(-t, degrees) : 1 - upperTail(t, degrees);
}

/**
 * t with P(T <= t) = p for 0 < p < 1 and `degrees` > 0 degrees of freedom; relative error below 1e-10
 * for p between 1e-6 and 1 - 1e-6.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentTQuantile(1 - p, degrees);
  const target = 1 - p;
  const logScale = lnGamma((degrees + 1) / 2) - lnGamma(degrees / 2) - lnGamma(0.5);
  let low = 0;
  let high = Infinity;
  let t = normalQuantile(p, target);
  for (let step = 0; step < 200; step++) {
    const error = upperTail(t, degrees) - target;
    if (error > 0) low = t;
    else high = t;
    const density =
      exp(logScale - ((degrees + 1) / 2) * log1p((t * t) / degrees)) / Math.sqrt(degrees);
    let next = t + error / density;
    // Few degrees bend the tail so much that Newton's step may leave the bracket.
    if (!(next > low && next < high)) next = high === Infinity ? t * 4 : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-14 * t) return next;
    t = next;
  }
  return t;
}
