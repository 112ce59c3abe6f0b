import { expect, it } from "vitest";
import { seedStream } from "../../simulation/core/random.ts";
import { EXPONENTIAL, NORMAL, registers } from "../../simulation/core/registers.ts";
import { normalCdf } from "../../simulation/core/special-functions.ts";
import { nextExponential, nextNormal } from "../../simulation/core/ziggurat.ts";
import { lag1Correlation } from "../../simulation/metrics/confidence.ts";
import { ksPValue, ksStatistic } from "../../simulation/metrics/kolmogorov-smirnov.ts";

const N = 2_000_000;

function exponentials(): Float64Array {
  seedStream(0, 11, "ziggurat", "exponential");
  const values = new Float64Array(N);
  for (let i = 0; i < N; i++) {
    nextExponential(0);
    values[i] = registers[EXPONENTIAL] ?? Number.NaN;
  }
  return values;
}

function normals(): Float64Array {
  seedStream(0, 11, "ziggurat", "normal");
  const values = new Float64Array(N);
  for (let i = 0; i < N; i++) {
    nextNormal(0);
    values[i] = registers[NORMAL] ?? Number.NaN;
  }
  return values;
}

/** Share of the values beyond a limit against its probability, in standard errors. */
function tailScore(values: Float64Array, limit: number, p: number): number {
  const share = values.filter((value) => Math.abs(value) > limit).length / values.length;
  return (share - p) / Math.sqrt((p * (1 - p)) / values.length);
}

it("exponential draws follow the law, over layers, wedges and tail", () => {
  const values = exponentials();
  expect(Math.abs(lag1Correlation(values))).toBeLessThan(4 / Math.sqrt(N));
  // 7.697 is where the tail starts: 908 of 2 million draws are expected beyond it.
  for (const limit of [1, 4, 7.69, 7.7, 9]) {
    expect(Math.abs(tailScore(values, limit, Math.exp(-limit)))).toBeLessThan(4);
  }
  for (const power of [1, 2, 3, 4]) {
    const factorials = [1, 1, 2, 6, 24, 120, 720, 5040, 40320];
    const truth = factorials[power] ?? 0;
    const variance = (factorials[2 * power] ?? 0) - truth * truth;
    const moment = values.reduce((sum, value) => sum + value ** power, 0) / N;
    expect(Math.abs(moment - truth)).toBeLessThan(4 * Math.sqrt(variance / N));
  }
  values.sort();
  const d = ksStatistic(values, (x) => -Math.expm1(-x));
  expect(ksPValue(d, N)).toBeGreaterThan(0.001);
});

it("normal draws follow the law, over layers, wedges, tail and sign", () => {
  const values = normals();
  expect(Math.abs(lag1Correlation(values))).toBeLessThan(4 / Math.sqrt(N));
  // 3.654 is where the tail starts: 516 of 2 million draws are expected beyond it.
  for (const limit of [1, 3, 3.65, 3.66, 4.2]) {
    expect(Math.abs(tailScore(values, limit, 2 * normalCdf(-limit)))).toBeLessThan(4);
  }
  for (const [power, truth, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ] as const) {
    const moment = values.reduce((sum, value) => sum + value ** power, 0) / N;
    expect(Math.abs(moment - truth)).toBeLessThan(4 * Math.sqrt(variance / N));
  }
  values.sort();
  const d = ksStatistic(values, normalCdf);
  expect(ksPValue(d, N)).toBeGreaterThan(0.001);
});
