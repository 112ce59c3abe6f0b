// What the gallery page and the canvas read before anything is simulated.
import { describe, expect, it } from "vitest";
import { GALLERY_FILES, galleryDocument, galleryIndex } from "./gallery-files.ts";

const GRID = 20;
const NODE_WIDTH = 146;
const NODE_HEIGHT = 72;
const COLUMN_GAP = 60;
const ROW_GAP = 20;

describe("the index of the gallery", () => {
  it("lists every file once, the shop first", () => {
    const listed = galleryIndex().map((entry) => entry.file);
    expect(listed[0]).toBe("shop.brownout.json");
    expect([...listed].sort()).toEqual(GALLERY_FILES);
  });

  it.each(galleryIndex())("says of $file what the file says", (entry) => {
    const document = galleryDocument(entry.file);
    expect(entry.name).toBe(document.name);
    expect(entry.nodes).toBe(Object.keys(document.nodes).length);
    expect(entry.durationS).toBe(document.run.durationS);
    expect(entry.summary.length).toBeGreaterThan(40);
    expect(entry.tags.length).toBeGreaterThan(0);
  });
});

describe.each(GALLERY_FILES)("%s", (file) => {
  const document = galleryDocument(file);
  const layout = document.layout ?? {};

  it("has a place on the grid for every node and for nothing else", () => {
    expect(Object.keys(layout).sort()).toEqual(Object.keys(document.nodes).sort());
    for (const [x, y] of Object.values(layout)) {
      expect([x % GRID, y % GRID]).toEqual([0, 0]);
    }
  });

  it("leaves room between its nodes for the labels of edges", () => {
    const places = Object.entries(layout);
    for (const [a, [ax, ay]] of places) {
      for (const [b, [bx, by]] of places) {
        if (a >= b) continue;
        const beside = Math.abs(ax - bx) >= NODE_WIDTH + COLUMN_GAP;
        const below = Math.abs(ay - by) >= NODE_HEIGHT + ROW_GAP;
        expect(beside || below, `${a} and ${b} are too close`).toBe(true);
      }
    }
  });

  it("offers faults that are off, and objectives to miss", () => {
    const faults = Object.values(document.faults ?? {});
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault.enabled).toBe(false);
    expect(Object.keys(document.slos ?? {}).length).toBeGreaterThan(0);
  });

  it("says what to look at, what to try and what is assumed", () => {
    expect(document.description?.length).toBeGreaterThan(100);
    expect(document.notes).toMatchObject({
      look: expect.arrayContaining([expect.any(String)]),
      try: expect.arrayContaining([expect.any(String)]),
      assumptions: expect.arrayContaining([expect.any(String)]),
    });
  });
});
