// An engine that were a little wrong has to be found: here it is the reference that is wrong by what
// the engine would be.
import { beforeAll, describe, expect, it } from "vitest";
import { type CaseResult, checkCase } from "../../simulation/cli/theory/check-case.ts";
import { judge } from "../../simulation/cli/theory/judge.ts";
import { reportOf } from "../../simulation/cli/theory/report.ts";

const CASES = 40;
const RULE = { type: "statistical", z: 4, target_rel_se: 0.03, min_requests: 50_000 };

/** M/M/1 at loads from 0.3 to 0.7: mean wait rho s / (1 - rho), by which it is scored. */
function checked(i: number): CaseResult {
  const load = 0.3 + (0.4 * i) / CASES;
  return checkCase({
    id: `case${i}`,
    family: "any",
    model: "M/M/1 FIFO",
    params: { lambda_rps: 100 * load, service_mean_ms: 10 },
    expected: { wait_mean_ms: (10 * load) / (1 - load) },
    tolerance_rule: RULE,
  });
}

/** The same runs, judged by a reference that is wrong by this factor. */
function misjudged(result: CaseResult, factor: number): CaseResult {
  const [metric] = result.metrics;
  const { name, reference, estimate, se } = metric!;
  const expected = { name, reference: factor * reference };
  const measured = { mean: estimate, se: se!, weight: 1, replications: result.replications };
  const wrong = judge(RULE, expected, measured, "mean");
  const status = wrong.pass ? "pass" : "fail";
  return { ...result, status, metrics: [wrong], score: wrong.score ?? null };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("a suite of cases", () => {
  let results: readonly CaseResult[] = [];

  beforeAll(() => {
    results = Array.from({ length: CASES }, (_, i) => checked(i));
  }, 300_000);

  it("scores the right references around 0", () => {
    const scores = results.map(({ score }) => score ?? Number.NaN);
    expect(scores).toHaveLength(CASES);
    expect(Math.abs(meanOf(scores))).toBeLessThan(4 / Math.sqrt(CASES));
    expect(new Set(scores).size).toBe(CASES);
    expect(reportOf(results).zScores.pass).toBe(true);
  });

  it.each([0.975, 1.025])("finds a bias that hardly a single case can see: %f", (factor) => {
    const wrong = results.map((result) => misjudged(result, factor));
    const passed = wrong.filter(({ status }) => status === "pass");
    expect(passed.length).toBeGreaterThan(CASES * 0.9);
    expect(reportOf(wrong).zScores.pass).toBe(false);
  });
});
