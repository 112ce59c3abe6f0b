import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cdfOf,
  type DistributionSpec,
  momentsOf,
  parseDistribution,
  quantileOf,
} from "../../simulation/core/distributions.ts";
import { hasAtoms, literals, specOf } from "../support/distribution-specs.ts";

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

/** Integral of f over (0, 1) by the tanh-sinh rule, which bears infinite slopes at both ends. */
function integral(f: (u: number) => number): number {
  let sum = 0;
  const step = 1 / 64;
  for (let t = -3.6; t <= 3.6; t += step) {
    const s = (Math.PI / 2) * Math.sinh(t);
    const u = 1 / (1 + Math.exp(-2 * s));
    const weight = ((Math.PI / 2) * Math.cosh(t)) / (Math.cosh(s) * Math.cosh(s)) / 2;
    if (u > 0 && u < 1 && weight > 1e-300) sum += f(u) * weight * step;
  }
  return sum;
}

/** First and second moment from the upper tail P(X > x), by the midpoint rule up to its far end. */
function momentsOfTail(spec: DistributionSpec): readonly [number, number] {
  const cells = 20_000;
  const width = quantileOf(spec, spec.max < Infinity ? 1 : 1 - 1e-10) / cells;
  let first = 0;
  let second = 0;
  for (let cell = 0; cell < cells; cell++) {
    const x = (cell + 0.5) * width;
    const above = 1 - cdfOf(spec, x);
    first += above * width;
    second += 2 * x * above * width;
  }
  return [first, second];
}

describe.each(Object.keys(literals))("%s", (name) => {
  const spec = specOf(literals[name]);

  it("cdf(quantile(u)) is u, or steps over it", () => {
    fc.assert(
      fc.property(probability, (u) => {
        const x = quantileOf(spec, u);
        const p = cdfOf(spec, x);
        expect(p).toBeGreaterThanOrEqual(u - 1e-9);
        const stepHere = hasAtoms(spec) || x === spec.max;
        if (stepHere) expect(cdfOf(spec, x * (1 - 1e-9) - 1e-300)).toBeLessThanOrEqual(u + 1e-7);
        else expect(p).toBeLessThanOrEqual(u + 1e-9);
      }),
    );
  });

  it("quantiles ascend", () => {
    fc.assert(
      fc.property(probability, probability, (u, v) => {
        const [low, high] = u < v ? [u, v] : [v, u];
        expect(quantileOf(spec, low)).toBeLessThanOrEqual(quantileOf(spec, high) * (1 + 1e-12));
      }),
    );
  });

  it("mean and variation agree with numeric integration of the quantiles", () => {
    const { meanMs, scv, p50Ms, p99Ms } = momentsOf(spec);
    // Quantile functions with steps and kinks are no good to integrate; their tails are.
    const kinked = hasAtoms(spec) || spec.max < Infinity || /empirical|triangular/.test(name);
    const [mean, square] = kinked
      ? momentsOfTail(spec)
      : [
          integral((u) => quantileOf(spec, u)),
          integral((u) => quantileOf(spec, u) * quantileOf(spec, u)),
        ];
    // Probabilities next to 1 are a grid: of the heaviest tail 1e-5 of the second moment is lost.
    const tolerance = kinked ? 1e-3 : name === "pareto" ? 1e-4 : 1e-6;
    expect(Math.abs(mean / meanMs - 1)).toBeLessThan(tolerance);
    expect(Math.abs(square / (meanMs * meanMs) - 1 - scv)).toBeLessThan(tolerance * (1 + scv));
    expect([p50Ms, p99Ms]).toEqual([quantileOf(spec, 0.5), quantileOf(spec, 0.99)]);
  });
});

it("whatever the literal, parsing gives a spec or a sentence, and never throws", () => {
  const value = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.array(fc.double()));
  const field = fc.constantFrom(
    ..."type valueMs meanMs p99Ms medianMs minMs maxMs modeMs stdMs sigma shape k scv".split(" "),
    ..."shiftMs scale quantiles parts weights valuesMs timesMs meansMs weight".split(" "),
  );
  const type = fc.constantFrom(...new Set(Object.values(literals).map((literal) => literal.type)));
  fc.assert(
    fc.property(fc.dictionary(field, value), type, (fields, name) => {
      const parsed = parseDistribution({ ...fields, type: name }, "ms");
      if (parsed.ok) expect(quantileOf(parsed.spec, 0.5)).toBeGreaterThanOrEqual(0);
      else expect(parsed.message).toMatch(/\.$/);
    }),
    { numRuns: 2000 },
  );
});
