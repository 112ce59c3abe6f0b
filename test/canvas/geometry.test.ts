import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitAround } from "../../src/canvas/fit-around.ts";
import { drawingOf } from "../../src/canvas/flow-elements.ts";
import {
  edgeCurve,
  gripAt,
  overlaps,
  pathOf,
  type Rect,
  type Spot,
  spotAt,
} from "../../src/canvas/geometry.ts";
import {
  type EdgeLabelPlace,
  ERROR_SIZE,
  HELD_SIZE,
  type LabelSize,
  placeLabels,
  RATE_SIZE,
} from "../../src/canvas/label-places.ts";
import { GALLERY_FILES, galleryDocument } from "../gallery/gallery-files.ts";

const NODE = { width: 146, height: 72 };
const at = (x: number, y: number): Rect => ({ x, y, ...NODE });

describe("curves", () => {
  it("leave to the right and enter from the left where there is room", () => {
    const [start, , , end] = edgeCurve(at(0, 0), at(220, 140), 0);
    expect(start).toEqual({ x: 146, y: 36 });
    expect(end).toEqual({ x: 219, y: 176 });
  });

  it("leave downward or upward for a node below or above", () => {
    expect(edgeCurve(at(0, 0), at(0, 160), 0)[0]).toEqual({ x: 73, y: 72 });
    expect(edgeCurve(at(0, 160), at(0, 0), 0)[0]).toEqual({ x: 73, y: 160 });
  });

  it("begin and end where their points say", () => {
    const curve = edgeCurve(at(0, 0), at(400, 80), 0);
    expect(spotAt(curve, 0)).toEqual(curve[0]);
    expect(spotAt(curve, 1)).toEqual(curve[3]);
    expect(pathOf(curve)).toMatch(/^M146 36C/);
  });

  it("of the same two nodes run beside each other", () => {
    const [one, two] = [0, 1].map((lane) => edgeCurve(at(0, 0), at(300, 0), lane));
    expect(two?.[0].y).toBeGreaterThan((one?.[0].y ?? 0) + 8);
  });
});

describe("grips of a selected edge", () => {
  /** Ports are squares of this size in the middle of a card's side. */
  const PORT = 24;
  const square = (spot: Spot): Rect => ({
    x: spot.x - PORT / 2,
    y: spot.y - PORT / 2,
    width: PORT,
    height: PORT,
  });

  it("leave the ports free, from which further edges are drawn", () => {
    for (const to of [at(240, 0), at(300, 160), at(300, -300), at(800, 20)]) {
      const curve = edgeCurve(at(0, 0), to, 0);
      const ports = [square({ x: 146, y: 36 }), square({ x: to.x, y: to.y + 36 })];
      for (const end of ["from", "to"] as const) {
        const grip = square(gripAt(curve, end));
        expect(ports.filter((port) => overlaps(port, grip))).toEqual([]);
      }
    }
  });

  it("stand apart on a short edge, each nearer to its end", () => {
    const curve = edgeCurve(at(0, 0), at(186, 0), 0);
    expect(gripAt(curve, "from").x).toBeLessThan(gripAt(curve, "to").x);
  });
});

function boxAround(spot: Spot | null, { width, height }: LabelSize): Rect[] {
  return spot ? [{ x: spot.x - width / 2, y: spot.y - height / 2, width, height }] : [];
}

function labelBoxes({ rate, errors, held }: EdgeLabelPlace): Rect[] {
  return [
    ...boxAround(rate, RATE_SIZE),
    ...boxAround(errors, ERROR_SIZE),
    ...boxAround(held, HELD_SIZE),
  ];
}

