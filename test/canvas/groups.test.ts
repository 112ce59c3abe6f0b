import { describe, expect, it } from "vitest";
import type {
  GroupDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { aligned, distributed } from "../../src/canvas/arrange/align.ts";
import { barPlace } from "../../src/canvas/arrange/bar-place.ts";
import { movedPlaces } from "../../src/canvas/arrange/moved-places.ts";
import { snapDrag } from "../../src/canvas/arrange/snap.ts";
import { drawingOf } from "../../src/canvas/flow-elements.ts";
import { centerOf, overlaps, type Rect } from "../../src/canvas/geometry.ts";
import { membershipsAfterDrop } from "../../src/canvas/groups/drag-membership.ts";
import { edgesOfLine } from "../../src/canvas/line-elements.ts";
import { markSelected } from "../../src/canvas/marked-elements.ts";

interface Parts {
  readonly nodes?: Readonly<Record<string, Partial<NodeDocument>>>;
  readonly edges?: readonly string[];
  readonly groups?: Readonly<Record<string, GroupDocument>>;
  readonly layout?: ScenarioDocument["layout"];
  readonly notes?: ScenarioDocument["notes"];
}

/** Services a, b, c in a row and d below them, unless said otherwise. */
function drawn({ nodes = {}, edges = [], groups = {}, layout = {}, notes = {} }: Parts) {
  const all = Object.fromEntries(
    ["a", "b", "c", "d"].map((id) => [id, { kind: "service", ...nodes[id] } as NodeDocument]),
  );
  const document: ScenarioDocument = {
    format: 1,
    catalog: "2026-11",
    name: "Test",
    run: {},
    nodes: all,
    edges: Object.fromEntries(edges.map((id) => [id, {}])),
    groups,
    layout: { a: [0, 0], b: [240, 0], c: [480, 0], d: [480, 200], ...layout },
    notes,
  };
  return { document, drawing: drawingOf(document, {}) };
}

const ZONE = { kind: "zone" };
const holds = (outer: Rect | undefined, inner: Rect | undefined): boolean =>
  outer !== undefined &&
  inner !== undefined &&
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

describe("regions", () => {
  it("around the same nodes have their labels above each other, over no card", () => {
    const { drawing } = drawn({
      nodes: { a: { in: ["east", "west", "north"] } },
      groups: { east: ZONE, west: ZONE, north: ZONE },
    });
    const labels = [...drawing.labels.values()];
    expect(labels).toHaveLength(3);
    labels.forEach((label, at) => {
      const others = [...labels.slice(at + 1), drawing.rects.get("a") as Rect];
      for (const other of others) expect(overlaps(label, other)).toBe(false);
    });
  });

  it("fit what they hold, groups within them included, and nothing else", () => {
    const { drawing } = drawn({
      nodes: { a: { in: "inner" }, b: { in: "outer" } },
      groups: { inner: { kind: "team", in: "outer" }, outer: ZONE },
    });
    const { rects } = drawing;
    expect(holds(rects.get("group:inner"), rects.get("a"))).toBe(true);
    expect(holds(rects.get("group:outer"), rects.get("group:inner"))).toBe(true);
    expect(holds(rects.get("group:outer"), rects.get("b"))).toBe(true);
    const [outer, c] = [rects.get("group:outer"), rects.get("c")];
    expect(outer && c && overlaps(outer, c)).toBe(false);
    expect(drawing.regions.map(({ id }) => id)).toEqual(["group:outer", "group:inner"]);
  });

  it("are drawn where nobody is in them, and for files whose groups go in circles", () => {
    const { drawing } = drawn({
      groups: {
        empty: ZONE,
        one: { kind: "team", in: "two" },
        two: { kind: "team", in: "one" },
      },
      layout: { "group:empty": [900, 40] },
    });
    expect(drawing.rects.get("group:empty")).toMatchObject({ x: 900, y: 40 });
    expect(drawing.rects.has("group:one")).toBe(true);
  });

  it("wait with their size until members are dropped, but go along when all of them move", () => {
    const { document } = drawn({ nodes: { a: { in: "z" }, b: { in: "z" } }, groups: { z: ZONE } });
    const before = drawingOf(document, {}).rects.get("group:z");
    const one = drawingOf(document, { a: { x: -300, y: 500 } }).rects.get("group:z");
    expect(one).toEqual(before);
    const both = drawingOf(document, { a: { x: 100, y: 60 }, b: { x: 340, y: 60 } });
    expect(both.rects.get("group:z")).toMatchObject({ x: 80, y: 20 });
  });
});

describe("a collapsed group", () => {
  const { document, drawing } = drawn({
    nodes: { b: { in: "z" }, c: { in: "z" }, d: { in: "z" } },
    edges: ["a->b", "a->c", "b->c", "d->a"],
    groups: { z: { kind: "zone", collapsed: true } },
  });

  it("stands in the stead of its members", () => {
    expect(drawing.nodes.map(({ id }) => id)).toEqual(["a"]);
    expect(drawing.groupCards.map(({ id }) => id)).toEqual(["group:z"]);
    expect(drawing.regions).toEqual([]);
    expect(Object.keys(drawing.places)).toHaveLength(4);
  });

  it("takes the edges of its members, those of one way as one line, and hides those within", () => {
    const lines = drawing.edges.map(({ id, source, target, type }) => ({
      edges: edgesOfLine(id),
      source,
      target,
      type,
    }));
    expect(lines).toEqual([
      { edges: ["a->b", "a->c"], source: "a", target: "group:z", type: "bundle" },
      { edges: ["d->a"], source: "group:z", target: "a", type: "line" },
    ]);
    expect([...drawing.curves.keys()].sort()).toEqual(["a->b", "a->c", "d->a"]);
  });

  it("moves all that is in it", () => {
    const from = drawing.rects.get("group:z");
    const to = { x: (from?.x ?? 0) + 40, y: (from?.y ?? 0) - 20 };
    const moved = movedPlaces(document, drawing.places, drawing.rects, { "group:z": to });
    expect(moved).toEqual({ b: { x: 280, y: -20 }, c: { x: 520, y: -20 }, d: { x: 520, y: 180 } });
  });

  it("takes lines over that look the same as before", () => {
    const parts: Parts = { nodes: { b: { in: "z" } }, edges: ["a->b"] };
    const open = drawn({ ...parts, groups: { z: ZONE } });
    const before = markSelected(open.drawing, [], { nodes: [], edges: [] });
    const folded = drawn({ ...parts, groups: { z: { kind: "zone", collapsed: true } } });
    const after = markSelected(folded.drawing, [], before);
    expect(after.edges.map(({ source, target }) => [source, target])).toEqual([["a", "group:z"]]);
  });

  it("hides groups within it", () => {
    const nested = drawn({
      nodes: { a: { in: "inner" }, b: { in: "outer" } },
      groups: {
        inner: { kind: "team", in: "outer", collapsed: true },
        outer: { kind: "zone", collapsed: true },
      },
    });
    expect(nested.drawing.groupCards.map(({ id }) => id)).toEqual(["group:outer"]);
    expect(nested.drawing.nodes.map(({ id }) => id)).toEqual(["c", "d"]);
  });
});

describe("dropping", () => {
  function dropped(parts: Parts, item: string, at: { x: number; y: number }, also: string[] = []) {
    const { document, drawing } = drawn(parts);
    const rect = drawing.rects.get(item);
    const middle = rect ? centerOf({ ...rect, ...at }) : at;
    const moving = new Set([item, ...also]);
    return membershipsAfterDrop(document, drawing.groupPlaces, [{ item, middle }], moving);
  }
  const pair: Parts = { nodes: { a: { in: "z" }, b: { in: "z" } }, groups: { z: ZONE } };

  it("joins the group under the middle of the node, and leaves the one it is out of", () => {
    expect(dropped(pair, "c", { x: 100, y: 0 })).toEqual([{ item: "c", leave: [], join: ["z"] }]);
    expect(dropped(pair, "a", { x: 0, y: 400 })).toEqual([{ item: "a", leave: ["z"], join: [] }]);
  });

  it("changes nothing within the own region, nor when all members move together", () => {
    expect(dropped(pair, "a", { x: 80, y: 20 })).toEqual([]);
    expect(dropped(pair, "a", { x: 0, y: 900 }, ["b"])).toEqual([]);
  });

  it("goes into the innermost group only, out of the one around it", () => {
    const parts: Parts = {
      nodes: { a: { in: "inner" }, b: { in: "outer" }, c: { in: "outer" } },
      groups: { inner: { kind: "team", in: "outer" }, outer: ZONE },
    };
    expect(dropped(parts, "c", { x: 10, y: 0 })).toEqual([
      { item: "c", leave: ["outer"], join: ["inner"] },
    ]);
    expect(dropped(parts, "d", { x: 10, y: 0 })).toEqual([
      { item: "d", leave: [], join: ["inner"] },
    ]);
  });

  it("puts a group into another, never into itself or what is in it", () => {
    const parts: Parts = {
      nodes: { a: { in: "inner" }, b: { in: "other" }, c: { in: "other" } },
      groups: { inner: { kind: "team" }, other: ZONE },
    };
    expect(dropped(parts, "group:inner", { x: 400, y: 0 }, ["a"])).toEqual([
      { item: "group:inner", leave: [], join: ["other"] },
    ]);
    expect(dropped(parts, "group:inner", { x: 0, y: 0 }, ["a"])).toEqual([]);
  });
});

describe("arranging", () => {
  const rects = new Map<string, Rect>([
    ["a", { x: 0, y: 0, width: 100, height: 40 }],
    ["b", { x: 150, y: 70, width: 60, height: 80 }],
    ["c", { x: 400, y: 10, width: 100, height: 40 }],
  ]);

  it.each([
    ["left", [0, 0, 0], null],
    ["right", [400, 440, 400], null],
    ["center", [200, 220, 200], null],
    ["top", null, [0, 0, 0]],
    ["bottom", null, [110, 70, 110]],
    ["middle", null, [55, 35, 55]],
  ] as const)("aligns %s", (how, xs, ys) => {
    const places = aligned(rects, how);
    for (const [index, id] of ["a", "b", "c"].entries()) {
      expect(places[id]?.x).toBe(xs ? xs[index] : rects.get(id)?.x);
      expect(places[id]?.y).toBe(ys ? ys[index] : rects.get(id)?.y);
    }
  });

  it("distributes with equal gaps between the outermost two", () => {
    const places = distributed(rects, "x");
    expect(places).toEqual({ a: { x: 0, y: 0 }, b: { x: 220, y: 70 }, c: { x: 400, y: 10 } });
  });

  it("snaps to a neighbor's center line with a guide, else to the grid", () => {
    const other = { x: 300, y: 8, width: 146, height: 80 };
    const near = snapDrag({ x: 13, y: 9, width: 146, height: 72 }, [other], 6);
    expect({ dx: near.dx, dy: near.dy }).toEqual({ dx: 7, dy: 3 });
    expect(near.guides).toEqual([{ axis: "y", at: 48, from: 93, to: 373 }]);
    const far = snapDrag({ x: 13, y: 131, width: 146, height: 72 }, [other], 6);
    expect(far).toEqual({ dx: 7, dy: 9, guides: [] });
  });

  it("puts the bar in sight and over no card where there is room", () => {
    const room = { width: 800, height: 400 };
    const bar = { width: 372, height: 36 };
    const all = { x: 300, y: 10, width: 200, height: 150 };
    const card = { x: 320, y: 180, width: 146, height: 72 };
    const place = barPlace(bar, all, room, [card]);
    expect(overlaps({ ...place, ...bar }, card)).toBe(false);
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + bar.width).toBeLessThanOrEqual(room.width);
  });
});

describe("notes", () => {
  it("stand on nodes and edges, or by themselves where the file says", () => {
    const { drawing } = drawn({
      edges: ["a->b"],
      notes: { a: "slow", "a->b": "busy", "note:1": "free", look: ["no note of the drawing"] },
      layout: { "note:1": [20, 300] },
    });
    expect(drawing.nodes.map(({ data }) => data.note)).toEqual(["slow", null, null, null]);
    expect(drawing.edges[0]?.data?.note).toBe("busy");
    expect(drawing.notes.map(({ id, position, data }) => [id, position, data.text])).toEqual([
      ["note:1", { x: 20, y: 300 }, "free"],
    ]);
  });
});
