const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** Distance of a result from the true value high + low, in units of the last place of high. */
export function ulps(result: number, high: number, low: number): number {
  if (result === high && low === 0) return 0;
  double[0] = Math.abs(high);
  bits[0] = (bits[0] ?? 0n) + 1n;
  return Math.abs(result - high - low) / ((double[0] ?? 0) - Math.abs(high));
}
