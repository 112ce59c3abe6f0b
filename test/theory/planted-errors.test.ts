// An engine that were a little wrong has to be found: here it is the reference that is wrong by what
// the engine would be.
import { describe, expect, it } from "vitest";
import { type CaseResult, checkCase } from "../../simulation/cli/theory/check-case.ts";
import { reportOf } from "../../simulation/cli/theory/report.ts";
import type { TheoryCase } from "../../simulation/cli/theory/theory-case.ts";

const CASES = 40;

/** M/M/1 at loads from 0.3 to 0.7: mean wait rho s / (1 - rho), by which it is scored. */
function suite(wrong: (waitMs: number) => number): CaseResult[] {
  return Array.from({ length: CASES }, (_, i) => {
    const load = 0.3 + (0.4 * i) / CASES;
    const theory: TheoryCase = {
      id: `case${i}`,
      family: "any",
      model: "M/M/1 FIFO",
      params: { lambda_rps: 100 * load, service_mean_ms: 10 },
      expected: { wait_mean_ms: wrong((10 * load) / (1 - load)) },
      tolerance_rule: { type: "statistical", z: 4, target_rel_se: 0.03, min_requests: 50_000 },
    };
    return checkCase(theory);
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("a suite of cases", () => {
  it("scores the right references around 0", () => {
    const scores = suite((waitMs) => waitMs).map(({ score }) => score ?? Number.NaN);
    expect(scores).toHaveLength(CASES);
    expect(Math.abs(meanOf(scores))).toBeLessThan(4 / Math.sqrt(CASES));
    expect(new Set(scores).size).toBe(CASES);
  }, 60_000);

  it("finds a bias that no single case can see", () => {
    const results = suite((waitMs) => waitMs * 0.975);
    const passed = results.filter(({ status }) => status === "pass");
    expect(passed.length).toBeGreaterThan(CASES * 0.9);
    expect(reportOf(results).zScores.pass).toBe(false);
  }, 60_000);
});
