import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NumberParam } from "../../simulation/kinds/define.ts";
import {
  numericEntries,
  readLiteral,
  withEntry,
  withType,
} from "../../src/inspector/fields/distribution-edits.ts";
import { EDITABLE_TYPES, typeOf } from "../../src/inspector/fields/distribution-forms.ts";
import { countOffDefault, sameValue } from "../../src/inspector/fields/field-model.ts";
import {
  fractionOf,
  sliderRange,
  valueAtFraction,
  valueAtStep,
} from "../../src/inspector/fields/number-scale.ts";
import { pausesOf } from "../../src/inspector/pictures/backoff.ts";
import { momentsOf } from "../../src/store/distribution-shapes.ts";
import { fieldText, readEntry, shownUnit } from "../../src/store/number-entry.ts";
import { drumRimPath, outlinePath } from "../../src/ui/outline-path.ts";

const openMs: NumberParam = {
  type: "number",
  label: "",
  help: "",
  unit: "ms",
  min: 0,
  max: 86_400_000,
  soft: [100, 120_000],
  scale: "log",
  default: 60_000,
};

describe("sliders", () => {
  it("reach both ends and come back to where they were", () => {
    const range = sliderRange(openMs);
    if (!range) throw new Error("no slider");
    expect(valueAtFraction(range, 0)).toBe(100);
    expect(valueAtFraction(range, 1)).toBe(120_000);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (fraction) => {
        const back = fractionOf(range, valueAtFraction(range, fraction));
        expect(Math.abs(back - fraction)).toBeLessThan(0.02);
      }),
      { seed: 20_261_121 },
    );
  });

  it("give whole numbers where only those make sense", () => {
    const range = { min: 0, max: 1000, log: true, integer: true };
    for (const fraction of [0, 0.1, 0.37, 0.9, 1]) {
      expect(Number.isInteger(valueAtFraction(range, fraction))).toBe(true);
    }
    expect(fractionOf(range, 0)).toBe(0);
  });

  it("leave the value they stand on at every arrow key", () => {
    const replicas = { min: 1, max: 20, log: false, integer: true };
    expect(valueAtStep(replicas, 1, 1, 200)).toBe(2);
    expect(valueAtStep(replicas, 7, Math.round(fractionOf(replicas, 7) * 200) - 1, 200)).toBe(6);
    const range = sliderRange(openMs);
    if (!range) throw new Error("no slider");
    expect(valueAtStep(range, 100, 1, 200)).toBeGreaterThan(100);
    expect(valueAtStep(range, 120_000, 200, 200)).toBe(120_000);
  });

  it("are left out where the range is too wide to aim", () => {
    const { soft: _soft, scale: _scale, ...seed } = openMs;
    expect(sliderRange(seed)).toBeNull();
  });
});

describe("typed numbers", () => {
  it("are taken in the unit shown, or in the one typed", () => {
    const seconds = shownUnit("ms", 60_000);
    expect(seconds).toEqual({ unit: "s", factor: 1000 });
    expect(fieldText(60_000, seconds)).toBe("60");
    expect(readEntry("2.5", seconds, "openMs")).toBe(2500);
    expect(readEntry("300ms", seconds, "openMs")).toBe(300);
    expect(readEntry("2s", shownUnit("s", 60), "atS")).toBe(2);
    expect(readEntry("5%", shownUnit("ratio", 0.5), "errorRate")).toBe(0.05);
    expect(readEntry("50", shownUnit("ratio", 0.5), "errorRate")).toBe(0.5);
    expect(readEntry("fast", seconds, "openMs")).toBeNaN();
  });
});

describe("distributions", () => {
  it.each(EDITABLE_TYPES)("turning a lognormal into %s keeps its mean", (type) => {
    const literal = withType({ type: "lognormal", meanMs: 40, p99Ms: 200 }, type, "ms");
    expect(typeOf(literal)).toBe(type);
    const spec = readLiteral(literal, "ms");
    expect(spec).not.toBeNull();
    const { meanMs } = momentsOf(spec as NonNullable<typeof spec>);
    expect(meanMs).toBeGreaterThan(38);
    expect(meanMs).toBeLessThan(42);
    const lists = Object.values(literal).filter(Array.isArray);
    expect(numericEntries(literal, "ms").length + lists.length).toBeGreaterThan(0);
  });

  it("names fields without a unit where the parameter has none", () => {
    const literal = withType(3, "exponential", "");
    expect(literal).toEqual({ type: "exponential", mean: 3 });
    expect(readLiteral(literal, "")).not.toBeNull();
  });

  it("changes one number and leaves the rest", () => {
    const literal = { type: "lognormal", meanMs: 8, p99Ms: 40 };
    expect(withEntry(literal, "p99Ms", 50)).toEqual({ type: "lognormal", meanMs: 8, p99Ms: 50 });
    expect(withEntry(5, "value", 7)).toBe(7);
  });
});

describe("off default", () => {
  it("compares values, not references or the order of keys", () => {
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameValue([1, 2], [1])).toBe(false);
  });

  it("counts only explicit values that differ", () => {
    const params = { openMs, other: openMs };
    expect(countOffDefault(params, { openMs: 60_000 })).toBe(0);
    expect(countOffDefault(params, { openMs: 5000, other: null })).toBe(2);
  });
});

describe("pauses of a retry", () => {
  const backoff = { type: "exponential", baseMs: 200, factor: 2, capMs: 500, jitter: "none" };
  const most = (values: object) => pausesOf({ backoff: values }, 3).map(({ mostMs }) => mostMs);

  it("grow by the factor up to the cap", () => {
    expect(most(backoff)).toEqual([200, 400, 500]);
    expect(most({ ...backoff, type: "constant" })).toEqual([200, 200, 200]);
    expect(most({ ...backoff, type: "none" })).toEqual([0, 0, 0]);
  });

  it("are spread by the jitter", () => {
    const [full] = pausesOf({ backoff: { ...backoff, jitter: "full" } }, 1);
    const [equal] = pausesOf({ backoff: { ...backoff, jitter: "equal" } }, 1);
    expect(full).toEqual({ leastMs: 0, mostMs: 200, meanMs: 100 });
    expect(equal).toEqual({ leastMs: 100, mostMs: 200, meanMs: 150 });
    expect(most({ ...backoff, jitter: "decorrelated", capMs: 3000 })).toEqual([600, 1800, 3000]);
    expect(most({ ...backoff, jitter: "multiplicative", jitterRatio: 0.2 })).toEqual([
      240, 480, 600,
    ]);
    const [drawn] = pausesOf({ backoff: { ...backoff, jitter: "exponentialRandom" } }, 1);
    expect(drawn).toEqual({ leastMs: 0, mostMs: Number.POSITIVE_INFINITY, meanMs: 200 });
  });
});

describe("node outlines", () => {
  it.each(["edge", "compute", "data", "messaging", "control"] as const)(
    "%s is closed and has no invalid number",
    (family) => {
      const path = outlinePath(family, 146, 72);
      expect(path).toMatch(/^M.*Z$/);
      expect(path).not.toContain("NaN");
    },
  );

  it("gives the drum a rim as wide as the node", () => {
    expect(drumRimPath(146)).toContain("146");
  });
});
