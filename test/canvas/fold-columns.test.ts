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
      nameWidth: 160,
    })),
  );
}

/** Each node calls some of the next layer, so that all of it is called. */
function linesOf(...counts: readonly number[]): (readonly [string, string])[] {
  return counts
    .slice(1)
    .flatMap((count, before) =>
      Array.from(
        { length: count },
        (_, at) => [`n${before}-${at % (counts[before] ?? 1)}`, `n${before + 1}-${at}`] as const,
      ),
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

type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

function folded(...counts: readonly number[]): { placed: Placed[]; places: Places } {
  const placed = layered(...counts);
  const places = foldedPlaces(placed, linesOf(...counts));
  if (places === null) throw new Error("not folded");
  return { placed, places };
}

describe("a drawing in layers", () => {
  it("stays as it is where it is small or has the shape of the canvas", () => {
    expect(foldedPlaces(layered(1, 6, 6), linesOf(1, 6, 6))).toBeNull();
    const wide = Array.from({ length: 8 }, () => 5);
    expect(foldedPlaces(layered(...wide), linesOf(...wide))).toBeNull();
  });

  it("of sixty nodes, most in two layers, appears at least twice as large", () => {
    const { placed, places } = folded(3, 28, 22, 7);
    const { width, height } = boxOf(placed, places);
    const scale = Math.min(2.4 / width, 1 / height);
    expect(scale).toBeGreaterThan(2 / (27 * 110 + 72));
    expect(width / height).toBeGreaterThan(1.2);
  });

  it("has no two nodes in one place", () => {
    const { placed, places } = folded(2, 30, 20, 8);
    const { boxes } = boxOf(placed, places);
    boxes.forEach((a, at) => {
      for (const b of boxes.slice(at + 1)) {
        const apart = a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y;
        expect(apart).toBe(true);
      }
    });
  });

  it("has what is called right of its callers, or next below its only one", () => {
    const counts = [1, 1, 1, 1, 1, 20, 20, 1, 1];
    const { places } = folded(...counts);
    let down = 0;
    for (const [from, to] of linesOf(...counts)) {
      const [a, b] = [places[from], places[to]];
      if (!a || !b) throw new Error("no place");
      if (b.x === a.x) {
        expect(b.y - a.y).toBe(100);
        down += 1;
      } else expect(b.x).toBeGreaterThan(a.x);
    }
    expect(down).toBeGreaterThan(0);
  });
});
