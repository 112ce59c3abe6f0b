// What a broken file is told: where, what was found, what is allowed.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { migrateFile } from "../../simulation/scenario/migrations.ts";
import { nearestNames } from "../../simulation/scenario/nearest-names.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { ProblemList } from "../../simulation/scenario/problem-list.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { exampleValue, smallValue } from "./example.ts";

function problemsOf(value: unknown) {
  return checkDocument(value).problems;
}

function at(value: unknown, path: string) {
  const found = problemsOf(value).find((problem) => problem.path === path);
  expect(problemsOf(value).map((problem) => problem.path)).toContain(path);
  return found;
}

describe("problems", () => {
  it("are all reported at once, errors before warnings, in order of path", () => {
    const value = smallValue();
    value.nodes.api = { kind: "service", replicas: 0, errorRate: 2, color: "red" };
    value.edges["users->api"] = { protocol: "sql", timeoutMs: "2s" };
    value.run.durationS = -1;
    expect(problemsOf(value).map((problem) => problem.path)).toEqual([
      "edges.users->api.protocol",
      "edges.users->api.timeoutMs",
      "nodes.api.color",
      "nodes.api.errorRate",
      "nodes.api.replicas",
      "run.durationS",
    ]);
  });

  it("say what was found and what is allowed", () => {
    const value = smallValue();
    value.nodes.api.replicas = 1.5;
    expect(at(value, "nodes.api.replicas")).toMatchObject({
      found: "1.5",
      allowed: "a whole number",
    });
    value.nodes.api.replicas = 0;
    expect(at(value, "nodes.api.replicas")).toMatchObject({ found: "0", allowed: "at least 1" });
    value.edges["users->api"].protocol = "smtp";
    expect(at(value, "edges.users->api.protocol")?.allowed).toBe(
      '"rest", "grpc", "graphql" or "soap"',
    );
  });

  it("stop at 200 and say how many more there are", () => {
    const value = smallValue();
    for (let index = 0; index < 300; index++) value.nodes.api[`x${index}`] = 1;
    const problems = problemsOf(value);
    expect(problems).toHaveLength(201);
    expect(problems[200]?.message).toBe("and 100 more problems");
  });

  it("name the line where the text is no JSON", () => {
    const result = parseScenario('{\n  "format": 1,\n  oops\n}');
    expect(result.problems[0]).toMatchObject({ code: "syntax", path: "" });
    expect(result.problems[0]?.message).toContain("line 3");
  });

  it("name a key that occurs twice, which would silently lose the first", () => {
    const text = JSON.stringify(smallValue()).replace(
      '"api":{',
      '"api":{"kind":"service","replicas":9},"api":{',
    );
    expect(parseScenario(text).problems[0]).toMatchObject({
      code: "duplicate-key",
      path: "nodes.api",
    });
  });

  it("hand out no document with an error, and a good one with its warnings", () => {
    expect("document" in checkDocument({ ...smallValue(), x: 1 })).toBe(false);
    const value = smallValue();
    value.nodes.users.closed = { users: 5 };
    value.nodes.users.ratePerS = 10;
    const result = checkDocument(value);
    expect(result.ok).toBe(true);
    expect(result.problems).toMatchObject([{ severity: "warning", path: "nodes.users.ratePerS" }]);
  });

  it("hold for a resolve of a broken document too", () => {
    const value = smallValue();
    value.nodes.api.replicas = -1;
    expect(resolveScenario(value).ok).toBe(false);
  });
});

