import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { median } from "../../simulation/cli/bench/measure.ts";
import { runReferenceKernel } from "../../simulation/cli/bench/reference-kernel.ts";

describe("the reference kernel", () => {
  it("has not been changed since ratios were recorded against it", () => {
    const text = readFileSync("simulation/cli/bench/reference-kernel.ts", "utf8");
    const digest = createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
    // A change makes every ratio in README.md and every gate meaningless: measure them anew.
    expect(digest).toBe("6aa9a8aaaee16a73ff49a633a02dce621a005483a25f6c823b17d6d69cbed0d8");
  });

  it("simulates an M/M/1 queue at utilization 0.9", () => {
    const customers = 2_000_000;
    // Mean wait 9; the standard error of so many waits is about 0.13.
    expect(Math.abs(runReferenceKernel(customers) / customers - 9)).toBeLessThan(0.5);
  });

  it("does the same work each time", () => {
    expect(runReferenceKernel(10_000)).toBe(runReferenceKernel(10_000));
  });
});

describe("median", () => {
  it("is the middle, or the mean of the two in the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});
