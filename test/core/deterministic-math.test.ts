import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, expm1, log, log1p, pow } from "../../simulation/core/deterministic-math.ts";
import { ulps } from "../support/ulps.ts";
import reference from "./reference-values.json" with { type: "json" };

// Rows end with the true value as a sum of two doubles, computed with 70 digits.
function worst(rows: readonly number[][], f: (...x: number[]) => number): number {
  return Math.max(
    ...rows.map((row) => {
      const high = row.at(-2) ?? Number.NaN;
      return ulps(f(...row.slice(0, -2)), high, row.at(-1) ?? Number.NaN);
    }),
  );
}

describe("errors against 70-digit values", () => {
  it("log stays below 1 ulp", () => {
    expect(worst(reference.log, log)).toBeLessThan(1);
  });
  it("exp stays below 1 ulp", () => {
    expect(worst(reference.exp, exp)).toBeLessThan(1);
  });
  it("expm1 stays below 2 ulp", () => {
    expect(worst(reference.expm1, expm1)).toBeLessThan(2);
  });
  it("log1p stays below 1.5 ulp", () => {
    expect(worst(reference.log1p, log1p)).toBeLessThan(1.5);
  });
  it("pow stays below 1.5 ulp", () => {
    expect(worst(reference.pow, pow)).toBeLessThan(1.5);
  });
});

describe("special values", () => {
  it("log", () => {
    expect([0, -0, 1, Infinity].map(log)).toEqual([-Infinity, -Infinity, 0, Infinity]);
    expect([-1, Number.NaN].map(log)).toEqual([Number.NaN, Number.NaN]);
  });
  it("exp", () => {
    expect([-Infinity, -800, 0, -0, 800, Infinity].map(exp)).toEqual([
      0,
      0,
      1,
      1,
      Infinity,
      Infinity,
    ]);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(-745.1)).toBe(5e-324);
  });
  it("expm1 and log1p", () => {
    expect(expm1(-0)).toBe(-0);
    expect([expm1(-Infinity), expm1(Infinity), log1p(-1)]).toEqual([-1, Infinity, -Infinity]);
    expect([expm1(Number.NaN), log1p(Number.NaN), log1p(-2)].every(Number.isNaN)).toBe(true);
  });
  it("pow agrees with the language where that is exact", () => {
    const bases = [0, -0, 1, -1, 2, -2, 0.5, 10, Infinity, -Infinity];
    const exponents = [0, 1, -1, 2, -2, 3, -3, 10, Infinity, -Infinity];
    for (const x of bases) {
      for (const y of exponents) {
        // 1^Infinity is 1 here, as in IEEE 754; the language says NaN. 10^-n is no double.
        if (Math.abs(y) === Infinity && Math.abs(x) === 1) expect(pow(x, y)).toBe(1);
        else if (x === 10 && y < 0) expect(ulps(pow(x, y), x ** y, 0)).toBeLessThanOrEqual(1);
        else expect(pow(x, y)).toBe(x ** y);
      }
    }
  });
  it("small integer powers are exact", () => {
    expect(pow(10, 15)).toBe(1e15);
    expect(pow(1.5, 20)).toBe(3325.256730079651);
    expect(pow(-3, 33)).toBe(-5559060566555523);
  });
});

describe("laws", () => {
  it("log undoes exp", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(3e-16 * Math.max(1, Math.abs(x)));
      }),
    );
  });
  it("exp and log never fall", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        const next = x + Math.abs(x) * 2.3e-16 + 5e-324;
        expect(exp(next)).toBeGreaterThanOrEqual(exp(x));
        if (x > 0) expect(log(next)).toBeGreaterThanOrEqual(log(x));
      }),
    );
  });
});
