// Models that stand in no other file of this repository: a mapping is by model and parameters, so
// each must reproduce its textbook value. Looser than the reference cases, for they are many.
import { describe, expect, it } from "vitest";
import { checkCase } from "../../simulation/cli/theory/check-case.ts";
import type { TheoryCase, Value } from "../../simulation/cli/theory/theory-case.ts";
import variants from "../reference/variants.json" with { type: "json" };

interface Variant {
  readonly model: string;
  readonly params: Record<string, Value>;
  readonly expected: Record<string, Value>;
  readonly formula: string;
  /** Runs or looks, where the number present at instants is sampled. */
  readonly sampled?: number;
  /** Relative, where the reference is a limit that finitely many servers only approach. */
  readonly bias_allowance?: number;
}

function caseOf({ model, params, expected, sampled, bias_allowance = 0 }: Variant): TheoryCase {
  const rule =
    sampled === undefined
      ? { type: "statistical", z: 4, target_rel_se: 0.03, min_requests: 100_000, bias_allowance }
      : { type: "binomial", z: 4, min_requests: sampled };
  return { id: "any", family: "any", model, params, expected, tolerance_rule: rule };
}

describe("a model that is mapped by its words and parameters", () => {
  it.each(variants as unknown as Variant[])("$model", (variant) => {
    const { status, why, metrics } = checkCase(caseOf(variant));
    expect({ status, why }).toEqual({ status: "pass", why: "" });
    expect(metrics.length).toBeGreaterThanOrEqual(Object.keys(variant.expected).length);
  });
});
