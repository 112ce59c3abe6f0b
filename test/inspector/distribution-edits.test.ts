// Editing distributions keeps their mean, whatever the type and the way of stating it, and the numbers
// shown are those of the law: checked against closed forms and against the density itself.
import { describe, expect, it } from "vitest";
import {
  readLiteral,
  withEntry,
  withForm,
  withType,
  wrongField,
} from "../../src/inspector/fields/distribution-edits.ts";
import {
  EDITABLE_TYPES,
  fieldName,
  formIndexOf,
  formsOf,
  type Literal,
  shapingOf,
  typeOf,
} from "../../src/inspector/fields/distribution-forms.ts";
import {
  DISTRIBUTION_TYPES,
  type DistributionSpec,
  densityOf,
  momentsOf,
  quantileOf,
} from "../../src/store/distribution-shapes.ts";

const LOGNORMAL = { type: "lognormal", meanMs: 40, p99Ms: 200 };

function specOf(literal: Literal, unit = "ms"): DistributionSpec {
  const spec = readLiteral(literal, unit);
  if (!spec) throw new Error(`${JSON.stringify(literal)} means nothing`);
  return spec;
}

const ways = EDITABLE_TYPES.flatMap((type) =>
  formsOf(type).map((form, index) => ({ type, form, index, words: form.join(", ") })),
);

describe("a type chosen in the inspector", () => {
  it("offers every type of the format", () => {
    expect(EDITABLE_TYPES).toEqual(DISTRIBUTION_TYPES);
    expect(EDITABLE_TYPES).toHaveLength(14);
  });

  it.each(ways)("$type by $words keeps the mean and is recognized again", (way) => {
    const literal = withForm(LOGNORMAL, way.type, way.form, "ms");
    expect(typeOf(literal)).toBe(way.type);
    expect(formIndexOf(literal, "ms")).toBe(way.index);
    const { meanMs } = momentsOf(specOf(literal));
    const exact = !["shape,minMs", "shape,scaleMs", "minMs,maxMs"].includes(way.form.join());
    const byMedian = way.form.includes("medianMs");
    if (way.form.includes("timesMs")) expect(meanMs).toBeCloseTo(40, 0);
    else if (byMedian || !exact) expect(meanMs).toBeGreaterThan(10);
    else expect(Math.abs(meanMs / 40 - 1)).toBeLessThan(0.02);
  });

  it.each(ways)("$type by $words can be stated without a unit", ({ type, form }) => {
    const literal = withForm(3, type, form, "");
    expect(readLiteral(literal, "")).not.toBeNull();
    for (const field of form) {
      if (typeof literal === "number") continue;
      expect(literal[fieldName(field, "")]).toBeDefined();
    }
  });

  it("turns any type into any other", () => {
    for (const from of EDITABLE_TYPES) {
      const start = withType(LOGNORMAL, from, "ms");
      for (const to of EDITABLE_TYPES) {
        const literal = withType(start, to, "ms");
        expect(wrongField(literal, "ms"), `${from} to ${to}`).toBeNull();
      }
    }
  });
});

describe("shift, scale and cap", () => {
  it("go with every type but a constant, the cap not with a type that has an upper end", () => {
    expect(shapingOf("constant", "ms")).toEqual([]);
    expect(shapingOf("uniform", "ms")).toEqual(["shiftMs", "scale"]);
    expect(shapingOf("gamma", "ms")).toEqual(["shiftMs", "scale", "maxMs"]);
    expect(shapingOf("gamma", "")).toEqual(["shift", "scale", "max"]);
  });

  it.each(EDITABLE_TYPES.filter((type) => type !== "constant"))(
    "%s takes each of them, and the mean moves as it must",
    (type) => {
      const plain = withType(LOGNORMAL, type, "ms");
      const { meanMs } = momentsOf(specOf(plain));
      const shifted = momentsOf(specOf(withEntry(plain, "shiftMs", 7)));
      expect(shifted.meanMs).toBeCloseTo(meanMs + 7, 6);
      const scaled = momentsOf(specOf(withEntry(plain, "scale", 2)));
      expect(scaled.meanMs / meanMs).toBeCloseTo(2, 9);
      expect(scaled.scv).toBeCloseTo(momentsOf(specOf(plain)).scv, 6);
      if (!shapingOf(type, "ms").includes("maxMs")) return;
      const capped = momentsOf(specOf(withEntry(plain, "maxMs", 60)));
      expect(capped.meanMs).toBeLessThan(meanMs);
      expect(quantileOf(specOf(withEntry(plain, "maxMs", 60)), 1)).toBeLessThanOrEqual(60);
    },
  );

  it("are taken away without a trace", () => {
    const shifted = withEntry(LOGNORMAL, "shiftMs", 5);
    expect(withEntry(shifted, "shiftMs", undefined)).toEqual(LOGNORMAL);
  });
});

