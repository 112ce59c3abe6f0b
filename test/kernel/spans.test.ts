// Spans, exporters and collectors, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { TRACED_DESIGNS } from "../tracing/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("spans", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.entries(TRACED_DESIGNS))("%s: the same compiled", (_, design) => {
    expectAlike(design);
  });
});
