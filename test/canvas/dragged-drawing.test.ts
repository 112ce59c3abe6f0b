// What is drawn while something is dragged: only what moves is made anew.
import { expect, test } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { drawingOf, movedLines } from "../../src/canvas/flow-elements.ts";

const SERVICES = ["a", "b", "c", "d", "e"];

function chain(layout: ScenarioDocument["layout"] = {}): ScenarioDocument {
  const places = SERVICES.map((id, index) => [id, [index * 240, (index % 2) * 120]] as const);
  return {
    format: 1,
    catalog: "2026-11",
    name: "Chain",
    run: { durationS: 10, seed: 1 },
    nodes: Object.fromEntries(
      SERVICES.map((id) => [
        id,
        { kind: "service", ...("de".includes(id) ? { in: "inner" } : {}) },
      ]),
    ),
    edges: { "a->b": {}, "b->c": {}, "c->d": {}, "d->e": {} },
    groups: { inner: { kind: "team" } },
    layout: { ...Object.fromEntries(places), ...layout },
  };
}

const document = chain();
const MOVED = { c: { x: 520, y: 400 } };

test("a card that is dragged and its lines are where a document with that place has them", () => {
  const dragged = drawingOf(document, MOVED);
  const put = drawingOf(chain({ c: [520, 400] }), {});
  const places = (drawing: typeof put) => drawing.nodes.map(({ id, position }) => [id, position]);
  expect(places(dragged)).toEqual(places(put));
  expect([...dragged.curves]).toEqual([...put.curves]);
  expect(dragged.edges.map(({ id }) => id)).toEqual(put.edges.map(({ id }) => id));
  expect(dragged.rects.get("c")).toEqual(put.rects.get("c"));
});

test("what stays where it was is the same object", () => {
  const rested = drawingOf(document, {});
  const dragged = drawingOf(document, MOVED);
  const nodes = dragged.nodes.filter((node, at) => node !== rested.nodes[at]);
  const edges = dragged.edges.filter((edge, at) => edge !== rested.edges[at]);
  expect(nodes.map(({ id }) => id)).toEqual(["c"]);
  expect(edges.map(({ id }) => id)).toEqual(["b->c", "c->d"]);
  expect([...movedLines(document, dragged).keys()]).toEqual(["b->c", "c->d"]);
});

test("labels of lines that stay do not stir, and those that move keep clear of them", () => {
  const rested = drawingOf(document, {});
  const dragged = drawingOf(document, MOVED);
  const labels = new Map(dragged.edges.map(({ id, data }) => [id, data?.labels]));
  expect(labels.get("a->b")).toEqual(rested.edges[0]?.data?.labels);
  const spots = [...labels.values()].flatMap((place) => [place?.rate ?? []].flat());
  const keys = spots.map(({ x, y }) => `${x} ${y}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toHaveLength(4);
});

test("a region that is dragged takes its members along, and the lines to them", () => {
  const moved = { d: { x: 720, y: 520 }, e: { x: 960, y: 400 } };
  const dragged = drawingOf(document, moved);
  expect([...movedLines(document, dragged).keys()]).toEqual(["c->d", "d->e"]);
  const [at, rested] = [dragged, drawingOf(document, {})].map(
    ({ regions }) => regions[0]?.position,
  );
  expect(at?.y).toBe((rested?.y ?? 0) + 400);
});

test("the same step asked for twice is drawn once", () => {
  expect(drawingOf(document, MOVED)).toBe(drawingOf(document, MOVED));
});
