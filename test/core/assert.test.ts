import { expect, it } from "vitest";
import { AssertionError, assert } from "../../simulation/core/assert.ts";

it("says nothing while the condition holds", () => {
  expect(() => assert(true, "time went backwards")).not.toThrow();
});

it("names what failed and where", () => {
  const failing = () => assert(false, "time went backwards", { timeMs: 12.5, seed: 7 });
  expect(failing).toThrow(AssertionError);
  expect(failing).toThrow("time went backwards (timeMs = 12.5, seed = 7)");
  expect(() => assert(false, "empty heap")).toThrow(/^empty heap$/);
});
