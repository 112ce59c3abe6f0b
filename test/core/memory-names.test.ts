import { describe, expect, it } from "vitest";
import { engineMemory } from "../../simulation/core/memory.ts";
import "../../simulation/engine/run.ts";

describe("names of regions", () => {
  it("are unique: the compiled kernel finds its columns by them", () => {
    const seen = new Set<string>();
    const twice = engineMemory()
      .regions.map((region) => region.name)
      .filter((name) => seen.size === seen.add(name).size);
    expect(seen.size).toBeGreaterThan(500);
    expect(twice).toEqual([]);
  });
});
