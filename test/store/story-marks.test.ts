// Sentences and drawing bear the same numbers.
import { describe, expect, it } from "vitest";
import type { CascadeStep } from "../../simulation/results/story.ts";
import { neighborIn, stepNumbersOf } from "../../src/store/story-marks.ts";

const step = (node: string, atS: number, because: string): CascadeStep => ({
  node,
  atS,
  because,
  state: "failing",
  stateAtS: atS,
});

const CASCADE = [
  step("db", 10, "fault:slow"),
  step("api", 12, "node:db/blockedCallers"),
  step("db", 40, "load"),
];

describe("the number of a sentence", () => {
  it("is that of the last step of its node until then", () => {
    expect(stepNumbersOf(CASCADE, { node: "db", atS: 20 })).toBe("1");
    expect(stepNumbersOf(CASCADE, { node: "db", atS: 50 })).toBe("3");
    expect(stepNumbersOf(CASCADE, { node: "api", atS: null })).toBe("2");
    // A step is entered a little after what is told of it began.
    expect(stepNumbersOf(CASCADE, { node: "api", atS: 11 })).toBe("2");
  });

  it("is that of every node that it tells of", () => {
    const told = { node: "db", nodes: ["db", "api", "cache"], atS: 20 };
    expect(stepNumbersOf(CASCADE, told)).toBe("1, 2");
  });

  it("is none where no step is about the node", () => {
    expect(stepNumbersOf(CASCADE, { node: "cache", atS: 20 })).toBeNull();
    expect(stepNumbersOf(CASCADE, { node: null, atS: 20 })).toBeNull();
  });
});

it("names the neighbor that trouble came from, slashes in ids included", () => {
  expect(CASCADE.map(neighborIn)).toEqual([null, "db", null]);
  expect(neighborIn({ because: "node:eu/db/retryLoad" })).toBe("eu/db");
});