describe("labels of edges", () => {
  it.each(GALLERY_FILES)("cover no node of %s, and most edges have one", (file) => {
    const { nodes, edges } = drawingOf(galleryDocument(file), {});
    const rects = nodes.map(({ position, data }) => ({ ...position, ...data.size }));
    const places = edges.flatMap(({ data }) => (data ? [data.labels] : []));
    for (const box of places.flatMap(labelBoxes)) {
      for (const rect of rects) expect(overlaps(box, rect)).toBe(false);
    }
    const labeled = places.filter(({ rate }) => rate !== null).length;
    expect(labeled / Math.max(1, places.length)).toBeGreaterThan(0.5);
  });

  const places = fc.uniqueArray(fc.record({ x: fc.nat(5), y: fc.nat(4) }), {
    minLength: 2,
    maxLength: 12,
    selector: ({ x, y }) => `${x} ${y}`,
  });

  it("never cover a node or each other", () => {
    fc.assert(
      fc.property(
        places,
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 20 }),
        (cells, pairs) => {
          const nodes = cells.map(({ x, y }) => at(x * 220, y * 100));
          const edges = pairs
            .map(([a, b], index) => ({ from: nodes[a], to: nodes[b], id: `e${index}` }))
            .filter(({ from, to }) => from && to && from !== to)
            .map(({ from, to, id }) => ({
              id,
              curve: edgeCurve(from as Rect, to as Rect, 0),
              hasBadge: false,
              mayHold: true,
            }));
          const boxes = [...placeLabels(nodes, edges).values()].flatMap(labelBoxes);
          for (const [index, box] of boxes.entries()) {
            for (const node of nodes) expect(overlaps(box, node)).toBe(false);
            for (const other of boxes.slice(index + 1)) expect(overlaps(box, other)).toBe(false);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("stand on both sides of a lone edge", () => {
    const edges = [{ id: "e", curve: edgeCurve(at(0, 0), at(260, 0), 0), hasBadge: false }];
    const place = placeLabels([at(0, 0), at(260, 0)], edges).get("e");
    expect(place?.rate?.y).toBeLessThan(36);
    expect(place?.errors?.y).toBeGreaterThan(36);
  });

  it("keep clear of a breaker badge", () => {
    const nodes = [at(0, 0), at(400, 0)];
    const edges = [
      { id: "e", curve: edgeCurve(nodes[0] as Rect, nodes[1] as Rect, 0), hasBadge: true },
    ];
    const rate = placeLabels(nodes, edges).get("e")?.rate;
    const badge = { x: 273 - 14, y: 36 - 9, width: 28, height: 18 };
    expect(rate && overlaps({ x: rate.x - 22, y: rate.y - 9, width: 44, height: 18 }, badge)).toBe(
      false,
    );
  });
});

describe("labels of a drawing", () => {
  it("keep clear of the numbers of the story, which stand on the upper left corners", () => {
    const document = galleryDocument("token-expiry-stampede.brownout.json");
    const { edges, rects } = drawingOf(document, {});
    const numbers = Object.keys(document.nodes).flatMap((id) => {
      const rect = rects.get(id);
      return rect ? [{ x: rect.x - 9, y: rect.y - 12, width: 38, height: 22 }] : [];
    });
    const labels = edges.flatMap(({ data }) => [
      ...boxAround(data?.labels.rate ?? null, RATE_SIZE),
      ...boxAround(data?.labels.errors ?? null, ERROR_SIZE),
    ]);
    expect(labels.length).toBeGreaterThan(4);
    for (const label of labels) {
      expect(numbers.filter((number) => overlaps(number, label))).toEqual([]);
    }
  });
});

describe("the badge of a breaker", () => {
  const badgeOn = (nodes: readonly Rect[]): Spot | null | undefined => {
    const [from, to] = [nodes[0] as Rect, nodes[1] as Rect];
    const edges = [{ id: "e", curve: edgeCurve(from, to, 0), hasBadge: true }];
    return placeLabels(nodes, edges).get("e")?.badge;
  };

  it("stands in the middle of a free line, and beside a card that lies there", () => {
    expect(badgeOn([at(0, 0), at(400, 0)])).toEqual({ x: 272.5, y: 36 });
    const between = at(300, 0);
    const badge = badgeOn([at(0, 0), at(600, 0), between]);
    const box = { x: (badge?.x ?? 0) - 14, y: (badge?.y ?? 0) - 9, width: 28, height: 18 };
    expect(overlaps(box, between)).toBe(false);
  });
});

describe("fitting the drawing", () => {
  const room = { width: 928, height: 444 };
  const seen = (rect: Rect, view: { x: number; y: number; zoom: number }): Rect => ({
    x: rect.x * view.zoom + view.x,
    y: rect.y * view.zoom + view.y,
    width: rect.width * view.zoom,
    height: rect.height * view.zoom,
  });

  it("shows a small drawing in full size, in the middle", () => {
    const view = fitAround([at(1000, 1000)], room, []);
    expect(view?.zoom).toBe(1);
    expect(seen(at(1000, 1000), view ?? { x: 0, y: 0, zoom: 0 }).x).toBeCloseTo((928 - 146) / 2);
  });

  it("keeps every node inside and out from under what floats", () => {
    const nodes = [at(0, 140), at(220, 140), at(440, 140), at(440, 300), at(660, 20), at(880, 420)];
    const floating = [
      { x: 16, y: 16, width: 500, height: 36 },
      { x: 16, y: 340, width: 600, height: 88 },
    ];
    const view = fitAround(nodes, room, floating);
    expect(view).not.toBeNull();
    for (const node of nodes) {
      const box = seen(node, view ?? { x: 0, y: 0, zoom: 0 });
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(room.width);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(room.height);
      for (const thing of floating) expect(overlaps(box, thing)).toBe(false);
    }
  });

  it("has nothing to fit in an empty drawing", () => {
    expect(fitAround([], room, [])).toBeNull();
  });
});
