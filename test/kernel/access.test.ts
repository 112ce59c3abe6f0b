// Who is let in, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { CROWDED } from "../access/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("access", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.entries(CROWDED))("%s: the same compiled", (_, design) => {
    expectAlike(design);
  });
});
