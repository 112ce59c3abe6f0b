// All two hundred hard cases: what is blamed most is what was injected in at least 95 % of those in which
// users were hurt, and so is the start of the cascade.
import { expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { HURT, hardCase, isBlamed, isTold, judgeHard } from "../support/hard-cascades.ts";
import { resolved } from "../support/simulate.ts";

const CASES = 200;
const RIGHT = 0.95;

it("names the injected fault in 95 of 100 cases in which users were hurt", {
  timeout: 3_600_000,
}, () => {
  const verdicts = Array.from({ length: CASES }, (_, at) => judgeHard(at + 1));
  const mild = verdicts.filter(({ failed }) => failed < 0.5);
  expect(mild.length).toBeGreaterThanOrEqual(CASES / 2);
  const hurt = verdicts.filter((verdict) => verdict.hurt >= HURT);
  expect(hurt.length).toBeGreaterThanOrEqual(CASES / 2);
  const wrong = hurt
    .filter((verdict) => !isBlamed(verdict))
    .map(({ seed, byBlame }) => [seed, byBlame]);
  const untold = hurt
    .filter((verdict) => !isTold(verdict))
    .map(({ seed, byCascade }) => [seed, byCascade]);
  expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual((1 - RIGHT) * hurt.length);
  expect(untold.length, JSON.stringify(untold)).toBeLessThanOrEqual((1 - RIGHT) * hurt.length);
});

it("names it as often beside a fault that does nothing", { timeout: 3_600_000 }, () => {
  const verdicts = Array.from({ length: CASES }, (_, at) => judgeHard(at + 1, true));
  const hurt = verdicts.filter((verdict) => verdict.hurt >= HURT);
  expect(hurt.length).toBeGreaterThanOrEqual(CASES / 2);
  expect(hurt.filter(isBlamed).length).toBeGreaterThanOrEqual(RIGHT * hurt.length);
  expect(hurt.filter(isTold).length).toBeGreaterThanOrEqual(RIGHT * hurt.length);
});

it("blames nobody in any of them without its fault", { timeout: 3_600_000 }, () => {
  for (let seed = 1; seed <= CASES; seed++) {
    const { faults: _, ...calm } = hardCase(seed).document;
    const { cascade, blame = [] } = runScenario(resolved(calm), {}, engine);
    expect(cascade, `seed ${seed}`).toEqual([]);
    expect(
      blame.filter(({ cause }) => cause !== "baseline"),
      `seed ${seed}`,
    ).toEqual([]);
  }
});
