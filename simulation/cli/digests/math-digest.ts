// The elementary and special functions by name, for tables of arguments and results as exact bits.
import * as elementary from "../../core/deterministic-math.ts";
import { murmur128 } from "../../core/murmur.ts";
import * as special from "../../core/special-functions.ts";

type RealFunction = (...x: number[]) => number;

/** Everything that the two modules offer. */
export const MATH_FUNCTIONS: Readonly<Record<string, RealFunction>> = {
  ...elementary,
  ...special,
} as Readonly<Record<string, RealFunction>>;

const view = new DataView(new ArrayBuffer(8));

/** The double with these 16 hex digits, sign and exponent first. */
export function doubleOf(hex: string): number {
  view.setUint32(0, Number.parseInt(hex.slice(0, 8), 16));
  view.setUint32(4, Number.parseInt(hex.slice(8), 16));
  return view.getFloat64(0);
}

/** A hash over the bits of a function's results at the points; all NaN count as one. */
export function mathDigest(name: string, points: readonly (readonly string[])[]): string {
  const compute = MATH_FUNCTIONS[name];
  if (compute === undefined) throw new Error(`there is no function ${name}`);
  const bytes = new DataView(new ArrayBuffer(8 * points.length));
  points.forEach((point, index) => {
    const value = compute(...point.map(doubleOf));
    // The bits of a NaN are the engine's own choice, so zeros stand for it.
    if (!Number.isNaN(value)) bytes.setFloat64(8 * index, value);
  });
  return murmur128(new Uint8Array(bytes.buffer));
}
