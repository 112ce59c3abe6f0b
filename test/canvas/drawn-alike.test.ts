import { expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { areDrawnAlike, drawingOf } from "../../src/canvas/flow-elements.ts";

const DOCUMENT = {
  format: 1,
  catalog: "2026-11",
  name: "two",
  run: {},
  nodes: { client: { kind: "client" }, api: { kind: "service" } },
  edges: { "client->api": {} },
  layout: { client: [0, 0], api: [300, 0] },
} as unknown as ScenarioDocument;

const cardOf = (document: ScenarioDocument, id: string) =>
  drawingOf(document, {}).nodes.find((node) => node.id === id)?.data;

it("is drawn alike while nothing that is drawn differs", () => {
  expect(areDrawnAlike(DOCUMENT, { ...DOCUMENT, changes: {}, faults: {} })).toBe(true);
  expect(areDrawnAlike(DOCUMENT, { ...DOCUMENT, layout: {} })).toBe(false);
  expect(areDrawnAlike(DOCUMENT, { ...DOCUMENT, notes: { api: "slow" } })).toBe(false);
});

it("keeps the cards of nodes that say the same", () => {
  const nodes = { ...DOCUMENT.nodes, api: { kind: "service", replicas: 5 } };
  const edited = { ...DOCUMENT, nodes } as ScenarioDocument;
  expect(cardOf(edited, "client")).toBe(cardOf(DOCUMENT, "client"));
  expect(cardOf(edited, "api")?.replicas).toBe(5);
  expect(cardOf({ ...DOCUMENT, notes: { client: "us" } }, "client")?.note).toBe("us");
  expect(cardOf({ ...DOCUMENT, edges: {} }, "client")?.connected).toBe(false);
});
