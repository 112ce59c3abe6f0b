// event stores, read models and schemas, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { SCHEMAS, STREAMS } from "../streams/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("event stores and schemas", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.entries({ ...STREAMS, ...SCHEMAS }))("%s: the same compiled", (_, design) => {
    expectAlike(design);
  });
});
