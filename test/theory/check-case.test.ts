import { describe, expect, it } from "vitest";
import { checkCase } from "../../simulation/cli/theory/check-case.ts";
import {
  CaseFileError,
  expectationsOf,
  parseCases,
  type TheoryCase,
} from "../../simulation/cli/theory/theory-case.ts";

/** Looser than the reference cases, so that it takes a moment only. */
const LOOSE = { type: "statistical", z: 4, target_rel_se: 0.1, min_requests: 4_000 };

function erlangC(change: Partial<TheoryCase>): TheoryCase {
  return {
    id: "any",
    family: "1-single-station",
    model: "M/M/2 FIFO (Erlang C)",
    params: { lambda_rps: 120, service_mean_ms: 10, service: "exp", servers: 2 },
    // Utilization 0.6: C = 0.45, waits 0.45 * 10 / (2 - 1.2) ms.
    expected: { utilization: 0.6, erlang_c_p_wait: 0.45, wait_mean_ms: 5.625 },
    tolerance_rule: LOOSE,
    ...change,
  };
}

describe("checkCase", () => {
  it("passes a model with parameters of its own, whatever its id", () => {
    const { status, metrics, why } = checkCase(erlangC({}));
    expect(why).toBe("");
    expect(status).toBe("pass");
    expect(metrics.map(({ name }) => name)).toEqual([
      "utilization",
      "erlang_c_p_wait",
      "wait_mean_ms",
    ]);
    for (const { se, z } of metrics) {
      expect(se).toBeGreaterThan(0);
      expect(Math.abs(z ?? Number.NaN)).toBeLessThan(4);
    }
  }, 60_000);

  it("fails a reference that is 40 % off", () => {
    const { status, metrics } = checkCase(
      erlangC({ expected: { utilization: 0.6 * 1.4 }, tolerance_rule: LOOSE }),
    );
    expect(status).toBe("fail");
    expect(metrics[0]?.why).toContain("standard errors off");
  });

  it("does not pass over a parameter that it does not know", () => {
    const params = { ...erlangC({}).params, reneging_rate: 3 };
    const { status, why } = checkCase(erlangC({ params }));
    expect(status).toBe("unsupported");
    expect(why).toContain("reneging_rate");
  });

  it("does not pass over an expected value that it cannot measure", () => {
    const expected = { utilization: 0.6, idle_period_mean_ms: 8.3 };
    const { status, why, metrics } = checkCase(erlangC({ expected }));
    expect(status).toBe("unsupported");
    expect(why).toContain("idle_period_mean_ms");
    expect(metrics).toHaveLength(1);
  });

  it("says why a model is not supported", () => {
    const { status, why } = checkCase(erlangC({ model: "M/M/2 preemptive LIFO" }));
    expect(status).toBe("unsupported");
    expect(why).toContain("preemptive last-in-first-out");
  });
});

describe("a file of cases", () => {
  it("leaves out what is for context and names nested values", () => {
    const expected = {
      utilization: { n1: 0.5 },
      delays_ms: [1, 2],
      fifo_wait_mean_ms: 3,
      approx_wait: 4,
      central_lower_bound_ms: 5,
    };
    expect(expectationsOf(erlangC({ expected })).map(({ name }) => name)).toEqual([
      "utilization.n1",
      "delays_ms.0",
      "delays_ms.1",
    ]);
  });

  it.each([
    ["no JSON", "{", "not JSON"],
    ["no list", "3", "neither a list"],
    ["a case without a model", '[{"id": "a", "family": "b"}]', '"model"'],
  ])("is refused with a sentence: %s", (_, text, said) => {
    expect(() => parseCases(text)).toThrow(CaseFileError);
    expect(() => parseCases(text)).toThrow(said);
  });
});
