// transactions and sagas, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { TRANSACTIONS } from "../transactions/designs.ts";
import { compiledAlike } from "./same-compiled.ts";

describe("transactions and sagas", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(TRANSACTIONS))("%s: the same compiled", (name) => {
    expectAlike(TRANSACTIONS[name] as ScenarioDocument);
  });
});
