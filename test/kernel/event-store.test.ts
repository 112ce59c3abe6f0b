// event stores and read models, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { STREAMS } from "../streams/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("event stores", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.entries(STREAMS))("%s: the same compiled", (_, design) => {
    expectAlike(design);
  });
});
