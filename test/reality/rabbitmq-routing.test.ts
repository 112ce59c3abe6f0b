// Routing tables of RabbitMQ 3.10.8, cell by cell.
import { describe, expect, it } from "vitest";
import { caseOf, playBroker } from "./broker-steps.ts";

/** Operations of the messages that each queue got. */
function routedTo(id: string): Readonly<Record<string, readonly string[]>> {
  const broker = playBroker(id);
  const names = Object.keys(broker.result.queues ?? {});
  return Object.fromEntries(
    names.map((name) => [name, broker.of(name, "routed").map(({ operation }) => operation)]),
  );
}

describe("B5-topic-table", () => {
  const { parameters, observations } = caseOf("B5-topic-table");
  const { patterns, keys } = parameters as { patterns: string[]; keys: string[] };
  const routed = routedTo("B5-topic-table");

  it.each(patterns.map((pattern, at) => [pattern, at] as const))('"%s" matches', (pattern, at) => {
    const matched = keys.filter((_, key) => routed[`p${at}`]?.includes(`k${key}`));
    expect(matched).toEqual(observations?.table?.[pattern]);
  });
});

describe("B5-headers-table", () => {
  const { observations } = caseOf("B5-headers-table");
  const routed = routedTo("B5-headers-table");

  it.each(Object.entries(observations?.table ?? {}))("%s matches", (binding, messages) => {
    expect(new Set(routed[binding])).toEqual(new Set(messages));
  });
});

describe("B5-multiple-bindings-one-copy", () => {
  it("puts one copy into a queue, however many bindings lead to it", () => {
    const copies = caseOf("B5-multiple-bindings-one-copy").measured.copies?.mean;
    expect(routedTo("B5-multiple-bindings-one-copy").work).toHaveLength(copies ?? Number.NaN);
  });
});
