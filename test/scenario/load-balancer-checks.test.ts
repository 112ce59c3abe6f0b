// What a load balancer can do at its layer, where versions can be exchanged, and what the file is told.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { EdgeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";

function drawn(balancer: object, behind: EdgeDocument = {}, more: object = {}): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "x",
    run: {},
    nodes: {
      users: { kind: "client" },
      lb: { kind: "load-balancer", ...balancer },
      a: { kind: "service", ...more },
      b: { kind: "service" },
    },
    edges: { "users->lb": { pool: {} }, "lb->a": behind },
  };
}

function problemsOf(document: unknown): string[] {
  return checkDocument(document).problems.map(({ severity, path }) => `${severity} ${path}`);
}

describe("a load balancer at any layer", () => {
  it("takes no keys: who executes keeps the record, and what is repeated would take effect twice", () => {
    const into = (edge: object) =>
      problemsOf({ ...drawn({}), edges: { "users->lb": edge, "lb->a": {} } });
    expect(into({ idempotencyKey: true, retry: {} })).toContain(
      "error edges.users->lb.idempotencyKey",
    );
    const reliable = { protocol: "soap", soap: { reliable: true } };
    expect(into(reliable)).toContain("error edges.users->lb.soap.reliable");
    expect(problemsOf(drawn({}, { ...reliable }))).toEqual([]);
  });

  it("resolves no query, which is said of what it does not act on", () => {
    const query = { depth: 3, selectedRatio: 0.5 };
    const edges = { "users->lb": { protocol: "graphql", payload: {}, query }, "lb->a": {} };
    expect(problemsOf({ ...drawn({}), edges })).toEqual(["warning edges.users->lb.query.depth"]);
  });
});

describe("a load balancer at layer 4", () => {
  const bytes = { layer: "l4" };

  it.each([
    ["retry", {}],
    ["hedge", { delayMs: 5 }],
    ["breaker", {}],
    ["timeoutMs", 100],
    ["outlier", {}],
    ["pool", {}],
  ])("knows no requests: no %s", (name, value) => {
    expect(problemsOf(drawn(bytes, { [name]: value }))).toContain(`error edges.lb->a.${name}`);
    expect(problemsOf(drawn({}, { [name]: value }))).not.toContain(`error edges.lb->a.${name}`);
  });

  it("reads neither keys nor cookies", () => {
    const hashed = problemsOf(drawn(bytes, { balancing: "ringHash" }));
    expect(hashed).toContain("error edges.lb->a.balancing");
    expect(problemsOf(drawn({ ...bytes, sticky: {} }))).toContain("error nodes.lb.sticky");
    expect(problemsOf(drawn({ sticky: {} }))).toEqual([]);
  });

  it("has one target, while drawing and in the file", () => {
    expect(whyNotConnect(drawn(bytes), "lb", "b")).toMatch(/one target/);
    expect(whyNotConnect(drawn({}), "lb", "b")).toBeNull();
    const document = drawn(bytes);
    const two = { ...document, edges: { ...document.edges, "lb->b": {} } };
    expect(problemsOf(two)).toContain("error edges.lb->b");
  });

  it("is told where connections are not kept, so that it has none to balance", () => {
    const document = drawn(bytes);
    const loose = { ...document, edges: { "users->lb": {}, "lb->a": {} } };
    expect(problemsOf(loose)).toEqual(["warning edges.users->lb"]);
    expect(problemsOf(document)).toEqual([]);
  });
});

describe("sticky sessions", () => {
  it("leave no room for hedges, and mean nothing where instances share a queue", () => {
    const hedged = problemsOf(drawn({ sticky: {} }, { hedge: { delayMs: 5 } }));
    expect(hedged).toContain("error edges.lb->a.hedge");
    const shared = problemsOf(drawn({ sticky: {} }, {}, { queueScope: "node" }));
    expect(shared).toEqual(["warning nodes.lb.sticky"]);
  });
});

describe("a rolling deploy", () => {
  const deploy = (target: string) => ({ f: { kind: "rolling-deploy", target, atS: 1 } });

  it("needs a node that says how versions are exchanged, and is of all its instances", () => {
    const plain = { ...drawn({}), faults: deploy("a") };
    expect(problemsOf(plain)).toEqual(["error faults.f.target"]);
    const ready = drawn({}, {}, { rollout: {}, replicas: 2 });
    expect(problemsOf({ ...ready, faults: deploy("a") })).toEqual([]);
    expect(problemsOf({ ...ready, faults: deploy("a[0]") })).toEqual(["error faults.f.target"]);
  });

  it("is of a process, not of what lives in it", () => {
    const ready = drawn({}, {}, { rollout: {} });
    const edges = { ...ready.edges, "b->a": { protocol: "in-process" } };
    expect(problemsOf({ ...ready, edges })).toContain("error nodes.a.rollout");
    const inside = { ...ready.edges, "a->b": { protocol: "in-process" } };
    expect(problemsOf({ ...ready, edges: inside })).toEqual([]);
  });
});
