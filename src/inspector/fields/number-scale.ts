// Sliders: how a value lies on one. In which unit it is shown and typed: store/number-entry.ts.
import type { NumberParam, RatioParam } from "../../../simulation/kinds/define.ts";

export interface SliderRange {
  readonly min: number;
  readonly max: number;
  readonly log: boolean;
  readonly integer: boolean;
  /** Values are multiples of it; left out: what a person would choose. */
  readonly step?: number;
}

/** Beyond this a linear slider without a sensible range would be all or nothing. */
const WIDEST_LINEAR = 1000;

/** What the slider spans; null where only typing makes sense (a seed, say). */
export function sliderRange(param: NumberParam | RatioParam): SliderRange | null {
  if (param.type === "ratio") return { min: 0, max: 1, log: false, integer: false, step: 0.01 };
  const integer = param.integer === true;
  if (param.soft) {
    const [min, max] = param.soft;
    return { min, max, log: param.scale === "log", integer };
  }
  if (param.max - param.min > WIDEST_LINEAR) return null;
  return { min: param.min, max: param.max, log: param.scale === "log", integer };
}

/** A log slider that begins at 0 is linear in its first thousandth. */
function offsetOf({ min, max }: SliderRange): number {
  return min > 0 ? 0 : max / 1000;
}

/** Place of a value on the slider, 0..1; values beyond its ends are at the ends. */
export function fractionOf(range: SliderRange, value: number): number {
  const { min, max, log } = range;
  if (max === min) return 0;
  const kept = Math.min(max, Math.max(min, value));
  if (!log) return (kept - min) / (max - min);
  const offset = offsetOf(range);
  return Math.log((kept + offset) / (min + offset)) / Math.log((max + offset) / (min + offset));
}

/** The value at a place of the slider, rounded to what a person would choose. */
export function valueAtFraction(range: SliderRange, fraction: number): number {
  const { min, max, log, integer } = range;
  const offset = offsetOf(range);
  const raw = log
    ? (min + offset) * ((max + offset) / (min + offset)) ** fraction - offset
    : min + fraction * (max - min);
  const step = range.step ?? (integer ? 1 : stepFor(log ? raw : max - min, log));
  const rounded = Number((Math.round(raw / step) * step).toPrecision(12));
  return Math.min(max, Math.max(min, rounded));
}

/**
 * The value at a slider's step. A step too small to leave the rounded value moves to the next one a
 * person would choose: an arrow key always does something.
 */
export function valueAtStep(
  range: SliderRange,
  current: number,
  step: number,
  steps: number,
): number {
  const value = valueAtFraction(range, step / steps);
  const direction = Math.sign(step - Math.round(fractionOf(range, current) * steps));
  // Rounding may not move it at all, or back.
  if (direction === 0 || Math.sign(value - current) === direction) return value;
  const size =
    range.step ??
    (range.integer ? 1 : stepFor(range.log ? current : range.max - range.min, range.log));
  const next = Number((current + direction * size).toPrecision(12));
  return Math.min(range.max, Math.max(range.min, next));
}

/** Two significant digits of the span: a slider of 0 to 2,000 ms moves in steps of 50. */
function stepFor(span: number, log: boolean): number {
  if (!(span > 0)) return 1;
  return 10 ** (Math.floor(Math.log10(span) + 1e-9) - 1) / (log ? 1 : 2);
}

/** A value to begin with where the default is "none". */
export function firstValue(param: NumberParam | RatioParam): number {
  if (typeof param.default === "number") return param.default;
  const range = sliderRange(param);
  if (!range) return param.type === "ratio" ? 0.5 : param.min;
  return valueAtFraction(range, range.log ? 0.5 : 0.25);
}
