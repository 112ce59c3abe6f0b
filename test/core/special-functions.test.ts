import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  betaI,
  erfc,
  gammaFunction,
  gammaP,
  gammaQ,
  gammaQuantile,
  lnGamma,
  normalCdf,
  normalQuantile,
} from "../../simulation/core/special-functions.ts";
import reference from "./reference-values.json" with { type: "json" };

type Row = [number, number, number, number];

function worstRelative(rows: readonly number[][], f: (row: Row) => number): number {
  return Math.max(
    ...rows.map((row) => {
      const truth = row.at(-1) ?? Number.NaN;
      return Math.abs(f(row as Row) / truth - 1);
    }),
  );
}

describe("relative errors against 50-digit values", () => {
  it("erfc, from -4 to 27", () => {
    expect(worstRelative(reference.erfc, ([x]) => erfc(x))).toBeLessThan(2e-14);
  });
  it("lnGamma, away from its zeros", () => {
    const rows = reference.lnGamma.filter(([x = 0]) => Math.abs((x - 1) * (x - 2)) > 0.5);
    expect(worstRelative(rows, ([x]) => lnGamma(x))).toBeLessThan(4e-14);
  });
  it("normalQuantile, down to probabilities of 1e-300", () => {
    expect(worstRelative(reference.normalQuantile, ([p]) => normalQuantile(p))).toBeLessThan(2e-15);
  });
  it("gammaP and gammaQ, each in its own tail", () => {
    const rows = reference.gamma.map(([a = 0, x = 0, p = 0, q = 0]) => [a, x, p, q]);
    expect(worstRelative(rows, ([a, x]) => gammaQ(a, x))).toBeLessThan(1e-12);
    const lower = rows.map(([a = 0, x = 0, p = 0]) => [a, x, p]);
    expect(worstRelative(lower, ([a, x]) => gammaP(a, x))).toBeLessThan(1e-12);
  });
  it("betaI", () => {
    expect(worstRelative(reference.beta, ([a, b, x]) => betaI(a, b, x))).toBeLessThan(2e-13);
  });
  it("gammaQuantile finds back the point of each probability", () => {
    const rows = reference.gamma.map(([a = 0, x = 0, p = 0, q = 0]) => [a, p, q, x]);
    expect(worstRelative(rows, ([a, p, q]) => gammaQuantile(a, p, q))).toBeLessThan(1e-11);
  });
});

it("the ends of the ranges are the ends of the distributions", () => {
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([
    -Infinity,
    Infinity,
    0,
  ]);
  expect(normalQuantile(Number.NaN)).toBeNaN();
  expect([gammaQuantile(2, 0), gammaQuantile(2, 1)]).toEqual([0, Infinity]);
  expect([gammaP(2, 0), gammaQ(2, 0), gammaP(2, Infinity), gammaQ(2, Infinity)]).toEqual([
    0, 1, 1, 0,
  ]);
  expect([betaI(2, 3, 0), betaI(2, 3, 1)]).toEqual([0, 1]);
  expect([erfc(Infinity), erfc(-Infinity), erfc(0)]).toEqual([0, 2, 1]);
});

it("gammaFunction gives factorials", () => {
  expect(gammaFunction(6)).toBeCloseTo(120, 10);
  expect(gammaFunction(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 13);
});

describe("laws", () => {
  it("normalQuantile undoes normalCdf", () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
        const below = normalCdf(z);
        expect(Math.abs(normalQuantile(below, normalCdf(-z)) - z)).toBeLessThan(
          1e-12 * (1 + Math.abs(z)),
        );
      }),
    );
  });
  it("gammaP undoes gammaQuantile for every shape", () => {
    fc.assert(
      fc.property(
        // From 0.05: smaller shapes have quantiles below the smallest normal double.
        fc.double({ min: -3, max: 9, noNaN: true }),
        fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
        (lnShape, p) => {
          const shape = Math.exp(lnShape);
          const x = gammaQuantile(shape, p);
          const back = p < 0.5 ? gammaP(shape, x) / p : gammaQ(shape, x) / (1 - p);
          expect(Math.abs(back - 1)).toBeLessThan(1e-10);
        },
      ),
    );
  });
  it("betaI mirrors", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 40, noNaN: true }),
        fc.double({ min: 0.2, max: 40, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, x) => {
          expect(betaI(a, b, x) + betaI(b, a, 1 - x)).toBeCloseTo(1, 11);
        },
      ),
    );
  });
});
