// Another kind for a node: what both kinds know is kept, edges stay, nothing is left that means nothing.
import { expect, it } from "vitest";
import { undo } from "../../src/store/document-actions.ts";
import { changeKind, kindsFor } from "../../src/store/kind-change.ts";
import { problemsOf } from "../../src/store/scenario-port.ts";
import { currentDocument, openDocument } from "../app-b/page.tsx";

const NODES = {
  users: { kind: "client" },
  a: {
    ...{ kind: "service", name: "Orders", replicas: 3, concurrency: 20, serviceTime: 12 },
    bulk: { max: 4 },
    operations: { read: { serviceTime: 2 } },
  },
  store: { kind: "database" },
};
const EDGES = { "users->a": { timeoutMs: 900 }, "a->store": { protocol: "sql" } };
const EVER = { "users->a": { timeoutMs: 900 } };

it("offers kinds that every edge of the node allows", () => {
  openDocument({ nodes: NODES, edges: EDGES });
  const ids = kindsFor(currentDocument(), "a").map(({ id }) => id);
  expect(ids).toContain("service");
  expect(ids).toContain("api-gateway");
  // A database calls nobody, a client is called by nobody.
  expect(ids).not.toContain("database");
  expect(ids).not.toContain("client");
});

it("keeps what both kinds have, drops the rest, and is one step", () => {
  openDocument({ nodes: NODES, edges: EVER });
  changeKind("a", "database");
  const { nodes, edges } = currentDocument();
  expect(nodes.a).toMatchObject({ kind: "database", name: "Orders", replicas: 3, concurrency: 20 });
  expect(nodes.a).toMatchObject({ operations: { read: { serviceTime: 2 } } });
  expect(edges["users->a"]).toMatchObject({ timeoutMs: 900 });
  expect(problemsOf(currentDocument()).filter(({ severity }) => severity === "error")).toEqual([]);
  undo();
  expect(currentDocument().nodes).toEqual(NODES);
});

it("gives an edge a protocol that the new kind speaks", () => {
  openDocument({
    nodes: { a: NODES.a, q: { kind: "rabbitmq" }, c: { kind: "service" } },
    edges: { "a->q": { protocol: "amqp" }, "q->c": { protocol: "amqp", queue: "mail" } },
  });
  changeKind("q", "kafka");
  const { edges } = currentDocument();
  expect(edges["a->q"]?.protocol).toBe("kafka");
  expect(edges["q->c"]?.protocol).toBe("kafka");
  expect(edges["q->c"]?.queue).toBeUndefined();
  expect(problemsOf(currentDocument()).filter(({ severity }) => severity === "error")).toEqual([]);
});

it("drops recorded changes of parameters that are gone, and keeps the others", () => {
  openDocument({
    nodes: NODES,
    edges: EVER,
    changes: { c: { atMs: 5, set: { "nodes.a.blocking": true, "nodes.a.concurrency": 9 } } },
  });
  changeKind("a", "database");
  expect(currentDocument().changes?.c?.set).toEqual({ "nodes.a.concurrency": 9 });
});

it("drops of calls and edges what only the old kind could make of them", () => {
  openDocument({
    nodes: {
      users: { kind: "client" },
      trip: { kind: "saga-orchestrator" },
      hotel: { kind: "service" },
      rail: { kind: "service" },
    },
    edges: {
      "users->trip": {},
      "trip->hotel": { compensation: "cancel", probability: 0.5 },
      "trip->rail": { calls: [{ id: "book", stage: 2, compensation: "refund", optional: true }] },
    },
  });
  const errors = () => problemsOf(currentDocument()).filter(({ severity }) => severity === "error");
  expect(errors()).toEqual([]);
  changeKind("trip", "service");
  const { edges } = currentDocument();
  expect(edges["trip->hotel"]).toEqual({ probability: 0.5 });
  expect(edges["trip->rail"]?.calls).toEqual([{ id: "book", stage: 2, optional: true }]);
  expect(errors()).toEqual([]);
});

it("drops streams and payloads where the new kind speaks another protocol", () => {
  openDocument({
    nodes: { users: { kind: "client" }, feed: { kind: "service" } },
    edges: { "users->feed": { protocol: "grpc", stream: {}, payload: {}, timeoutMs: 500 } },
  });
  changeKind("feed", "external-api");
  expect(currentDocument().edges["users->feed"]).toEqual({
    protocol: "grpc",
    payload: {},
    timeoutMs: 500,
  });
  changeKind("feed", "database");
  expect(currentDocument().edges["users->feed"]).toEqual({ protocol: "sql", timeoutMs: 500 });
});
