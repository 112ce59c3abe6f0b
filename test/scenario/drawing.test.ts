// Connecting nodes, and the text of a saved file.
import { describe, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { newEdge, whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { serializeScenario } from "../../simulation/scenario/serialize.ts";
import { exampleDocument, exampleValue, smallValue } from "./example.ts";

describe("drawing an edge", () => {
  const document = exampleDocument();

  it.each([
    ["orders", "payment", null],
    ["orders", "order-mail", null],
    ["order-mail", "orders", null],
    ["orders", "orders", null],
    ["payment", "shoppers", "Client nodes are called by nobody"],
    ["orders-db", "orders", "Database nodes call nobody"],
    ["order-mail", "gateway", "API gateway nodes do not consume messages"],
    ["order-mail", "order-events", "RabbitMQ delivers to consumers, not to another broker"],
    ["gateway", "gateway", "API gateway nodes do not call themselves"],
    ["orders", "nobody", "There is no such node"],
  ])("%s to %s: %s", (from, to, why) => {
    expect(whyNotConnect(document, from, to)).toBe(why);
  });

  it("agrees with the check of the file for every pair of kinds", () => {
    for (const from of Object.keys(catalog)) {
      for (const to of Object.keys(catalog)) {
        const value = { ...smallValue(), nodes: { a: { kind: from }, b: { kind: to } }, edges: {} };
        const empty = value as ScenarioDocument;
        const { id, edge } = newEdge(empty, "a", "b");
        const drawn = { ...empty, edges: { [id]: edge } };
        expect(checkDocument(drawn).ok, `${from} ${to}`).toBe(
          whyNotConnect(empty, "a", "b") === null,
        );
      }
    }
  });

  it("calls the callees of a drawing one after another, in parallel only if a file says so", () => {
    let drawn: ScenarioDocument = { ...smallValue(), edges: {} };
    const made = ["api", "api", "db"].map((to, index) => {
      const { id, edge } = newEdge(drawn, index === 0 ? "users" : "api", to);
      drawn = { ...drawn, edges: { ...drawn.edges, [id]: edge } };
      return [id, edge];
    });
    expect(made).toEqual([
      ["users->api", { protocol: "rest" }],
      ["api->api", { protocol: "rest" }],
      ["api->db", { protocol: "sql", stage: 2 }],
    ]);
    const third = newEdge(drawn, "api", "db");
    expect(third).toEqual({ id: "api->db#2", edge: { protocol: "sql", stage: 3 } });
    const undrawn = resolveScenario(smallValue());
    expect(undrawn.ok && undrawn.scenario.edges.map((edge) => edge.calls[0]?.stage)).toEqual([
      1, 1,
    ]);
  });

  it("gives a broker's edges the broker's protocol and no stage", () => {
    expect(newEdge(document, "order-events", "email")).toEqual({
      id: "order-events->email",
      edge: { protocol: "kafka" },
    });
  });
});

describe("a saved file", () => {
  it("reads back as the same document", () => {
    const document = exampleDocument();
    const again = parseScenario(serializeScenario(document));
    expect(again.ok && again.document).toEqual(document);
  });

  it("is the same text whatever the order of fields, and stays so when saved again", () => {
    const value = exampleValue();
    value.nodes.orders = Object.fromEntries(Object.entries(value.nodes.orders).reverse());
    const shuffled = Object.fromEntries(Object.entries(value).reverse());
    const text = serializeScenario(shuffled as unknown as ScenarioDocument);
    expect(text).toBe(serializeScenario(exampleDocument()));
    const again = parseScenario(text);
    expect(again.ok && serializeScenario(again.document)).toBe(text);
  });

  it("changes one line when one value changes, and has one line per place", () => {
    const value = exampleValue();
    value.layout = { shoppers: [0, 200], gateway: [200, 200] };
    const before = serializeScenario(value).split("\n");
    value.nodes["order-events"].partitions = 12;
    const after = serializeScenario(value).split("\n");
    expect(after.filter((line, index) => line !== before[index])).toEqual([
      '    "order-events": { "kind": "kafka", "partitions": 12 },',
    ]);
    expect(before).toContain('    "gateway": [200, 200]');
    expect(Math.max(...before.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
