// Every function of the deterministic mathematics against correctly rounded values, computed with
// 70 digits by math-table.py, and against its own worst error.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { doubleOf, MATH_FUNCTIONS } from "../../simulation/cli/digests/math-digest.ts";
import table from "./math-table.json" with { type: "json" };

/** Arguments and rounded result as hex digits, then what rounding took away, in ulp. */
type Row = readonly (string | number)[];

const rowsOf = table as unknown as Readonly<Record<string, readonly Row[]>>;

const CORE = join(import.meta.dirname, "..", "..", "simulation", "core");
const SOURCES = ["deterministic-math.ts", "special-functions.ts"]
  .map((file) => readFileSync(join(CORE, file), "utf8"))
  .join("");

const bits = new DataView(new ArrayBuffer(8));

/** Distance of a finite double to the next one away from zero. */
function ulpOf(value: number): number {
  bits.setFloat64(0, Math.abs(value));
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  const next = bits.getFloat64(0);
  return next === Number.POSITIVE_INFINITY ? 2 ** 971 : next - Math.abs(value);
}

interface Point {
  readonly x: readonly number[];
  readonly result: number;
  readonly error: number;
}

/** Error in ulp of the rounded value, or where that is smaller of `least`. */
function errorOf(result: number, rounded: number, rest: number, least = 0): number {
  if (!Number.isFinite(rounded) || !Number.isFinite(result)) {
    return Object.is(result, rounded) ? 0 : Number.POSITIVE_INFINITY;
  }
  const ulp = ulpOf(rounded);
  return Math.abs(result - rounded - rest * ulp) / Math.max(ulp, least);
}

function pointsOf(name: string): readonly Point[] {
  const compute = MATH_FUNCTIONS[name]!;
  // Near its zeros at 1 and 2 only the absolute error counts.
  const least = name === "lnGamma" ? ulpOf(1) : 0;
  return rowsOf[name]!.map((row) => {
    const [rounded, ...reversed] = row.slice(0, -1).map(String).reverse().map(doubleOf);
    const x = reversed.reverse();
    const result = compute(...x);
    return { x, result, error: errorOf(result, rounded!, Number(row.at(-1)), least) };
  });
}

function worstOf(name: string): Point {
  return pointsOf(name).reduce((worst, point) => (point.error > worst.error ? point : worst));
}

function roundedUp(error: number): number {
  const unit = error < 1 ? 0.01 : error < 10 ? 0.1 : 10 ** Math.floor(Math.log10(error) - 1);
  return Number((Math.ceil(error / unit) * unit).toPrecision(2));
}

/** What the documentation of a function says: "error 0.68 ulp". */
function statedError(name: string): number {
  const declared = SOURCES.indexOf(`export function ${name}(`);
  const comment = SOURCES.slice(SOURCES.lastIndexOf("/**", declared), declared);
  const [, stated] = /\berror\s+(?:\*\s+)?([\d.]+)\s+(?:\*\s+)?ulp/i.exec(comment) ?? [];
  if (stated === undefined) throw new Error(`${name} does not state its error`);
  return Number(stated);
}

describe.each(Object.keys(MATH_FUNCTIONS))("%s", (name) => {
  it("has points to be judged by, and errs as its documentation says", () => {
    expect(pointsOf(name).length).toBeGreaterThanOrEqual(45);
    const worst = worstOf(name);
    const described = `${name}(${worst.x.join(", ")}) = ${worst.result}: ${worst.error} ulp`;
    expect([roundedUp(worst.error), described]).toEqual([statedError(name), described]);
  });
});

describe("the table", () => {
  it("has no function that is gone, and more than a thousand points", () => {
    expect(Object.keys(rowsOf).sort()).toEqual(Object.keys(MATH_FUNCTIONS).sort());
    expect(Object.values(rowsOf).flat().length).toBeGreaterThan(1000);
  });

  it("finds an error of one unit in the last place", () => {
    expect(errorOf(1 + 2 ** -52, 1, 0)).toBe(1);
    expect(errorOf(1, 1, 0.25)).toBe(0.25);
    expect(errorOf(1 - 2 ** -53, 1, 0)).toBe(0.5);
    expect(errorOf(5e-324, 0, 0)).toBe(1);
    expect(errorOf(Number.POSITIVE_INFINITY, 1e308, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(errorOf(Number.NaN, 1, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
