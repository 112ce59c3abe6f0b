// A drawing of sixty nodes is readable as it opens: from the places of its cards to the px of its names.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type {
  EdgeDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { loadLayout } from "../../src/canvas/auto-layout.ts";
import {
  detailAt,
  enlargementAt,
  FAR_NAME_PX,
  FAR_ZOOM,
  farWidth,
  widestPart,
} from "../../src/canvas/far-view.ts";
import { fitAround } from "../../src/canvas/fit-around.ts";
import { type CardNode, drawingOf } from "../../src/canvas/flow-elements.ts";
import { overlaps, type Rect } from "../../src/canvas/geometry.ts";

/** The canvas in windows of 1280 x 800, 1440 x 900 and 1920 x 1080, and what floats over it, px. */
const CANVASES = [
  { width: 932, height: 340 },
  { width: 932, height: 412 },
  { width: 1352, height: 552 },
];
const floating = ({ height }: { readonly height: number }): Rect[] => [
  { x: 16, y: height - 44, width: 182, height: 28 },
  { x: 16, y: height - 84, width: 192, height: 32 },
];

const STEPS = ["entry", "front", "rules", "prices", "orders", "payments"];
const NOUNS = ["Recommendations", "Checkout rules", "Price calculation", "Order management"];
const STORES = ["Catalogue", "Ledger", "Customer profiles", "Promotions"];

/** Three ways in, six layers of services with names of one to three words, stores behind them. */
function shop(): ScenarioDocument {
  const nodes: Record<string, NodeDocument> = {};
  const edges: Record<string, EdgeDocument> = {};
  const add = (id: string, kind: string, name: string, callers: readonly string[]): void => {
    nodes[id] = { kind, name } as NodeDocument;
    for (const caller of callers) edges[`${caller}->${id}`] = { protocol: "rest" };
  };
  add("web", "client", "Web shoppers", []);
  add("mobile", "client", "Mobile shoppers", []);
  add("api", "api-gateway", "Public API gateway", ["web", "mobile"]);
  let above = ["api"];
  for (const [layer, step] of STEPS.entries()) {
    const own = Array.from({ length: layer === 0 ? 3 : 7 }, (_, at) => `${step}-${at}`);
    own.forEach((id, at) => {
      const noun = NOUNS[(at + layer) % NOUNS.length] ?? "";
      add(id, "service", noun, [above[at % above.length] ?? "api"]);
    });
    above = own;
  }
  for (let at = 0; at < 19; at++) {
    const name = `${STORES[at % STORES.length]} database`;
    add(`store-${at}`, "database", name, [`${STEPS[1 + (at % 5)]}-${at % 7}`]);
  }
  return { format: 1, catalog: "2026-11", name: "Sixty", run: {}, nodes, edges };
}

function meshOfTheBench(): ScenarioDocument {
  return JSON.parse(readFileSync("test/bench/scenarios/mesh-60.json", "utf8"));
}

function zoomOn(canvas: (typeof CANVASES)[number], drawing: ReturnType<typeof drawingOf>): number {
  const shown = [...drawing.rects].map(([id, rect]) => drawing.labels.get(id) ?? rect);
  const view = fitAround(shown, canvas, floating(canvas));
  if (!view) throw new Error("nothing to see");
  return view.zoom;
}

function asSeen({ id, data, position }: CardNode, zoom: number) {
  const width = farWidth(data.name, data.size, data.beside, detailAt(zoom));
  const x = position.x - (width - data.size.width) / 2;
  return { id, name: data.name, box: { x, y: position.y, width, height: data.size.height } };
}

describe.each([
  ["laid out", shop],
  ["the mesh of the bench", meshOfTheBench],
  ["the mesh of the bench, laid out", () => ({ ...meshOfTheBench(), layout: {} })],
] as const)("sixty nodes, %s", (_, design) => {
  beforeAll(() => loadLayout());

  it.each(CANVASES)("have whole names of 11 px or more on $width x $height", (canvas) => {
    const drawing = drawingOf(design(), {});
    expect(drawing.nodes.length).toBeGreaterThanOrEqual(60);
    const zoom = zoomOn(canvas, drawing);
    expect(zoom).toBeGreaterThan(FAR_ZOOM * 1.1);
    if (detailAt(zoom) !== "full") {
      expect(FAR_NAME_PX * zoom * enlargementAt(zoom)).toBeGreaterThanOrEqual(11);
    }
    const seen = drawing.nodes.map((node) => asSeen(node, zoom));
    const icon = detailAt(zoom) === "name" ? 18 : 0;
    const cut = seen.filter(({ name, box }) => widestPart(name) + icon + 2 > box.width * zoom);
    expect(cut.map(({ name }) => name)).toEqual([]);
    // Two lines of 1.05 x 11 px.
    for (const { box } of seen) expect(box.height * zoom).toBeGreaterThan(2 * 1.05 * 11 - 1);
    for (const [at, { id, box }] of seen.entries()) {
      const over = seen.slice(at + 1).filter((other) => overlaps(box, other.box));
      expect(over.map((other) => `${id} over ${other.id}`)).toEqual([]);
    }
  });
});

it("badges of breakers hide no card of the mesh", () => {
  const { nodes, edges, rects } = drawingOf(meshOfTheBench(), {});
  const badges = edges.flatMap(({ id, data }) => {
    const badge = data?.labels.badge;
    return badge ? [{ id, x: badge.x - 14, y: badge.y - 9, width: 28, height: 18 }] : [];
  });
  expect(badges.length).toBeGreaterThan(10);
  const cards = nodes.flatMap(({ id }) => rects.get(id) ?? []);
  const over = badges.filter((badge) => cards.some((card) => overlaps(card, badge)));
  expect(over.map(({ id }) => id)).toEqual([]);
});
