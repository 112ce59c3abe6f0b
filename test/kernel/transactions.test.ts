// transactions and sagas, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { PLACES, TRANSACTIONS } from "../transactions/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("transactions and sagas", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.entries({ ...TRANSACTIONS, ...PLACES }))("%s: the same compiled", (_, design) => {
    expectAlike(design);
  });
});
