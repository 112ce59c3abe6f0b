// Load profiles: the multiplier over time, and gaps that end where its integral is their length.
import { beforeEach, describe, expect, it } from "vitest";
import { clearMemory } from "../../simulation/core/memory.ts";
import { AT, registers } from "../../simulation/core/registers.ts";
import {
  areaBetween,
  areaUpTo,
  endGap,
  multiplierAt,
} from "../../simulation/primitives/profile.ts";
import { profiles, sources } from "../../simulation/primitives/source-parameters.ts";

type Points = readonly (readonly [atMs: number, multiplier: number])[];

/** Makes row 0 follow points; `repeatMs` 0 = they do not repeat. */
function follow(points: Points, steps: boolean, repeatMs = 0): void {
  sources.occupy(1);
  profiles.occupy(points.length);
  sources.firstPoint[0] = 0;
  sources.pointCount[0] = points.length;
  sources.steps[0] = steps ? 1 : 0;
  sources.repeatMs[0] = repeatMs;
  sources.periodMs[0] = 0;
  points.forEach(([atMs, multiplier], at) => {
    profiles.atMs[at] = atMs;
    profiles.multiplier[at] = multiplier;
  });
  sources.repeatArea[0] = repeatMs > 0 ? areaUpTo(0, repeatMs) : 0;
}

function followSine(amplitude: number, periodMs: number, phaseMs: number): void {
  follow([], false);
  sources.amplitude[0] = amplitude;
  sources.periodMs[0] = periodMs;
  sources.phaseMs[0] = phaseMs;
}

function gapEnd(fromMs: number, gapMs: number): number {
  endGap(0, fromMs, gapMs);
  return registers[AT] ?? Number.NaN;
}

/** The integral by many small trapezoids: another way than the code's. */
function measuredArea(fromMs: number, toMs: number): number {
  const slices = 200_000;
  const width = (toMs - fromMs) / slices;
  let area = 0;
  for (let slice = 0; slice < slices; slice++) {
    area += multiplierAt(0, fromMs + (slice + 0.5) * width) * width;
  }
  return area;
}

/** Uniform numbers that are the same in every run of the test. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 4294967296;
  }
}

beforeEach(clearMemory);

describe("a sine", () => {
  it("rises through its mean at the phase and peaks a quarter of the period later", () => {
    followSine(0.8, 10_000, 2000);
    expect(multiplierAt(0, 2000)).toBe(1);
    expect(multiplierAt(0, 4500)).toBe(1.8);
    expect(multiplierAt(0, 7000)).toBe(1);
    expect(multiplierAt(0, 9500)).toBeCloseTo(0.2, 15);
    expect(multiplierAt(0, 9500 + 30_000)).toBeCloseTo(0.2, 15);
    // Before the phase it has been going on.
    expect(multiplierAt(0, 0)).toBeCloseTo(1 + 0.8 * Math.sin(-0.4 * Math.PI), 14);
  });

  it.each([0, 0.3, 0.95, 1])("of amplitude %d ends gaps at their integral", (amplitude) => {
    followSine(amplitude, 7000, -1234);
    const draw = numbers(7);
    for (let i = 0; i < 2000; i++) {
      const from = draw.next().value * 1e6;
      const gap = 10 ** (draw.next().value * 7 - 2);
      const end = gapEnd(from, gap);
      // A time near 1e6 has steps of 1.2e-10, which count where the multiplier is below 2.
      expect(Math.abs(areaBetween(0, amplitude, from, end) - gap)).toBeLessThan(1e-9 + 1e-12 * gap);
      expect(end).toBeGreaterThanOrEqual(from);
    }
  });

  it("has whole periods of the area of the mean", () => {
    followSine(0.7, 5000, 100);
    expect(gapEnd(300, 15_000)).toBeCloseTo(15_300, 8);
    expect(areaBetween(0, 0.7, 300, 15_300)).toBeCloseTo(15_000, 8);
    expect(areaBetween(0, 0.7, 300, 2100)).toBeCloseTo(measuredArea(300, 2100), 6);
  });
});

describe("points", () => {
  it("end gaps at their integral, with repetition and without, lines and steps", () => {
    const draw = numbers(11);
    for (let round = 0; round < 300; round++) {
      const count = 1 + Math.floor(draw.next().value * 6);
      const at = Array.from({ length: count }, () => Math.floor(draw.next().value * 20) * 500);
      const points = at
        .sort((a, b) => a - b)
        .map((atMs): [number, number] => [atMs, Math.max(0, draw.next().value * 3 - 0.6)]);
      const repeatMs = round % 2 === 0 ? 0 : (points.at(-1)?.[0] ?? 0) + 500 * (round % 3) + 1;
      follow(points, round % 4 < 2, repeatMs);
      for (let i = 0; i < 20; i++) {
        const from = draw.next().value * 30_000;
        const gap = 10 ** (draw.next().value * 7 - 2);
        const end = gapEnd(from, gap);
        if (end === Infinity) {
          expect(areaBetween(0, 0, from, 1e9)).toBeLessThan(gap);
          continue;
        }
        expect(end).toBeGreaterThanOrEqual(from);
        const area = areaBetween(0, 0, from, end);
        expect(Math.abs(area - gap), `round ${round}`).toBeLessThan(1e-7 + 1e-11 * gap);
      }
    }
  });

  it("are measured right: the closed form agrees with small slices", () => {
    follow(
      [
        [1000, 0.5],
        [3000, 2],
        [3000, 1],
        [6000, 0],
      ],
      false,
      8000,
    );
    expect(areaBetween(0, 0, 500, 21_500)).toBeCloseTo(measuredArea(500, 21_500), 0);
    // 0.5 held for 1 s, a line to 2 over 2 s, a line from 1 to 0 over 3 s, nothing for 2 s.
    expect(areaUpTo(0, 8000)).toBe(500 + 2500 + 1500);
  });

  it("begin anew every period, with a jump where the ends differ", () => {
    follow(
      [
        [0, 1],
        [1000, 3],
      ],
      false,
      2000,
    );
    expect(multiplierAt(0, 500)).toBe(2);
    expect(multiplierAt(0, 1999)).toBe(3);
    expect(multiplierAt(0, 2000)).toBe(1);
    expect(multiplierAt(0, 2_000_000_500)).toBe(2);
  });

  it("skip whole periods of a long gap and end in the earliest instant that fits", () => {
    follow(
      [
        [0, 1],
        [1000, 0],
      ],
      true,
      86_400,
    );
    // Each period passes 1,000 ms in its first second.
    expect(gapEnd(0, 1000)).toBe(1000);
    expect(gapEnd(0, 5_000_000)).toBe(4999 * 86_400 + 1000);
    expect(gapEnd(500, 1000)).toBe(86_400 + 500);
    expect(gapEnd(40_000, 1)).toBe(86_401);
  });

  it("never end a gap in a pattern of nothing", () => {
    follow([[0, 0]], true, 1000);
    expect(gapEnd(10, 1)).toBe(Infinity);
    follow([[0, 0]], true);
    expect(gapEnd(10, 1)).toBe(Infinity);
    expect(gapEnd(10, 0)).toBe(10);
  });

  it("may be many: each is found", () => {
    const points = Array.from({ length: 10_000 }, (_, at): [number, number] => [at * 60, at % 97]);
    follow(points, true);
    for (const at of [0, 1, 4999, 9998, 9999]) {
      expect(multiplierAt(0, at * 60)).toBe(at % 97);
      expect(multiplierAt(0, at * 60 + 59.9)).toBe(at % 97);
    }
  });
});
