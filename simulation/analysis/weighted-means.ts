// Means over the rows of a window, weighted by how many values stand behind each.

/** Sum of value x weight over the rows that have a value; mean = sum / weight. */
export interface Weighted {
  readonly sum: Float64Array;
  readonly weight: Float64Array;
}

export function weigh(into: Weighted, row: number, value: number, weight: number): void {
  if (Number.isNaN(value) || !(weight > 0)) return;
  into.sum[row] += value * weight;
  into.weight[row] += weight;
}

export function meanOf(of: Weighted, row: number): number {
  return of.weight[row] > 0 ? of.sum[row] / of.weight[row] : Number.NaN;
}
