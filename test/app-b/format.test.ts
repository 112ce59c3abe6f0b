import { describe, expect, it } from "vitest";
import {
  formatClock,
  formatCount,
  formatDuration,
  formatInUnit,
  formatNumber,
  formatRate,
  formatRatio,
  formatShare,
  NO_VALUE,
} from "../../src/ui/format.ts";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [9.999, "10.0"],
    [4.584, "4.58"],
    [99.96, "100"],
    [0.099_99, "0.100"],
    [0.001_234, "0.00123"],
    [999.4, "999"],
    [15_376, "15,376"],
    [-4.5, "−4.50"],
  ])("%d has three significant digits: %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, null, undefined])("%s is no value", (value) => {
    for (const format of [
      formatNumber,
      formatRate,
      formatDuration,
      formatCount,
      formatRatio,
      formatClock,
    ]) {
      expect(format(value)).toBe(NO_VALUE);
    }
  });
});

describe("units", () => {
  it.each([
    [0, "0/s"],
    [4.584, "4.58/s"],
    [9.996, "10/s"],
    [985.4, "985/s"],
    [12_345.6, "12,346/s"],
    [1_204_000, "1.20 M/s"],
  ])("the rate %d is written %s", (value, text) => {
    expect(formatRate(value)).toBe(text);
  });

  it.each([
    [0, "0 ms"],
    [0.6, "600 µs"],
    [0.9996, "1.00 ms"],
    [21, "21.0 ms"],
    [999.6, "1.00 s"],
    [4580, "4.58 s"],
    [60_000, "60.0 s"],
    [599_000, "599 s"],
    [750_000, "12.5 min"],
    [-20, "−20.0 ms"],
  ])("the duration %d ms is written %s", (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  it.each([
    [0, "0 %"],
    [0.652, "65.2 %"],
    [1, "100 %"],
    [0.9996, "99.96 %"],
    [0.999_999_9, "99.999 %"],
    [0.000_001, "< 0.001 %"],
    [2.5, "250 %"],
  ])("the share %d is written %s", (value, text) => {
    expect(formatRatio(value)).toBe(text);
  });

  it.each([
    [0, "0 %"],
    [1, "100 %"],
    [0.999_93, "> 99.9 %"],
    [0.512_34, "51.2 %"],
    [0.000_313, "0.0313 %"],
    [0.000_072, "< 0.01 %"],
  ])("parts of a whole have three digits at most: %d is %s", (value, text) => {
    expect(formatShare(value)).toBe(text);
  });

  it("counts are exact up to ten million", () => {
    expect(formatCount(15_376)).toBe("15,376");
    expect(formatCount(9_999_000)).toBe("9,999,000");
    expect(formatCount(12_345_678)).toBe("12.3 M");
    expect(formatCount(2.345)).toBe("2.35");
  });

  it("the clock is cut, never rounded up", () => {
    expect(formatClock(59_999)).toBe("0:59");
    expect(formatClock(98_000, 1)).toBe("1:38.0");
    expect(formatClock(98_300, 1)).toBe("1:38.3");
    expect(formatClock(3_723_000)).toBe("1:02:03");
  });

  it("a parameter is written in its unit", () => {
    expect(formatInUnit(1500, "ms")).toBe("1.50 s");
    expect(formatInUnit(60, "s")).toBe("60.0 s");
    expect(formatInUnit(200, "1/s")).toBe("200/s");
    expect(formatInUnit(3, "")).toBe("3");
    expect(formatInUnit(1024, "bytes")).toBe("1,024 bytes");
  });
});
