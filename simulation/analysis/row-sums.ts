// What a column of the series makes of the rows of one window, bit by bit what WindowSums makes of it.

/** Sum over `count` rows, `at` being the place in the first of them. */
export function sumAt(rows: Float64Array, at: number, rowLength: number, count: number): number {
  if (count === 1) return rows[at];
  let sum = rows[at] + rows[at + rowLength];
  if (count === 2) return sum;
  sum += rows[at + 2 * rowLength];
  if (count === 3) return sum;
  // Windows of a second are mostly four rows at most.
  for (let row = 3; row < count; row++) sum += rows[at + row * rowLength];
  return sum;
}

/**
 * Mean over `count` rows of a value by the counts that stand behind it, one or (`moreAt` not negative) two;
 * rows without a value do not count, NaN where none has one.
 */
export function weighedAt(
  rows: Float64Array,
  at: number,
  weightAt: number,
  moreAt: number,
  rowLength: number,
  count: number,
): number {
  let sum = 0;
  let weight = 0;
  for (let row = 0; row < count; row++) {
    const value = rows[at + row * rowLength];
    const of = rows[weightAt + row * rowLength] + (moreAt < 0 ? 0 : rows[moreAt + row * rowLength]);
    if (!(of > 0) || Number.isNaN(value)) continue;
    if (count === 1) return value;
    sum += value * of;
    weight += of;
  }
  return weight > 0 ? sum / weight : Number.NaN;
}
