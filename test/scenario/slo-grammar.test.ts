import { describe, expect, it } from "vitest";
import { isSloProblem, parseSlo, SLO_MEASURES } from "../../simulation/scenario/slo-grammar.ts";

describe("decision 71: the grammar of SLOs", () => {
  it.each([
    ["p99(checkout) < 300ms", "p99", "checkout", "<", 300],
    ["p50 <= 1.5s", "p50", "all", "<=", 1500],
    ["availability(checkout) > 99.5%", "availability", "checkout", ">", 0.995],
    ["errorRate<0.01", "errorRate", "all", "<", 0.01],
    ["goodput ( node:orders ) >= 200/s", "goodput", "node:orders", ">=", 200],
    ["lag(email) < 30s", "lag", "email", "<", 30_000],
    ["backlog(edge:mail->email) < 1000", "backlog", "edge:mail->email", "<", 1000],
    ["recovery < 2min", "recovery", "all", "<", 120_000],
  ])("reads %s", (expr, measure, target, op, value) => {
    expect(parseSlo(expr)).toEqual({ measure, target, op, value });
  });

  it.each([
    "",
    "p99",
    "p99 < ",
    "p99(checkout < 5s",
    "p98 < 5s",
    "p99 < 5",
    "p99 < 5%",
    "availability > 5s",
    "throughput > 5ms",
    "p99 = 5s",
    "p99 < 5s and more",
  ])("refuses %j", (expr) => {
    expect(isSloProblem(parseSlo(expr))).toBe(true);
  });

  it("says which measures there are, and which was meant", () => {
    const problem = parseSlo("availabilty > 99%");
    expect(problem).toMatchObject({ fix: "Did you mean availability?" });
    expect(SLO_MEASURES).toHaveLength(18);
  });
});
