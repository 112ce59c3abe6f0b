// Lines from a mesh to the collector that its proxies send to, which the file says with the mesh.
import { describe, expect, it } from "vitest";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { drawingOf } from "../../src/canvas/flow-elements.ts";
import { spanLines } from "../../src/canvas/span-lines.ts";
import { galleryDocument } from "../gallery/gallery-files.ts";

const FILE = galleryDocument("spans-for-free.brownout.json");

function drawn(set: Readonly<Record<string, Json>> = {}): ScenarioDocument {
  const result = applySet(FILE, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

const linesOf = (document: ScenarioDocument) => spanLines(document, drawingOf(document, {}));

describe("the line of a mesh's spans", () => {
  it("leads from the region of the mesh to the card of its collector", () => {
    const [line, ...others] = linesOf(FILE);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ mesh: "core", collector: "jaeger" });
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
    const [line] = spanLines(FILE, drawingOf(FILE, { jaeger: { x: 1600, y: 140 } }));
    expect(line?.curve[3].x).toBe(1599);
  });
});
