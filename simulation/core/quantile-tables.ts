// Quantile function of Gamma(shape, 1) as a table for sampling by inversion. Each half of (0, 1) is
// cut into octaves towards its end (probability 2^-2 .. 2^-1, 2^-3 .. 2^-2, ...) and each octave into
// equal cells with one cubic a cell that has the right value and slope at both ends. Beyond the last
// octave the sampler inverts exactly. Costs about 1 ms to build; kept for the next compile.
import { exp, log } from "./deterministic-math.ts";
import { gammaQuantile, lnGamma } from "./special-functions.ts";

/** Octaves of each half: probabilities from 2^-13 to 1/2. */
export const TABLE_OCTAVES = 12;
/** Cells of an octave. */
export const TABLE_CELLS = 32;
/** Doubles of one table: lower half, then upper half; 4 coefficients a cell. */
export const TABLE_LENGTH = 2 * TABLE_OCTAVES * TABLE_CELLS * 4;

const built = new Map<number, Float64Array>();
/** Tables kept; beyond it the oldest is built again when it is needed. */
const KEPT = 400;

/**
 * Coefficients of the cubics for a shape in 0.05 .. 10,000. Half h (0 lower, 1 upper), octave o
 * (1 = next to 1/2), cell c and coefficient i are at ((h OCTAVES + o - 1) CELLS + c) 4 + i; the
 * variable runs from 0 to 1 over the cell as the probability of the half's end rises.
 */
export function gammaTable(shape: number): Float64Array {
  const known = built.get(shape);
  if (known !== undefined) return known;
  const table = new Float64Array(TABLE_LENGTH);
  for (let half = 0; half < 2; half++) {
    for (let octave = 1; octave <= TABLE_OCTAVES; octave++) {
      fillOctave(table, shape, half === 1, octave);
    }
  }
  if (built.size >= KEPT) built.delete(built.keys().next().value ?? shape);
  built.set(shape, table);
  return table;
}

/** x and dx / d(probability) at a probability counted from the lower or the upper end. */
function pointAt(shape: number, tail: number, upper: boolean): readonly [number, number] {
  const x = upper ? gammaQuantile(shape, 1 - tail, tail) : gammaQuantile(shape, tail, 1 - tail);
  const density = exp((shape - 1) * log(x) - x - lnGamma(shape));
  return [x, (upper ? -1 : 1) / density];
}

function fillOctave(table: Float64Array, shape: number, upper: boolean, octave: number): void {
  const start = powerOfHalf(octave + 1);
  const width = start / TABLE_CELLS;
  let at = ((upper ? TABLE_OCTAVES : 0) + octave - 1) * TABLE_CELLS * 4;
  let [x0, slope0] = pointAt(shape, start, upper);
  for (let cell = 0; cell < TABLE_CELLS; cell++) {
    const [x1, slope1] = pointAt(shape, start + width * (cell + 1), upper);
    const rise = x1 - x0;
    const a = slope0 * width;
    const b = slope1 * width;
    table[at++] = x0;
    table[at++] = a;
    table[at++] = 3 * rise - 2 * a - b;
    table[at++] = a + b - 2 * rise;
    x0 = x1;
    slope0 = slope1;
  }
}

/** 2^-n, exactly. */
function powerOfHalf(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power /= 2;
  return power;
}