describe("references", () => {
  it("refuse connections that the kinds do not allow", () => {
    const value = smallValue();
    value.edges["db->api"] = {};
    value.edges["api->users"] = {};
    expect(at(value, "edges.db->api")?.message).toBe("Database nodes call nobody");
    expect(at(value, "edges.api->users")?.message).toBe("Client nodes are called by nobody");
  });

  it("refuse consumer parameters on calls, and calls on deliveries", () => {
    const value = exampleValue();
    value.edges["gateway->orders"].concurrency = 5;
    value.edges["gateway->orders"].prefetch = 5;
    value.edges["order-mail->email"].calls = [{}];
    value.edges["order-events->analytics"].prefetch = 5;
    const paths = problemsOf(value).map((problem) => problem.path);
    expect(paths).toEqual([
      "edges.gateway->orders.concurrency",
      "edges.gateway->orders.prefetch",
      "edges.order-events->analytics.prefetch",
      "edges.order-mail->email.calls",
    ]);
  });

  it("refuse the shorthand beside calls", () => {
    const value = exampleValue();
    value.edges["orders->payment"].stage = 2;
    expect(at(value, "edges.orders->payment")?.code).toBe("both-forms");
  });

  it("refuse two calls of one id, and a choice that spans stages", () => {
    const value = smallValue();
    value.edges["api->db"].calls = [
      { id: "a", choice: "g" },
      { id: "a", choice: "g", stage: 2 },
    ];
    expect(at(value, "edges.api->db.calls.1.id")?.code).toBe("duplicate");
    expect(at(value, "edges.api->db.calls.1.choice")?.code).toBe("choice");
  });

  it("warn of operations that never arrive, with the nearest", () => {
    const value = exampleValue();
    value.edges["orders->payment"].calls[0].when = ["chekout"];
    value.nodes.orders.operations.chekout = {};
    const problem = at(value, "edges.orders->payment.calls.0.when");
    expect(problem).toMatchObject({ severity: "warning", fix: "Did you mean checkout?" });
    expect(at(value, "nodes.orders.operations.chekout")?.severity).toBe("warning");
  });

  it("refuse a stage that requires more successes than it has calls", () => {
    const value = smallValue();
    value.nodes.api.requires = { "1": 2 };
    expect(at(value, "nodes.api.requires.1")?.allowed).toBe("at most 1");
    value.nodes.api.requires = { "1": "any", "3": "all" };
    expect(at(value, "nodes.api.requires.3")?.severity).toBe("warning");
  });

  it.each([
    "nobody",
    "api[1]",
    "api[random:2]",
    "users",
    "users->nobody",
    "users->api",
    "api[x]",
    "empty",
  ])("refuse the fault target %s", (target) => {
    const value = smallValue();
    value.groups = { empty: { kind: "zone" } };
    value.faults = { f: { kind: "slow", target } };
    expect(at(value, "faults.f.target")?.code).toBe("unknown-target");
  });

  it("refuse a ramp on a crash", () => {
    const value = smallValue();
    value.faults = { f: { kind: "crash", target: "api", rampS: 5 } };
    expect(at(value, "faults.f.rampS")?.code).toBe("unknown-field");
  });

  it("refuse SLOs on nothing and in no grammar", () => {
    const value = smallValue();
    value.slos = {
      a: { expr: "p99(checkuot) < 5s" },
      b: { expr: "p99 < fast" },
      c: { expr: "p99(edge:users:api) < 5s" },
      d: { expr: "lag(node:db) < 5s" },
      e: { expr: "p98 < 5s" },
    };
    expect(problemsOf(value).map((problem) => problem.path)).toEqual([
      "slos.a.expr",
      "slos.b.expr",
      "slos.e.expr",
    ]);
  });

  it("refuse recorded changes of what cannot change in a run", () => {
    const value = smallValue();
    value.changes = {
      c1: { atMs: 5, set: { "nodes.users.ratePerS": 50 } },
      c2: { atMs: 6, set: { "nodes.api.queueScope": "node" } },
    };
    expect(problemsOf(value).map((problem) => problem.path)).toEqual([
      "changes.c2.set.nodes.api.queueScope",
    ]);
  });

  it("warn of different instances for calls that are not made at once", () => {
    const found = (call: object): readonly unknown[] => {
      const value = smallValue();
      value.edges["api->db"] = { ...call, distinct: true };
      return problemsOf(value).map(({ code, path }) => [code, path]);
    };
    const unused = [["unused", "edges.api->db.distinct"]];
    expect(found({})).toEqual(unused);
    expect(found({ count: 2 })).toEqual(unused);
    expect(found({ count: "all", parallel: true })).toEqual(unused);
    expect(found({ count: 2, parallel: true })).toEqual([]);
  });

  it("warn when nothing sends requests", () => {
    const value = smallValue();
    value.nodes = {};
    value.edges = {};
    expect(problemsOf(value)).toMatchObject([{ code: "no-load", severity: "warning" }]);
  });
});

describe("migrations", () => {
  const steps = [
    { from: 1, migrate: (file: object) => ({ ...file, second: true }) },
    { from: 2, migrate: (file: object) => ({ ...file, third: true }) },
  ];

  it("leave the present format as it is", () => {
    const value = smallValue();
    expect(migrateFile(value, new ProblemList())).toBe(value);
  });

  it("carry an older file forward step by step", () => {
    const migrated = migrateFile({ format: 1 }, new ProblemList(), steps, 3);
    expect(migrated).toEqual({ format: 3, second: true, third: true });
  });

  it("refuse a newer file and one whose step is gone", () => {
    const problems = new ProblemList();
    expect(migrateFile({ format: 4 }, problems, steps, 3)).toBeNull();
    expect(migrateFile({ format: 1 }, problems, steps.slice(1), 3)).toBeNull();
    expect(problems.list().map((problem) => problem.message)).toEqual([
      "format 1 can no longer be read",
      "was made by a newer version of Brownout",
    ]);
  });

  it.each([[null], [[]], ["x"], [3]])("refuse %j as a file", (value) => {
    expect(checkDocument(value).ok).toBe(false);
  });
});

describe("nearest names", () => {
  it("finds misspellings and parts, and nothing where nothing is near", () => {
    expect(nearestNames("replcias", ["replicas", "ratePerS"])).toEqual(["replicas"]);
    expect(nearestNames("timeout", ["timeoutMs", "errorTime"])).toEqual(["timeoutMs"]);
    expect(nearestNames("xyz", ["replicas", "ratePerS"])).toEqual([]);
  });
});
