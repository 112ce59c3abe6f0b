// Sentences and drawing bear the same numbers.
import { describe, expect, it } from "vitest";
import type { CascadeStep } from "../../simulation/results/story.ts";
import { neighborIn, stepNumberOf } from "../../src/store/story-marks.ts";

const step = (node: string, atS: number, because: string): CascadeStep => ({
  node,
  atS,
  because,
  state: "failing",
});

const CASCADE = [
  step("db", 10, "fault:slow"),
  step("api", 12, "node:db/blockedCallers"),
  step("db", 40, "load"),
];

describe("the number of a sentence", () => {
  it("is that of the last step of its node until then", () => {
    expect(stepNumberOf(CASCADE, "db", 20)).toBe(1);
    expect(stepNumberOf(CASCADE, "db", 50)).toBe(3);
    expect(stepNumberOf(CASCADE, "api", null)).toBe(2);
    // A step is entered a little after what is told of it began.
    expect(stepNumberOf(CASCADE, "api", 11)).toBe(2);
  });

  it("is none where no step is about the node", () => {
    expect(stepNumberOf(CASCADE, "cache", 20)).toBeNull();
    expect(stepNumberOf(CASCADE, null, 20)).toBeNull();
  });
});

it("names the neighbor that trouble came from, slashes in ids included", () => {
  expect(CASCADE.map(neighborIn)).toEqual([null, "db", null]);
  expect(neighborIn({ because: "node:eu/db/retryLoad" })).toBe("eu/db");
});
