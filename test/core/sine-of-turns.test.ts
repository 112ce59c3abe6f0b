// Sine and cosine of angles in turns.
import { describe, expect, it } from "vitest";
import { cosineOfTurns, sineOfTurns } from "../../simulation/core/deterministic-math.ts";

describe("sine and cosine of turns", () => {
  it("are exact at quarters, after any number of whole turns", () => {
    for (const turns of [0, 1, 7, 1e9, 2 ** 50]) {
      expect([0, 0.25, 0.5, 0.75].map((part) => sineOfTurns(turns + part) + 0)).toEqual([
        0, 1, 0, -1,
      ]);
      expect([0, 0.25, 0.5, 0.75].map((part) => cosineOfTurns(turns + part) + 0)).toEqual([
        1, 0, -1, 0,
      ]);
    }
  });

  it("are odd and even", () => {
    for (let x = 0; x < 3; x += 0.0137) {
      expect(sineOfTurns(-x) + 0).toBe(-sineOfTurns(x) + 0);
      expect(cosineOfTurns(-x)).toBe(cosineOfTurns(x));
    }
  });

  it("agree with the platform's, whose error is below 1 ulp near 0", () => {
    for (let x = -0.125; x <= 0.125; x += 0.00037) {
      const angle = 2 * Math.PI * x;
      expect(Math.abs(sineOfTurns(x) - Math.sin(angle))).toBeLessThan(4e-16);
      expect(Math.abs(cosineOfTurns(x) - Math.cos(angle))).toBeLessThan(4e-16);
    }
  });

  it("keep the digits of small angles", () => {
    for (const x of [1e-5, 1e-30, 1e-300, -1e-12]) {
      expect(Math.abs(sineOfTurns(x) / (2 * Math.PI * x) - 1)).toBeLessThan(1e-9);
    }
    expect(sineOfTurns(1e-30)).toBe(2 * Math.PI * 1e-30);
  });

  it("lie on the circle", () => {
    for (let x = 0; x < 1; x += 0.00113) {
      expect(sineOfTurns(x) ** 2 + cosineOfTurns(x) ** 2).toBeCloseTo(1, 15);
    }
  });

  it("are nothing of nothing", () => {
    for (const x of [Number.NaN, Infinity, -Infinity]) {
      expect(sineOfTurns(x)).toBeNaN();
      expect(cosineOfTurns(x)).toBeNaN();
    }
  });
});
