// The words for what a version has that the one before had not.
import { expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { whatChanged } from "../../src/files/library/what-changed.ts";
import { blankDocument } from "../../src/store/blank-document.ts";

const base: ScenarioDocument = {
  ...blankDocument(),
  nodes: { a: { kind: "client", ratePerS: 1 }, b: { kind: "service", replicas: 2 } },
  edges: { "a->b": { timeoutMs: 100 } },
  layout: { a: [0, 0], b: [200, 0] },
};

it.each([
  ["added c", { nodes: { ...base.nodes, c: { kind: "service" } }, layout: { c: [1, 1] } }],
  ["removed a → b", { edges: {} }],
  ["changed b replicas", { nodes: { ...base.nodes, b: { kind: "service", replicas: 3 } } }],
  ["changed 2 values of b", { nodes: { ...base.nodes, b: { kind: "database" } } }],
  ["changed places", { layout: { a: [5, 0], b: [200, 0] } }],
  ["added fault slow", { faults: { slow: { kind: "slow", target: "b" } } }],
  ["changed name; ", { name: "Other" }],
] as const)("says %s", (words, patch) => {
  const after = { ...base, ...patch } as unknown as ScenarioDocument;
  expect(`${whatChanged(base, after)}; `).toContain(words.replace(/; $/, ""));
});

it("counts what does not fit", () => {
  const nodes = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`n${n}`, { kind: "service" }]));
  const after = { ...base, nodes: { ...base.nodes, ...nodes } };
  expect(whatChanged(base, after)).toBe("added n1, n2, n3 and 2 more");
});

it("finds no difference in another order of keys", () => {
  const nodes = { b: { replicas: 2, kind: "service" }, a: { ratePerS: 1, kind: "client" } };
  expect(whatChanged(base, { ...base, nodes })).toBeNull();
});
