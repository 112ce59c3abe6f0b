// Combinations of credentials, checks and providers that cannot be meant, that do nothing, or that leave an
// edge unprotected.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";

const TLS = { handshake: "tls13" };
const BASE: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "checks",
  run: {},
  nodes: {
    users: { kind: "client" },
    gate: { kind: "api-gateway", authentication: {} },
    orders: { kind: "service" },
    db: { kind: "database" },
    idp: { kind: "identity-provider" },
  },
  edges: {
    "users->gate": { credential: "key", pool: TLS },
    "gate->orders": {},
    "gate->idp": {},
    "orders->db": {},
  },
};

/** Severity, code and path of everything found with some paths set. */
function found(set: Readonly<Record<string, Json>>): string[] {
  const result = applySet(BASE, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return checkDocument(result.document).problems.map(
    ({ severity, code, path }) => `${severity} ${code} ${path}`,
  );
}

const TOKEN = { "edges.gate->orders.credential": "token", "nodes.orders.authentication": {} };

describe("access", () => {
  it("is sound as drawn", () => {
    expect(found({})).toEqual([]);
    expect(found(TOKEN)).toEqual([]);
    expect(found({ "nodes.gate.authentication.check": "introspection" })).toEqual([]);
  });

  it.each<[string, Record<string, Json>, string]>([
    [
      "somebody to ask",
      { "nodes.gate.authentication": { check: "introspection" }, "edges.gate->idp": null },
      "error no-provider nodes.gate.authentication.check",
    ],
    [
      "somebody to fetch a token from",
      { ...TOKEN, "edges.gate->idp": null },
      "error no-provider edges.gate->orders.credential",
    ],
    [
      "one provider",
      { "nodes.other": { kind: "identity-provider" }, "edges.gate->other": {} },
      "error conflict edges.gate->other",
    ],
    [
      "no calls of its own to the provider",
      { "edges.gate->idp.calls": [{ id: "a" }] },
      "error conflict edges.gate->idp.calls",
    ],
    [
      "an answer of the provider",
      { "edges.gate->idp.oneWay": true },
      "error conflict edges.gate->idp.oneWay",
    ],
    [
      "a secret of its own at the provider",
      { "edges.gate->idp": { credential: "key" } },
      "error unknown-field edges.gate->idp.credential",
    ],
    [
      "tokens that live longer than their early end",
      { ...TOKEN, "edges.gate->idp.tokens": { earlyMs: 300_000 } },
      "error out-of-range edges.gate->idp.tokens.earlyMs",
    ],
    ["requests one by one", { "nodes.gate.bulk": { max: 3 } }, "error conflict nodes.gate.bulk"],
    [
      "a handshake with TLS for the work of TLS",
      { "edges.users->gate.pool": { handshake: "tcp", tls: {} } },
      "error conflict edges.users->gate.pool.tls",
    ],
  ])("needs %s", (_, set, problem) => {
    expect(found(set)).toContain(problem);
  });

  it.each<[string, Record<string, Json>, string]>([
    [
      "keys in an introspection",
      { "nodes.gate.authentication": { check: "introspection", keysMs: 5 } },
      "warning unused nodes.gate.authentication.keysMs",
    ],
    [
      "kept answers of a local check",
      { "nodes.gate.authentication.cacheMs": 5 },
      "warning unused nodes.gate.authentication.cacheMs",
    ],
    [
      "a count of tokens without kept answers",
      { "nodes.gate.authentication": { check: "introspection", tokenCount: 5 } },
      "warning unused nodes.gate.authentication.tokenCount",
    ],
    [
      "a credential for a database",
      { "edges.orders->db.credential": "key" },
      "warning unused edges.orders->db.credential",
    ],
    [
      "the keeping of tokens that nobody shows",
      { "edges.gate->idp.tokens": {} },
      "warning unused edges.gate->idp.tokens",
    ],
    [
      "early fetches of tokens that are not kept",
      { ...TOKEN, "edges.gate->idp.tokens": { keep: false, earlyMs: 5 } },
      "warning unused edges.gate->idp.tokens.earlyMs",
    ],
    [
      "encryption of bytes that nobody counts",
      { "edges.users->gate.pool": { ...TLS, tls: { cipherUs: 2 } } },
      "warning unused edges.users->gate.pool.tls.cipherUs",
    ],
  ])("has no use for %s", (_, set, problem) => {
    expect(found(set)).toContain(problem);
  });

  it("warns where everything is refused, or all that comes by message", () => {
    expect(found({ "edges.users->gate.credential": null })).toContain(
      "warning never edges.users->gate.credential",
    );
    const consumer = {
      "nodes.mq": { kind: "rabbitmq" },
      "nodes.worker": { kind: "service" },
      "edges.orders->mq": {},
      "edges.mq->worker": {},
      "edges.worker->gate": {},
    };
    expect(found(consumer)).toContain("warning risk edges.worker->gate.credential");
    expect(found({ ...consumer, "edges.worker->gate": { credential: "key" } })).toEqual([]);
  });

  it("is not asked for by kinds that cannot be called so", () => {
    expect(whyNotConnect(BASE, "users", "idp")).toBeNull();
    expect(whyNotConnect(BASE, "idp", "db")).toBeNull();
    const mq = { ...BASE, nodes: { ...BASE.nodes, mq: { kind: "rabbitmq" } } };
    expect(whyNotConnect(mq, "mq", "idp")).toMatch(/do not/);
    expect(whyNotConnect(mq, "idp", "mq")).toMatch(/do not publish/);
  });
});

describe("the list of unprotected edges", () => {
  const listed = (set: Readonly<Record<string, Json>>) => {
    const result = applySet(BASE, set);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return checkDocument(result.document)
      .problems.filter(({ code }) => code === "unprotected")
      .map(({ path, message, allowed }) => [path, message, allowed]);
  };

  it("says what is missing on each way in, and what would mend it", () => {
    expect(listed({})).toEqual([]);
    expect(listed({ "edges.users->gate.pool": null })).toEqual([
      [
        "edges.users->gate",
        "unprotected: comes from outside without encryption",
        'a pool with the handshake "tls13"',
      ],
    ]);
    expect(listed({ "edges.users->orders": {} })).toEqual([
      [
        "edges.users->orders",
        "unprotected: comes from outside without authentication or encryption",
        'authentication at the callee, a pool with the handshake "tls13"',
      ],
    ]);
  });

  it("follows what comes from outside through what only passes it on", () => {
    const balanced = {
      "nodes.lb": { kind: "load-balancer" },
      "edges.users->lb": { credential: "key", pool: TLS },
    };
    expect(listed({ ...balanced, "edges.lb->gate": { pool: TLS } })).toEqual([]);
    expect(listed({ ...balanced, "edges.lb->orders": { pool: TLS } })).toEqual([
      [
        "edges.lb->orders",
        "unprotected: comes from outside without authentication",
        "authentication at the callee",
      ],
    ]);
  });

  it("wants what goes to a third party encrypted", () => {
    const third = { "nodes.bank": { kind: "external-api" } };
    expect(listed({ ...third, "edges.orders->bank": { pool: TLS } })).toEqual([]);
    expect(listed({ ...third, "edges.orders->bank": {} })).toEqual([
      [
        "edges.orders->bank",
        "unprotected: goes to a third party without encryption",
        'a pool with the handshake "tls13"',
      ],
    ]);
  });

  it("takes mutual TLS for both", () => {
    const mutual = { ...TLS, tls: { mutual: true } };
    expect(listed({ "edges.users->orders": { pool: mutual } })).toEqual([]);
    expect(listed({ "edges.users->orders": { pool: { ...TLS, tls: {} } } })).toHaveLength(1);
  });

  it("looks at what comes into a mesh and what leaves it, not at what stays there", () => {
    const meshed: Record<string, Json> = {
      "groups.m": { kind: "mesh" },
      "nodes.gate.in": "m",
      "nodes.orders.in": "m",
    };
    expect(listed(meshed)).toEqual([]);
    const { "nodes.orders.in": _, ...half } = meshed;
    expect(listed(half).map(([path]) => path)).toEqual(["edges.gate->orders"]);
  });

  it("asks nothing of a design that says nothing of security", () => {
    const silent = {
      "nodes.gate.authentication": null,
      "edges.users->gate": {},
      "edges.gate->idp": null,
      "nodes.idp": null,
    };
    expect(found(silent)).toEqual([]);
  });
});
