// Every parameter of every definition can be shown and understood: a label, help, a sensible range,
// its unit, its default in words and on the slider. That sources agree with what products document
// is held by the conformance tests.
import { describe, expect, it } from "vitest";
import { FAULT_PARAMS, faults } from "../../simulation/faults/catalog.ts";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition, Param, ParamSet } from "../../simulation/kinds/define.ts";
import {
  CALL_EDGE_PARAMS,
  CALL_PARAMS,
  PUBLISH_EDGE_PARAMS,
} from "../../simulation/policies/catalog.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import {
  fractionOf,
  sliderRange,
  valueAtFraction,
  valueAtStep,
} from "../../src/inspector/fields/number-scale.ts";
import { valueText } from "../../src/inspector/fields/value-text.ts";

function within(param: Param): ParamSet {
  return param.type === "object" ? param.fields : param.type === "map" ? param.entry : {};
}

function all(params: ParamSet, path: string): [string, Param][] {
  return Object.entries(params).flatMap(([name, param]): [string, Param][] => [
    [`${path}.${name}`, param],
    ...all(within(param), `${path}.${name}`),
  ]);
}

const PARAMS: readonly (readonly [string, Param])[] = [
  ...Object.values<KindDefinition>(catalog).flatMap(({ id, params, operation, deliver }) => [
    ...all(params, id),
    ...all(operation ?? {}, `${id} operation`),
    ...all(deliver ?? {}, `${id} delivery`),
  ]),
  ...Object.values(faults).flatMap(({ id, params }) => all(params as ParamSet, `fault ${id}`)),
  ...all(FAULT_PARAMS as ParamSet, "fault"),
  ...all(CALL_EDGE_PARAMS, "call edge"),
  ...all(PUBLISH_EDGE_PARAMS, "publish edge"),
  ...all(CALL_PARAMS, "call"),
  ...all(RUN_PARAMS, "run"),
];

const NUMBERS = PARAMS.filter(([, param]) => param.type === "number" || param.type === "ratio");

describe("every parameter", () => {
  it.each(PARAMS)("%s has a label, help in sentences and a default in words", (_, param) => {
    expect(param.label).toMatch(/^[A-Z0-9ΔµMp]/);
    expect(param.label.length).toBeLessThanOrEqual(36);
    expect(param.help).toMatch(/^[A-Z0-9].*[.:)]$/s);
    if (param.default === null) expect(param.nullMeans).toBeTruthy();
    const words = valueText(param, param.default);
    expect(words).not.toMatch(/undefined|NaN|\[object|^$/);
  });
});

describe("every number", () => {
  it.each(NUMBERS)("%s has a unit and a range that the default lies in", (_, param) => {
    if (param.type === "ratio") {
      if (param.default !== null) expect(param.default).toBeGreaterThanOrEqual(0);
      return;
    }
    if (param.type !== "number") throw new Error("not a number");
    expect(param.unit).toMatch(/^(|µs|ms|s|1\/s|×|[KMG]?B(?:\/s)?|[A-Z]?bit\/s|[a-z]+s)$/);
    expect(param.min).toBeLessThan(param.max);
    if (param.default !== null) {
      expect(param.default).toBeGreaterThanOrEqual(param.min);
      expect(param.default).toBeLessThanOrEqual(param.max);
    }
    if (!param.soft) return;
    const [low, high] = param.soft;
    expect(low).toBeGreaterThanOrEqual(param.min);
    expect(high).toBeLessThanOrEqual(param.max);
    expect(low).toBeLessThan(high);
    // Over more than three decades a linear slider has no room for the small values.
    if (low > 0 && high / low > 1000) expect(param.scale).toBe("log");
    // The default is on the slider, not beyond its end.
    if (param.default !== null) {
      expect(param.default).toBeGreaterThanOrEqual(low);
      expect(param.default).toBeLessThanOrEqual(high);
    }
  });

  it.each(NUMBERS)("%s has a slider on which each step leads on", (_, param) => {
    if (param.type !== "number" && param.type !== "ratio") throw new Error("not a number");
    const range = sliderRange(param);
    if (!range) {
      // Only where nothing narrower makes sense: a seed, a cap of the whole run.
      expect(param.type).toBe("number");
      return;
    }
    let last = Number.NEGATIVE_INFINITY;
    for (let step = 0; step <= 20; step++) {
      const value = valueAtFraction(range, step / 20);
      expect(value).toBeGreaterThanOrEqual(last);
      expect(value).toBeGreaterThanOrEqual(range.min);
      expect(value).toBeLessThanOrEqual(range.max);
      last = value;
    }
    const start = typeof param.default === "number" ? param.default : range.min;
    const step = Math.round(fractionOf(range, start) * 200);
    if (step < 200) expect(valueAtStep(range, start, step + 1, 200)).toBeGreaterThan(start);
  });
});
