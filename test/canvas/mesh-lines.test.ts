// Lines of what proxies of a mesh send by themselves, which the file says with the mesh or another edge.
import { describe, expect, it } from "vitest";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet, applyVariant } from "../../simulation/scenario/variants.ts";
import { drawingOf } from "../../src/canvas/flow-elements.ts";
import { meshLines } from "../../src/canvas/mesh-lines.ts";
import { galleryDocument } from "../gallery/gallery-files.ts";

const FILE = galleryDocument("spans-for-free.brownout.json");

function drawn(set: Readonly<Record<string, Json>> = {}): ScenarioDocument {
  const result = applySet(FILE, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

const linesOf = (document: ScenarioDocument) => meshLines(document, drawingOf(document, {}));

describe("the line of a mesh's spans", () => {
  it("leads from the region of the mesh to the card of its collector", () => {
    const [line, ...others] = linesOf(FILE);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ id: "spans core", label: "spans" });
    expect(line?.words).toBe("Spans of the proxies of Core go to Jaeger");
    const { rects } = drawingOf(FILE, {});
    const [region, card] = [rects.get("group:core"), rects.get("jaeger")];
    const [start, , , end] = line?.curve ?? [];
    expect(start?.x).toBe((region?.x ?? 0) + (region?.width ?? 0));
    expect(end?.x).toBe((card?.x ?? 0) - 1);
  });

  it("is there while the mesh records and is on", () => {
    expect(linesOf(drawn({ "groups.core.tracing": null }))).toEqual([]);
    expect(linesOf(drawn({ "groups.core.enabled": false }))).toEqual([]);
    expect(linesOf(drawn({ "groups.core.tracing": { to: "nobody" } }))).toEqual([]);
  });

  it("begins at the label where the collector stands in the mesh, at the card where it is collapsed", () => {
    const inside = drawn({ "nodes.jaeger.in": "core" });
    const { labels } = drawingOf(inside, {});
    const [start] = linesOf(inside)[0]?.curve ?? [];
    const label = labels.get("group:core");
    expect(start?.x).toBeGreaterThanOrEqual(label?.x ?? Number.NaN);
    expect(start?.x).toBeLessThanOrEqual((label?.x ?? 0) + (label?.width ?? 0));
    const folded = drawn({ "groups.core.collapsed": true });
    const card = drawingOf(folded, {}).rects.get("group:core");
    expect(linesOf(folded)[0]?.curve[0].x).toBe((card?.x ?? 0) + (card?.width ?? 0));
    // Both on one card: nothing to draw.
    expect(linesOf(drawn({ "nodes.jaeger.in": "core", "groups.core.collapsed": true }))).toEqual(
      [],
    );
  });

  it("goes along with a collector that is dragged", () => {
    const [line] = meshLines(FILE, drawingOf(FILE, { jaeger: { x: 1600, y: 140 } }));
    expect(line?.curve[3].x).toBe(1599);
  });
});

describe("the line of calls that a mesh sends elsewhere", () => {
  const CANARY = galleryDocument("canary-release.brownout.json");
  const variant = (name: string): ScenarioDocument => {
    const result = applyVariant(CANARY, name);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.document;
  };
  const told = (document: ScenarioDocument) =>
    linesOf(document).map(({ label, words }) => [label, words]);
  const isConnected = (document: ScenarioDocument) =>
    drawingOf(document, {}).nodes.find(({ id }) => id === "reviews-v2")?.data.connected;

  it("leads from the caller to the other node, with its share", () => {
    expect(told(CANARY)).toEqual([
      ["1.00 %", "The mesh sends 1.00 % of the calls of product-page to Reviews 2 instead"],
    ]);
    const [line] = linesOf(CANARY);
    const { rects } = drawingOf(CANARY, {});
    const card = rects.get("product-page");
    expect(line?.curve[0].x).toBe((card?.x ?? 0) + (card?.width ?? 0));
    expect(isConnected(CANARY)).toBe(true);
    expect(told(variant("header"))).toEqual([
      [
        "100 % of tester",
        "The mesh sends 100 % of the calls of product-page for tester to Reviews 2 instead",
      ],
    ]);
    expect(told(variant("mirror"))).toEqual([
      ["copies", "The mesh copies 100 % of the calls of product-page to Reviews 2"],
    ]);
  });

  it("is not there where the mesh is off, nor is the other node connected then", () => {
    const result = applySet(CANARY, { "groups.core.enabled": false });
    if (!result.ok) throw new Error("no such group");
    expect(linesOf(result.document)).toEqual([]);
    expect(isConnected(result.document)).toBe(false);
  });
});
