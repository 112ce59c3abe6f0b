// Routing of messages: exchanges in a row, in a circle, and what nobody takes.
import { describe, expect, it } from "vitest";
import { type RoutingTable, routeOf } from "../../simulation/engine/message-routes.ts";
import type { BindingDescriptor, ExchangeDescriptor } from "../../simulation/kinds/descriptors.ts";

function binding(
  to: BindingDescriptor["to"],
  key: string,
  headers: BindingDescriptor["headers"] = {},
  match: BindingDescriptor["match"] = "all",
): BindingDescriptor {
  return { to, key, match, headers };
}

function table(exchanges: Readonly<Record<string, Partial<ExchangeDescriptor>>>): RoutingTable {
  const complete = Object.entries(exchanges).map(([name, own]) => [
    name,
    { type: "direct" as const, alternate: null, bindings: [], ...own },
  ]);
  return {
    exchanges: Object.fromEntries(complete),
    byName: "amq.default",
    queues: new Set(["a", "b", "rest"]),
  };
}

const plain = (key: string) => ({ key, headers: {} });

describe("a message", () => {
  it("to the default exchange reaches the queue of its key's name", () => {
    expect(routeOf(table({}), "amq.default", plain("b"))).toEqual(["b"]);
    expect(routeOf(table({}), "amq.default", plain("c"))).toEqual([]);
  });

  it("to an exchange that is gone reaches nothing", () => {
    expect(routeOf(table({}), "x", plain("a"))).toEqual([]);
  });

  it("goes from exchange to exchange, once through each", () => {
    const routes = table({
      in: {
        type: "topic",
        bindings: [binding({ exchange: "round" }, "order.#"), binding({ queue: "a" }, "order.*")],
      },
      round: {
        type: "fanout",
        bindings: [binding({ exchange: "in" }, ""), binding({ queue: "b" }, "")],
      },
    });
    expect(routeOf(routes, "in", plain("order.placed"))).toEqual(["a", "b"]);
    expect(routeOf(routes, "in", plain("order.placed.eu"))).toEqual(["b"]);
    expect(routeOf(routes, "in", plain("refund"))).toEqual([]);
  });

  it("that no binding takes goes to the alternate exchange, if need be to that one's", () => {
    const routes = table({
      in: { alternate: "second", bindings: [binding({ queue: "a" }, "a")] },
      second: { alternate: "last", bindings: [binding({ queue: "b" }, "b")] },
      last: { type: "fanout", bindings: [binding({ queue: "rest" }, "")] },
    });
    expect(routeOf(routes, "in", plain("a"))).toEqual(["a"]);
    expect(routeOf(routes, "in", plain("b"))).toEqual(["b"]);
    expect(routeOf(routes, "in", plain("c"))).toEqual(["rest"]);
  });

  it("is taken by its headers: all of them or any, with those of x- where they count", () => {
    const asked = { size: 1, "x-region": "eu" };
    const taken = (match: BindingDescriptor["match"], headers: BindingDescriptor["headers"]) =>
      routeOf(
        table({ in: { type: "headers", bindings: [binding({ queue: "a" }, "", asked, match)] } }),
        "in",
        { key: "", headers },
      ).length;
    expect(taken("all", { size: 1 })).toBe(1);
    expect(taken("all-with-x", { size: 1 })).toBe(0);
    expect(taken("all-with-x", { size: 1, "x-region": "eu" })).toBe(1);
    expect(taken("any", { "x-region": "eu" })).toBe(0);
    expect(taken("any-with-x", { "x-region": "eu" })).toBe(1);
    expect(taken("any", { size: "1" })).toBe(0);
  });
});
