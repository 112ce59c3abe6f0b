// What protocols can carry, and what the file is told where they cannot.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import { objectsIn, wireCostsOf } from "../../simulation/scenario/wire-costs.ts";

/** Severity and path of the problems of an edge from a service to another. */
function problemsOf(edge: object, faults: object = {}): string[] {
  const { problems } = checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "x",
    run: {},
    nodes: { users: { kind: "client" }, a: { kind: "service" }, b: { kind: "service" } },
    edges: { "users->a": {}, "a->b": edge },
    faults,
  });
  return problems.map(({ severity, path }) => `${severity} ${path.replace("edges.a->b.", "")}`);
}

describe("an edge", () => {
  it.each([
    ["a payload where no message is written", { protocol: "in-process", payload: {} }, "payload"],
    ["loss within a process", { protocol: "in-process", lossRatio: 0.1 }, "lossRatio"],
    ["SOAP as JSON", { protocol: "soap", payload: { encoding: "json" } }, "payload.encoding"],
    ["GraphQL as XML", { protocol: "graphql", payload: { encoding: "xml" } }, "payload.encoding"],
    ["gRPC over HTTP/1.1", { protocol: "grpc", pool: { http: "1.1" } }, "pool.http"],
    [
      "reliable messaging beside retries",
      { protocol: "soap", soap: { reliable: true }, retry: {} },
      "retry",
    ],
    [
      "reliable messaging beside a key",
      { protocol: "soap", soap: { reliable: true }, idempotencyKey: true },
      "idempotencyKey",
    ],
    ["a WebSocket from a service", { protocol: "websocket" }, "protocol"],
  ])("refuses %s", (_, edge, path) => {
    expect(problemsOf(edge)).toContain(`error ${path}`);
  });

  it.each([
    ["bandwidth without a payload", { bandwidthMbps: 10 }, "bandwidthMbps"],
    ["a query over REST", { query: { depth: 3 } }, "query"],
    ["signatures over REST", { soap: { security: "signed" } }, "soap"],
    ["held connections over REST", { reconnect: { jitter: 0 } }, "reconnect"],
    [
      "fields of no payload",
      { protocol: "graphql", query: { selectedRatio: 0.5 } },
      "query.selectedRatio",
    ],
    [
      "a query that is always refused",
      { protocol: "graphql", query: { depth: 5, maxDepth: 4 } },
      "query.maxDepth",
    ],
    ["the cost of no signature", { protocol: "soap", soap: { signMs: 1 } }, "soap.signMs"],
    ["a pause before nothing", { protocol: "soap", soap: { resendMs: 5 } }, "soap.resendMs"],
  ])("warns of %s", (_, edge, path) => {
    expect(problemsOf(edge)).toContain(`warning ${path}`);
  });

  it("is sound as each of them is meant", () => {
    for (const edge of [
      { protocol: "rest", payload: { encoding: "protobuf" }, bandwidthMbps: 10 },
      { protocol: "graphql", payload: {}, query: { selectedRatio: 0.2, depth: 3, maxDepth: 4 } },
      { protocol: "soap", payload: {}, soap: { security: "signed", signMs: 1, reliable: true } },
      { protocol: "grpc", pool: {}, payload: {} },
    ]) {
      expect(problemsOf(edge)).toEqual([]);
    }
  });

  it("bears a changed contract or not, by its protocol", () => {
    const broken = (protocol: string, change: string) =>
      problemsOf({ protocol }, { f: { kind: "contract-break", target: "a->b", change } });
    expect(broken("rest", "added")).toEqual(["warning faults.f.target"]);
    expect(broken("grpc", "removed")).toEqual(["warning faults.f.target"]);
    expect(broken("soap", "added")).toEqual([]);
  });

  it("into a hub is a WebSocket of a client, and anything else of a service", () => {
    const nodes = {
      users: { kind: "client" },
      api: { kind: "service" },
      hub: { kind: "websocket-hub" },
    };
    const document = {
      format: 1,
      catalog: "2026-11",
      name: "x",
      run: {},
      nodes,
      edges: {},
    } as const;
    expect(whyNotConnect(document, "users", "hub")).toBeNull();
    expect(whyNotConnect(document, "api", "hub")).toBeNull();
    expect(whyNotConnect(document, "hub", "users")).not.toBeNull();
  });
});

describe("what a call weighs", () => {
  it("is nothing where nothing is said", () => {
    expect(Object.values(wireCostsOf("rest", {})).every((cost) => !cost)).toBe(true);
  });

  it("counts the objects of a query by its levels", () => {
    expect(objectsIn({ depth: 3, listSize: 10 })).toBe(1110);
    expect(objectsIn({ depth: 4, listSize: 1 })).toBe(4);
  });
});
