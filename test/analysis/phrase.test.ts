import { describe, expect, it } from "vitest";
import {
  formatClock,
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatShare,
  formatTimes,
  listOf,
} from "../../simulation/analysis/phrase.ts";

describe("numbers in running text", () => {
  it("have three significant digits, and are whole with commas from a thousand up", () => {
    expect([0, 0.0123, 4.5833, 21, 985.4, 999.7, 15_376.4].map(formatNumber)).toEqual([
      "0",
      "0.0123",
      "4.58",
      "21.0",
      "985",
      "1,000",
      "15,376",
    ]);
  });

  it("show a true minus sign, no minus zero, and an en dash for no value", () => {
    expect(formatNumber(-4.5833)).toBe("−4.58");
    expect(formatCount(-0.2)).toBe("0");
    expect(formatNumber(Number.NaN)).toBe("–");
    expect(formatDuration(Number.NaN)).toBe("–");
  });

  it("change the unit of durations at a second and at ten minutes", () => {
    expect([21, 999.4, 999.6, 4583, 599_000, 750_000].map(formatDuration)).toEqual([
      "21.0 ms",
      "999 ms",
      "1.00 s",
      "4.58 s",
      "599 s",
      "12.5 min",
    ]);
  });

  it("never round a share below one up to 100 %", () => {
    expect(formatShare(1)).toBe("100 %");
    expect(formatShare(0.99996)).toBe("99.9 %");
    expect(formatShare(0.652)).toBe("65.2 %");
    expect(formatShare(0)).toBe("0 %");
  });

  it("print rates from ten up without decimals", () => {
    expect([9.876, 10.4, 985.2, 1234.5].map(formatRate)).toEqual([
      "9.88/s",
      "10/s",
      "985/s",
      "1,235/s",
    ]);
  });

  it("print whole factors as whole numbers", () => {
    expect([20, 1.5432].map(formatTimes)).toEqual(["20 times", "1.54 times"]);
  });

  it("print the time of the page's clock, never ahead of it", () => {
    expect([61_900, 600_000, 3_723_000].map(formatClock)).toEqual(["1:01", "10:00", "1:02:03"]);
  });

  it("name things in a row and count the rest", () => {
    expect(listOf(["a"])).toBe("a");
    expect(listOf(["a", "b"])).toBe("a and b");
    expect(listOf(["a", "b", "c"])).toBe("a, b and c");
    expect(listOf(["a", "b", "c", "d", "e"])).toBe("a, b and 3 more");
  });
});
