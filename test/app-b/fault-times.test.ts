import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dragFault, endS, type FaultPart, lanesOf } from "../../src/timeline/fault-times.ts";

const limits = { durationS: 240, stepS: 1 };
const times = { atS: 60, forS: 60, rampS: 15 };

describe("dragging a fault", () => {
  it("moves the whole bar and leaves its length alone", () => {
    expect(dragFault(times, "body", 12.4, limits)).toEqual({ atS: 72, forS: 60, rampS: 15 });
  });

  it("stretches the end", () => {
    expect(dragFault(times, "end", 30, limits)).toEqual({ atS: 60, forS: 90, rampS: 15 });
  });

  it("moves the start while the end stays", () => {
    const dragged = dragFault(times, "start", -20, limits);
    expect(dragged).toEqual({ atS: 40, forS: 80, rampS: 15 });
    expect(endS(dragged, 240)).toBe(120);
  });

  it("shortens the ramp when the bar gets shorter than it", () => {
    expect(dragFault(times, "end", -50, limits)).toEqual({ atS: 60, forS: 10, rampS: 10 });
  });

  it("slides the corner of the ramp within the bar", () => {
    expect(dragFault(times, "ramp", 5, limits).rampS).toBe(20);
    expect(dragFault(times, "ramp", 500, limits).rampS).toBe(60);
    expect(dragFault(times, "ramp", -500, limits).rampS).toBe(0);
  });

  it("keeps a fault that lasts to the end open when its start moves", () => {
    const open = { atS: 60, forS: null, rampS: 0 };
    expect(dragFault(open, "start", 10, limits)).toEqual({ atS: 70, forS: null, rampS: 0 });
    expect(dragFault(open, "end", -40, limits)).toEqual({ atS: 60, forS: 140, rampS: 0 });
  });

  it("snaps to the grid without binary dust", () => {
    const fine = { durationS: 12, stepS: 0.1 };
    expect(dragFault({ atS: 0, forS: 1, rampS: 0 }, "body", 0.3, fine).atS).toBe(0.3);
  });

  it("never leaves the run, never turns inside out", () => {
    const parts: FaultPart[] = ["body", "start", "end", "ramp"];
    fc.assert(
      fc.property(
        fc.constantFrom(...parts),
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (part, deltaS, atS, forS) => {
          const next = dragFault({ atS, forS, rampS: 0 }, part, deltaS, limits);
          expect(next.atS).toBeGreaterThanOrEqual(0);
          expect(next.atS).toBeLessThan(240);
          expect(next.forS).toBeGreaterThan(0);
          expect(next.rampS).toBeLessThanOrEqual(next.forS ?? 240);
          if (part !== "body") expect(endS(next, 240)).toBeLessThanOrEqual(240);
        },
      ),
      { seed: 20_261_121 },
    );
  });
});

describe("lanes", () => {
  it("give overlapping bars lanes of their own and reuse a lane that is free again", () => {
    const lanes = lanesOf([
      { id: "a", from: 0, to: 100 },
      { id: "b", from: 50, to: 80 },
      { id: "c", from: 90, to: 120 },
      { id: "d", from: 130, to: 150 },
    ]);
    expect(Object.fromEntries(lanes)).toEqual({ a: 0, b: 1, c: 1, d: 0 });
  });
});
