import { describe, expect, it } from "vitest";
import { drawingOf } from "../../src/canvas/flow-elements.ts";
import { markSelected } from "../../src/canvas/marked-elements.ts";
import { galleryDocument } from "../gallery/gallery-files.ts";

const SHOP = galleryDocument("shop.brownout.json");
const NONE = { nodes: [], edges: [] };

function changed<T>(after: readonly T[], before: readonly T[]): number {
  return after.filter((item) => !before.includes(item)).length;
}

describe("elements of the drawing", () => {
  it("stay the same objects while another node is dragged", () => {
    const before = markSelected(drawingOf(SHOP, {}), [], NONE);
    const moved = drawingOf(SHOP, { sms: { x: 5000, y: 5000 } });
    const after = markSelected(moved, [], before);
    expect(changed(after.nodes, before.nodes)).toBe(1);
    expect(changed(after.edges, before.edges)).toBeGreaterThan(0);
    expect(changed(after.edges, before.edges)).toBeLessThan(before.edges.length);
    expect(after.nodes.find(({ id }) => id === "sms")?.position.x).toBe(5000);
  });

  it("stay the same list where nothing is drawn otherwise", () => {
    const before = markSelected(drawingOf(SHOP, {}), ["sms"], NONE);
    const after = markSelected(drawingOf(SHOP, {}), ["sms"], before);
    expect(after.nodes).toBe(before.nodes);
    expect(after.edges).toBe(before.edges);
    // A node that is gone makes another list, though the ones left are as they were.
    const fewer = markSelected({ ...drawingOf(SHOP, {}), edges: [] }, ["sms"], before);
    expect(fewer.edges).toEqual([]);
  });

  it("change where the selection does", () => {
    const before = markSelected(drawingOf(SHOP, {}), ["sms"], NONE);
    const after = markSelected(drawingOf(SHOP, {}), ["email"], before);
    expect(changed(after.nodes, before.nodes)).toBe(2);
    expect(after.nodes.filter(({ selected }) => selected).map(({ id }) => id)).toEqual(["email"]);
  });
});