describe("the numbers under the picture", () => {
  const cases: readonly [Literal, number, number, number, number][] = [
    [{ type: "exponential", meanMs: 10 }, 10, 6.931_471_8, 46.051_702, 1],
    [{ type: "erlang", k: 4, meanMs: 10 }, 10, 9.180_151, 25.112_94, 0.25],
    [{ type: "uniform", minMs: 2, maxMs: 18 }, 10, 10, 17.84, 64 / 300],
    [{ type: "lognormal", medianMs: 10, sigma: 1 }, 16.487_213, 10, 102.396_3, 1.718_281_8],
    [
      {
        type: "empirical",
        quantiles: [
          [0, 0],
          [0.5, 10],
          [1, 30],
        ],
      },
      12.5,
      10,
      29.6,
      0.493_333,
    ],
    [{ type: "empirical", valuesMs: [1, 9], weights: [3, 1] }, 3, 1, 9, 12 / 9],
    [
      { type: "hyperexponential", meansMs: [2, 50], weights: [0.9, 0.1] },
      6.8,
      1.6061,
      115.13,
      9.9689,
    ],
    [
      {
        type: "mixture",
        parts: [
          { weight: 1, type: "constant", valueMs: 4 },
          { weight: 1, type: "uniform", minMs: 10, maxMs: 20 },
        ],
      },
      9.5,
      4,
      19.8,
      0.381_348,
    ],
    [{ type: "exponential", meanMs: 10, shiftMs: 5, scale: 2 }, 25, 18.862_943, 97.103_404, 0.64],
  ];

  it.each(cases)("%j", (literal, mean, p50, p99, scv) => {
    const moments = momentsOf(specOf(literal));
    expect(moments.meanMs / mean).toBeCloseTo(1, 3);
    expect(moments.p50Ms / p50).toBeCloseTo(1, 3);
    expect(moments.p99Ms / p99).toBeCloseTo(1, 3);
    expect(moments.scv / scv).toBeCloseTo(1, 3);
  });

  it("are infinite where the integral diverges", () => {
    const { meanMs, scv } = momentsOf(specOf({ type: "pareto", shape: 1, minMs: 4 }));
    expect(meanMs).toBe(Number.POSITIVE_INFINITY);
    expect(scv).toBe(Number.POSITIVE_INFINITY);
  });

  it.each(EDITABLE_TYPES.filter((type) => type !== "constant"))(
    "%s: the picture holds at least 99 percent of the probability, none of it negative",
    (type) => {
      const points = densityOf(specOf(withType(LOGNORMAL, type, "ms")), 68);
      const width = (points[1]?.x ?? 0) - (points[0]?.x ?? 0);
      const area = points.reduce((sum, { y }) => sum + y * width, 0);
      expect(Math.min(...points.map(({ y }) => y))).toBeGreaterThanOrEqual(0);
      expect(area).toBeGreaterThan(0.985);
      expect(area).toBeLessThan(1.000_001);
    },
  );
});

it("names the field that is wrong", () => {
  expect(wrongField({ type: "lognormal", meanMs: 40, p99Ms: 20 }, "ms")).toBe("p99Ms");
  expect(wrongField({ type: "erlang", k: 2.5, meanMs: 4 }, "ms")).toBe("k");
  expect(
    wrongField(
      {
        type: "empirical",
        quantiles: [
          [0.1, 2],
          [1, 3],
        ],
      },
      "ms",
    ),
  ).toBe("quantiles");
  expect(wrongField(LOGNORMAL, "ms")).toBeNull();
});
