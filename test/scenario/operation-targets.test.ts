// Objectives about one operation of a node: names that exist and names that do not.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";

function withSlo(expr: string): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "targets",
    run: {},
    nodes: {
      users: { kind: "client", requests: { buy: {}, look: {} } },
      api: { kind: "service", operations: { report: { serviceTime: 3 } } },
      db: { kind: "database" },
      mq: { kind: "rabbitmq" },
      mailer: { kind: "service" },
    },
    edges: {
      "users->api": {},
      "api->db": { calls: [{ id: "q", operation: "query" }] },
      "api->mq": {},
      "mq->mailer": {},
    },
    slos: { s: { expr } },
  };
}

function errorsIn(expr: string): readonly Problem[] {
  return checkDocument(withSlo(expr)).problems.filter(({ severity }) => severity === "error");
}

describe("an objective on node/operation", () => {
  it.each([
    "api/buy",
    "node:api/look",
    "api/report",
    "db/query",
    "mailer/buy",
    "mq/buy",
    "mq/mailer",
  ])("may name %s", (target) => {
    expect(errorsIn(`p99(${target}) < 20ms`)).toEqual([]);
  });

  it("names what is there where the operation is unknown", () => {
    const problems = errorsIn("p99(api/bui) < 20ms");
    expect(problems).toMatchObject([
      { code: "unknown-operation", path: "slos.s.expr", found: '"bui"', severity: "error" },
    ]);
    expect(problems[0]?.allowed).toContain("buy");
    expect(problems[0]?.fix).toContain("buy");
  });

  it("may not ask for what is measured of whole nodes only", () => {
    expect(errorsIn("utilization(api/buy) < 90%")).toMatchObject([
      { code: "slo", path: "slos.s.expr", found: "utilization" },
    ]);
  });

  it.each(["nobody/buy", "users/buy", "/buy"])("may not name %s", (target) => {
    const problems = errorsIn(`p99(${target}) < 20ms`);
    expect(problems).toMatchObject([{ code: "unknown-target", path: "slos.s.expr" }]);
  });
});
