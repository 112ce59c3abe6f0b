// Patterns over brokers, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { PATTERNS } from "../patterns/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("patterns over brokers", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(PATTERNS))("%s: the same compiled", (name) => {
    expectAlike(PATTERNS[name] as ScenarioDocument);
  });
});
