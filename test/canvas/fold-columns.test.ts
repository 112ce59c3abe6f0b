// Large drawings in layers are folded until they fit the shape of the canvas.
import { describe, expect, it } from "vitest";
import { foldedPlaces, type Placed } from "../../src/canvas/fold-columns.ts";

/** Layers with so many nodes each, as they come from the layout: one column a layer. */
function layered(...counts: readonly number[]): Placed[] {
  return counts.flatMap((count, layer) =>
    Array.from({ length: count }, (_, at) => ({
      id: `n${layer}-${at}`,
      x: layer * 240,
      y: (at - (count - 1) / 2) * 110,
      width: 160,
      height: 72,
    })),
  );
}

function boxOf(
  placed: readonly Placed[],
  places: Readonly<Record<string, { x: number; y: number }>>,
) {
  const boxes = placed.map(({ id, width, height }) => {
    const { x = Number.NaN, y = Number.NaN } = places[id] ?? {};
    return { x, y, right: x + width, bottom: y + height };
  });
  const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ x }) => x));
  const height =
    Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ y }) => y));
  return { boxes, width, height };
}

describe("a drawing in layers", () => {
  it("stays as it is where it is small or wide", () => {
    expect(foldedPlaces(layered(1, 6, 6))).toBeNull();
    expect(foldedPlaces(layered(...Array.from({ length: 30 }, () => 1)))).toBeNull();
  });

  it("of sixty nodes, most in two layers, appears at least twice as large", () => {
    const placed = layered(3, 28, 22, 7);
    const places = foldedPlaces(placed);
    if (places === null) throw new Error("not folded");
    const { width, height } = boxOf(placed, places);
    const scale = Math.min(2.4 / width, 1 / height);
    expect(scale).toBeGreaterThan(2 / (27 * 110 + 72));
    expect(width / height).toBeGreaterThan(1.2);
  });

  it("has no two nodes in one place, and its layers in order", () => {
    const placed = layered(2, 30, 20, 8);
    const { boxes } = boxOf(placed, foldedPlaces(placed) ?? {});
    boxes.forEach((a, at) => {
      for (const b of boxes.slice(at + 1)) {
        const apart = a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y;
        expect(apart).toBe(true);
      }
    });
    const rightOf = (layer: number) =>
      Math.max(...boxes.filter((_, at) => placed[at]?.x === layer * 240).map(({ right }) => right));
    const leftOf = (layer: number) =>
      Math.min(...boxes.filter((_, at) => placed[at]?.x === layer * 240).map(({ x }) => x));
    for (const layer of [1, 2, 3]) expect(leftOf(layer)).toBeGreaterThan(rightOf(layer - 1));
  });
});
